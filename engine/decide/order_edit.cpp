#include "engine/decide/order_edit.h"

#include "engine/decide/enter_status.h"
#include "engine/decide/mode_access.h"

namespace dialctl {
namespace {

Error being_called(const Order& order) {
  return Error{ErrorKind::refused, "order.being-called",
               "order " + std::to_string(order.id.value) + " is being called, or its last call is unknown",
               "wait until the call has ended: dialctl order show " + std::to_string(order.id.value)};
}

bool pending(TaskPhase phase) {
  return phase == TaskPhase::ready || phase == TaskPhase::blocked;
}

TaskMoved as_it_is(const Order& order, const LastTask& last) {
  TaskMoved moved;
  moved.task = last.id;
  moved.phase = last.phase;
  moved.next_at = last.next_at;
  moved.rounds_done = last.rounds_done;
  moved.number_index = last.number_index;
  moved.round_began = last.round_began;
  const auto index = static_cast<std::size_t>(last.number_index);
  if (index < order.numbers.size())
    moved.callee = CalleeClass{order.numbers[index].region, order.numbers[index].zones};
  return moved;
}

}  // namespace

Result<TaskStarted> start_by_hand(const Rulebook& rules, const Order& order,
                                  const std::optional<LastTask>& last, TemplateId tmpl, Instant now,
                                  std::string_view who) {
  if (last && last->phase == TaskPhase::live) return being_called(order);
  if (last && pending(last->phase)) {
    const std::string name = std::to_string(order.id.value);
    return Error{
        ErrorKind::conflict, "order.queued-already", "robot calls of order " + name + " are pending already",
        "dialctl order requeue " + name + " makes them due now, dialctl robot stop " + name + " ends them"};
  }
  return TaskStarted{order.id, start_of(rules, order, tmpl, now), now, std::string{who}};
}

Result<Record> queue_again(const Rulebook& rules, const Order& order, const std::optional<LastTask>& last,
                           Instant now, std::string_view who) {
  if (!last)
    return Error{ErrorKind::refused, "order.never-queued",
                 "order " + std::to_string(order.id.value) + " has had no robot calls and is in no call mode",
                 "start them: dialctl robot start " + std::to_string(order.id.value) + " --template NAME"};
  if (last->phase == TaskPhase::live) return being_called(order);
  if (!pending(last->phase))
    return Record{TaskStarted{order.id, start_of(rules, order, last->tmpl, now), now, std::string{who}}};
  TaskMoved moved = as_it_is(order, *last);
  moved.next_at = now;
  moved.reason = missing_link(rules, order.project, last->tmpl);
  moved.phase = moved.reason.empty() ? TaskPhase::ready : TaskPhase::blocked;
  return Record{std::move(moved)};
}

Result<std::optional<Record>> line_up_again(const Rulebook& rules, const Order& order, const LastTask& last,
                                            Instant now) {
  const auto* status = find(rules.settings().statuses, order.status);
  if (status == nullptr || !last.mode || !status_feeds(rules, order, *status, *last.mode))
    return std::optional<Record>{};
  switch (last.phase) {
    case TaskPhase::live:
      return being_called(order);
    case TaskPhase::handed:
      return Error{ErrorKind::refused, "order.handed-out",
                   "order " + std::to_string(order.id.value) + " is with an operator",
                   "wait for his result, or until the lease ends: dialctl order show " +
                       std::to_string(order.id.value)};
    case TaskPhase::done:
    case TaskPhase::cancelled: {
      LastTask first = last;
      first.number_index = 0;
      return std::optional<Record>{LineAgain{last.id, now, as_it_is(order, first).callee}};
    }
    case TaskPhase::ready:
    case TaskPhase::blocked:
      break;
  }
  TaskMoved moved = as_it_is(order, last);
  moved.phase = TaskPhase::ready;
  moved.next_at = now;
  moved.part = last.part;
  if (last.part == ModePart::planned_callback) moved.planned_at = now;
  return std::optional<Record>{std::move(moved)};
}

std::optional<TaskMoved> stopped(const Order& order, const std::optional<LastTask>& last,
                                 std::string_view who) {
  if (!last || !pending(last->phase)) return std::nullopt;
  TaskMoved moved = as_it_is(order, *last);
  moved.phase = TaskPhase::cancelled;
  moved.reason = "stopped by " + std::string{who};
  return moved;
}

}  // namespace dialctl
