// An operator's phone that is rung before the customer's (AD-02, CB-02).
#pragma once

#include <string>

#include "engine/decide/world.h"

namespace dialctl {

// Longer than any provider takes to tell what it has seen: after that it is asked.
inline constexpr Seconds kWordGrace{15};
// What it could not say at once, it is asked again so soon.
inline constexpr Seconds kAskSoon{2};

// Asks for his phone to ring: for as long as his queue says, which is returned. `shown`: the number on it.
Seconds ring_agent(Step& step, LiveOperator& one, const LegId& leg, ProviderId provider, std::string shown);

}  // namespace dialctl
