#include "engine/decide/agent_leg.h"

#include <utility>

#include "engine/decide/operator_state.h"

namespace dialctl {
namespace {

constexpr Seconds kRingLimit{20};  // of operators without a queue
constexpr Seconds kLegLife{4 * 3600};

}  // namespace

Seconds ring_agent(Step& step, LiveOperator& one, const LegId& leg, ProviderId provider, std::string shown) {
  const QueueSettings* queue = one.settings.queue ? step.world.rules->queue(*one.settings.queue) : nullptr;
  const Seconds limit = queue != nullptr ? queue->operator_ring_timeout : kRingLimit;
  become(step, one, Activity::ringing, std::nullopt);
  step.command(provider, Place{leg, one.settings.endpoint, std::move(shown), limit, kLegLife, false});
  return limit;
}

}  // namespace dialctl
