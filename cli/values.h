// Words of the command line and of settings as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command_table.h"
#include "engine/model/instant.h"
#include "engine/model/result.h"
#include "engine/model/zone.h"

namespace dialctl::cli {

// Decimal digits with an optional sign; nullopt on overflow or anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

// Numbers with units, largest first, each at most once: "7d", "1h30m", "90s", "500ms". A bare number has no
// unit and is refused, but 0. At most 10,000 days.
std::optional<Milliseconds> parse_duration(std::string_view text);

// An instant as people name it; relative to a moment and a zone that the caller knows.
struct When {
  enum class Kind { exact, days_ago, relative, date } kind = Kind::exact;
  Instant at{};           // exact
  int days = 0;           // days_ago: today 0, yesterday 1
  Milliseconds length{};  // relative: "-7d", "+2h", "now" is 0
  std::chrono::local_days date{};
};
// "2026-11-21T20:25:41Z" (with offset or Z), "2026-11-21" (its
// first instant), "now", "today", "yesterday", "-7d", "+2h30m".
std::optional<When> parse_when(std::string_view text);
// "2026-12-01T10:00[:30]": what a clock shows. nullopt for anything else.
std::optional<LocalTime> parse_local(std::string_view text);
// Days begin in `zone`, in UTC without one. nullopt outside of 1970-01-01 .. 2037-10-01.
std::optional<Instant> resolve(const When& when, Instant now, const ZoneTable* zone);

// The wall clock of `zone` at `at`, and its offset.
struct LocalReading {
  LocalTime time;
  Seconds offset;
};
LocalReading local_reading(const ZoneTable& zone, Instant at);
// "2026-11-21T22:25:41+02:00", with milliseconds where they are not zero.
std::string local_iso(const ZoneTable& zone, Instant at);

// "--limit", "FILE", "environment DIALCTL_TZ": what an error calls the place of the value.
Result<void> check_value(const Value& value, std::string_view place, std::string_view text);

}  // namespace dialctl::cli
