#include "engine/decide/callback_result.h"

namespace dialctl {
namespace {

// One more try is used up; `ended` is when.
TaskMoved next_try(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant ended) {
  const CallbackRule* rule = rules.rule(task.callback->rule);
  const auto tries = static_cast<std::size_t>(task.rounds_done) + 1;
  if (rule == nullptr || tries >= rule->intervals.size()) {
    TaskMoved over = callback_over(task, rule == nullptr ? "rule-gone" : "tries-used-up");
    over.rounds_done = task.rounds_done + 1;
    return over;
  }
  DueTask next = task;  // the next try is planned by the rule as it is now
  next.callback->version = rule->version;
  TaskMoved moved = deferred(rules, zones, next, ended + rule->intervals[tries], "");
  moved.rule_version = rule->version;
  moved.rounds_done = task.rounds_done + 1;
  return moved;
}

}  // namespace

AfterAttempt after_callback_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                    Outcome outcome, AttemptTimes times) {
  DIALCTL_INVARIANT(outcome != Outcome::unknown && task.callback.has_value());
  if (!uses_up_attempt(outcome)) return after_trouble(rules, zones, task, outcome, times);
  const bool bad = outcome == Outcome::bad_number;
  AfterAttempt after{is_success(outcome) ? callback_over(task, "")
                     : bad               ? callback_over(task, "number-usable")
                                         : next_try(rules, zones, task, times.ended),
                     bad, std::nullopt};
  after.moved.outcome = outcome;
  return after;
}

TaskMoved after_vain_ring(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant now) {
  TaskMoved moved = next_try(rules, zones, task, now);
  if (moved.phase == TaskPhase::ready) moved.reason = "no-operator";
  return moved;
}

TaskMoved callback_over(const DueTask& task, std::string why) {
  TaskMoved over;
  over.task = task.id;
  over.phase = TaskPhase::done;
  over.next_at = task.next_at;
  over.rounds_done = task.rounds_done;
  over.number_index = task.number_index;
  over.round_began = task.round_began;
  if (!task.numbers.empty())
    over.callee = {task.numbers.front().number.region, task.numbers.front().number.zones};
  over.reason = std::move(why);
  return over;
}

}  // namespace dialctl
