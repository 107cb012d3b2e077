// Schedules: when calling is open. Weekly windows, dates that differ, and the clock that they are read on.
//
// All edges are half open: a window that ends at 21:00 is closed at 21:00:00.000. Windows that touch or
// overlap (also over midnight) are one window. A dated day replaces its whole local day: what is open on it
// are its own windows alone; a window that came in over midnight from the day before ends where the dated day
// begins. What daylight saving does to edges: engine/decide/schedule.h. How schedules are typed:
// engine/decide/schedule_text.h.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/model/zone.h"

namespace dialctl {

inline constexpr std::int32_t kDaySeconds = 86'400;

// Seconds of a local day, [from, to). 0 <= from < 86400 and from < to <= from + 86400; to beyond 86400 lies
// on the next day ("22:00-06:00" is 79200..108000).
struct DayWindow {
  std::int32_t from_second = 0;
  std::int32_t to_second = 0;

  friend constexpr auto operator<=>(const DayWindow&, const DayWindow&) = default;
};

// Ascending; of one day none overlaps another. Empty: closed.
using DayWindows = std::vector<DayWindow>;

struct DatedDay {
  std::chrono::local_days day;
  DayWindows windows;

  friend bool operator==(const DatedDay&, const DatedDay&) = default;
};

enum class ClockKind { customer, project, fixed };

struct ScheduleClock {
  ClockKind kind = ClockKind::customer;
  ZoneName fixed_zone;  // only with ClockKind::fixed

  friend bool operator==(const ScheduleClock&, const ScheduleClock&) = default;
};

struct Schedule {
  ScheduleClock clock;
  std::array<DayWindows, 7> week;  // [0] is Monday
  std::vector<DatedDay> dates;     // ascending, each day once

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// SC-04 of a number that may lie in several zones: open only when open in all of them, or the project's zone
// decides when it is one of them.
enum class AmbiguousZone { all, project };

// SC-05: does a delay go on while closed?
enum class DelayClock { wall, open_hours };

}  // namespace dialctl
