// Callbacks on virtual time: the operator first, then the customer; when they are tried again, and what ends
// them.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {

TEST_CASE("CB-02 the operator is rung first, the customer is called when he has answered") {
  CallCentre centre{with_phones({"101"})};
  const TaskId task = add_missed(centre, missed_by(kAnswers));
  centre.run_for(Minutes{2});
  const auto operators = legs(centre, LegKind::agent);
  const auto customers = legs(centre, LegKind::customer);
  REQUIRE(operators.size() == 1);
  REQUIRE(customers.size() == 1);
  CHECK(*operators[0]->answered <= customers[0]->placed);
  CHECK(customers[0]->bridged_with == std::vector{operators[0]->leg});
  const AttemptIntent& intent = centre.data.attempts.begin()->second;
  CHECK(intent.rule == kRule);
  CHECK(intent.rule_version == 4);
  CHECK(intent.agent == OperatorId{1});
  CHECK_FALSE(intent.mode.has_value());
  CHECK(callback_of(centre, task).phase == TaskPhase::done);
  CHECK(callback_of(centre, task).outcome == Outcome::delivered_operator);
  expect_sound_callbacks(centre);
}

TEST_CASE(
    "CB-05 one interval for each try: the first from the missed call, the next from the end of a failed "
    "one") {
  CallCentre centre{with_phones({"101"})};
  rule_of(centre.data.settings).intervals = {Minutes{2}, Minutes{5}, Minutes{15}};
  const Instant lost = centre.time.now();
  const TaskId task = add_missed(centre, missed_by(kBusy));
  centre.run_for(std::chrono::hours{2});
  const auto customers = legs(centre, LegKind::customer);
  REQUIRE(customers.size() == 3);
  const auto operators = legs(centre, LegKind::agent);
  REQUIRE(operators.size() == 3);
  const auto near = [](Milliseconds span, Milliseconds wanted) {
    return span >= wanted && span < wanted + Seconds{3};
  };
  CHECK(near(operators[0]->placed - lost, Minutes{2}));
  CHECK(near(operators[1]->placed - *customers[0]->ended, Minutes{5}));
  CHECK(near(operators[2]->placed - *customers[1]->ended, Minutes{15}));
  CHECK(callback_of(centre, task).phase == TaskPhase::done);
  CHECK(callback_of(centre, task).reason == "tries-used-up");
  CHECK(callback_of(centre, task).rounds_done == 3);
  expect_sound_callbacks(centre);
}

TEST_CASE("CB-04 the operator hears the prompt, and the customer is dialled when it is over") {
  for (const PromptKind kind :
       {PromptKind::standard, PromptKind::text, PromptKind::facts, PromptKind::none}) {
    Settings settings = with_phones({"101"});
    rule_of(settings).prompt = {kind, kind == PromptKind::text ? "Call back, please." : ""};
    CallCentre centre{settings};
    add_missed(centre, missed_by(kAnswers));
    centre.run_for(Minutes{2});
    const auto operators = legs(centre, LegKind::agent);
    const auto customers = legs(centre, LegKind::customer);
    REQUIRE(operators.size() == 1);
    REQUIRE(customers.size() == 1);
    CHECK(customers[0]->bridged_with == std::vector{operators[0]->leg});
    const auto waited = customers[0]->placed - *operators[0]->answered;
    CHECK((waited > Milliseconds{500}) == (kind != PromptKind::none));  // as long as the sound is
    CHECK(waited < Seconds{20});
    expect_sound_callbacks(centre);
  }
}

TEST_CASE("CB-13 an operator's own call ends the callback: a conversation, or any dial, as its rule says") {
  struct Case {
    CancelOn cancel_on;
    const char* number;  // that both have
    bool ends;
  };
  for (const Case& one : {Case{CancelOn::success, "+380441110102", true},
                          Case{CancelOn::success, kBusy, false}, Case{CancelOn::any_dial, kBusy, true}}) {
    CAPTURE(one.number);
    CAPTURE(one.ends);
    Settings settings = with_phones({"101"});
    rule_of(settings).cancel_on = one.cancel_on;
    rule_of(settings).intervals = {Minutes{10}};
    CallCentre centre{settings};
    const TaskId task = add_missed(centre, missed_by(one.number));
    centre.add(order_of(1, {one.number}));  // a robot's customer, who presses 1 where he answers
    centre.run_for(Minutes{9});
    REQUIRE_FALSE(centre.data.attempts.empty());
    CHECK_FALSE(centre.data.attempts.begin()->second.rule.has_value());
    CHECK((callback_of(centre, task).phase == TaskPhase::cancelled) == one.ends);
    if (one.ends) CHECK(callback_of(centre, task).reason == "contact");
  }
}

TEST_CASE(
    "CB-08 an edit: a planned try keeps its settings, the next one follows, a schedule of calls holds at "
    "once") {
  struct Case {
    ApplyEdits apply;
    bool keeps_schedule;
  };
  for (const Case& one : {Case{ApplyEdits::next_attempt, false}, Case{ApplyEdits::loaded_keep, true}}) {
    Settings settings = with_phones({"301", "302"});
    settings.queues.front().misses_until_break = 99;
    settings.schedules.push_back({ScheduleId{1}, "from one", "daily 13:00-18:00", "project"});
    CallbackRule& rule = rule_of(settings);
    rule.target = {TargetKind::operator_name, 1, 1};
    rule.intervals = {Minutes{10}, Minutes{10}, Minutes{10}};
    rule.apply = one.apply;
    CallCentre centre{settings};  // 12:00 in Kyiv
    add_missed(centre, missed_by(kAnswers));
    Settings edited = settings;
    edited.rule_versions = {rule};  // as a store keeps it while a try is planned under it
    CallbackRule& now_is = rule_of(edited);
    now_is.version = rule.version + 1;
    now_is.target.id = 2;
    now_is.calls = ScheduleId{1};
    now_is.intervals = {Minutes{10}, Minutes{20}, Minutes{10}};
    centre.data.set_settings(edited);
    const Instant start = centre.time.now();
    centre.run_for(std::chrono::hours{3});
    CHECK(rung(centre) == "301 302 302");
    const auto operators = legs(centre, LegKind::agent);
    REQUIRE(operators.size() == 3);
    const auto after = [&](std::size_t ring) {
      return std::chrono::floor<Minutes>(operators[ring]->placed - start).count();
    };
    if (one.keeps_schedule) {
      CHECK(after(0) == 10);
    } else {
      CHECK(after(0) >= 60);
      CHECK(after(0) < 66);
    }
    CHECK(operators[1]->placed >= at("2026-11-23T11:00:00Z"));
    CHECK(operators[1]->placed - *operators[0]->ended >= Minutes{20});
  }
}

TEST_CASE("CB-05 an operator who hangs up during the prompt has used up a try") {
  Settings settings = with_phones({"701"});  // answers and hangs up
  settings.queues.front().misses_until_break = 99;
  CallCentre centre{settings};
  centre.people.words_per_play = Seconds{8};
  const TaskId task = add_missed(centre, missed_by(kAnswers));
  centre.run_for(std::chrono::hours{1});
  CHECK(rung(centre) == "701 701 701");
  CHECK(legs(centre, LegKind::customer).empty());
  CHECK(callback_of(centre, task).reason == "tries-used-up");
  CHECK(centre.data.rounds.empty());
}

TEST_CASE("CB-14 a caller who calls again joins his callback, and gets another one when it is over") {
  CallCentre centre{with_phones({"101"})};
  const TaskId first = add_missed(centre, missed_by(kAnswers));
  CHECK(add_missed(centre, missed_by(kAnswers)) == first);
  CHECK(add_missed(centre, missed_by(kBusy)) != first);
  centre.run_for(Minutes{1});
  CHECK(callback_of(centre, first).phase == TaskPhase::done);
  CHECK(add_missed(centre, missed_by(kAnswers)) != first);
}

TEST_CASE("CB-07 one that is cancelled while phones ring for it rings nobody any more") {
  CallCentre centre{with_phones({"301"})};
  centre.look_for_changes_every = Milliseconds{400};
  const TaskId task = add_missed(centre, missed_by(kAnswers));
  centre.time.schedule(centre.time.now() + Seconds{5}, [&] { centre.data.cancel_task(task, "cancelled"); });
  centre.run_for(Minutes{1});
  const auto operators = legs(centre, LegKind::agent);
  REQUIRE(operators.size() == 1);
  CHECK(*operators[0]->ended - operators[0]->placed < Seconds{7});
  CHECK(callback_of(centre, task).phase == TaskPhase::cancelled);
  CHECK(centre.data.settings.operators.front().status == OperatorStatus::ready);
  CHECK(centre.data.operators.at(OperatorId{1}).misses_in_row == 0);
}

TEST_CASE(
    "RN-01 a run until idle makes the callbacks that are due, and does not wait for those that are not") {
  for (const bool due : {true, false}) {
    CAPTURE(due);
    Settings settings = with_phones({"101"});
    if (!due) rule_of(settings).intervals = {std::chrono::hours{1}};
    CallCentre centre{settings};
    add_missed(centre, missed_by(kAnswers));
    const Instant start = centre.time.now();
    centre.run_until_idle();
    CHECK(legs(centre, LegKind::customer).size() == (due ? 1 : 0));
    CHECK(centre.time.now() - start < Minutes{3});
  }
}

TEST_CASE("RN-02 a restart at any moment of a callback: nobody is called twice, nobody is stuck") {
  for (int millis = 100; millis < 30'000; millis += 700) {
    CAPTURE(millis);
    CallCentre centre{with_phones({"101", "102"})};
    centre.look_for_changes_every = Milliseconds{400};
    const TaskId task = add_missed(centre, missed_by(kAnswers));
    LoopOptions options;
    options.run_for = Milliseconds{millis};
    options.drain = Milliseconds{0};
    centre.run(options);
    centre.provider->process_died();
    centre.time.wait(Milliseconds{700});
    centre.time.take();
    centre.run_for(std::chrono::hours{1});
    CHECK(callback_of(centre, task).phase == TaskPhase::done);
    CHECK(centre.data.open.empty());
    CHECK(centre.data.rounds.empty());
    for (const auto& [id, state] : centre.data.operators)
      CHECK(state.activity == Activity::idle);
    int talks = 0;
    for (const auto& [id, end] : centre.data.ends)
      talks += end.outcome == Outcome::delivered_operator ? 1 : 0;
    CHECK(talks <= 1);
    expect_sound_callbacks(centre);
  }
}

}  // namespace dialctl::simulation
