// What is judged before an order is handed out: its gates, and the appointment that was missed.
#include "engine/decide/hand_out.h"

#include <doctest/doctest.h>

#include "tests/engine/decide/mode_cases.h"

using namespace dialctl;

namespace {

struct First : ModeCase {
  First() { task.phase = TaskPhase::ready; }
  void plan(Instant at) {
    task.place->part = ModePart::planned_callback;
    task.place->planned_at = at;
    task.next_at = at;
  }
  HandOutVerdict judged() const { return judge_first(Rulebook{settings}, zones, task, moment, now); }
  int number_to_dial() const {
    const auto verdict = judged();
    const auto* callable = std::get_if<Callable>(&verdict);
    return callable != nullptr ? callable->choice.index : -1;
  }
  bool passes() const { return number_to_dial() >= 0; }
  PassedOver passed_over() const {
    auto verdict = judged();
    auto* passed = std::get_if<PassedOver>(&verdict);
    REQUIRE(passed != nullptr);
    REQUIRE(record_of<TaskMoved>(passed->records) != nullptr);
    CHECK(record_of<TaskMoved>(passed->records)->part == task.place->part);
    CHECK(record_of<TaskMoved>(passed->records)->rounds_done == task.rounds_done);
    return std::move(*passed);
  }
};

}  // namespace

TEST_CASE("AD-03 a planned callback is late when more than five minutes have passed") {
  First one;
  one.plan(one.now);
  for (const auto& [after, late] : {std::pair{Milliseconds{0}, false},
                                    {Milliseconds{-60'000}, false},
                                    {Milliseconds{300'000}, false},
                                    {Milliseconds{300'001}, true}}) {
    CHECK(is_late(one.task, one.now + after) == late);
  }
  for (const ModePart part : {ModePart::unprocessed, ModePart::no_answer}) {
    one.task.place->part = part;
    CHECK_FALSE(is_late(one.task, one.now + std::chrono::hours{99}));
  }
  one.task.place.reset();
  CHECK_FALSE(is_late(one.task, one.now + std::chrono::hours{99}));
}

TEST_CASE("AD-03 within five minutes it is dialled, whatever is said about missed ones") {
  First one;
  for (const auto missed :
       {MissedAppointment::keep, MissedAppointment::next_opening, MissedAppointment::close}) {
    one.mode().missed = missed;
    for (const Minutes ago : {Minutes{0}, Minutes{5}}) {
      one.plan(one.now - ago);
      CHECK(one.number_to_dial() == 0);
    }
  }
}

TEST_CASE("AD-03 missed and kept: dialled late") {
  First one;
  one.plan(one.now - Minutes{6});
  CHECK(one.number_to_dial() == 0);
}

TEST_CASE("AD-03 missed and moved to the next opening, to its very begin") {
  First one;
  one.plan(one.now - Minutes{6});
  one.mode().missed = MissedAppointment::next_opening;
  const auto passed = one.passed_over();
  CHECK(passed.reason == "appointment-missed");
  const auto* moved = record_of<TaskMoved>(passed.records);
  CHECK(moved->phase == TaskPhase::ready);
  CHECK(moved->next_at == gate_time("2026-11-24T08:00:00Z"));
  CHECK(moved->planned_at == moved->next_at);
  REQUIRE(record_of<Journalled>(passed.records) != nullptr);
  CHECK(record_of<Journalled>(passed.records)->kind == "callback.missed");
  CHECK(record_of<Journalled>(passed.records)->detail.find("2026-11-24T08:00:00Z") != std::string::npos);
  // Hours that never end have no next opening.
  one.settings.schedules.front().text = "daily 00:00-24:00";
  one.settings.legal_windows.push_back({"UA", "daily 00:00-24:00", "test"});
  CHECK(one.passes());
}

TEST_CASE("AD-03 missed and closed: out of the line") {
  First one;
  one.plan(one.now - Minutes{6});
  one.mode().missed = MissedAppointment::close;
  const auto passed = one.passed_over();
  CHECK(record_of<TaskMoved>(passed.records)->phase == TaskPhase::done);
  CHECK(record_of<TaskMoved>(passed.records)->reason == "appointment-missed");
  REQUIRE(record_of<Journalled>(passed.records) != nullptr);
  CHECK(record_of<Journalled>(passed.records)->kind == "callback.missed");
}

TEST_CASE("AD-03 --early lets it begin up to that much before its time") {
  First one;
  one.mode().early = Minutes{5};
  one.plan(one.now + Minutes{5});
  CHECK(one.passes());
  one.plan(one.now + Minutes{5} + Milliseconds{1});
  CHECK_FALSE(one.passes());
  one.mode().early = Minutes{0};
  one.plan(one.now + Milliseconds{1});
  CHECK_FALSE(one.passes());
}

TEST_CASE("AD-03 what a gate puts off is planned for the same time as before, and missed by it") {
  First one;
  one.plan(one.now);
  one.number().locked_until = one.now + Minutes{30};
  const auto put_off = one.passed_over();
  const auto* moved = record_of<TaskMoved>(put_off.records);
  CHECK(moved->next_at == one.now + Minutes{30});
  CHECK_FALSE(moved->planned_at.has_value());  // stays

  one.task.next_at = moved->next_at;
  one.now += Minutes{30};
  CHECK(is_late(one.task, one.now));
  CHECK(one.number_to_dial() == 0);
  one.mode().missed = MissedAppointment::close;
  CHECK(record_of<TaskMoved>(one.passed_over().records)->phase == TaskPhase::done);

  one.mode().early = Minutes{5};  // of an appointment, not of what a gate has put off
  one.mode().missed = MissedAppointment::keep;
  one.task.next_at = one.now + Milliseconds{1};
  CHECK_FALSE(one.passes());
}

TEST_CASE("AD-03 the further numbers of a round are as late as its first") {
  First one;
  one.add_number();
  one.plan(one.now - Minutes{7});
  one.task.number_index = 1;
  one.task.round_began = one.now - Minutes{2};
  CHECK_FALSE(is_late(one.task, one.now));
  one.task.round_began = one.now - Minutes{1};
  CHECK(is_late(one.task, one.now));
}

TEST_CASE("CM-03 attempts that are fewer now than they were are used up") {
  First one;
  one.task.rounds_done = 4;
  one.mode().attempts_max = 3;
  one.mode().when_used_up = StatusId{2};
  auto verdict = one.judged();
  REQUIRE(std::holds_alternative<PassedOver>(verdict));
  const auto& records = std::get<PassedOver>(verdict).records;
  REQUIRE(record_of<TaskMoved>(records) != nullptr);
  CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::done);
  CHECK(record_of<TaskMoved>(records)->reason == "attempts-used-up");
  CHECK(record_of<TaskMoved>(records)->rounds_done == 4);
  CHECK_FALSE(record_of<TaskMoved>(records)->auto_attempts.has_value());
  REQUIRE(record_of<StatusEntered>(records) != nullptr);
  CHECK(record_of<StatusEntered>(records)->status == StatusId{2});
  one.task.order.held = true;  // a person's word first
  CHECK(one.passed_over().reason == "order-released");
}

TEST_CASE("CM-07 what a gate refuses until a time is put off to it, in its part of the line") {
  First one;
  one.task.place->part = ModePart::no_answer;
  one.task.rounds_done = 1;
  one.now = gate_time("2026-11-23T20:00:00Z");
  const auto closed = one.passed_over();
  CHECK(closed.reason == "schedule");
  const auto* moved = record_of<TaskMoved>(closed.records);
  CHECK(moved->phase == TaskPhase::ready);
  CHECK(moved->reason == "schedule");
  CHECK(moved->next_at >= gate_time("2026-11-24T08:00:00Z"));
  CHECK(moved->next_at < gate_time("2026-11-24T08:05:00Z"));

  First locked;
  locked.number().locked_until = locked.now + Minutes{30};
  CHECK(record_of<TaskMoved>(locked.passed_over().records)->next_at == locked.now + Minutes{30});
}

TEST_CASE("CM-07 what only a person can mend is blocked by its gate") {
  const std::pair<const char*, void (*)(First&)> cases[] = {
      {"order-released", [](First& one) { one.task.order.held = true; }},
      {"order-status", [](First& one) { one.task.order.status = StatusId{3}; }},
      {"project-active", [](First& one) { one.settings.projects.front().paused = true; }},
      {"blacklist", [](First& one) { one.number().blacklisted = true; }},
      {"number-usable", [](First& one) { one.number().number.bad = true; }},
      {"zone-known", [](First& one) { one.number().number.zones.clear(); }},
  };
  for (const auto& [gate, spoil] : cases) {
    CAPTURE(gate);
    First one;
    spoil(one);
    const auto passed = one.passed_over();
    CHECK(passed.reason == gate);
    CHECK(record_of<TaskMoved>(passed.records)->phase == TaskPhase::blocked);
    CHECK(record_of<TaskMoved>(passed.records)->reason == gate);
  }
}

TEST_CASE("AD-01 assigned only: an order whose status does not mean open is nobody's") {
  First one;
  one.settings.statuses.front().meaning = StatusMeaning::hold;
  CHECK(one.passes());
  one.mode().hand_out = HandOut::assigned_only;
  CHECK(one.passed_over().reason == "order-status");
  one.settings.statuses.front().meaning = StatusMeaning::open;
  CHECK(one.passes());
}

TEST_CASE("AD-04 a number that may not be dialled is passed over for the order's next one") {
  First one;
  one.add_number();
  CHECK(one.number_to_dial() == 0);
  one.number().blacklisted = true;
  CHECK(one.number_to_dial() == 1);
  one.task.numbers[1].number.bad = true;
  CHECK_FALSE(one.passes());
}

TEST_CASE(
    "AD-04 what is left of a round can never be called: the round is over, and the first number is next") {
  First one;
  one.add_number();
  one.task.number_index = 1;
  one.task.round_began = one.now - Minutes{1};
  one.task.numbers[1].blacklisted = true;
  const auto over = [&] {
    auto verdict = one.judged();
    REQUIRE(std::holds_alternative<PassedOver>(verdict));
    return std::get<PassedOver>(std::move(verdict)).records;
  };
  auto records = over();
  REQUIRE(record_of<TaskMoved>(records) != nullptr);
  CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::ready);
  CHECK(record_of<TaskMoved>(records)->part == ModePart::no_answer);
  CHECK(record_of<TaskMoved>(records)->rounds_done == 1);
  CHECK(record_of<TaskMoved>(records)->number_index == 0);
  CHECK(record_of<TaskMoved>(records)->next_at == one.now + Minutes{60});
  one.mode().attempts_max = 1;
  one.mode().when_used_up = StatusId{2};
  records = over();
  CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::done);
  REQUIRE(record_of<StatusEntered>(records) != nullptr);
  CHECK(record_of<StatusEntered>(records)->status == StatusId{2});
}

TEST_CASE("CM-06 what only the moment refuses stays first, also a missed appointment") {
  First one;
  one.plan(one.now - Minutes{6});
  one.mode().missed = MissedAppointment::close;
  one.moment.lines_used = one.moment.lines_max;
  auto verdict = one.judged();
  REQUIRE(std::holds_alternative<NotNow>(verdict));
  CHECK(std::get<NotNow>(verdict).gate == "lines");
}

TEST_CASE("AD-03 a missed appointment in closed hours waits for the opening like any other order") {
  First one;
  one.mode().missed = MissedAppointment::close;
  one.plan(gate_time("2026-11-23T17:59:00Z"));
  one.now = gate_time("2026-11-23T18:30:00Z");
  CHECK(one.passed_over().reason == "schedule");
}

TEST_CASE("CM-07 handing out: a lease, and an owner where the mode keeps who had the order") {
  First one;
  OperatorSettings anna;
  anna.id = OperatorId{1};
  anna.name = "anna";
  const Instant until = one.now + Minutes{15};
  const auto handed = [&] { return handed_out(Rulebook{one.settings}, one.task, anna, until); };
  CHECK(handed().size() == 1);
  const auto records = handed();
  REQUIRE(record_of<TaskHanded>(records) != nullptr);
  CHECK(record_of<TaskHanded>(records)->task == one.task.id);
  CHECK(record_of<TaskHanded>(records)->operator_id == OperatorId{1});
  CHECK(record_of<TaskHanded>(records)->until == until);
  one.mode().keep_owner = true;
  const auto kept = handed();
  REQUIRE(record_of<OwnerSet>(kept) != nullptr);
  CHECK(record_of<OwnerSet>(kept)->owner == "anna");
  CHECK(record_of<OwnerSet>(kept)->order == one.task.order.id);
  one.task.order.owner = "boris";
  CHECK(handed().size() == 1);
}
