#include "cli/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "cli/nearest.h"

namespace dialctl::cli {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t millis;
};
constexpr std::array<Unit, 6> kUnits{{{"w", 7 * 86'400'000LL},
                                      {"d", 86'400'000LL},
                                      {"h", 3'600'000LL},
                                      {"m", 60'000LL},
                                      {"s", 1'000LL},
                                      {"ms", 1LL}}};
constexpr std::int64_t kLongest_ms = 10'000LL * 86'400'000LL;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_integer(text.substr(0, 4));
  const auto month = parse_integer(text.substr(5, 2));
  const auto day = parse_integer(text.substr(8, 2));
  if (!year || !month || !day || !is_digit(text[5]) || !is_digit(text[8])) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::local_days{date};
}

// The first instant whose reading is not before midnight of `date`: inside a gap that is the gap's end.
Instant start_of_day(std::chrono::local_days date, const ZoneTable* zone) {
  const Instant as_utc{date.time_since_epoch()};
  if (zone == nullptr) return as_utc;
  constexpr auto kFarthest = std::chrono::hours{26};
  for (std::size_t i = 0; i < zone->spans.size(); ++i) {
    const auto& span = zone->spans[i];
    const bool last = i + 1 == zone->spans.size();
    if (!last && zone->spans[i + 1].from < as_utc - kFarthest) continue;
    const Instant candidate = std::max(span.from, as_utc - span.offset);
    if (last || candidate < zone->spans[i + 1].from) return candidate;
  }
  return as_utc;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

Error refuse(std::string_view place, std::string_view text, std::string_view why, std::string hint) {
  return {ErrorKind::usage, "usage.value", fmt::format("{}: '{}' {}", place, text, why), std::move(hint)};
}

Result<void> check_integer(const Value& value, std::string_view place, std::string_view text) {
  const auto number = parse_integer(text);
  if (!number) return refuse(place, text, "is not a whole number", "give digits only, for example 10");
  if (*number >= value.least && *number <= value.most) return {};
  constexpr auto kNoMost = std::numeric_limits<std::int64_t>::max();
  const std::string range = value.most == kNoMost ? fmt::format("at least {}", value.least)
                                                  : fmt::format("{} to {}", value.least, value.most);
  return refuse(place, text, "is out of range", "allowed: " + range);
}

Result<void> check_choice(const Value& value, std::string_view place, std::string_view text) {
  if (std::find(value.choices.begin(), value.choices.end(), text) != value.choices.end()) return {};
  std::string hint = "one of: " + joined(value.choices);
  if (const auto close = nearest(text, value.choices))
    hint = fmt::format("did you mean '{}'? ", *close) + hint;
  return refuse(place, text, "is not a choice", hint);
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with("-+") || text.starts_with("+")) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Milliseconds> parse_duration(std::string_view text) {
  if (text == "0") return Milliseconds{0};
  if (text.empty()) return std::nullopt;
  std::int64_t total_ms = 0;
  std::size_t next_unit = 0;
  while (!text.empty()) {
    const auto digits_end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto digits = static_cast<std::size_t>(digits_end - text.begin());
    const auto unit_end = std::find_if(digits_end, text.end(), is_digit);
    const std::string_view name = text.substr(digits, static_cast<std::size_t>(unit_end - digits_end));
    if (digits == 0 || digits > 15) return std::nullopt;
    const auto amount = parse_integer(text.substr(0, digits));
    const auto unit = std::find_if(kUnits.begin() + static_cast<std::ptrdiff_t>(next_unit), kUnits.end(),
                                   [name](const Unit& known) { return known.name == name; });
    if (!amount || unit == kUnits.end() || *amount > kLongest_ms / unit->millis) return std::nullopt;
    total_ms += *amount * unit->millis;
    if (total_ms > kLongest_ms) return std::nullopt;
    next_unit = static_cast<std::size_t>(unit - kUnits.begin()) + 1;
    text.remove_prefix(digits + name.size());
  }
  return Milliseconds{total_ms};
}

std::optional<When> parse_when(std::string_view text) {
  if (text == "now") return When{When::Kind::relative};
  if (text == "today") return When{When::Kind::days_ago};
  if (text == "yesterday") return When{When::Kind::days_ago, {}, 1};
  if (text.starts_with('-') || text.starts_with('+')) {
    const auto length = parse_duration(text.substr(1));
    if (!length) return std::nullopt;
    return When{When::Kind::relative, {}, 0, text[0] == '-' ? -*length : *length};
  }
  if (const auto date = parse_date(text)) return When{When::Kind::date, {}, 0, {}, *date};
  if (const auto at = parse_iso(text)) return When{When::Kind::exact, *at};
  return std::nullopt;
}

std::optional<Instant> resolve(const When& when, Instant now, const ZoneTable* zone) {
  Instant at;
  switch (when.kind) {
    case When::Kind::exact:
      at = when.at;
      break;
    case When::Kind::relative:
      at = now + when.length;
      break;
    case When::Kind::days_ago: {
      const auto here = zone == nullptr ? std::chrono::floor<Seconds>(now).time_since_epoch()
                                        : local_reading(*zone, now).time.time_since_epoch();
      const auto today = std::chrono::floor<std::chrono::days>(LocalTime{here});
      at = start_of_day(today - std::chrono::days{when.days}, zone);
      break;
    }
    case When::Kind::date:
      at = start_of_day(when.date, zone);
      break;
  }
  if (at < kFirstInstant || at >= kFirstRefusedInstant) return std::nullopt;
  return at;
}

std::optional<LocalTime> parse_local(std::string_view text) {
  // Read as UTC, the digits are those of the clock.
  const auto read = parse_iso(std::string{text} + (text.size() == 16 ? ":00Z" : "Z"));
  if (!read || text.size() < 16 || text.find('.') != std::string_view::npos) return std::nullopt;
  return LocalTime{std::chrono::floor<Seconds>(*read).time_since_epoch()};
}

LocalReading local_reading(const ZoneTable& zone, Instant at) {
  auto span = std::upper_bound(zone.spans.begin(), zone.spans.end(), at,
                               [](Instant left, const ZoneTable::Span& right) { return left < right.from; });
  if (span != zone.spans.begin()) --span;
  const auto seconds = std::chrono::floor<Seconds>(at).time_since_epoch() + span->offset;
  return {LocalTime{seconds}, span->offset};
}

std::string local_iso(const ZoneTable& zone, Instant at) {
  const LocalReading reading = local_reading(zone, at);
  std::string out = to_iso(reading.time);
  const auto millis = (at - std::chrono::floor<Seconds>(at)).count();
  if (millis != 0) out += fmt::format(".{:03}", millis);
  const auto minutes = std::chrono::duration_cast<Minutes>(std::chrono::abs(reading.offset)).count();
  out += fmt::format("{}{:02}:{:02}", reading.offset < Seconds{0} ? '-' : '+', minutes / 60, minutes % 60);
  return out;
}

Result<void> check_value(const Value& value, std::string_view place, std::string_view text) {
  switch (value.kind) {
    case ValueKind::text:
      return {};
    case ValueKind::integer:
      return check_integer(value, place, text);
    case ValueKind::duration:
      if (parse_duration(text)) return {};
      return refuse(place, text, "is not a duration",
                    "units are w d h m s ms, largest first: 90s, 4m, 1h30m, 7d");
    case ValueKind::instant:
      if (parse_when(text)) return {};
      return refuse(
          place, text, "is not an instant",
          "allowed: 2026-11-21T20:25:41Z, 2026-11-21, now, today, yesterday, -7d, +2h; before 2037-10-01");
    case ValueKind::path:
      if (!text.empty()) return {};
      return refuse(place, text, "is not a file", "give a path, or - for standard input or output");
    case ValueKind::choice:
      return check_choice(value, place, text);
  }
  return {};
}

}  // namespace dialctl::cli
