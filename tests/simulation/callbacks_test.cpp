// Callbacks on virtual time: whom they ring, when they are tried again, what limits and ends them.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {
namespace {

// In the code of the test bed: OO RR TT.
constexpr const char* kAnswers = "+380440100120";  // at once, talks for 20 s
constexpr const char* kBusy = "+380440300100";

void expect_sound(const CallCentre& centre) {
  for (const auto& broken : broken_callback_invariants(centre))
    FAIL_CHECK(broken);
}

std::vector<const CallSeen*> legs(const CallCentre& centre, LegKind kind) {
  std::vector<const CallSeen*> found;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == kind) found.push_back(&call);
  }
  return found;
}

// "101 102", whose phones were rung, in that order.
std::string rung(const CallCentre& centre) {
  std::string phones;
  for (const CallSeen* leg : legs(centre, LegKind::agent))
    phones += (phones.empty() ? "" : " ") + leg->address;
  return phones;
}

// 1xx answers after a second, 3xx never.
Settings with_phones(const std::vector<std::string>& phones) {
  Settings settings = callback_settings();
  int id = 0;
  for (const auto& phone : phones) {
    ++id;
    settings.operators.push_back(operator_on(id, "op" + std::to_string(id), phone));
  }
  return settings;
}

std::vector<OperatorId> ids(std::initializer_list<int> numbers) {
  std::vector<OperatorId> all;
  for (const int number : numbers)
    all.push_back(OperatorId{number});
  return all;
}

}  // namespace

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
  expect_sound(centre);
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
  expect_sound(centre);
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
    expect_sound(centre);
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

TEST_CASE(
    "CB-16 the customer sees the number that he had dialled when it is ours, else the rule's, else the "
    "project's") {
  struct Case {
    const char* dialled;
    const char* rule;
    const char* seen;
  };
  for (const Case& one : {Case{"+380440000002", "+380440000009", "+380440000002"},
                          Case{"+380440000003", "+380440000009", "+380440000009"},
                          Case{"", "+380440000009", "+380440000009"}, Case{"", "", "+380440000001"}}) {
    Settings settings = with_phones({"101"});
    settings.own_numbers = {"+380440000001", "+380440000002"};
    settings.projects.front().caller_id = "+380440000001";
    rule_of(settings).caller_id = one.rule;
    CallCentre centre{settings};
    MissedCall call = missed_by(kAnswers);
    call.dialled = one.dialled;
    add_missed(centre, call);
    centre.run_for(Minutes{1});
    REQUIRE(centre.data.attempts.size() == 1);
    CHECK(centre.data.attempts.begin()->second.caller_id == one.seen);
  }
}

TEST_CASE("CB-03 whom a target rings") {
  struct Case {
    const char* what;
    void (*set)(CallbackRule&, MissedCall&);
    const char* rung;  // phones 301 to 304 never answer; one try
  };
  const Case cases[] = {
      {"the project's queue, one after the other", [](CallbackRule&, MissedCall&) {}, "301 302"},
      {"a queue",
       [](CallbackRule& r, MissedCall&) {
         r.target = {TargetKind::queue, 2, 1};
       },
       "303"},
      {"an operator",
       [](CallbackRule& r, MissedCall&) {
         r.target = {TargetKind::operator_name, 4, 1};
       },
       "304"},
      {"a group, all at once",
       [](CallbackRule& r, MissedCall&) {
         r.target = {TargetKind::group, 1, 1};
       },
       "302 304"},
      {"the operator who lost it",
       [](CallbackRule& r, MissedCall& c) {
         r.target.kind = TargetKind::lost_by;
         c.operator_id = OperatorId{3};
         c.queue = kSales;
       },
       "303"},
      {"the queue that lost it",
       [](CallbackRule& r, MissedCall& c) {
         r.target.kind = TargetKind::lost_by;
         c.queue = QueueId{2};
       },
       "303"},
      {"the group that lost it",
       [](CallbackRule& r, MissedCall& c) {
         r.target.kind = TargetKind::lost_by;
         c.group = GroupId{1};
       },
       "302 304"},
      {"who was being rung, one phone in the first try",
       [](CallbackRule& r, MissedCall& c) {
         r.target = {TargetKind::tried, 0, 3};
         c.phases = {ids({2, 1}), ids({3})};
       },
       "302"},
      {"the last phase",
       [](CallbackRule& r, MissedCall& c) {
         r.target.kind = TargetKind::last_phase;
         c.phases = {ids({1}), ids({4, 2})};
       },
       "304 302"},
      {"a transfer: who transferred, then who it went to",
       [](CallbackRule& r, MissedCall& c) {
         r.target.kind = TargetKind::last_phase;
         c.lost_in = LostIn::transfer;
         c.phases = {ids({4, 2})};
       },
       "304 302"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    Settings settings = with_phones({"301", "302", "303", "304"});
    QueueSettings far = settings.queues.front();
    far.id = QueueId{2};
    far.name = "far";
    settings.queues.push_back(far);
    settings.operators[2].queue = far.id;
    settings.operators[3].queue.reset();
    settings.groups.push_back({GroupId{1}, "night", ids({2, 4})});
    for (QueueSettings& queue : settings.queues)
      queue.misses_until_break = 99;
    rule_of(settings).intervals = {Seconds{0}};
    MissedCall call = missed_by(kAnswers);
    one.set(rule_of(settings), call);
    CallCentre centre{settings};
    const TaskId task = add_missed(centre, call);
    centre.run_for(Minutes{5});
    CHECK(rung(centre) == one.rung);
    CHECK(legs(centre, LegKind::customer).empty());
    CHECK(callback_of(centre, task).phase == TaskPhase::done);
    CHECK(callback_of(centre, task).reason == "tries-used-up");
    expect_sound(centre);
  }
}

TEST_CASE("CB-03 those who were being rung: one more for each failed try, up to the line limit") {
  Settings settings = with_phones({"301", "302", "303", "304"});
  settings.queues.front().misses_until_break = 99;
  rule_of(settings).target = {TargetKind::tried, 0, 3};
  rule_of(settings).intervals.assign(4, Minutes{5});
  CallCentre centre{settings};
  MissedCall call = missed_by(kAnswers);
  call.phases = {ids({1}), ids({2, 3, 4})};
  add_missed(centre, call);
  centre.run_for(std::chrono::hours{1});
  CHECK(rung(centre) == "301 301 302 301 302 303 301 302 303");
  expect_sound(centre);
}

TEST_CASE("CB-03 of a group the first who answers gets the customer, the others are left in peace") {
  Settings settings = with_phones({"201", "101", "202"});
  settings.groups.push_back({GroupId{1}, "all", ids({1, 2, 3})});
  rule_of(settings).target = {TargetKind::group, 1, 1};
  CallCentre centre{settings};
  add_missed(centre, missed_by(kAnswers));
  centre.run_for(Minutes{1});
  CHECK(legs(centre, LegKind::agent).size() == 3);
  REQUIRE(legs(centre, LegKind::customer).size() == 1);
  CHECK(centre.data.attempts.begin()->second.agent == OperatorId{2});
  for (const OperatorSettings& one : centre.data.settings.operators)
    CHECK(one.status == OperatorStatus::ready);
  for (const auto& [id, state] : centre.data.operators)
    CHECK(state.misses_in_row == 0);
  expect_sound(centre);
}

TEST_CASE("CB-03 a callback that one of a group has taken is not offered to another one") {
  Settings settings = with_phones({"101", "202"});
  settings.groups.push_back({GroupId{1}, "pair", ids({1, 2})});
  rule_of(settings).target = {TargetKind::group, 1, 1};
  CallCentre centre{settings};
  for (int i = 0; i < 20; ++i)
    add_missed(centre, missed_by("+3804401001" + std::to_string(10 + i)));
  centre.run_for(std::chrono::hours{1});
  for (const Journalled& line : centre.data.journal)
    CHECK(line.kind != "session.given-back");
  CHECK(centre.data.attempts.size() == 20);
  for (const auto& [id, task] : centre.data.tasks)
    CHECK(task.phase == TaskPhase::done);
  expect_sound(centre);
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

TEST_CASE("CB-03 CB-10 nobody to ring: it ends and says why") {
  struct Case {
    TargetKind kind;
    std::int64_t id;
    const char* why;
  };
  for (const Case& one :
       {Case{TargetKind::tried, 0, "no-targets"}, Case{TargetKind::last_phase, 0, "no-targets"},
        Case{TargetKind::lost_by, 0, "no-targets"}, Case{TargetKind::operator_name, 9, "target-gone"},
        Case{TargetKind::group, 9, "target-gone"}, Case{TargetKind::queue, 9, "target-gone"}}) {
    CAPTURE(one.why);
    Settings settings = with_phones({"101"});
    rule_of(settings).target = {one.kind, one.id, 1};
    CallCentre centre{settings};
    const TaskId task = add_missed(centre, missed_by(kAnswers));
    centre.run_for(Minutes{1});
    CHECK(callback_of(centre, task).phase == TaskPhase::done);
    CHECK(callback_of(centre, task).reason == one.why);
    CHECK(legs(centre, LegKind::agent).empty());
  }
}

TEST_CASE("CB-03 a template talks to the customer, and nobody is rung first, and its tries are the rule's") {
  Settings settings = with_phones({"101"});
  settings.templates.front().text = "Hello.";
  settings.templates.front().kind = TemplateKind::message;
  rule_of(settings).target = {TargetKind::scenario, kWelcome.value, 1};
  rule_of(settings).at_once_max = 1;
  CallCentre centre{settings};
  const TaskId answers = add_missed(centre, missed_by("+380440100100"));  // hears it out
  const TaskId busy = add_missed(centre, missed_by(kBusy));
  centre.run_for(std::chrono::hours{1});
  CHECK(legs(centre, LegKind::agent).empty());
  CHECK(callback_of(centre, answers).outcome == Outcome::delivered);
  CHECK(callback_of(centre, busy).reason == "tries-used-up");
  CHECK(legs(centre, LegKind::customer).size() == 4);
  CHECK(most_at_once(centre) == 1);
  for (const auto& [id, intent] : centre.data.attempts) {
    CHECK(intent.tmpl == kWelcome);
    CHECK(intent.rule == kRule);
  }
}

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
    expect_sound(centre);
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
    expect_sound(centre);
  }
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
    expect_sound(centre);
  }
}

}  // namespace dialctl::simulation
