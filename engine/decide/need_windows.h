// Who wanted an operator and whether he got one, over the windows that the limit holds for (PA-02): the last
// 24 hours and the last 30 days, to the millisecond, for each project and each kind of need.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <utility>

#include "engine/model/record.h"

namespace dialctl {

inline constexpr std::chrono::hours kShortNeedWindow{24};
inline constexpr std::chrono::hours kLongNeedWindow{24 * 30};

struct NeedTally {
  std::int64_t wanted = 0;
  std::int64_t lost = 0;

  // What may still be lost within the limit, in ten thousandths of a call; less than 0: it has been passed.
  std::int64_t budget(int limit_basis_points) const { return wanted * limit_basis_points - lost * 10'000; }
  friend bool operator==(const NeedTally&, const NeedTally&) = default;
};

// Of one queue. 8 bytes for each need of 30 days.
class NeedWindows {
 public:
  void add(const OperatorNeeded& need);  // of about now: instants may come in any order within a second
  // Forgets what has left the windows.
  void move_to(Instant now);

  // As of the last move_to(): of all projects and kinds, the window that has the least left.
  NeedTally nearest(int limit_basis_points) const;
  // Whether this project is far over the limit in one of its windows.
  bool is_far_over(ProjectId project, int limit_basis_points) const;
  NeedTally tally(ProjectId project, NeedKind kind, std::chrono::hours window) const;

 private:
  struct Line {
    std::deque<std::int64_t> needs;  // milliseconds, twice; odd: lost
    std::size_t recent = 0;          // from here on, within 24 hours
    NeedTally day;
    NeedTally month;
  };
  std::map<std::pair<ProjectId, NeedKind>, Line> lines_;
};

}  // namespace dialctl
