#include "adapters/tz/nearest_zones.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace dialctl {
namespace {

constexpr std::size_t kNamesMax = 3;
constexpr std::size_t kWrongLengthMax = 64;  // nobody's typing error is longer, a hostile file's may be

std::string folded(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '_' || c == ' ' || c == '-') continue;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

std::string_view city(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

// Letters to add, drop, change or swap with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<ZoneName> nearest_zones(std::string_view wrong, const std::vector<ZoneName>& known) {
  if (wrong.size() > kWrongLengthMax) return {};
  const std::string meant = folded(wrong);
  const std::string_view meant_city = city(meant);
  if (meant_city.empty()) return {};
  const std::size_t near = 1 + meant_city.size() / 4;

  std::vector<std::pair<std::size_t, ZoneName>> found;
  for (const ZoneName& name : known) {
    const std::string candidate = folded(name);
    const std::size_t whole = distance(meant, candidate);
    const std::size_t by_city = distance(meant_city, city(candidate));
    // A right city under a wrong continent is still the best answer, but after an equal whole name.
    const std::size_t score = std::min(2 * whole, 2 * by_city + 1);
    if (std::min(whole, by_city) <= near) found.emplace_back(score, name);
  }
  std::sort(found.begin(), found.end());
  std::vector<ZoneName> names;
  for (std::size_t i = 0; i < std::min(found.size(), kNamesMax); ++i)
    names.push_back(found[i].second);
  return names;
}

}  // namespace dialctl
