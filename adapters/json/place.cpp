#include "adapters/json/place.h"

#include <algorithm>
#include <fmt/format.h>

namespace dialctl::text {
namespace {

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string to_text(Place place) {
  return fmt::format("line {}, column {}", place.line, place.column);
}

void PlaceCounter::pass(std::string_view text) {
  if (text.empty()) return;
  if (after_cr_ && text.front() == '\n') text.remove_prefix(1);
  if (text.empty()) {
    after_cr_ = false;
    return;
  }
  after_cr_ = text.back() == '\r';
  std::uint64_t lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  for (std::size_t at = text.find('\r'); at != text.npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') ++lines;
  }
  if (lines > 0) {
    place_.line += lines;
    place_.column = 1;
    text.remove_prefix(text.find_last_of("\r\n") + 1);
  }
  place_.column += static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), begins_character));
}

Place place_in(std::string_view text, std::size_t offset, Place start) {
  PlaceCounter counter(start);
  counter.pass(text.substr(0, offset));
  return counter.place();
}

}  // namespace dialctl::text
