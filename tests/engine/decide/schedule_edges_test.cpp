#include <rapidcheck.h>

#include "tests/engine/decide/schedule_cases.h"

namespace dialctl {

TEST_CASE("SC-01 edges are half open to the millisecond") {
  const OpenHours hours = hours_of("daily 09:00-21:00");
  const ZoneTable zone = kyiv();
  CHECK(!is_open(hours, zone, at("2026-06-10T05:59:59.999Z")));
  CHECK(is_open(hours, zone, at("2026-06-10T06:00:00Z")));
  CHECK(is_open(hours, zone, at("2026-06-10T17:59:59.999Z")));
  CHECK(!is_open(hours, zone, at("2026-06-10T18:00:00Z")));
  CHECK(next_opening(hours, zone, at("2026-06-10T05:59:59.999Z")) == at("2026-06-10T06:00:00Z"));
  CHECK(next_opening(hours, zone, at("2026-06-10T06:00:00.001Z")) == at("2026-06-10T06:00:00.001Z"));
}

TEST_CASE("SC-01 windows with seconds keep them") {
  const OpenHours hours = hours_of("daily 09:00:30-09:00:31");
  CHECK(next_opening(hours, utc(), at("2026-06-10T00:00:00Z")) == at("2026-06-10T09:00:30Z"));
  CHECK(closing(hours, utc(), at("2026-06-10T09:00:30.500Z")) == at("2026-06-10T09:00:31Z"));
  CHECK(!is_open(hours, utc(), at("2026-06-10T09:00:31Z")));
}

TEST_CASE("SC-01 a schedule that never opens gives no opening") {
  for (const OpenHours& hours :
       {OpenHours{}, hours_of("daily closed"), hours_of("daily closed, 2026-01-01 closed")}) {
    for (const ZoneTable& zone : {utc(), kyiv(), samoa()}) {
      CHECK(!is_open(hours, zone, at("2026-06-10T12:00:00Z")));
      CHECK(next_opening(hours, zone, at("2026-06-10T12:00:00Z")) == std::nullopt);
      CHECK(next_opening(hours, zone, at("2026-03-29T01:00:00Z")) == std::nullopt);
      CHECK(closing(hours, zone, at("2026-06-10T12:00:00Z")) == std::nullopt);
    }
  }
}

TEST_CASE("SC-01 dates alone open a week that is closed, however far they are") {
  const OpenHours hours = hours_of("daily closed, 2026-01-01 10:00-11:00, 2036-02-29 10:00-11:00");
  CHECK(next_opening(hours, kyiv(), at("2026-01-01T08:00:00Z")) == at("2026-01-01T08:00:00Z"));
  CHECK(next_opening(hours, kyiv(), at("2026-01-01T09:00:00Z")) == at("2036-02-29T08:00:00Z"));
  CHECK(next_opening(hours, kyiv(), at("2036-02-29T09:00:00Z")) == std::nullopt);
}

TEST_CASE("SC-01 a thousand closed dates in a row are passed over") {
  std::string text = "daily 09:00-21:00, 2026-01-01..2026-12-31 closed, 2027-01-01..2027-12-31 closed";
  text += ", 2028-01-01..2028-12-31 closed";
  CHECK(next_opening(hours_of(text), kyiv(), at("2025-12-31T22:00:00Z")) == at("2029-01-01T07:00:00Z"));
}

TEST_CASE("SC-01 open day and night never closes, but on dates") {
  const OpenHours always = hours_of("daily 00:00-24:00");
  CHECK(closing(always, kyiv(), at("2026-06-10T12:00:00Z")) == kFirstRefusedInstant);
  CHECK(is_open(always, kyiv(), at("2026-10-25T00:30:00Z")));  // both passes of a repeated hour
  CHECK(is_open(always, kyiv(), at("2026-10-25T01:30:00Z")));
  const OpenHours but_one = hours_of("daily 00:00-24:00, 2030-05-01 closed");
  CHECK(closing(but_one, utc(), at("2026-06-10T12:00:00Z")) == at("2030-05-01T00:00:00Z"));
  CHECK(next_opening(but_one, utc(), at("2030-05-01T12:00:00Z")) == at("2030-05-02T00:00:00Z"));
}

TEST_CASE("SC-01 a day that a zone left out is no trouble") {
  // 2011-12-30 did not exist: Friday's windows shrink to nothing, Saturday's stay.
  const OpenHours hours = hours_of("fri 10:00-12:00, sat 10:00-12:00");
  CHECK(next_opening(hours, samoa(), at("2011-12-30T05:00:00Z")) == at("2011-12-30T20:00:00Z"));
  const OpenHours into = hours_of("thu 20:00-02:00");
  CHECK(closing(into, samoa(), at("2011-12-30T09:59:59Z")) == at("2011-12-30T10:00:00Z"));
}

TEST_CASE("SC-03 windows that a gap pushes together close only at the end of the second") {
  // 02:30-03:10 ends in the gap and 03:20-05:00 begins in it: both edges become 04:00.
  const OpenHours hours = hours_of("daily 02:30-03:10 03:20-05:00");
  CHECK(closing(hours, kyiv(), at("2026-03-29T00:45:00Z")) == at("2026-03-29T02:00:00Z"));
  CHECK(is_open(hours, kyiv(), at("2026-03-29T01:00:00Z")));
}

TEST_CASE("SC-03 windows of one repeated hour") {
  const ZoneTable zone = kyiv();  // 03:00-04:00 on 2026-10-25 happens from 00:00Z and again from 01:00Z
  const auto opens = [&zone](const char* text) {
    return next_opening(hours_of(text), zone, at("2026-10-24T22:00:00Z"));
  };
  CHECK(opens("sun 03:30-09:00") == at("2026-10-25T01:30:00Z"));
  CHECK(opens("sun 03:00-09:00") == at("2026-10-25T01:00:00Z"));
  CHECK(opens("sun 03:15-03:45") == at("2026-10-25T00:15:00Z"));
  CHECK(opens("sun 04:00-09:00") == at("2026-10-25T02:00:00Z"));
  CHECK(closing(hours_of("sun 01:00-03:30"), zone, at("2026-10-24T23:00:00Z")) == at("2026-10-25T00:30:00Z"));
  CHECK(closing(hours_of("sun 01:00-04:00"), zone, at("2026-10-24T23:00:00Z")) == at("2026-10-25T02:00:00Z"));
  CHECK(closing(hours_of("sun 01:00-03:00"), zone, at("2026-10-24T23:00:00Z")) == at("2026-10-25T00:00:00Z"));
}

TEST_CASE("SC-03 windows that touch are one, also where their common edge is repeated") {
  const OpenHours hours = hours_of("sun 01:00-03:30 03:30-09:00");
  CHECK(closing(hours, kyiv(), at("2026-10-24T23:00:00Z")) == at("2026-10-25T07:00:00Z"));
  CHECK(is_open(hours, kyiv(), at("2026-10-25T01:00:00Z")));
}

TEST_CASE("SC-03 an appointment in a gap moves behind it, in a repeated hour it is the first reading") {
  const auto appointment = [](const char* local) {
    const auto as_utc = at(std::string{local} + "Z");
    return to_instant(LocalTime{std::chrono::floor<Seconds>(as_utc).time_since_epoch()}, kyiv()).value();
  };
  CHECK(appointment("2026-03-29T02:59:59") == at("2026-03-29T00:59:59Z"));
  CHECK(appointment("2026-03-29T03:00:00") == at("2026-03-29T01:00:00Z"));
  CHECK(appointment("2026-03-29T03:30:00") == at("2026-03-29T01:00:00Z"));
  CHECK(appointment("2026-03-29T04:00:00") == at("2026-03-29T01:00:00Z"));
  CHECK(appointment("2026-03-29T04:00:01") == at("2026-03-29T01:00:01Z"));
  CHECK(appointment("2026-10-25T03:30:00") == at("2026-10-25T00:30:00Z"));
  CHECK(appointment("2026-10-25T04:00:00") == at("2026-10-25T02:00:00Z"));
  CHECK(to_iso(to_local(at("2026-10-25T01:30:00Z"), kyiv())) == "2026-10-25T03:30:00");
}

TEST_CASE("SC-06 fault 28 nothing opens from 2037-10-01 on, nor before 1970") {
  const OpenHours always = hours_of("daily 00:00-24:00");
  CHECK(is_open(always, utc(), kFirstRefusedInstant - Milliseconds{1}));
  for (const Instant late : {kFirstRefusedInstant, kFirstRefusedInstant + std::chrono::years{300}, kNever}) {
    CHECK(!is_open(always, utc(), late));
    CHECK(next_opening(always, utc(), late) == std::nullopt);
    CHECK(closing(always, utc(), late) == std::nullopt);
  }
  for (const Instant early : {kFirstInstant - Milliseconds{1}, Instant::min()}) {
    CHECK(!is_open(always, utc(), early));
    CHECK(next_opening(always, utc(), early) == kFirstInstant);
  }
  CHECK(next_opening(hours_of("daily 09:00-21:00"), utc(), at("2037-09-30T21:00:00Z")) == std::nullopt);
  CHECK(closing(hours_of("daily 20:00-06:00"), utc(), at("2037-09-30T22:00:00Z")) == kFirstRefusedInstant);
}

TEST_CASE("SC-06 fault 28 an appointment from 2037-10-01 on is refused and says so") {
  for (const std::int64_t seconds :
       {std::int64_t{2'137'968'000}, std::int64_t{-1'000'000}, INT64_MAX, INT64_MIN}) {
    const auto refused = to_instant(LocalTime{Seconds{seconds}}, utc());
    REQUIRE(!refused.ok());
    CHECK(refused.error().code == "time.refused");
    CHECK(refused.error().message.find("2037-09-30") != std::string::npos);
  }
  CHECK(to_instant(LocalTime{Seconds{2'137'967'999}}, utc()).ok());
}

TEST_CASE("SC-03 an opening is open, nothing before it is, and a closing is its end") {
  const auto property = rc::check([] {
    const int first = *rc::gen::inRange(0, 24 * 60);
    const int length = *rc::gen::inRange(1, 24 * 60);
    const auto clock = [](int minute) {
      char text[8];
      std::snprintf(text, sizeof text, "%02d:%02d", minute / 60 % 24, minute % 60);
      return std::string{text};
    };
    const std::string text =
        "mon-thu " + clock(first) + "-" + clock(first + length) + ", 2026-10-25 00:30-23:30";
    const OpenHours hours = hours_of(text);
    const ZoneTable zone = *rc::gen::inRange(0, 2) == 0 ? kyiv() : new_york();
    const Instant from = at("2026-01-01T00:00:00Z") + Seconds{*rc::gen::inRange(0, 2 * 365 * 86'400)};
    const auto opening = next_opening(hours, zone, from);
    RC_ASSERT(opening.has_value());
    RC_ASSERT(*opening >= from);
    RC_ASSERT(is_open(hours, zone, *opening));
    if (*opening > from) RC_ASSERT(!is_open(hours, zone, *opening - Milliseconds{1}));
    const auto closes = closing(hours, zone, *opening);
    RC_ASSERT(closes.has_value());
    RC_ASSERT(*closes > *opening);
    RC_ASSERT(is_open(hours, zone, *closes - Milliseconds{1}));
    RC_ASSERT(!is_open(hours, zone, *closes));
  });
  CHECK(property);
}

}  // namespace dialctl
