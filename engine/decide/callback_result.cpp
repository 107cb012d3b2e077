#include "engine/decide/callback_result.h"

#include "engine/decide/callback_rules.h"

namespace dialctl {
namespace {

// Whose try is next (CB-09): by the list as it is now, and by the settings as they are now (CB-08).
const CallbackRule& planner(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                            const CallbackRule& own) {
  const ZoneSet customer = task.numbers.empty() ? ZoneSet{} : task.numbers.front().number.zones;
  return rule_again(rules, zones, {&task.callback->missed, customer}, own);
}

// One more try is used up; `ended` is when.
TaskMoved next_try(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant ended) {
  const int tries = task.rounds_done + 1;
  if (auto over = cut_off(rules, task)) {
    over->rounds_done = tries;
    return std::move(*over);
  }
  const CallbackRule& rule = planner(rules, zones, task, *rules.rule(task.callback->rule));
  DueTask next = task;
  next.callback->rule = rule.id;
  next.callback->version = rule.version;
  next.rounds_done = tries;
  const auto done = static_cast<std::size_t>(tries);
  const bool used_up = done >= rule.intervals.size();
  const Instant from = used_up ? ended : ended + rule.intervals[done];
  TaskMoved moved = used_up ? callback_over(next, "tries-used-up") : deferred(rules, zones, next, from, "");
  moved.plan = {rule.id, rule.version, from};
  return moved;
}

std::string rule_name(const Rulebook& rules, RuleId id) {
  const CallbackRule* rule = rules.rule(id);
  return rule != nullptr ? rule->name : "";
}

}  // namespace

AfterAttempt after_callback_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                    Outcome outcome, AttemptTimes times) {
  DIALCTL_INVARIANT(outcome != Outcome::unknown && task.callback.has_value());
  if (!uses_up_attempt(outcome)) {
    AfterAttempt trouble = after_trouble(rules, zones, task, outcome, times);
    if (auto over = cut_off(rules, task)) trouble.moved = std::move(*over);
    trouble.moved.outcome = outcome;
    return trouble;
  }
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

std::optional<TaskMoved> cut_off(const Rulebook& rules, const DueTask& task) {
  const CallbackRule* rule = rules.rule(task.callback->rule);
  const bool is_off = rule != nullptr && !rule->enabled && rule->when_disabled == DisabledTasks::cancel;
  if (rule != nullptr && !is_off) return std::nullopt;
  TaskMoved over = callback_over(task, rule == nullptr ? "rule-removed" : "rule-disabled");
  over.phase = TaskPhase::cancelled;
  return over;
}

std::optional<Journalled> callback_news(const Rulebook& rules, const DueTask& task, const TaskMoved& moved,
                                        Instant at) {
  if (!task.callback) return std::nullopt;
  std::string kind;
  std::string detail = "callback " + std::to_string(task.id.value);
  switch (moved.phase) {
    case TaskPhase::done:
      kind = moved.reason.empty() ? "callback.done" : "callback." + moved.reason;
      if (moved.outcome) detail += ": " + std::string{to_text(*moved.outcome)};
      break;
    case TaskPhase::cancelled:
      kind = "callback.cancelled";
      detail += ": " + moved.reason;
      break;
    case TaskPhase::ready:
    case TaskPhase::live:
    case TaskPhase::handed:
    case TaskPhase::blocked: {
      if (!moved.plan || moved.plan->rule == task.callback->rule) return std::nullopt;
      kind = "callback.rule";
      detail += ": from rule " + rule_name(rules, task.callback->rule) + " to rule " +
                rule_name(rules, moved.plan->rule);
      break;
    }
  }
  return Journalled{at, std::move(kind), "order:" + std::to_string(task.order.id.value), std::move(detail)};
}

}  // namespace dialctl
