#include "cli/scenario_metrics.h"

#include <doctest/doctest.h>

using namespace dialctl;
using namespace dialctl::cli;

namespace {

Scenario day_of(Milliseconds duration) {
  Scenario day;
  day.name = "day";
  day.duration = duration;
  return day;
}

// Answered then, connected `wait` later unless that is negative.
LoggedCall answered(Milliseconds at, Milliseconds wait) {
  LoggedCall call{at - Seconds{5}, at};
  if (wait >= Milliseconds{0}) call.connected = at + wait;
  call.ended = at + Seconds{60};
  return call;
}

constexpr Milliseconds kNobody{-1};

}  // namespace

TEST_CASE("PA-03 utilisation counts work and presence within the day alone") {
  ScenarioLog log;
  log.logged_in = {{Seconds{0}, Seconds{50}}, {Seconds{60}, Milliseconds::max()}};
  log.busy = {{Seconds{10}, Seconds{30}}, {Seconds{80}, Seconds{130}}};
  const ScenarioMetrics metrics = metrics_of(day_of(Seconds{100}), log);
  CHECK(metrics.logged_in == Seconds{90});
  CHECK(metrics.busy == Seconds{40});
  CHECK(metrics.utilisation == 444'444);
}

TEST_CASE("PA-03 a day without anything has no shares, and no plot of them") {
  const ScenarioMetrics metrics = metrics_of(day_of(Seconds{100}), {});
  CHECK_FALSE(metrics.utilisation);
  CHECK_FALSE(metrics.abandon_rate);
  CHECK_FALSE(metrics.calls_per_connect);
  CHECK_FALSE(metrics.wait_mean);
  CHECK_FALSE(metrics.worst_30min);
  CHECK_FALSE(metrics.worst_z);
  CHECK_FALSE(wilson(0, 0));
  CHECK_FALSE(parts_of_day(day_of(Seconds{100}), {}, 4).front().utilisation);
}

TEST_CASE("PA-03 abandoned is who was answered and never connected, calls let go count apart") {
  ScenarioLog log;
  log.calls = {answered(Seconds{10}, Milliseconds{0}), answered(Seconds{20}, Milliseconds{1'500}),
               answered(Seconds{30}, kNobody), LoggedCall{Seconds{40}}};
  LoggedCall early{Seconds{50}};
  early.ended = Seconds{60};
  early.cancelled = true;
  LoggedCall late = early;
  late.ended = Seconds{65};
  log.calls.push_back(early);
  log.calls.push_back(late);
  const ScenarioMetrics metrics = metrics_of(day_of(Seconds{100}), log);
  CHECK(metrics.launches == 6);
  CHECK(metrics.live_answers == 3);
  CHECK(metrics.abandoned == 1);
  CHECK(metrics.connects == 2);
  CHECK(metrics.abandon_rate == 333'333);
  CHECK(metrics.calls_per_connect == 3'000'000);
  CHECK(metrics.wait_mean == Milliseconds{750});
  CHECK(metrics.wait_p90 == Milliseconds{1'500});
  CHECK(metrics.cancels == 2);
  CHECK(metrics.short_cancels == 1);
}

TEST_CASE("PA-03 the worst half hour has at least 30 answers and begins after the first is full") {
  ScenarioLog log;
  // One answer a minute for three hours, from the first minute on.
  for (int minute = 1; minute <= 180; ++minute)
    log.calls.push_back(answered(Minutes{minute}, Milliseconds{0}));
  const auto lose = [&](int minute) { log.calls[static_cast<std::size_t>(minute - 1)].connected.reset(); };
  for (const int minute : {1, 2, 3, 100, 101, 120, 140})
    lose(minute);
  const ScenarioMetrics metrics = metrics_of(day_of(Minutes{180}), log);
  // (91, 121] has minutes 100, 101, 120; (0, 30] has 1, 2, 3.
  CHECK(metrics.worst_30min == 100'000);
  CHECK(metrics.worst_60min_n == 60);
  CHECK(metrics.worst_60min_k == 4);
  CHECK(metrics.worst_60min == 66'667);
  // 3 of 30: (3 - 0.9) / sqrt(0.873) = 2.247565
  CHECK(metrics.worst_z == 2'247'565);
  log.calls.resize(29);
  CHECK_FALSE(metrics_of(day_of(Minutes{180}), log).worst_30min);
}

TEST_CASE("PA-03 the interval of 95 % is Wilson's") {
  // By the formula in python3: 103 of 3488, and the textbook's 0 of 10.
  const auto some = wilson(103, 3'488);
  REQUIRE(some);
  CHECK(some->low == 24'409);
  CHECK(some->high == 35'686);
  const auto none = wilson(0, 10);
  REQUIRE(none);
  CHECK(none->low == 0);
  CHECK(none->high == 277'533);
}

TEST_CASE("PA-03 the day's parts add up to the day") {
  ScenarioLog log;
  log.logged_in = {{Seconds{0}, Milliseconds::max()}};
  log.busy = {{Seconds{40}, Seconds{60}}};
  log.calls = {answered(Seconds{10}, Milliseconds{0}), answered(Seconds{50}, kNobody),
               answered(Seconds{120}, kNobody)};
  log.orders_done = {Seconds{5}, Seconds{50}, Seconds{70}};
  const auto parts = parts_of_day(day_of(Seconds{100}), log, 2);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].until == Seconds{50});
  CHECK(parts[0].utilisation == 200'000);
  CHECK(parts[0].abandon_rate == 0);
  CHECK(parts[0].orders_done == 2);
  CHECK(parts[1].utilisation == 200'000);
  CHECK(parts[1].live_answers == 1);
  CHECK(parts[1].abandon_rate == 1'000'000);
  CHECK(parts[1].orders_done == 3);
}
