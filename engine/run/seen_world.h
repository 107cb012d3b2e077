// The world as the loop would find it if it began now, from what the store tells: for judging a moment
// without a loop (explain), by the code that the loop judges by.
#pragma once

#include "engine/decide/world.h"
#include "engine/run/store.h"

namespace dialctl {

// Inside a pass of the store. Enabled providers count as up, since only a loop can know; operators are as the
// loop has left them, also in the middle of a call.
World seen_world(Store& store, std::shared_ptr<const Rulebook> rules, Instant now);

}  // namespace dialctl
