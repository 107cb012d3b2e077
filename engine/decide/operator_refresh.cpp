// Taking over operators and queues from new settings, and what the store kept of them.
#include <algorithm>

#include "engine/decide/operator_desk.h"
#include "engine/decide/tally.h"

namespace dialctl {
namespace {

void reset_counters(Step& step, LiveOperator& one) {
  one.state.talk_time = Seconds{0};
  one.state.calls_answered = 0;
  one.state.misses_in_row = 0;
  one.state.not_before.reset();
  one.state.counters_from = step.now;
  step.record(one.state);
}

void take_over(Step& step, const OperatorSettings& settings) {
  auto [place, added] = step.world.operators.try_emplace(settings.id);
  LiveOperator& one = place->second;
  const OperatorStatus before = added ? OperatorStatus::offline : one.settings.status;
  const bool becomes_ready = settings.status == OperatorStatus::ready && before != OperatorStatus::ready;
  const bool logs_in =
      becomes_ready && before == OperatorStatus::offline && settings.status_since > one.state.counters_from;
  one.settings = settings;
  one.state.operator_id = settings.id;
  if (added && one.state.since == Instant{}) one.state.since = step.now;
  if (logs_in) {
    reset_counters(step, one);
  } else if (becomes_ready && one.state.activity == Activity::idle) {
    one.state.misses_in_row = 0;
    one.state.not_before.reset();
  }
}

}  // namespace

void reset_daily_counters(Step& step, QueueId queue) {
  const ZoneTable* zone = nullptr;
  for (const auto& project : step.world.rules->settings().projects) {
    if (project.queue == queue && zone == nullptr) zone = step.world.zones.find(project.zone);
  }
  if (zone == nullptr) return;
  const auto day = [&](Instant at) { return std::chrono::floor<std::chrono::days>(to_local(at, *zone)); };
  for (auto& [id, one] : step.world.operators) {
    if (one.settings.queue != queue || day(one.state.counters_from) == day(step.now)) continue;
    one.state.talk_time = Seconds{0};
    one.state.calls_answered = 0;
    one.state.counters_from = step.now;
    step.record(one.state);
  }
}

void restore_memory(World& world, const std::vector<OperatorState>& operators,
                    const std::vector<QueueState>& queues) {
  for (const auto& state : operators) {
    auto& one = world.operators[state.operator_id];
    one.state = state;
    // Who was in a call is told by the open attempts; a call that is gone has left him free.
    if (one.state.activity != Activity::wrap_up) one.state.activity = Activity::idle;
    one.state.attempt.reset();
  }
  for (const auto& state : queues) {
    auto& queue = world.queues[state.queue];
    queue.distribution.last_offered_position = state.last_offered_position;
    queue.distribution.last_tried_missed = state.last_missed;
    queue.distribution.random = Random{state.random_state};
  }
}

void refresh_operators(Step& step) {
  const Settings& settings = step.world.rules->settings();
  const auto is_there = [&](OperatorId id) {  // ascending by id
    const auto found =
        std::lower_bound(settings.operators.begin(), settings.operators.end(), id,
                         [](const OperatorSettings& row, OperatorId one) { return row.id < one; });
    return found != settings.operators.end() && found->id == id;
  };
  for (const auto& one : settings.operators)
    take_over(step, one);
  for (auto& [id, one] : step.world.operators) {  // removed ones stay until their call is over
    if (!is_there(id)) one.settings.status = OperatorStatus::offline;
  }
  std::erase_if(step.world.operators, [&](const auto& row) {
    const LiveOperator& one = row.second;
    return !is_there(row.first) && !step.world.rounds.contains(row.first) && !one.state.attempt &&
           !one.open_leg && !one.placing_leg;
  });
  for (const auto& queue : settings.queues) {
    auto [place, added] = step.world.queues.try_emplace(queue.id);
    if (added) place->second.distribution.random = Random{static_cast<std::uint64_t>(queue.id.value)};
    place->second.rate.set(queue.calls_per_second_milli);
  }
}

}  // namespace dialctl
