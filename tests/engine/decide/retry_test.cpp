// What follows an attempt: the next number, the next round, or the end.
#include "engine/decide/retry.h"

#include <doctest/doctest.h>

#include "tests/engine/decide/gate_cases.h"

namespace dialctl {
namespace {

// An attempt that began at noon in Kyiv and lasted two minutes; intervals of 10 and 30 minutes.
struct Retried : GateCase {
  Retried() {
    policy().intervals = {Minutes{10}, Minutes{30}};
    task.round_began = now;
    times = {now, now + Minutes{2}};
  }
  RetryPolicy& policy() { return settings.policies.front(); }
  void add_number(bool bad = false) {
    NumberFacts facts = task.numbers.front();
    facts.number.number = E164::parse("+38044123456" + std::to_string(task.numbers.size())).value();
    facts.number.bad = bad;
    task.order.numbers.push_back(facts.number);
    task.numbers.push_back(facts);
  }
  AfterAttempt after(Outcome outcome) const {
    return after_attempt(Rulebook{settings}, zones, task, outcome, times);
  }
  Milliseconds delay_after(Outcome outcome) const { return after(outcome).moved.next_at - times.ended; }

  AttemptTimes times;
};

}  // namespace

TEST_CASE("RT-01 the default is 20 minutes and 5 attempts") {
  Retried one;
  one.settings.projects.front().policy.reset();
  CHECK(one.delay_after(Outcome::busy) == Minutes{20});
  one.task.rounds_done = 3;
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::ready);
  one.task.rounds_done = 4;
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::done);
}

TEST_CASE("RT-01 intervals go by the round, the last one repeats") {
  Retried one;
  one.policy().attempts_max = 9;
  for (const auto& [rounds, minutes] : {std::pair{0, 10}, {1, 30}, {2, 30}, {7, 30}}) {
    CAPTURE(rounds);
    one.task.rounds_done = rounds;
    CHECK(one.delay_after(Outcome::no_answer) == Minutes{minutes});
    CHECK(one.after(Outcome::no_answer).moved.rounds_done == rounds + 1);
  }
}

TEST_CASE("RT-01 an outcome may have an interval of its own, whatever the round") {
  Retried one;
  one.policy().attempts_max = 9;
  one.policy().interval_by_outcome = {{Outcome::busy, Minutes{3}}, {Outcome::machine, Minutes{90}}};
  for (const int rounds : {0, 1, 5}) {
    one.task.rounds_done = rounds;
    CHECK(one.delay_after(Outcome::busy) == Minutes{3});
    CHECK(one.delay_after(Outcome::machine) == Minutes{90});
  }
  one.task.rounds_done = 0;
  CHECK(one.delay_after(Outcome::rejected) == Minutes{10});
}

TEST_CASE("RT-01 a template's policy wins over the project's") {
  Retried one;
  RetryPolicy own;
  own.id = PolicyId{2};
  own.intervals = {Minutes{1}};
  one.settings.policies.push_back(own);
  one.settings.templates.front().policy = PolicyId{2};
  CHECK(one.delay_after(Outcome::busy) == Minutes{1});
}

TEST_CASE("RT-01 the anchor is the attempt's end or its start, never before the end") {
  Retried one;
  one.policy().anchor = RetryAnchor::attempt_start;
  CHECK(one.after(Outcome::busy).moved.next_at == one.times.started + Minutes{10});
  one.times.ended = one.times.started + Minutes{25};  // the interval is over before the call is
  CHECK(one.after(Outcome::busy).moved.next_at == one.times.ended);
  one.policy().anchor = RetryAnchor::attempt_end;
  CHECK(one.after(Outcome::busy).moved.next_at == one.times.ended + Minutes{10});
}

TEST_CASE("RT-01 used up: over, and the order enters the status that the policy names") {
  Retried one;
  one.task.rounds_done = 2;
  CHECK_FALSE(one.after(Outcome::busy).enters_status.has_value());
  CHECK(one.after(Outcome::busy).moved.phase == TaskPhase::done);
  one.policy().when_used_up = StatusId{2};
  CHECK(one.after(Outcome::busy).enters_status == StatusId{2});
  one.task.rounds_done = 1;
  CHECK_FALSE(one.after(Outcome::busy).enters_status.has_value());
}

TEST_CASE("RT-01 a bad number is never tried again, and with no other the order's calls are over") {
  Retried one;
  one.policy().when_used_up = StatusId{2};
  const auto alone = one.after(Outcome::bad_number);
  CHECK(alone.number_is_bad);
  CHECK(alone.moved.phase == TaskPhase::done);
  CHECK(alone.enters_status == StatusId{2});

  one.add_number();
  const auto other = one.after(Outcome::bad_number);
  CHECK(other.moved.phase == TaskPhase::ready);
  CHECK(other.moved.number_index == 1);
  one.task.number_index = 1;
  one.task.numbers[0].number.bad = true;
  const auto round_over = one.after(Outcome::busy);
  CHECK(round_over.moved.number_index == 1);  // the next round begins with the one that is left
  CHECK(round_over.moved.rounds_done == 1);
}

TEST_CASE("RT-01 trouble of ours or of the provider is not counted, and is tried again soon") {
  Retried one;
  one.task.rounds_done = 2;
  for (const auto outcome :
       {Outcome::provider_error, Outcome::agent_error, Outcome::not_placed, Outcome::cancelled}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.phase == TaskPhase::ready);
    CHECK(after.moved.rounds_done == 2);
    CHECK(after.moved.number_index == 0);
    CHECK(one.delay_after(outcome) == (outcome == Outcome::not_placed ? Seconds{1} : Seconds{60}));
  }
}

TEST_CASE("RB-09 trouble that does not mend rings less and less often, at least every 20 minutes") {
  Retried one;
  auto& dialled = one.task.numbers.front().dialled;
  for (const int seconds : {60, 120, 240, 480, 960, 1200, 1200}) {
    CHECK(one.delay_after(Outcome::provider_error) == Seconds{seconds});
    CHECK(one.delay_after(Outcome::not_placed) == Seconds{1});
    dialled.insert(dialled.begin(), one.now - Minutes{59} + Minutes{static_cast<int>(dialled.size())});
    std::sort(dialled.begin(), dialled.end());
  }
  dialled = {one.now - std::chrono::hours{1}};  // long ago
  CHECK(one.delay_after(Outcome::provider_error) == Seconds{60});
}

TEST_CASE("RT-01 delivered is the end, whatever the round") {
  Retried one;
  one.policy().when_used_up = StatusId{2};
  for (const auto outcome : {Outcome::delivered, Outcome::delivered_operator}) {
    const auto after = one.after(outcome);
    CHECK(after.moved.phase == TaskPhase::done);
    CHECK_FALSE(after.enters_status.has_value());
    CHECK(after.moved.outcome == outcome);
  }
}

TEST_CASE("AD-04 the next number is dialled at once and in the same round, a rejection ends the round") {
  Retried one;
  one.add_number(true);
  one.add_number();
  for (const auto outcome : {Outcome::busy, Outcome::no_answer, Outcome::failed, Outcome::machine}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.number_index == 2);  // the bad one is passed over
    CHECK(after.moved.rounds_done == 0);
    CHECK(after.moved.next_at <= one.times.ended);
  }
  for (const auto outcome :
       {Outcome::rejected, Outcome::hung_up, Outcome::no_input, Outcome::bad_input,
        Outcome::connection_not_established, Outcome::abandoned, Outcome::ended_unseen}) {
    CAPTURE(to_text(outcome));
    const auto after = one.after(outcome);
    CHECK(after.moved.number_index == 0);
    CHECK(after.moved.rounds_done == 1);
  }
  one.task.number_index = 2;
  CHECK(one.after(Outcome::busy).moved.rounds_done == 1);
  CHECK(one.after(Outcome::busy).moved.number_index == 0);
}

TEST_CASE("SC-05 a retry outside the hours moves to the next opening, within its first minutes") {
  Retried one;
  one.times = {gate_time("2026-11-23T17:50:00Z"),
               gate_time("2026-11-23T17:55:00Z")};  // 19:55; closes at 20:00
  const Instant next = one.after(Outcome::busy).moved.next_at;
  CHECK(next >= gate_time("2026-11-24T08:00:00Z"));
  CHECK(next < gate_time("2026-11-24T08:05:00Z"));
  one.task.order.id = OrderId{2};
  CHECK(one.after(Outcome::busy).moved.next_at != next);
}

TEST_CASE("SC-05 delay_clock: on the wall the delay goes on while closed, in open hours it stands still") {
  Retried one;
  one.policy().intervals = {std::chrono::hours{2}};
  one.times = {gate_time("2026-11-23T16:59:00Z"), gate_time("2026-11-23T17:00:00Z")};  // 19:00, one hour left
  CHECK(one.after(Outcome::busy).moved.next_at < gate_time("2026-11-24T08:05:00Z"));
  one.policy().delay_clock = DelayClock::open_hours;
  CHECK(one.after(Outcome::busy).moved.next_at == gate_time("2026-11-24T09:00:00Z"));
}

TEST_CASE("SC-05 what will never open again stays out of the way instead of being looked at for ever") {
  Retried one;
  one.settings.schedules.front().text = "closed";
  CHECK(one.after(Outcome::busy).moved.next_at == kFirstRefusedInstant);
}

TEST_CASE(
    "RN-02 after a restart the next number is the one behind that which was dialled, not behind that of the "
    "store") {
  Retried one;
  one.add_number();
  one.add_number();
  // The first number was passed over (a gate refused it), and the process died during the call to the second.
  one.task.number_index = 0;
  one.task.round_began = Instant{};
  const AttemptIntent intent{.id = AttemptId{1},
                             .task = one.task.id,
                             .order = one.task.order.id,
                             .project = one.task.order.project,
                             .tmpl = one.task.tmpl,
                             .provider = ProviderId{1},
                             .number = one.task.numbers[1].number.number,
                             .caller_id = {},
                             .at = one.times.started,
                             .zone = {},
                             .local_time = {},
                             .gates = {}};
  one.task = as_dialled(one.task, intent);
  CHECK(one.task.number_index == 1);
  CHECK(one.task.round_began == one.times.started);
  const auto after = one.after(Outcome::busy);
  CHECK(after.moved.number_index == 2);
  CHECK(after.moved.next_at == one.times.started);
}

}  // namespace dialctl
