// The operators of a scenario, without an engine; and the key by which they end their wrap-up, with one.
#include "adapters/virtual_time/scenario_floor.h"

#include <doctest/doctest.h>
#include <string>

#include "tests/engine/decide/scenario_cases.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

Scenario day_with(ScenarioOperators some) {
  Scenario day = tests::ordinary_day();
  day.duration = Seconds{100};
  day.operators = std::vector<ScenarioOperators>{std::move(some)};
  return day;
}

// What operators were told to do, "20:ready 70:offline", by a floor on which nobody calls.
std::string statuses(const Scenario& day, bool idle, ScenarioLog& log) {
  VirtualTime time{at("2026-01-05T09:00:00Z")};
  const Instant begun = time.now();
  ScenarioFloor floor{day, 1, time};
  std::string told;
  floor.open({[&](int, OperatorStatus status) {
                const auto after = std::chrono::floor<Seconds>(time.now() - begun).count();
                const char* word = status == OperatorStatus::ready      ? ":ready "
                                   : status == OperatorStatus::on_break ? ":break "
                                                                        : ":offline ";
                told += std::to_string(after) + word;
              },
              [idle](int) { return idle; },
              [](const LegId&, char) {},
              {}});
  time.wait(Seconds{200});
  log = floor.close();
  return told;
}

}  // namespace

TEST_CASE("RN-08 PA-03 operators of a scenario come, have breaks and go at their times") {
  ScenarioLog log;
  const Scenario day = day_with({1, {{Seconds{10}, Seconds{80}}}, {{Seconds{30}, Seconds{50}}}, {}});
  CHECK(statuses(day, true, log) == "10:ready 30:break 50:ready 80:offline ");
  CHECK(log.logged_in == std::vector<ScenarioSpan>{{Seconds{10}, Seconds{30}}, {Seconds{50}, Seconds{80}}});
  const Scenario stays = day_with({1, {{Seconds{10}, Seconds{100}}}, {}, {}});
  CHECK(statuses(stays, true, log) == "10:ready ");
  CHECK(log.logged_in == std::vector<ScenarioSpan>{{Seconds{10}, Milliseconds::max()}});
}

TEST_CASE("RN-08 PA-03 who is busy does not leave, and has no break that would be over by then") {
  ScenarioLog log;
  const Scenario day = day_with({1, {{Seconds{10}, Seconds{80}}}, {{Seconds{30}, Seconds{50}}}, {}});
  CHECK(statuses(day, false, log) == "10:ready ");
  CHECK(log.logged_in == std::vector<ScenarioSpan>{{Seconds{10}, Milliseconds::max()}});
}

TEST_CASE("QU-09 '#' on his open line ends an operator's wrap-up, no other key does") {
  Settings settings = usual_settings();
  settings.queues.front().wrap_up = Seconds{3'000};
  settings.operators = {operator_on(1, "anna", "SIP/anna")};
  settings.operators.front().leg = LegMode::open;
  CallCentre centre{settings};
  centre.add(order_of(1, {"+380440110102"}));
  centre.add(order_of(2, {"+380441110102"}));
  // Who is no number of the test bed stays on his line.
  const auto state = [&]() -> const OperatorState& { return centre.data.operators.at(OperatorId{1}); };
  std::vector<Instant> wrap_ups;
  const std::function<void()> look = [&] {
    const bool new_one =
        state().activity == Activity::wrap_up && (wrap_ups.empty() || wrap_ups.back() != state().since);
    if (new_one) {
      wrap_ups.push_back(state().since);
      centre.provider->press(*state().leg, '5');
      centre.time.schedule(centre.time.now() + Seconds{5}, [&] {
        CHECK(state().activity == Activity::wrap_up);
        centre.provider->press(*state().leg, '#');
      });
      centre.time.schedule(centre.time.now() + Milliseconds{5'001},
                           [&] { CHECK(state().activity == Activity::idle); });
    }
    centre.time.schedule(centre.time.now() + Seconds{1}, look);
  };
  centre.time.schedule(centre.time.now() + Seconds{1}, look);
  centre.run_for(Seconds{900});  // each talks for five minutes
  CHECK(wrap_ups.size() == 2);   // the second customer would have waited for the end of the first wrap-up
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

}  // namespace dialctl::simulation
