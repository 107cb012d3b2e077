#include "engine/decide/hand_out.h"

#include <algorithm>

#include "engine/decide/enter_status.h"
#include "engine/decide/retry.h"

namespace dialctl {
namespace {

std::string subject_of(const DueTask& task) {
  return "order:" + std::to_string(task.order.id.value);
}

// What is left of a round can never be called, or of the attempts, which are fewer now than they were: the
// round is over, as if nobody had answered.
PassedOver round_cut_short(const Rulebook& rules, const ZoneBook& zones, DueTask task, std::string reason,
                           Instant now) {
  const Order order = task.order;
  const AfterAttempt after = round_without_call(rules, zones, std::move(task), now);
  std::vector<Record> records{after.moved};
  if (after.enters_status && find(rules.settings().statuses, *after.enters_status) != nullptr) {
    if (auto entered = enter_status(rules, order, {*after.enters_status, now, "robot", "attempts used up"}))
      records.emplace_back(std::move(*entered));
  }
  return {std::move(records), std::move(reason)};
}

// A further try of a callback goes where a retry goes that falls outside: into the first minutes of the
// opening (SC-05).
bool is_spread(const DueTask& task, const GateVerdict* blocker) {
  const bool by_hours =
      blocker != nullptr && (blocker->gate == Gate::schedule || blocker->gate == Gate::legal_hours);
  return by_hours && task.callback && task.rounds_done > 0;
}

PassedOver put_off(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                   const NumberChoice& choice, Instant now) {
  const auto* blocker = choice.verdict.first_blocker();
  std::string reason{blocker != nullptr ? to_text(blocker->gate) : "number-usable"};
  const bool used_up = blocker != nullptr && blocker->gate == Gate::attempts_left;
  if (!choice.opens_at && (task.number_index > 0 || used_up))
    return round_cut_short(rules, zones, task, std::move(reason), now);
  const Instant again = std::max(choice.opens_at.value_or(now), now + Milliseconds{1});
  TaskMoved moved = deferred(rules, zones, task, is_spread(task, blocker) ? now : again, reason);
  moved.next_at = std::max(moved.next_at, again);
  if (task.place) moved.part = task.place->part;
  if (!choice.opens_at) moved.phase = TaskPhase::blocked;
  return {{std::move(moved)}, std::move(reason)};
}

// nullopt: dialled all the same.
std::optional<PassedOver> missed(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                 Instant now) {
  if (!is_late(task, now)) return std::nullopt;
  const std::string kMissed = "appointment-missed";
  switch (rules.mode(task.order.project, task.place->mode).missed) {
    case MissedAppointment::keep:
      return std::nullopt;
    case MissedAppointment::close: {
      TaskMoved closed = deferred(rules, zones, task, task.next_at, kMissed);
      closed.phase = TaskPhase::done;
      closed.part = task.place->part;
      return PassedOver{{std::move(closed), Journalled{now, "callback.missed", subject_of(task), "closed"}},
                        kMissed};
    }
    case MissedAppointment::next_opening: {
      const Project* project = rules.project(task.order.project);
      const auto index = static_cast<std::size_t>(std::max(0, usable_number(task, 0)));
      if (project == nullptr || index >= task.numbers.size()) return std::nullopt;
      const OrderNumber& number = task.numbers[index].number;
      const auto hours = hours_that_hold(rules, zones, *project, {number.region, number.zones}, now);
      const auto closes = hours.zone_known ? closing(hours.all, now) : std::nullopt;
      const auto opens = closes ? next_opening(hours.all, *closes) : std::nullopt;
      if (!opens) return std::nullopt;  // never closes, or is closed just now: the gates tell
      TaskMoved moved = deferred(rules, zones, task, *opens, kMissed);
      moved.next_at = *opens;
      moved.planned_at = *opens;
      moved.part = task.place->part;
      return PassedOver{{std::move(moved),
                         Journalled{now, "callback.missed", subject_of(task), "moved to " + to_iso(*opens)}},
                        kMissed};
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_late(const DueTask& task, Instant now) {
  if (!task.place || task.place->part != ModePart::planned_callback || !task.place->planned_at) return false;
  // Its further numbers are dialled whenever the first ones have been.
  const bool has_begun = task.number_index > std::max(0, usable_number(task, 0));
  return (has_begun ? task.round_began : now) > *task.place->planned_at + kAppointmentGrace;
}

HandOutVerdict judge_place(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now) {
  NumberChoice choice = choose_number(rules, zones, task, moment, now);
  if (choice.index < 0) return put_off(rules, zones, task, choice, now);
  if (!choice.verdict.pass()) return NotNow{std::string{to_text(choice.verdict.first_blocker()->gate)}};
  return Callable{std::move(choice)};
}

HandOutVerdict judge_first(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now) {
  auto verdict = judge_place(rules, zones, task, moment, now);
  if (std::holds_alternative<Callable>(verdict)) {
    if (auto passed_over = missed(rules, zones, task, now)) return std::move(*passed_over);
  }
  return verdict;
}

std::vector<Record> handed_out(const Rulebook& rules, const DueTask& task, const OperatorSettings& to,
                               Instant until) {
  std::vector<Record> records{TaskHanded{task.id, to.id, until}};
  const bool keep = rules.mode(task.order.project, task.place->mode).keep_owner;
  if (keep && task.order.owner.empty()) records.emplace_back(OwnerSet{task.order.id, to.name});
  return records;
}

}  // namespace dialctl
