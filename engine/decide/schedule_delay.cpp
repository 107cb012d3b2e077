#include <algorithm>

#include "engine/decide/schedule.h"

namespace dialctl {
namespace {

// SplitMix64's finisher: neighbours among order ids must not become neighbours in time.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

std::optional<Instant> after_open_hours(std::span<const HoursInZone> all, Instant from, Milliseconds left) {
  const Instant search_end = from + kSearchDays;
  for (Instant at = from; at <= search_end;) {
    const auto opens = next_opening(all, at);
    if (!opens || *opens > search_end) return std::nullopt;
    const auto closes = closing(all, *opens);
    DIALCTL_INVARIANT(closes && *closes > *opens);
    if (left < *closes - *opens) return *opens + left;
    left -= *closes - *opens;
    at = *closes;
  }
  return std::nullopt;
}

}  // namespace

ZoneSet clock_zones(const ScheduleClock& clock, const ZoneSet& customer, const ZoneName& project,
                    AmbiguousZone ambiguous) {
  switch (clock.kind) {
    case ClockKind::fixed:
      return {clock.fixed_zone};
    case ClockKind::project:
      return {project};
    case ClockKind::customer:
      break;
  }
  const bool project_decides = ambiguous == AmbiguousZone::project &&
                               std::find(customer.begin(), customer.end(), project) != customer.end();
  return project_decides ? ZoneSet{project} : customer;
}

Instant spread(Instant opening, Instant closes, OrderId order, Milliseconds over) {
  DIALCTL_INVARIANT(opening < closes);
  const std::int64_t width = std::max<std::int64_t>(1, std::min(over, closes - opening).count());
  const std::uint64_t mix =
      mixed(mixed(static_cast<std::uint64_t>(order.value)) ^ static_cast<std::uint64_t>(to_millis(opening)));
  return opening + Milliseconds{static_cast<std::int64_t>(mix % static_cast<std::uint64_t>(width))};
}

std::optional<Instant> after_delay(std::span<const HoursInZone> all, Instant from, Milliseconds delay,
                                   DelayClock clock) {
  if (from < kFirstInstant || from >= kFirstRefusedInstant) return std::nullopt;
  if (delay < Milliseconds{0} || delay > kSearchDays) return std::nullopt;
  switch (clock) {
    case DelayClock::wall:
      return next_opening(all, from + delay);
    case DelayClock::open_hours:
      return after_open_hours(all, from, delay);
  }
  return std::nullopt;
}

}  // namespace dialctl
