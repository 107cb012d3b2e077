// Points in time. Everything inside dialctl is UTC; zones appear only in schedules and on the screen.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialctl {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;

// UTC, in milliseconds: whole seconds would do for schedules, but abandonment is judged at 2.000 s.
using Instant = std::chrono::sys_time<Milliseconds>;

// A reading of a wall clock on some calendar day, without a zone.
using LocalTime = std::chrono::local_time<Seconds>;

// The zone library loses daylight saving after 2037; later instants are refused everywhere.
inline constexpr Instant kFirstRefusedInstant = std::chrono::sys_days{std::chrono::year{2037} / 10 / 1};
inline constexpr Instant kFirstInstant = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
inline constexpr Instant kNever = Instant::max();

constexpr std::int64_t to_millis(Instant at) {
  return at.time_since_epoch().count();
}
constexpr Instant from_millis(std::int64_t millis) {
  return Instant{Milliseconds{millis}};
}

// "2026-11-21T20:25:41Z"; with milliseconds ("…41.614Z") only where they are not zero.
std::string to_iso(Instant at);
void append_iso(std::string& out, Instant at);  // the same behind what is there
// "2026-11-21T22:25:41" of a local reading.
std::string to_iso(LocalTime at);
// Accepts "2026-11-21T20:25:41[.614](Z|+03:00)". nullopt for anything else, and for kFirstRefusedInstant on.
std::optional<Instant> parse_iso(std::string_view text);

}  // namespace dialctl
