// What an operator's button does to an order, and what is refused.
#include "engine/decide/mode_result.h"

#include <doctest/doctest.h>

#include "engine/decide/ranking.h"
#include "tests/engine/decide/mode_cases.h"

using namespace dialctl;

namespace {

Button extra(std::string name, ButtonAction action, std::optional<StatusId> status, int minutes) {
  return {std::move(name), true, action, status, Minutes{minutes}};
}

AgentRound round_of(int who, RoundStep step) {
  AgentRound round;
  round.operator_id = OperatorId{who};
  round.task = TaskId{1};
  round.order = OrderId{1};
  round.step = step;
  return round;
}

void check_refused(const Result<std::vector<Record>>& result, ErrorKind kind, const std::string& code) {
  CAPTURE(code);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == kind);
  CHECK(result.error().code == code);
  CHECK_FALSE(result.error().hint.empty());
}

// Central European time, with the changes of 2027 at 01:00 UTC.
std::shared_ptr<ZoneTable> warsaw() {
  auto zone = std::make_shared<ZoneTable>();
  zone->name = "Europe/Warsaw";
  zone->spans = {{kFirstInstant, Seconds{3600}},
                 {gate_time("2027-03-28T01:00:00Z"), Seconds{7200}},
                 {gate_time("2027-10-31T01:00:00Z"), Seconds{3600}}};
  return zone;
}

}  // namespace

TEST_CASE("CM-04 a button to a status: the place is given up, and the order enters it, in one transaction") {
  ModeCase one;
  one.mode().buttons = {extra("wrong-person", ButtonAction::to_status, StatusId{2}, 0)};
  for (const auto& [button, status] : {std::pair{"approved", 3}, {"cancelled", 2}, {"wrong-person", 2}}) {
    CAPTURE(button);
    const auto records = one.recorded(button);
    REQUIRE(record_of<TaskMoved>(records) != nullptr);
    CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::done);
    REQUIRE(record_of<StatusEntered>(records) != nullptr);
    CHECK(record_of<StatusEntered>(records)->status == StatusId{status});
    CHECK(record_of<StatusEntered>(records)->who == "anna");
    REQUIRE(record_of<Journalled>(records) != nullptr);
    CHECK(record_of<Journalled>(records)->kind == "result.recorded");
    CHECK(record_of<Journalled>(records)->subject == "order:1");
    CHECK(record_of<Journalled>(records)->who == "anna");
    CHECK(record_of<AgentRoundOver>(records) == nullptr);
  }
}

TEST_CASE("CM-03 CM-04 a button that puts off: by the mode's minutes, its own, or a time given with it") {
  ModeCase one;
  one.mode().put_off_busy = Minutes{11};
  one.mode().buttons = {extra("later", ButtonAction::put_off, {}, 45),
                        extra("hang-up", ButtonAction::put_off, {}, 3)};
  for (const auto& [button, minutes] :
       {std::pair{"no-answer", 60}, {"busy", 11}, {"hang-up", 3}, {"later", 45}}) {
    CAPTURE(button);
    const auto records = one.recorded(button);
    REQUIRE(record_of<TaskMoved>(records) != nullptr);
    const TaskMoved& moved = *record_of<TaskMoved>(records);
    CHECK(moved.phase == TaskPhase::ready);
    CHECK(moved.next_at == one.now + Minutes{minutes});
    CHECK(moved.part == ModePart::no_answer);
    CHECK(moved.rounds_done == 1);
    CHECK_FALSE(moved.auto_attempts.has_value());  // by hand is not by the dialer
    CHECK(record_of<StatusEntered>(records) == nullptr);
  }
  const auto overridden = one.recorded("busy", one.now + Minutes{200});
  REQUIRE(record_of<TaskMoved>(overridden) != nullptr);
  CHECK(record_of<TaskMoved>(overridden)->next_at == one.now + Minutes{200});
}

TEST_CASE(
    "CM-03 the last attempt by hand: used up, and the order moves where the mode says, in the same records") {
  ModeCase one;
  one.mode().attempts_max = 2;
  one.mode().when_used_up = StatusId{2};
  one.task.rounds_done = 1;
  const auto records = one.recorded("no-answer");
  REQUIRE(record_of<TaskMoved>(records) != nullptr);
  CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::done);
  REQUIRE(record_of<StatusEntered>(records) != nullptr);
  CHECK(record_of<StatusEntered>(records)->status == StatusId{2});
  // An appointment is no attempt.
  const auto planned = one.recorded("callback", one.now + Minutes{30});
  REQUIRE(record_of<TaskMoved>(planned) != nullptr);
  CHECK(record_of<TaskMoved>(planned)->phase == TaskPhase::ready);
  CHECK(record_of<TaskMoved>(planned)->rounds_done == 1);
}

TEST_CASE(
    "CM-04 a callback is planned for exactly its time, and the next round begins with the first number") {
  ModeCase one;
  one.add_number();
  one.task.number_index = 1;
  const auto records = one.recorded("callback", one.now + Minutes{30} + Milliseconds{1});
  REQUIRE(record_of<TaskMoved>(records) != nullptr);
  const TaskMoved& moved = *record_of<TaskMoved>(records);
  CHECK(moved.phase == TaskPhase::ready);
  CHECK(moved.part == ModePart::planned_callback);
  CHECK(moved.next_at == one.now + Minutes{30} + Milliseconds{1});
  CHECK(moved.number_index == 0);
}

TEST_CASE("CM-04 a round that the dialer has counted is not counted twice, and ends with its result") {
  ModeCase one;
  one.task.phase = TaskPhase::ready;
  one.task.rounds_done = 1;
  const auto result = one.record({"busy", {}, OperatorId{1}, "anna"}, round_of(1, RoundStep::result_wanted));
  REQUIRE(result.ok());
  REQUIRE(record_of<TaskMoved>(result.value()) != nullptr);
  CHECK(record_of<TaskMoved>(result.value())->rounds_done == 1);
  REQUIRE(record_of<AgentRoundOver>(result.value()) != nullptr);
  CHECK(record_of<AgentRoundOver>(result.value())->operator_id == OperatorId{1});
}

TEST_CASE("CM-04 only whose order it is records its result, or an admin") {
  ModeCase one;
  check_refused(one.record({"busy", {}, OperatorId{2}, "boris"}), ErrorKind::refused, "result.not-his");
  CHECK(one.record({"busy", {}, {}, "admin"}).ok());
  one.task.phase = TaskPhase::ready;
  const auto wanted = round_of(1, RoundStep::result_wanted);
  check_refused(one.record({"busy", {}, OperatorId{2}, "boris"}, wanted), ErrorKind::refused,
                "result.not-his");
  CHECK(one.record({"busy", {}, OperatorId{1}, "anna"}, wanted).ok());
}

TEST_CASE("CM-04 a result twice, or of an order that nobody has, is refused") {
  ModeCase one;
  for (const TaskPhase phase : {TaskPhase::ready, TaskPhase::blocked}) {
    one.task.phase = phase;  // as it is after the first one
    check_refused(one.record({"busy", {}, OperatorId{1}, "anna"}), ErrorKind::refused, "result.not-handed");
    check_refused(one.record({"busy", {}, {}, "admin"}), ErrorKind::refused, "result.not-handed");
  }
}

TEST_CASE("CM-04 no result while the customer is being called") {
  ModeCase one;
  for (const RoundStep step : {RoundStep::ringing, RoundStep::dialling, RoundStep::talking})
    check_refused(one.record({"busy", {}, OperatorId{1}, "anna"}, round_of(1, step)), ErrorKind::refused,
                  "result.too-early");
  one.task.phase = TaskPhase::live;
  check_refused(one.record({"busy", {}, {}, "admin"}), ErrorKind::refused, "result.too-early");
}

TEST_CASE("CM-04 a button that the mode has not: the refusal lists those that it has") {
  ModeCase one;
  one.mode().buttons = {{"busy", false, ButtonAction::put_off, {}, Minutes{0}}};
  for (const char* button : {"nonsense", "busy", ""}) {
    const auto result = one.record({button, {}, OperatorId{1}, "anna"});
    check_refused(result, ErrorKind::not_found, "result.unknown-button");
    CHECK(result.error().hint == "it has: approved, cancelled, no-answer, hang-up, callback");
  }
}

TEST_CASE("CM-04 a callback without a time, in the past, or outside the hours") {
  ModeCase one;
  const auto callback = [&](std::optional<Instant> at) {
    return one.record({"callback", at, OperatorId{1}, "anna"});
  };
  check_refused(callback({}), ErrorKind::usage, "result.no-time");
  check_refused(callback(one.now), ErrorKind::usage, "result.past");
  check_refused(callback(one.now - Milliseconds{1}), ErrorKind::usage, "result.past");
  CHECK(callback(gate_time("2026-11-23T17:59:59Z")).ok());
  const auto closed = callback(gate_time("2026-11-23T18:00:00Z"));  // 20:00 in Kyiv
  check_refused(closed, ErrorKind::usage, "result.closed");
  CHECK(closed.error().hint.find("2026-11-24T08:00:00Z") != std::string::npos);
  check_refused(one.record({"busy", gate_time("2026-11-23T18:00:00Z"), OperatorId{1}, "anna"}),
                ErrorKind::usage, "result.closed");
  one.settings.schedules.front().text = "closed";
  check_refused(callback(one.now + Minutes{5}), ErrorKind::usage, "result.closed");
}

TEST_CASE("SC-03 AD-03 an appointment at 02:30 on the night that has none, and on the night that has two") {
  const auto zone = warsaw();
  struct Night {
    const char* eve;
    const char* local;
    const char* at;
  };
  for (const Night& night : {Night{"2027-03-27T12:00:00Z", "2027-03-28T02:30:00Z", "2027-03-28T01:00:00Z"},
                             Night{"2027-10-30T12:00:00Z", "2027-10-31T02:30:00Z", "2027-10-31T00:30:00Z"},
                             Night{"2027-03-27T12:00:00Z", "2027-03-27T14:30:00Z", "2027-03-27T13:30:00Z"}}) {
    CAPTURE(night.local);
    const LocalTime clock{std::chrono::floor<Seconds>(gate_time(night.local).time_since_epoch())};
    const auto at = to_instant(clock, *zone);
    REQUIRE(at.ok());
    CHECK(at.value() == gate_time(night.at));

    ModeCase one;
    one.zones.add(zone);
    one.number().number.zones = one.task.order.numbers.front().zones = {"Europe/Warsaw"};
    one.settings.schedules.front().text = "daily 00:00-24:00";
    one.settings.legal_windows.push_back({"UA", "daily 00:00-24:00", "test"});
    one.now = gate_time(night.eve);
    const auto records = one.recorded("callback", at.value());
    REQUIRE(record_of<TaskMoved>(records) != nullptr);
    CHECK(record_of<TaskMoved>(records)->next_at == gate_time(night.at));
    CHECK(record_of<TaskMoved>(records)->planned_at == gate_time(night.at));

    // It is in line from then on, not a second before.
    const Rulebook rules{one.settings};
    const Bucket bucket{
        BucketId{1}, ProjectId{1}, {}, {}, 0, ModeLine{CallMode::new_order, ModePart::planned_callback, ""}};
    const InLine task{TaskId{1}, OrderId{1}, BucketId{1}, record_of<TaskMoved>(records)->next_at,
                      one.now,   0,          0,           record_of<TaskMoved>(records)->planned_at};
    CHECK_FALSE(Ranking(rules, at.value() - Seconds{1}).key_of(bucket, task).has_value());
    CHECK(Ranking(rules, at.value()).key_of(bucket, task) == LineKey::callback);
  }
}
