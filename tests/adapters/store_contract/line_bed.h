// A bed with orders in the lines of call modes.
#pragma once

#include <fmt/format.h>

#include "engine/decide/ranking.h"
#include "tests/adapters/store_contract/bed.h"

namespace dialctl::contract {

inline const CalleeClass kKyiv{"UA", {"Europe/Kyiv"}};

inline StatusEntered fed(CallMode mode, Instant when = at(-900), StatusId status = kNew) {
  StatusEntered entry = entered({});
  entry.at = when;
  entry.status = status;
  entry.line = LineStart{mode, kKyiv};
  return entry;
}

template <class Bed>
struct Lined {
  Lined() {
    // Thousands of orders, and nobody cuts the power here.
    if constexpr (requires { bed.connection(); })
      bed.connection().database().exec("PRAGMA synchronous = OFF");
    bed.set_settings(sample_settings());
    must(store.take_ownership("test", kStart));
  }

  // A task of the mode's line; its order has the same owner and priority as others.
  TaskId add(CallMode mode = CallMode::new_order, Instant entered_at = at(-900),
             Instant created = at(-1000)) {
    const int count = static_cast<int>(orders.size()) + 1;
    Order order = sample_order(fmt::format("L-{}", count), {count * 2, count * 2 + 1});
    order.created = created;
    orders.push_back(bed.add_order(order, fed(mode, entered_at)));
    return TaskId{count};  // ids are given out from 1
  }
  std::vector<InLine> line(Instant due_by = at(100'000), LineSort sort = LineSort::due) {
    std::vector<InLine> all;
    for (const Bucket& bucket : store.line_buckets(at(0))) {
      const auto heads = store.heads({bucket.id, sort, due_by, 1000});
      all.insert(all.end(), heads.begin(), heads.end());
    }
    return all;
  }
  // "1 3", the tasks of line().
  std::string in_line(Instant due_by = at(100'000)) { return ids(line(due_by)); }
  static std::string ids(const std::vector<InLine>& tasks) {
    std::string text;
    for (const InLine& task : tasks)
      text += (text.empty() ? "" : " ") + std::to_string(task.task.value);
    return text;
  }
  DueTask seen(TaskId task) { return store.task(task, at(0)).value(); }
  TaskMoved moved(TaskId task, TaskPhase phase, Instant next_at, std::optional<ModePart> part = {}) {
    TaskMoved record;
    record.task = task;
    record.phase = phase;
    record.next_at = next_at;
    record.callee = kKyiv;
    record.part = part;
    return record;
  }
  AgentRound round(OperatorId who, TaskId task, RoundStep step = RoundStep::ringing) {
    AgentRound made;
    made.operator_id = who;
    made.task = task;
    made.order = orders.at(static_cast<std::size_t>(task.value - 1));
    made.leg = LegId{LegKind::agent, attempt_id(50 + static_cast<int>(who.value)), 0};
    made.step = step;
    made.since = at(5);
    return made;
  }

  Bed bed;
  Store& store = bed.store();
  std::vector<OrderId> orders;
};

}  // namespace dialctl::contract
