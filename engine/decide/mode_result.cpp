#include "engine/decide/mode_result.h"

#include <algorithm>

#include "engine/decide/buttons.h"
#include "engine/decide/eligibility.h"
#include "engine/decide/enter_status.h"

namespace dialctl {
namespace {

Minutes put_off_for(const ModeSettings& mode, Outcome outcome) {
  if (outcome == Outcome::busy) return mode.put_off_busy;
  if (outcome == Outcome::hung_up || outcome == Outcome::delivered_operator) return mode.put_off_hang_up;
  return mode.put_off_no_answer;
}

// The next round begins with the first number again.
TaskMoved moved_to(const Rulebook& rules, const ZoneBook& zones, DueTask task, ModePart part, Instant at,
                   std::string reason) {
  task.number_index = std::max(0, usable_number(task, 0));
  TaskMoved moved = deferred(rules, zones, task, at, std::move(reason));
  moved.part = part;
  return moved;
}

// One more round is used up. The last one: the task is done, and the order moves where the mode says.
AfterAttempt round_over(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant at) {
  const ModeSettings& mode = rules.mode(task.order.project, task.place->mode);
  AfterAttempt after{moved_to(rules, zones, task, ModePart::no_answer, at, ""), false, std::nullopt};
  after.moved.rounds_done = task.rounds_done + 1;
  const bool used_up = mode.attempts_max > 0 && after.moved.rounds_done >= mode.attempts_max;
  if (!used_up && usable_number(task, 0) >= 0) return after;
  after.moved.phase = TaskPhase::done;
  after.moved.reason = used_up ? "attempts-used-up" : "number-usable";
  after.enters_status = mode.when_used_up;
  return after;
}

void add_entry(const Rulebook& rules, const Order& order, std::optional<StatusId> status, Instant now,
               std::string_view who, std::string_view why, std::vector<Record>& records) {
  if (!status || find(rules.settings().statuses, *status) == nullptr) return;
  if (auto entered = enter_status(rules, order, {*status, now, who, why}))
    records.emplace_back(std::move(*entered));
}

std::string name_of(OrderId order) {
  return std::to_string(order.value);
}

Error refused(std::string code, std::string message, std::string hint) {
  return {ErrorKind::refused, std::move(code), std::move(message), std::move(hint)};
}

Result<void> may_record(const DueTask& task, const ResultMoment& moment, const ModeResult& result) {
  const std::string order = name_of(task.order.id);
  const bool in_call = moment.round && moment.round->step != RoundStep::result_wanted;
  if (task.phase == TaskPhase::live || in_call)
    return refused("result.too-early", "order " + order + " is being called",
                   "record the result when the call has ended");
  const bool handed = task.phase == TaskPhase::handed;
  if (!handed && !moment.round)
    return refused("result.not-handed",
                   "order " + order +
                       " is with no operator: its result is recorded already, or it was never " +
                       "handed out",
                   "dialctl order next --operator NAME hands it out; dialctl order set " + order +
                       " --status NAME changes its status");
  if (!result.operator_id) return {};
  const bool his = (handed && task.handed_to == result.operator_id) ||
                   (moment.round && moment.round->operator_id == *result.operator_id);
  if (his) return {};
  return refused("result.not-his", "order " + order + " is with another operator",
                 "its own operator records the result, or an admin without --operator");
}

Result<Button> button_for(const Rulebook& rules, const ModeSettings& mode, const std::string& name) {
  std::string names;
  for (Button& button : buttons_of(rules, mode)) {
    if (button.name == name) return std::move(button);
    names += (names.empty() ? "" : ", ") + button.name;
  }
  return Error{ErrorKind::not_found, "result.unknown-button",
               "there is no button '" + name + "' in this mode", "it has: " + names};
}

// A callback nobody could make is refused now, not missed later.
Result<void> check_time(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant at,
                        Instant now) {
  if (at <= now)
    return Error{ErrorKind::usage, "result.past", "the time " + to_iso(at) + " is in the past",
                 "give a later --at, or --in 30m"};
  const Project* project = rules.project(task.order.project);
  const int index = std::max(0, usable_number(task, 0));
  if (project == nullptr || static_cast<std::size_t>(index) >= task.numbers.size()) return {};
  const OrderNumber& number = task.numbers[static_cast<std::size_t>(index)].number;
  const auto hours = hours_that_hold(rules, zones, *project, {number.region, number.zones}, at);
  if (!hours.zone_known || is_open(hours.all, at)) return {};
  const auto opening = next_opening(hours.all, at);
  return Error{ErrorKind::usage, "result.closed",
               "at " + to_iso(at) + " the customer may not be called: it is outside the hours in his zone",
               opening ? "the next opening is " + to_iso(*opening) : "no schedule opens after that"};
}

}  // namespace

AfterAttempt after_agent_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                 Outcome outcome, AttemptTimes times) {
  DIALCTL_INVARIANT(outcome != Outcome::unknown && task.place.has_value());
  const ModeSettings& mode = rules.mode(task.order.project, task.place->mode);
  const ModePart part = task.place->part;
  DueTask known = task;
  const bool bad = outcome == Outcome::bad_number;
  if (bad) known.numbers[static_cast<std::size_t>(task.number_index)].number.bad = true;

  if (!uses_up_attempt(outcome)) {
    AfterAttempt after = after_trouble(rules, zones, task, outcome, times);
    after.moved.part = part;
    return after;
  }
  const int next = goes_to_next_number(outcome) ? usable_number(known, task.number_index + 1) : -1;
  if (next >= 0) {
    AfterAttempt after{deferred(rules, zones, known, times.ended, ""), bad, std::nullopt};
    const OrderNumber& number = known.numbers[static_cast<std::size_t>(next)].number;
    after.moved.number_index = next;
    after.moved.callee = {number.region, number.zones};
    after.moved.next_at = std::min(task.round_began, times.ended);
    after.moved.part = part;
    after.moved.outcome = outcome;
    return after;
  }
  const Instant again = times.ended + put_off_for(mode, outcome);
  AfterAttempt after = is_success(outcome)
                           ? AfterAttempt{moved_to(rules, zones, known, part, again, ""), false, std::nullopt}
                           : round_over(rules, zones, known, again);
  after.moved.outcome = outcome;
  after.moved.auto_attempts = task.place->auto_attempts + 1;
  after.number_is_bad = bad;
  return after;
}

Result<std::vector<Record>> record_result(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                          const ResultMoment& moment, const ModeResult& result, Instant now) {
  DIALCTL_INVARIANT(task.place.has_value());
  const ModeSettings& mode = rules.mode(task.order.project, task.place->mode);
  const auto button = button_for(rules, mode, result.button);
  if (!button) return button.error();
  if (auto may = may_record(task, moment, result); !may) return may.error();
  if (result.at) {
    if (auto good = check_time(rules, zones, task, *result.at, now); !good) return good.error();
  }
  std::vector<Record> records;
  std::string what = result.button;
  switch (button.value().action) {
    case ButtonAction::to_status: {
      TaskMoved done = moved_to(rules, zones, task, task.place->part, now, "result " + result.button);
      done.phase = TaskPhase::done;
      records.emplace_back(std::move(done));
      add_entry(rules, task.order, button.value().status, now, result.who, "result " + result.button,
                records);
      break;
    }
    case ButtonAction::put_off: {
      const Instant at = result.at.value_or(now + button.value().put_off);
      // What the dialer has counted already is only put off otherwise.
      const bool counted = task.phase != TaskPhase::handed;
      AfterAttempt after{moved_to(rules, zones, task, ModePart::no_answer, at, ""), false, std::nullopt};
      if (!counted) after = round_over(rules, zones, task, at);
      records.emplace_back(after.moved);
      add_entry(rules, task.order, after.enters_status, now, result.who, "attempts used up", records);
      break;
    }
    case ButtonAction::call_back: {
      if (!result.at)
        return Error{ErrorKind::usage, "result.no-time", "a callback needs its time",
                     "add --at 2026-12-01T10:00:00Z or --in 30m"};
      TaskMoved planned = moved_to(rules, zones, task, ModePart::planned_callback, *result.at, "");
      planned.next_at = *result.at;
      planned.planned_at = *result.at;
      what += " at " + to_iso(*result.at);
      records.emplace_back(std::move(planned));
      break;
    }
  }
  if (moment.round) records.emplace_back(AgentRoundOver{moment.round->operator_id});
  records.emplace_back(
      Journalled{now, "result.recorded", "order:" + name_of(task.order.id), std::move(what), result.who});
  return records;
}

std::vector<Record> result_missing(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                   Instant now) {
  const ModeSettings& mode = rules.mode(task.order.project, task.place->mode);
  const AfterAttempt after = round_over(rules, zones, task, now + mode.put_off_hang_up);
  std::vector<Record> records{after.moved};
  add_entry(rules, task.order, after.enters_status, now, "loop", "attempts used up", records);
  records.emplace_back(Journalled{now, "result.missing", "order:" + name_of(task.order.id),
                                  "no result within " + std::to_string(mode.result_limit.count()) + " s"});
  return records;
}

}  // namespace dialctl
