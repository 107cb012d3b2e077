// Days drawn from a seed: how many, and what goes wrong in all of them.
#pragma once

#include "engine/model/random.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

// DIALCTL_TEST_SEEDS, else that many.
int seeds(int usual);

// Several runs that end at any moment, with or without a crash and a lost connection, and a calm end of two
// hours.
void run_with_mishaps(CallCentre& centre, Random& random);

}  // namespace dialctl::simulation
