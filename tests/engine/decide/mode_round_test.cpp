// What follows a customer's call in an agent-first round: the next number, the next round, or a status.
#include <doctest/doctest.h>

#include "tests/engine/decide/mode_cases.h"

using namespace dialctl;

TEST_CASE("CM-03 no answer, busy and hang-up put the order off by the mode's minutes each") {
  ModeCase one;
  one.mode().put_off_no_answer = Minutes{50};
  one.mode().put_off_busy = Minutes{7};
  one.mode().put_off_hang_up = Minutes{90};
  for (const auto& [outcome, minutes] : {std::pair{Outcome::no_answer, 50},
                                         {Outcome::busy, 7},
                                         {Outcome::hung_up, 90},
                                         {Outcome::machine, 50}}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.phase == TaskPhase::ready);
    CHECK(after.moved.next_at == one.ended() + Minutes{minutes});
    CHECK(after.moved.part == ModePart::no_answer);
    CHECK(after.moved.rounds_done == 1);
    CHECK(after.moved.auto_attempts == 3);
    CHECK(after.moved.outcome == outcome);
    CHECK_FALSE(after.enters_status.has_value());
  }
}

TEST_CASE("CM-03 a put-off that ends in closed hours ends in the first minutes of the next opening") {
  ModeCase one;
  one.mode().put_off_no_answer = Minutes{600};  // 20:02 UTC
  const Instant next = one.after(Outcome::no_answer).moved.next_at;
  CHECK(next >= gate_time("2026-11-24T08:00:00Z"));
  CHECK(next < gate_time("2026-11-24T08:05:00Z"));
}

TEST_CASE("CM-03 the last round: the place is given up and the order moves, in one transaction") {
  ModeCase one;
  one.mode().attempts_max = 3;
  one.mode().when_used_up = StatusId{2};
  one.task.rounds_done = 1;
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::ready);
  CHECK_FALSE(one.after(Outcome::busy).enters_status.has_value());
  one.task.rounds_done = 2;
  const auto last = one.after(Outcome::busy);
  CHECK(last.moved.phase == TaskPhase::done);
  CHECK(last.moved.reason == "attempts-used-up");
  CHECK(last.moved.rounds_done == 3);
  CHECK(last.enters_status == StatusId{2});
  one.mode().when_used_up.reset();
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::done);
  CHECK_FALSE(one.after(Outcome::busy).enters_status.has_value());
  one.mode().attempts_max = 0;  // no most
  one.task.rounds_done = 999;
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::ready);
}

TEST_CASE("AD-04 a number that is not reached: the order's next one at once, in the same round") {
  ModeCase one;
  one.add_number(true);
  one.add_number();
  for (const auto outcome :
       {Outcome::busy, Outcome::no_answer, Outcome::failed, Outcome::bad_number, Outcome::machine}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.number_index == 2);  // the bad one is passed over
    CHECK(after.moved.phase == TaskPhase::ready);
    CHECK(after.moved.next_at <= one.ended());
    CHECK(after.moved.part == ModePart::unprocessed);
    CHECK(after.moved.rounds_done == 0);
    CHECK_FALSE(after.moved.auto_attempts.has_value());
    CHECK(after.number_is_bad == (outcome == Outcome::bad_number));
  }
}

TEST_CASE("AD-04 the round ends with the last number, and with a person's rejection") {
  ModeCase one;
  one.add_number();
  for (const auto outcome :
       {Outcome::rejected, Outcome::hung_up, Outcome::abandoned, Outcome::ended_unseen}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.number_index == 0);
    CHECK(after.moved.rounds_done == 1);
    CHECK(after.moved.auto_attempts == 3);
    CHECK(after.moved.part == ModePart::no_answer);
  }
  one.task.number_index = 1;
  const auto last = one.after(Outcome::busy);
  CHECK(last.moved.number_index == 0);
  CHECK(last.moved.rounds_done == 1);
  CHECK(last.moved.auto_attempts == 3);
}

TEST_CASE(
    "AD-04 numbers that do not exist: not dialled again, and with none left the order leaves the line") {
  ModeCase one;
  one.add_number();
  one.mode().when_used_up = StatusId{2};
  one.task.numbers[0].number.bad = true;
  one.task.number_index = 1;
  const auto none_left = one.after(Outcome::bad_number);
  CHECK(none_left.number_is_bad);
  CHECK(none_left.moved.phase == TaskPhase::done);
  CHECK(none_left.moved.reason == "number-usable");
  CHECK(none_left.enters_status == StatusId{2});
  const auto one_left = one.after(Outcome::busy);
  CHECK(one_left.moved.phase == TaskPhase::ready);
  CHECK(one_left.moved.number_index == 1);  // the next round begins with the good one
}

TEST_CASE("AD-02 CM-03 trouble of ours or the provider's counts nowhere, and keeps the place") {
  ModeCase one;
  one.mode().attempts_max = 1;
  one.mode().when_used_up = StatusId{2};
  one.task.place->part = ModePart::planned_callback;
  for (const auto outcome :
       {Outcome::provider_error, Outcome::agent_error, Outcome::not_placed, Outcome::cancelled}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.phase == TaskPhase::ready);
    CHECK(after.moved.part == ModePart::planned_callback);
    CHECK(after.moved.rounds_done == 0);
    CHECK_FALSE(after.moved.auto_attempts.has_value());
    CHECK_FALSE(after.enters_status.has_value());
    CHECK(after.moved.next_at - one.ended() == (outcome == Outcome::not_placed ? Seconds{1} : Seconds{60}));
  }
}

TEST_CASE("CM-04 after a conversation the order keeps its part until its result is recorded") {
  ModeCase one;
  one.mode().attempts_max = 1;
  const auto after = one.after(Outcome::delivered_operator);
  CHECK(after.moved.phase == TaskPhase::ready);
  CHECK(after.moved.part == ModePart::unprocessed);
  CHECK(after.moved.rounds_done == 0);
  CHECK(after.moved.auto_attempts == 3);
  CHECK(after.moved.next_at == one.ended() + Minutes{120});
}

TEST_CASE("CM-04 no result in time: put off as by hang-up, counted, and told") {
  ModeCase one;
  one.mode().attempts_max = 2;
  one.mode().when_used_up = StatusId{2};
  const auto missing = [&] { return result_missing(Rulebook{one.settings}, one.zones, one.task, one.now); };
  auto records = missing();
  REQUIRE(record_of<TaskMoved>(records) != nullptr);
  CHECK(record_of<TaskMoved>(records)->next_at == one.now + Minutes{120});
  CHECK(record_of<TaskMoved>(records)->part == ModePart::no_answer);
  CHECK(record_of<TaskMoved>(records)->rounds_done == 1);
  CHECK(record_of<StatusEntered>(records) == nullptr);
  REQUIRE(record_of<Journalled>(records) != nullptr);
  CHECK(record_of<Journalled>(records)->kind == "result.missing");
  one.task.rounds_done = 1;
  records = missing();
  CHECK(record_of<TaskMoved>(records)->phase == TaskPhase::done);
  REQUIRE(record_of<StatusEntered>(records) != nullptr);
  CHECK(record_of<StatusEntered>(records)->status == StatusId{2});
}
