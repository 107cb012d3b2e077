#include <array>
#include <set>

#include "tests/engine/decide/schedule_cases.h"

namespace dialctl {
namespace {

constexpr std::chrono::hours kHour{1};

}  // namespace

TEST_CASE("SC-04 fault 29 several zones: open only when open in all of them") {
  const OpenHours nine_to_nine = hours_of("daily 09:00-21:00");
  const ZoneTable west = fixed_zone(2 * kHour);
  const ZoneTable east = fixed_zone(12 * kHour);
  const std::array<HoursInZone, 2> both{{{&nine_to_nine, &west}, {&nine_to_nine, &east}}};
  CHECK(next_opening(both, at("2026-06-10T00:00:00Z")) == at("2026-06-10T07:00:00Z"));  // 09:00 in the west
  CHECK(closing(both, at("2026-06-10T07:00:00Z")) == at("2026-06-10T09:00:00Z"));       // 21:00 in the east
  CHECK(!is_open(both, at("2026-06-10T06:59:59Z")));
  CHECK(is_open(both, at("2026-06-10T08:59:59.999Z")));
  CHECK(!is_open(both, at("2026-06-10T09:00:00Z")));
  CHECK(next_opening(both, at("2026-06-10T09:00:00Z")) == at("2026-06-11T07:00:00Z"));
}

TEST_CASE("SC-02 several schedules, each on its own clock, must all be open") {
  const OpenHours shop = hours_of("mon-fri 10:00-18:00, 2026-06-11 closed");
  const OpenHours legal = hours_of("daily 09:00-21:00");
  const ZoneTable shop_zone = kyiv();
  const ZoneTable customer_zone = new_york();
  const std::array<HoursInZone, 2> all{{{&shop, &shop_zone}, {&legal, &customer_zone}}};
  // New York opens at 13:00Z, Kyiv closes at 15:00Z.
  CHECK(next_opening(all, at("2026-06-10T00:00:00Z")) == at("2026-06-10T13:00:00Z"));
  CHECK(closing(all, at("2026-06-10T14:00:00Z")) == at("2026-06-10T15:00:00Z"));
  CHECK(next_opening(all, at("2026-06-10T15:00:00Z")) == at("2026-06-12T13:00:00Z"));
}

TEST_CASE("SC-02 fault 30 schedules that never meet have no opening, and finding that out ends") {
  const OpenHours early = hours_of("daily 09:00-10:00");
  const OpenHours late = hours_of("daily 10:00-11:00");
  const ZoneTable zone = kyiv();
  const std::array<HoursInZone, 2> never{{{&early, &zone}, {&late, &zone}}};
  CHECK(next_opening(never, at("2026-06-10T00:00:00Z")) == std::nullopt);
  CHECK(!is_open(never, at("2026-06-10T07:30:00Z")));
  CHECK(closing(never, at("2026-06-10T07:30:00Z")) == std::nullopt);
}

TEST_CASE("SC-02 no schedule at all is always open") {
  CHECK(is_open(std::span<const HoursInZone>{}, at("2026-06-10T00:00:00Z")));
  CHECK(next_opening(std::span<const HoursInZone>{}, at("2026-06-10T00:00:00Z")) ==
        at("2026-06-10T00:00:00Z"));
  CHECK(closing(std::span<const HoursInZone>{}, at("2026-06-10T00:00:00Z")) == kFirstRefusedInstant);
  CHECK(next_opening(std::span<const HoursInZone>{}, kFirstRefusedInstant) == std::nullopt);
}

TEST_CASE("SC-04 which zones a schedule's clock is read in") {
  const ZoneSet mobile{"Asia/Omsk", "Europe/Moscow"};
  const ScheduleClock customer{ClockKind::customer, {}};
  CHECK(clock_zones(customer, mobile, "Europe/Moscow", AmbiguousZone::all) == mobile);
  CHECK(clock_zones(customer, mobile, "Europe/Moscow", AmbiguousZone::project) == ZoneSet{"Europe/Moscow"});
  CHECK(clock_zones(customer, mobile, "Europe/Kyiv", AmbiguousZone::project) == mobile);
  CHECK(clock_zones(customer, {}, "Europe/Kyiv", AmbiguousZone::project).empty());
  CHECK(clock_zones({ClockKind::project, {}}, mobile, "Europe/Kyiv", AmbiguousZone::all) ==
        ZoneSet{"Europe/Kyiv"});
  CHECK(clock_zones({ClockKind::fixed, "Asia/Tokyo"}, mobile, "Europe/Kyiv", AmbiguousZone::all) ==
        ZoneSet{"Asia/Tokyo"});
}

TEST_CASE("SC-05 an opening is spread over its first minutes, the same way each time") {
  const Instant opening = at("2026-06-10T06:00:00Z");
  const Instant closes = at("2026-06-10T18:00:00Z");
  std::array<int, 5> per_minute{};
  std::set<Instant> instants;
  for (std::int64_t id = 1; id <= 10'000; ++id) {
    const Instant when = spread(opening, closes, OrderId{id});
    REQUIRE(when >= opening);
    REQUIRE(when < opening + kSpread);
    REQUIRE(when == spread(opening, closes, OrderId{id}));
    ++per_minute[static_cast<std::size_t>((when - opening) / Minutes{1})];
    instants.insert(when);
  }
  for (const int count : per_minute)
    CHECK((count > 1'850 && count < 2'150));
  CHECK(instants.size() > 9'700);
  CHECK(spread(opening, closes, OrderId{7}) - opening !=
        spread(opening + 24 * kHour, closes + 24 * kHour, OrderId{7}) - (opening + 24 * kHour));
}

TEST_CASE("SC-05 a spread never leaves the window") {
  const Instant opening = at("2026-06-10T06:00:00Z");
  for (std::int64_t id = 1; id <= 1'000; ++id) {
    CHECK(spread(opening, opening + Seconds{2}, OrderId{id}) < opening + Seconds{2});
    CHECK(spread(opening, opening + Milliseconds{1}, OrderId{id}) == opening);
    CHECK(spread(opening, kNever, OrderId{id}, Milliseconds{0}) == opening);
  }
}

TEST_CASE("SC-05 a delay on the wall clock goes on while closed") {
  const OpenHours hours = hours_of("daily 09:00-21:00");
  const ZoneTable zone = utc();
  const HoursInZone one[] = {{&hours, &zone}};
  const auto wall = [&one](const char* from, Milliseconds delay) {
    return after_delay(one, at(from), delay, DelayClock::wall);
  };
  CHECK(wall("2026-06-10T12:00:00Z", Minutes{20}) == at("2026-06-10T12:20:00Z"));
  CHECK(wall("2026-06-10T20:50:00Z", Minutes{20}) == at("2026-06-11T09:00:00Z"));
  CHECK(wall("2026-06-10T20:50:00Z", Minutes{10}) == at("2026-06-11T09:00:00Z"));
  CHECK(wall("2026-06-10T20:00:00Z", 14 * kHour) == at("2026-06-11T10:00:00Z"));
}

TEST_CASE("SC-05 a delay in open hours stands still while closed") {
  const OpenHours hours = hours_of("daily 09:00-21:00, 2026-06-11 closed");
  const ZoneTable zone = utc();
  const HoursInZone one[] = {{&hours, &zone}};
  const auto open = [&one](const char* from, Milliseconds delay) {
    return after_delay(one, at(from), delay, DelayClock::open_hours);
  };
  CHECK(open("2026-06-10T12:00:00Z", Minutes{20}) == at("2026-06-10T12:20:00Z"));
  CHECK(open("2026-06-10T20:50:00Z", Minutes{20}) == at("2026-06-12T09:10:00Z"));
  CHECK(open("2026-06-10T20:50:00Z", Minutes{10}) == at("2026-06-12T09:00:00Z"));
  CHECK(open("2026-06-10T22:00:00Z", Milliseconds{0}) == at("2026-06-12T09:00:00Z"));
  CHECK(open("2026-06-10T09:00:00Z", 36 * kHour + Milliseconds{1}) == at("2026-06-14T09:00:00.001Z"));
}

TEST_CASE("SC-05 fault 30 delays out of their limits are refused without overflow") {
  const OpenHours hours = hours_of("mon 09:00-09:01");
  const ZoneTable zone = utc();
  const HoursInZone one[] = {{&hours, &zone}};
  for (const DelayClock clock : {DelayClock::wall, DelayClock::open_hours}) {
    CHECK(after_delay(one, at("2026-06-10T12:00:00Z"), Milliseconds{-1}, clock) == std::nullopt);
    CHECK(after_delay(one, at("2026-06-10T12:00:00Z"), Milliseconds::max(), clock) == std::nullopt);
    CHECK(after_delay(one, at("2026-06-10T12:00:00Z"), std::chrono::days{401}, clock) == std::nullopt);
    CHECK(after_delay(one, kNever, Minutes{1}, clock) == std::nullopt);
    CHECK(after_delay(one, Instant::min(), Minutes{1}, clock) == std::nullopt);
  }
  // 58 weeks hold 58 open minutes: an hour never comes together within 400 days.
  CHECK(after_delay(one, at("2026-06-10T12:00:00Z"), Minutes{50}, DelayClock::open_hours).has_value());
  CHECK(after_delay(one, at("2026-06-10T12:00:00Z"), Minutes{60}, DelayClock::open_hours) == std::nullopt);
}

}  // namespace dialctl
