// When is a schedule open? Pure functions over a schedule in its compiled form and the tables of its zones.
//
// Daylight saving (SC-03), on windows as the schedule means them (touching ones are one window):
//   edge in a gap (local time that does not exist)  the first instant after the gap
//   start in a repeated hour                        its second reading
//   end in a repeated hour                          its first reading
//   start and end in the same repeated hour         open in the first pass only
// Nothing is open before kFirstInstant or from kFirstRefusedInstant on.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/result.h"
#include "engine/model/schedule.h"
#include "engine/model/zone.h"

namespace dialctl {

// A schedule made ready for asking: all windows as pieces of single days, and
// for each day where the next open one is. Costs a few hundred bytes and, per
// dated day, 50 more; independent of zones. Immutable, shared by threads.
class OpenHours {
 public:
  OpenHours() = default;  // never open
  explicit OpenHours(const Schedule& schedule);

  // Local time without zones, in seconds since 1970 on the wall clock.
  struct Interval {
    std::int64_t from;
    std::int64_t to;
  };
  // The first window that ends after `local`, whole: both edges are those of the union of touching windows.
  // Cut where it reaches further than that many days before or after the day in which it was found, so that
  // the steps are bounded. nullopt: none ever.
  std::optional<Interval> window_after(std::int64_t local, std::int64_t days_before,
                                       std::int64_t days_after) const;
  // The first open second at or after `local`; kNeverLocal when there is none.
  std::int64_t first_open(std::int64_t local) const;

  static constexpr std::int64_t kNeverLocal = std::numeric_limits<std::int64_t>::max();

 private:
  struct Piece {  // [from, to) inside one day, 0..86400
    std::int32_t from;
    std::int32_t to;
  };
  struct Day {  // pieces_[first .. first + count): ascending, not touching each other
    std::int32_t first = 0;
    std::int32_t count = 0;
  };
  struct SpecialDay {  // a dated day, or the day after one
    std::int64_t day;
    std::int64_t next_open_day;  // after it; kNeverLocal when there is none
    Day pieces;
  };

  Day add_pieces(const DayWindows& before, const DayWindows& own);
  void add_specials(const Schedule& schedule);
  std::size_t special_from(std::int64_t day) const;
  std::span<const Piece> pieces_of(std::int64_t day) const;
  std::int64_t next_open_day(std::int64_t day) const;
  std::int64_t end_of(std::int64_t day, std::int32_t to, std::int64_t last_day) const;
  std::int64_t start_of(std::int64_t day, std::int32_t from, std::int64_t first_day) const;

  std::vector<Piece> pieces_;
  std::array<Day, 7> week_{};  // [0] is Monday
  bool week_is_full_ = false;  // open day and night
  // To the next open day of the week, 1..7; 0: the week is closed.
  std::array<std::int8_t, 7> days_to_next_{};
  std::vector<SpecialDay> specials_;  // ascending
};

// One schedule read on one clock. Both must outlive the call.
struct HoursInZone {
  const OpenHours* hours;
  const ZoneTable* zone;
};

bool is_open(const OpenHours& hours, const ZoneTable& zone, Instant now);
// The first instant at or after `from` that is open: `from`
// itself when it is. nullopt: none before kFirstRefusedInstant.
std::optional<Instant> next_opening(const OpenHours& hours, const ZoneTable& zone, Instant from);
// The end of the window that `now` is in, at most kFirstRefusedInstant. nullopt when `now` is closed.
std::optional<Instant> closing(const OpenHours& hours, const ZoneTable& zone, Instant now);

// The same over several schedules, each in each of its zones: open when all are. No member at all is open
// always, so a caller without a zone must not ask. next_opening looks kSearchDays ahead: schedules that never
// meet within that time give nullopt.
inline constexpr std::chrono::days kSearchDays{400};
bool is_open(std::span<const HoursInZone> all, Instant now);
std::optional<Instant> next_opening(std::span<const HoursInZone> all, Instant from);
std::optional<Instant> closing(std::span<const HoursInZone> all, Instant now);

// An appointment: a gap gives the first instant after it, a repeated hour its first reading. Errors (usage):
// time.refused outside 1970 .. 2037-09-30.
Result<Instant> to_instant(LocalTime local, const ZoneTable& zone);
// What a clock in that zone shows.
LocalTime to_local(Instant at, const ZoneTable& zone);

// The zones that a schedule's clock is read in (SC-01, SC-04). Empty when the clock is the customer's and his
// zone cannot be told: nobody is called then.
ZoneSet clock_zones(const ScheduleClock& clock, const ZoneSet& customer, const ZoneName& project,
                    AmbiguousZone ambiguous);

// SC-05: where in the first minutes of an opening an order's retry goes. Of [opening, opening + over), evenly
// and the same for the same order and opening; before `closes` in any case.
inline constexpr Minutes kSpread{5};
Instant spread(Instant opening, Instant closes, OrderId order, Milliseconds over = kSpread);

// `delay` after `from`, on the wall clock or counting only while all are open; always an instant that is
// open. delay: 0 .. 400 days, else nullopt; nullopt also when kSearchDays do not hold so many open hours.
std::optional<Instant> after_delay(std::span<const HoursInZone> all, Instant from, Milliseconds delay,
                                   DelayClock clock);

}  // namespace dialctl
