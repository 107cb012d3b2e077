// What predictive queues look like at one moment, as their pacers want to know it.
#pragma once

#include <map>

#include "engine/decide/world.h"

namespace dialctl {

bool is_predictive(const World& world, QueueId id);
// The last decision holds still, and nothing is to be launched.
bool is_held(const LivePacing& pacing, Instant now);

// One for each predictive queue whose last decision does not hold still. A queue that is closed, paused or
// without orders has no room.
std::map<QueueId, pace::QueueMoment> moments_of(World& world, Instant now);

}  // namespace dialctl
