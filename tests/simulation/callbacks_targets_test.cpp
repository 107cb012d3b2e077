// Whom a callback rings, and what the customer sees.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {

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
    for (const char* number : {"+380440000001", "+380440000002"})
      settings.own_numbers.push_back({E164::parse(number).value(), {}, "", 0, 0});
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
    expect_sound_callbacks(centre);
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
  expect_sound_callbacks(centre);
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
  expect_sound_callbacks(centre);
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
  expect_sound_callbacks(centre);
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

}  // namespace dialctl::simulation
