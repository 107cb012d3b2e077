// How a schedule is typed and shown.
//
//   mon-fri 09:00-21:00, sat 10:00-16:00
//   mon-thu 09:00-13:00 14:00-18:00, fri 22:00-06:00       several windows; over midnight
//   daily 00:00-24:00, 2026-12-31 closed, 2027-01-01 10:00-14:00
//   mon wed fri 09:00-12:00; 2026-12-25..2027-01-07 closed days listed; a range of dates
//
// Entries are separated by "," ";" or a new line; "#" starts a remark up to the end of its line. A day that
// no entry names is closed. Times are HH:MM or HH:MM:SS; 24:00 is the end of a day. A day named twice is an
// error, and so is a window without length: 00:00-24:00 is a whole day, "closed" is none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/model/result.h"
#include "engine/model/schedule.h"

namespace dialctl {

inline constexpr int kDatesMax = 4'000;
inline constexpr int kDateRangeDaysMax = 400;
inline constexpr std::size_t kWindowsPerDayMax = 8;

// The week and the dates; the clock stays ClockKind::customer. Errors (kind usage, the message tells line and
// column): schedule.syntax, schedule.bad-day, schedule.bad-date, schedule.bad-time, schedule.empty-window,
// schedule.overlap, schedule.day-twice, schedule.too-many-dates.
Result<Schedule> parse_schedule(std::string_view text);
// One line that parse_schedule reads back as the same week and dates.
std::string to_text(const Schedule& schedule);

// "customer", "project" or a zone's name, which the caller has to look up (ZoneSource::find).
Result<ScheduleClock> parse_clock(std::string_view text);
std::string to_text(const ScheduleClock& clock);

}  // namespace dialctl
