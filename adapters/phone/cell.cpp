#include "adapters/phone/cell.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dialctl {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool is_extension(std::string_view part) {
  constexpr std::array<std::string_view, 12> kWords{"ext", "Ext", "EXT", "доб", "Доб", "вн",
                                                    "Вн",  "вт",  "дод", "Дод", "#",   "x"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [part](std::string_view word) { return part.starts_with(word); });
}

}  // namespace

std::vector<std::string_view> split_cell(std::string_view cell) {
  std::vector<std::string_view> parts;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find_first_of(",;\r\n"), cell.size());
    const std::string_view part = trimmed(cell.substr(0, end));
    if (is_extension(part) && !parts.empty()) {
      const char* start = parts.back().data();
      parts.back() = {start, static_cast<std::size_t>(part.data() + part.size() - start)};
    } else if (!part.empty()) {
      parts.push_back(part);
    }
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return parts;
}

std::vector<std::string_view> split_on_slash(std::string_view part) {
  std::vector<std::string_view> parts;
  while (!part.empty()) {
    const std::size_t end = std::min(part.find('/'), part.size());
    const std::string_view piece = trimmed(part.substr(0, end));
    if (!piece.empty()) parts.push_back(piece);
    part.remove_prefix(std::min(end + 1, part.size()));
  }
  return parts;
}

}  // namespace dialctl
