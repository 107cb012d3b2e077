// What holds callbacks back: limits, hours, pauses, a queue that is not empty.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {

TEST_CASE("CB-15 only when the queue is empty: not while a customer waits in it") {
  Settings settings = with_phones({"101"});
  settings.operators.push_back(operator_on(2, "far", "102"));
  settings.operators.back().queue.reset();
  rule_of(settings).target = {TargetKind::operator_name, 2, 1};
  rule_of(settings).only_when_empty = kSales;
  settings.queues.front().longest_wait = Seconds{60};
  settings.queues.front().pacing = PacingMode::ratio;
  settings.queues.front().ratio_milli = 3000;
  CallCentre centre{settings};
  // Three press 1 at once; one talks, two wait for him.
  for (int i = 0; i < 3; ++i)
    centre.add(order_of(i, {"+3804411001" + std::to_string(10 + i)}));
  centre.time.schedule(centre.time.now() + Seconds{15}, [&] { add_missed(centre, missed_by(kAnswers)); });
  centre.look_for_changes_every = Milliseconds{400};
  centre.run_for(Minutes{10});
  const auto operators = legs(centre, LegKind::agent);
  REQUIRE(operators.size() == 1);
  Instant last_wait{};
  for (const AttemptFact& fact : centre.data.facts) {
    if (fact.kind == AttemptFactKind::waiting) last_wait = std::max(last_wait, fact.at);
  }
  CHECK(operators[0]->placed > last_wait);
  CHECK(operators[0]->placed - last_wait > Seconds{20});
}

TEST_CASE("CB-01 a callback goes out through its rule's provider, and waits where that is gone") {
  struct Case {
    std::optional<ProviderId> provider;
    std::size_t calls;
  };
  for (const Case& one : {Case{std::nullopt, 1}, Case{kProvider, 1}, Case{ProviderId{77}, 0}}) {
    for (const bool robot : {false, true}) {
      CAPTURE(robot);
      Settings settings = with_phones({"101"});
      settings.templates.front().text = "Hello.";
      settings.templates.front().kind = TemplateKind::message;
      rule_of(settings).provider = one.provider;
      if (robot) rule_of(settings).target = {TargetKind::scenario, kWelcome.value, 1};
      CallCentre centre{settings};
      const TaskId task = add_missed(centre, missed_by(kAnswers));
      centre.run_for(Minutes{2});
      CHECK(legs(centre, LegKind::customer).size() == one.calls);
      CHECK((callback_of(centre, task).phase == TaskPhase::done) == (one.calls == 1));
      if (one.calls == 0) CHECK(callback_of(centre, task).phase == TaskPhase::ready);
    }
  }
}

TEST_CASE("CB-12 never more at once than the rule allows, nor than all rules together") {
  for (const int of_rule : {2, 9}) {
    CAPTURE(of_rule);
    Settings settings = with_phones({"101", "102", "103", "104", "105", "106", "107"});
    settings.queues.front().strategy = Strategy::ring_all;
    settings.queues.front().strategy = Strategy::round_robin;
    rule_of(settings).at_once_max = of_rule;
    settings.callbacks.lines_max = 3;
    CallCentre centre{settings};
    for (int i = 0; i < 12; ++i)
      add_missed(centre, missed_by("+3804401001" + std::to_string(20 + i)));
    centre.run_for(Minutes{20});
    CHECK(most_at_once(centre) == std::min(of_rule, 3));
    CHECK(legs(centre, LegKind::customer).size() == 12);
    expect_sound_callbacks(centre);
  }
}

TEST_CASE("CB-11 CB-07 paused, or its rule off: a callback waits, and goes on when it may") {
  struct Case {
    void (*stop)(Settings&);
    bool calls;
  };
  const Case cases[] = {
      {[](Settings&) {}, true},
      {[](Settings& s) { s.callbacks.paused = true; }, false},
      {[](Settings& s) { rule_of(s).enabled = false; }, true},  // drained
      {[](Settings& s) {
         rule_of(s).enabled = false;
         rule_of(s).when_disabled = DisabledTasks::hold;
       },
       false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.calls);
    CallCentre centre{with_phones({"101"})};
    const TaskId task = add_missed(centre, missed_by(kAnswers));
    Settings settings = centre.data.settings;
    const Settings before = settings;
    one.stop(settings);
    centre.data.set_settings(settings);
    centre.run_for(Minutes{2});
    CHECK(legs(centre, LegKind::customer).size() == (one.calls ? 1 : 0));
    CHECK((callback_of(centre, task).phase == TaskPhase::done) == one.calls);
    if (one.calls) continue;
    centre.data.set_settings(before);
    centre.run_for(Minutes{2});
    CHECK(legs(centre, LegKind::customer).size() == 1);
    expect_sound_callbacks(centre);
  }
}

TEST_CASE(
    "CB-01 CB-18 callbacks are made within the rule's hours, in the customer's zone, else in the rule's") {
  for (const char* zone : {"Europe/Kyiv", ""}) {
    Settings settings = with_phones({"101"});
    settings.schedules.push_back({ScheduleId{1}, "afternoons", "daily 14:00-16:00", "customer"});
    rule_of(settings).calls = ScheduleId{1};
    rule_of(settings).zone = "Europe/Kyiv";
    CallCentre centre{settings};  // 12:00 in Kyiv
    add_missed(centre, missed_by(kAnswers), kRule, zone);
    centre.run_for(std::chrono::hours{4});
    const auto customers = legs(centre, LegKind::customer);
    REQUIRE(customers.size() == 1);
    CHECK(customers[0]->placed >= at("2026-11-23T12:00:00Z"));
    CHECK(customers[0]->placed < at("2026-11-23T12:06:00Z"));
  }
  CallCentre nowhere{with_phones({"101"})};
  const TaskId task = add_missed(nowhere, missed_by(kAnswers), kRule, "");
  nowhere.run_for(Minutes{5});
  CHECK(legs(nowhere, LegKind::agent).empty());
  CHECK(callback_of(nowhere, task).phase == TaskPhase::blocked);
  CHECK(callback_of(nowhere, task).reason == "zone-known");
}

}  // namespace dialctl::simulation
