#include "engine/run/seen_world.h"

#include "engine/decide/step.h"

namespace dialctl {
namespace {

// begin() lets operators go, because a loop that begins asks where they are. Here they stay as they are kept.
void put_back(World& world, const OperatorState& kept) {
  const auto found = world.operators.find(kept.operator_id);
  if (found == world.operators.end()) return;
  found->second.state.activity = kept.activity;
  found->second.state.attempt = kept.attempt;
  if (kept.leg) found->second.open_leg = kept.leg;
  if (kept.activity != Activity::ringing || !kept.attempt) return;
  const auto call = world.calls.find(*kept.attempt);
  if (call != world.calls.end() && !call->second.round)
    call->second.round.emplace(std::vector<OperatorId>{kept.operator_id});
}

}  // namespace

World seen_world(Store& store, std::shared_ptr<const Rulebook> rules, Instant now) {
  World world;
  Decision unused;
  const LoopMemory memory = store.load_memory();
  Beginning beginning;
  beginning.rules = std::move(rules);
  beginning.open_attempts = store.open_attempts();
  beginning.operators = memory.operators;
  beginning.queues = memory.queues;
  begin(world, now, beginning, unused);
  for (const OperatorState& kept : memory.operators)
    put_back(world, kept);
  for (auto& [id, live] : world.providers)
    live.condition = ProviderCondition::up;
  return world;
}

}  // namespace dialctl
