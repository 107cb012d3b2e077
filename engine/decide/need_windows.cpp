#include "engine/decide/need_windows.h"

#include <algorithm>

namespace dialctl {
namespace {

std::int64_t packed(Instant at, bool lost) {
  return to_millis(at) * 2 + (lost ? 1 : 0);
}

void count(NeedTally& tally, std::int64_t need, int by) {
  tally.wanted += by;
  tally.lost += need % 2 != 0 ? by : 0;
}

// By more than chance does: two calls, and four deviations of what the limit allows. Nearer to it, the
// threshold of the pacer is what holds it: a switch that goes on and off there would cost a fifth of the
// operators' time.
bool far_over(const NeedTally& tally, int limit_basis_points) {
  const std::int64_t allowed = tally.wanted * limit_basis_points;
  const std::int64_t beyond = tally.lost * 10'000 - allowed - 20'000;
  if (beyond <= 0) return false;
  const std::int64_t calls = beyond / 10'000;
  return calls * calls > 16 * (allowed / 10'000);
}

}  // namespace

void NeedWindows::add(const OperatorNeeded& need) {
  Line& line = lines_[{need.project, need.kind}];
  const std::int64_t one = packed(need.at, need.met == NeedMet::lost);
  const auto place =
      std::upper_bound(line.needs.begin() + static_cast<std::ptrdiff_t>(line.recent), line.needs.end(), one);
  line.needs.insert(place, one);
  count(line.day, one, 1);
  count(line.month, one, 1);
}

void NeedWindows::move_to(Instant now) {
  const std::int64_t day = packed(now - kShortNeedWindow, true);
  const std::int64_t month = packed(now - kLongNeedWindow, true);
  for (auto& [key, line] : lines_) {
    // A need of exactly 24 hours ago has left the window: it is half open, as all spans are.
    for (; line.recent < line.needs.size() && line.needs[line.recent] <= day; ++line.recent)
      count(line.day, line.needs[line.recent], -1);
    for (; !line.needs.empty() && line.needs.front() <= month; line.needs.pop_front()) {
      count(line.month, line.needs.front(), -1);
      line.recent -= 1;
    }
  }
}

NeedTally NeedWindows::nearest(int limit_basis_points) const {
  NeedTally nearest;
  bool any = false;
  for (const auto& [key, line] : lines_) {
    for (const NeedTally& tally : {line.day, line.month}) {
      if (any && tally.budget(limit_basis_points) >= nearest.budget(limit_basis_points)) continue;
      nearest = tally;
      any = true;
    }
  }
  return nearest;
}

bool NeedWindows::is_far_over(ProjectId project, int limit_basis_points) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const auto& row) {
    if (row.first.first != project) return false;
    return far_over(row.second.day, limit_basis_points) || far_over(row.second.month, limit_basis_points);
  });
}

NeedTally NeedWindows::tally(ProjectId project, NeedKind kind, std::chrono::hours window) const {
  const auto found = lines_.find({project, kind});
  if (found == lines_.end()) return {};
  return window == kLongNeedWindow ? found->second.month : found->second.day;
}

}  // namespace dialctl
