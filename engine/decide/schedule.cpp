#include "engine/decide/schedule.h"

#include <algorithm>

namespace dialctl {
namespace {

// No offset of any zone has ever jumped by more than a day (Samoa, 2011). Further than this from a change, a
// wall clock and UTC differ by one constant and the edges of windows need no second thought.
constexpr Milliseconds kCalm = std::chrono::hours{26};
constexpr std::int64_t kCalmSeconds = 26 * 3'600;
constexpr std::int64_t kCalmDays = 4;      // around a window: more than kCalm on both sides
constexpr std::int64_t kAllDays = 40'000;  // more than there are until kFirstRefusedInstant

struct OpenSpan {
  Instant from;
  Instant to;
};

// The instants at which a wall clock shows one local time.
struct Readings {
  Instant first;  // in a gap: the first instant after it
  Instant second;
  std::size_t first_span = 0;  // equal spans: shown once, or in a gap
  std::size_t second_span = 0;

  bool repeated() const { return first_span != second_span; }
};

bool in_range(Instant at) {
  return at >= kFirstInstant && at < kFirstRefusedInstant;
}

// Most zones either have two changes a year up to the table's end or none
// for years, so counting half years back from the last change lands beside
// the right span; a few steps settle it. Irregular times are searched for.
std::size_t span_at(const ZoneTable& zone, Instant at) {
  constexpr Milliseconds kHalfYear = std::chrono::hours{4'383};
  constexpr int kStepsMax = 4;
  const auto& spans = zone.spans;
  const std::size_t last = spans.size() - 1;
  if (at >= spans[last].from) return last;
  if (at <= spans[0].from) return 0;
  const auto back = static_cast<std::size_t>((spans[last].from - at) / kHalfYear) + 1;
  std::size_t guess = back > last ? 0 : last - back;
  for (int step = 0; step < kStepsMax; ++step) {
    if (at >= spans[guess + 1].from) {
      ++guess;
    } else if (at < spans[guess].from) {
      --guess;
    } else {
      return guess;
    }
  }
  const auto after = std::upper_bound(spans.begin(), spans.end(), at,
                                      [](Instant t, const ZoneTable::Span& span) { return t < span.from; });
  return static_cast<std::size_t>(after - spans.begin()) - 1;
}

Instant end_of_span(const ZoneTable& zone, std::size_t span) {
  return span + 1 < zone.spans.size() ? zone.spans[span + 1].from : kNever;
}

// Floor to whole seconds of the wall clock.
std::int64_t local_seconds(Instant at, Seconds offset) {
  return std::chrono::floor<Seconds>(at.time_since_epoch()).count() + offset.count();
}

Instant instant_of(std::int64_t local, Seconds offset) {
  return Instant{Milliseconds{Seconds{local - offset.count()}}};
}

Readings readings_of(const ZoneTable& zone, std::int64_t local) {
  const Instant about = instant_of(local, Seconds{0});
  Readings found{kNever, kNever};
  Instant after_gap = kNever;
  for (std::size_t i = span_at(zone, about - kCalm);
       i < zone.spans.size() && (i == 0 || zone.spans[i].from <= about + kCalm); ++i) {
    const Instant at = instant_of(local, zone.spans[i].offset);
    if (i != 0 && at < zone.spans[i].from) {
      after_gap = std::min(after_gap, zone.spans[i].from);
    } else if (at < end_of_span(zone, i)) {
      if (found.first == kNever) found = {at, at, i, i};
      found.second = at;
      found.second_span = i;
    }
  }
  if (found.first == kNever) found.first = found.second = after_gap;
  return found;
}

OpenSpan open_span(const ZoneTable& zone, OpenHours::Interval window) {
  const Readings start = readings_of(zone, window.from);
  const Readings end = readings_of(zone, window.to);
  const bool inside_one_repeat = start.repeated() && end.repeated() && start.first_span == end.first_span &&
                                 start.second_span == end.second_span;
  return {inside_one_repeat ? start.first : start.second, end.first};
}

// The first open stretch of time that ends after `at`, edges treated exactly; its start is exact where it is
// later than `at`. Windows that a gap has emptied are passed over.
std::optional<OpenSpan> open_span_after(const OpenHours& hours, const ZoneTable& zone, Instant at,
                                        std::int64_t days_after) {
  std::int64_t local = local_seconds(at, zone.spans[span_at(zone, at)].offset) - kCalmSeconds;
  for (;;) {
    const auto window = hours.window_after(local, kCalmDays, days_after);
    if (!window || window->from > local_seconds(kFirstRefusedInstant + kCalm, Seconds{0}))
      return std::nullopt;
    const OpenSpan open = open_span(zone, *window);
    if (open.from < open.to && open.to > at) return open;
    local = window->to;
  }
}

// Is every edge that matters to `at` under the offset of `span` alone?
bool calm_between(const ZoneTable& zone, std::size_t span, Instant at, Instant until) {
  return (span == 0 || at >= zone.spans[span].from + kCalm) &&
         (span + 1 >= zone.spans.size() || until + kCalm < zone.spans[span + 1].from);
}

std::optional<Instant> if_in_range(Instant at) {
  return at < kFirstRefusedInstant ? std::optional{at} : std::nullopt;
}

}  // namespace

bool is_open(const OpenHours& hours, const ZoneTable& zone, Instant now) {
  if (!in_range(now)) return false;
  const std::size_t span = span_at(zone, now);
  if (calm_between(zone, span, now, now)) {
    const std::int64_t local = local_seconds(now, zone.spans[span].offset);
    return hours.first_open(local) == local;
  }
  const auto open = open_span_after(hours, zone, now, kCalmDays);
  return open && open->from <= now;
}

std::optional<Instant> next_opening(const OpenHours& hours, const ZoneTable& zone, Instant from) {
  if (from >= kFirstRefusedInstant) return std::nullopt;
  from = std::max(from, kFirstInstant);
  const std::size_t span = span_at(zone, from);
  const Seconds offset = zone.spans[span].offset;
  const std::int64_t local = local_seconds(from, offset);
  const std::int64_t first = hours.first_open(local);
  if (first == OpenHours::kNeverLocal && calm_between(zone, span, from, from)) return std::nullopt;
  if (first != OpenHours::kNeverLocal) {
    const Instant opening = first == local ? from : instant_of(first, offset);
    if (calm_between(zone, span, from, opening)) return if_in_range(opening);
  }
  const auto open = open_span_after(hours, zone, from, kCalmDays);
  return open ? if_in_range(std::max(open->from, from)) : std::nullopt;
}

std::optional<Instant> closing(const OpenHours& hours, const ZoneTable& zone, Instant now) {
  if (!is_open(hours, zone, now)) return std::nullopt;
  auto open = open_span_after(hours, zone, now, kAllDays);
  // A gap can push the end of one window and the start of the next to the same instant.
  while (open && open->to < kFirstRefusedInstant) {
    const auto next = open_span_after(hours, zone, open->to, kAllDays);
    if (!next || next->from > open->to) break;
    open->to = next->to;
  }
  return std::min(open->to, kFirstRefusedInstant);
}

bool is_open(std::span<const HoursInZone> all, Instant now) {
  return in_range(now) && std::all_of(all.begin(), all.end(), [now](const HoursInZone& one) {
           return is_open(*one.hours, *one.zone, now);
         });
}

// Each member in turn moves the instant on to its own next opening, until a whole round has agreed.
std::optional<Instant> next_opening(std::span<const HoursInZone> all, Instant from) {
  if (from >= kFirstRefusedInstant) return std::nullopt;
  Instant at = std::max(from, kFirstInstant);
  const Instant search_end = at + kSearchDays;
  std::size_t agreed = 0;
  for (std::size_t i = 0; agreed < all.size(); i = (i + 1) % all.size()) {
    const auto opening = next_opening(*all[i].hours, *all[i].zone, at);
    if (!opening || *opening > search_end) return std::nullopt;
    agreed = *opening == at ? agreed + 1 : 1;
    at = *opening;
  }
  return at;
}

std::optional<Instant> closing(std::span<const HoursInZone> all, Instant now) {
  if (!in_range(now)) return std::nullopt;
  Instant earliest = kFirstRefusedInstant;
  for (const HoursInZone& one : all) {
    const auto closes = closing(*one.hours, *one.zone, now);
    if (!closes) return std::nullopt;
    earliest = std::min(earliest, *closes);
  }
  return earliest;
}

Result<Instant> to_instant(LocalTime local, const ZoneTable& zone) {
  const std::int64_t seconds = local.time_since_epoch().count();
  const bool near = seconds >= local_seconds(kFirstInstant, Seconds{0}) - kCalmSeconds &&
                    seconds <= local_seconds(kFirstRefusedInstant, Seconds{0}) + kCalmSeconds;
  if (near) {
    const Instant at = readings_of(zone, seconds).first;
    if (in_range(at)) return at;
  }
  return Error{ErrorKind::usage, "time.refused",
               (near ? to_iso(local) + " in " + zone.name : std::string{"this time"}) +
                   " is outside of 1970-01-01 .. 2037-09-30 UTC, where the rules of zones are known",
               "give a time before 2037-10-01"};
}

LocalTime to_local(Instant at, const ZoneTable& zone) {
  return LocalTime{Seconds{local_seconds(at, zone.spans[span_at(zone, at)].offset)}};
}

}  // namespace dialctl
