// Talk time and answered calls of an operator, since his login or since the start of the local day. Pure.
#pragma once

#include <chrono>

#include "engine/model/instant.h"
#include "engine/model/settings.h"

namespace dialctl {

// The counts and the period that they belong to.
struct OperatorTally {
  Milliseconds talk_time{0};  // from bridge to hang-up
  int calls_answered = 0;
  Instant login{};                // the login that they were counted in
  std::chrono::local_days day{};  // the local day that they were counted in
  friend bool operator==(const OperatorTally&, const OperatorTally&) = default;
};

// The counts that hold now: zero when the period that `since` names is another one than the tally's.
// `login` = the last time he went from offline to ready (coming back from a break is no login);
// `today` = the date in the project's zone. Ask before each offer and before each counted call.
OperatorTally current_tally(const OperatorTally& tally, CountersSince since, Instant login,
                            std::chrono::local_days today);

// One more bridged call, on a tally that is current.
OperatorTally with_call(OperatorTally tally, Milliseconds talk_time);

}  // namespace dialctl
