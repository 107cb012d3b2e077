#include "engine/decide/retry.h"

#include <algorithm>

#include "engine/decide/callback_result.h"
#include "engine/decide/eligibility.h"
#include "engine/decide/mode_result.h"

namespace dialctl {
namespace {

CalleeClass callee_of(const DueTask& task, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= task.numbers.size()) return {};
  const auto& number = task.numbers[static_cast<std::size_t>(index)].number;
  return {number.region, number.zones};
}

TaskMoved moved_from(const DueTask& task) {
  TaskMoved moved;
  moved.task = task.id;
  moved.phase = TaskPhase::ready;
  moved.next_at = task.next_at;
  moved.rounds_done = task.rounds_done;
  moved.number_index = task.number_index;
  moved.round_began = task.round_began;
  moved.callee = callee_of(task, task.number_index);
  return moved;
}

std::optional<HoursThatHold> known_hours(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                         int index, Instant now) {
  const Project* project = rules.project(task.order.project);
  if (project == nullptr) return std::nullopt;
  auto hours = hours_that_hold(rules, zones, *project, callee_of(task, index), now, rule_of(rules, task));
  if (!hours.zone_known) return std::nullopt;
  return hours;
}

// SC-05: `at` itself when open, else a place in the first minutes of the next opening.
Instant open_or_spread(const std::optional<HoursThatHold>& hours, Instant at, OrderId order) {
  if (!hours || is_open(hours->all, at)) return at;
  const auto opening = next_opening(hours->all, at);
  if (!opening) return kFirstRefusedInstant;  // stays out of the due index; explain tells why
  return spread(*opening, closing(hours->all, *opening).value_or(kFirstRefusedInstant), order);
}

Seconds interval_after(const RetryPolicy& policy, Outcome outcome, int rounds_done) {
  const auto own = policy.interval_by_outcome.find(outcome);
  if (own != policy.interval_by_outcome.end()) return own->second;
  const auto last = policy.intervals.size() - 1;
  return policy.intervals[std::min(last, static_cast<std::size_t>(std::max(0, rounds_done - 1)))];
}

Seconds trouble_delay(const DueTask& task, Instant started) {
  const auto index = static_cast<std::size_t>(task.number_index);
  if (index >= task.numbers.size()) return kTroubleDelay;
  const auto& dialled = task.numbers[index].dialled;
  Seconds delay = kTroubleDelay;
  for (const Instant at : dialled) {
    if (at > started - std::chrono::hours{1} && at < started) delay = std::min(delay * 2, kTroubleDelayMost);
  }
  return delay;
}

Seconds delay_for_free(const DueTask& task, Outcome outcome, Instant started) {
  if (outcome == Outcome::not_placed) return kNotPlacedDelay;
  if (outcome == Outcome::cancelled) return kTroubleDelay;
  return trouble_delay(task, started);
}

void plan_next_round(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                     const RetryPolicy& policy, Outcome outcome, AttemptTimes times, TaskMoved& moved) {
  moved.number_index = std::max(0, usable_number(task, 0));
  moved.callee = callee_of(task, moved.number_index);
  const Instant anchor = policy.anchor == RetryAnchor::attempt_end ? times.ended : times.started;
  const Milliseconds delay = interval_after(policy, outcome, moved.rounds_done);
  const auto hours = known_hours(rules, zones, task, moved.number_index, times.ended);
  if (policy.delay_clock == DelayClock::open_hours && hours) {
    moved.next_at =
        after_delay(hours->all, anchor, delay, DelayClock::open_hours).value_or(kFirstRefusedInstant);
    return;
  }
  moved.next_at = open_or_spread(hours, std::max(anchor + delay, times.ended), task.order.id);
}

}  // namespace

DueTask as_dialled(DueTask task, const AttemptIntent& intent) {
  const bool begins_round = task.number_index == 0 || task.round_began == Instant{};
  if (begins_round) task.round_began = intent.at;
  const auto dialled = std::find_if(task.numbers.begin(), task.numbers.end(), [&](const NumberFacts& facts) {
    return facts.number.number == intent.number;
  });
  if (dialled != task.numbers.end()) task.number_index = static_cast<int>(dialled - task.numbers.begin());
  return task;
}

int usable_number(const DueTask& task, int from) {
  for (auto index = static_cast<std::size_t>(std::max(0, from)); index < task.numbers.size(); ++index) {
    if (!task.numbers[index].number.bad) return static_cast<int>(index);
  }
  return -1;
}

TaskMoved deferred(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant not_before,
                   std::string reason) {
  TaskMoved moved = moved_from(task);
  const auto hours = known_hours(rules, zones, task, task.number_index, not_before);
  moved.next_at = open_or_spread(hours, not_before, task.order.id);
  moved.reason = std::move(reason);
  return moved;
}

AfterAttempt after_trouble(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Outcome outcome,
                           AttemptTimes times) {
  const Seconds delay = delay_for_free(task, outcome, times.started);
  AfterAttempt after{deferred(rules, zones, task, times.ended + delay, std::string{to_text(outcome)}), false,
                     std::nullopt};
  after.moved.outcome = outcome;
  return after;
}

AfterAttempt after_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Outcome outcome,
                           AttemptTimes times) {
  DIALCTL_INVARIANT(outcome != Outcome::unknown);
  if (task.place) return after_agent_attempt(rules, zones, task, outcome, times);
  if (task.callback) return after_callback_attempt(rules, zones, task, outcome, times);
  AfterAttempt after{moved_from(task), outcome == Outcome::bad_number, std::nullopt};
  after.moved.outcome = outcome;
  if (is_success(outcome)) {
    after.moved.phase = TaskPhase::done;
    return after;
  }
  if (!uses_up_attempt(outcome)) return after_trouble(rules, zones, task, outcome, times);

  DueTask known = task;
  if (after.number_is_bad) known.numbers[static_cast<std::size_t>(task.number_index)].number.bad = true;
  const int next = goes_to_next_number(outcome) ? usable_number(known, task.number_index + 1) : -1;
  if (next >= 0) {  // AD-04: the same round goes on, ahead of all that became due later
    after.moved.number_index = next;
    after.moved.callee = callee_of(known, next);
    after.moved.next_at = std::min(task.round_began, times.ended);
    return after;
  }

  const Project* project = rules.project(task.order.project);
  const auto tmpl = rules.tmpl(task.tmpl);
  static const RetryPolicy kDefault;
  const RetryPolicy& policy =
      project != nullptr && tmpl != nullptr ? rules.policy_for(*project, tmpl->settings) : kDefault;
  after.moved.rounds_done = task.rounds_done + 1;
  if (usable_number(known, 0) < 0 || after.moved.rounds_done >= policy.attempts_max) {
    after.moved.phase = TaskPhase::done;
    after.enters_status = policy.when_used_up;
    return after;
  }
  plan_next_round(rules, zones, known, policy, outcome, times, after.moved);
  return after;
}

AfterAttempt round_without_call(const Rulebook& rules, const ZoneBook& zones, DueTask task, Instant now) {
  const bool begins = task.number_index == 0;
  const int rounds_done = task.rounds_done;
  task.number_index = static_cast<int>(task.numbers.size()) - 1;
  AfterAttempt after =
      after_attempt(rules, zones, task, Outcome::no_answer, {begins ? now : task.round_began, now});
  after.moved.outcome.reset();
  after.moved.auto_attempts.reset();
  if (begins) after.moved.rounds_done = rounds_done;
  return after;
}

}  // namespace dialctl
