// The people of a scenario as behaviours, which every telephone without people can play.
#pragma once

#include "engine/decide/people.h"
#include "engine/decide/scenario_draws.h"

namespace dialctl {

// Of the call with that number, launched then. One who is not connected within `patience` of his answer hangs
// up. How long he talks is drawn for his answer: the conversation begins at that moment, or a little later.
Behaviour scenario_person(const ScenarioDraws& draws, std::uint64_t number, Milliseconds launched,
                          Milliseconds patience);

// An operator's open line: answered at once, held until the other side lets go.
Behaviour scenario_operator();

}  // namespace dialctl
