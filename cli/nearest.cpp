#include "cli/nearest.h"

#include <algorithm>
#include <vector>

namespace dialctl::cli {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({row[j - 1] + 1, last[j] + 1, replace});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known) {
  constexpr std::size_t kTypedMax = 64;  // longer ones are no slip of a finger
  if (typed.empty() || typed.size() > kTypedMax) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_distance = 0;
  for (const std::string_view word : known) {
    const std::size_t longer = std::max(word.size(), typed.size());
    const std::size_t allowed = longer < 4 ? 1 : std::max<std::size_t>(2, longer / 3);
    std::size_t distance = edit_distance(typed, word);
    if (distance > allowed && typed.size() >= 2 && word.starts_with(typed)) distance = allowed;
    if (distance > allowed || (best && distance >= best_distance)) continue;
    best = word;
    best_distance = distance;
  }
  return best;
}

}  // namespace dialctl::cli
