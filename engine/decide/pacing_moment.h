// What predictive queues look like at one moment, as their pacers want to know it.
#pragma once

#include <map>

#include "engine/decide/world.h"

namespace dialctl {

bool is_predictive(const World& world, QueueId id);

// One for each predictive queue. A queue that is closed, paused or without orders has no room.
std::map<QueueId, pace::QueueMoment> moments_of(World& world, Instant now);

}  // namespace dialctl
