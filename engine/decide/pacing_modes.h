// How many more calls a queue may launch now (PA-01). One interface for all modes of pacing.
#pragma once

#include "engine/model/settings.h"

namespace dialctl {

struct PaceInput {
  PacingMode mode = PacingMode::progressive;
  int ratio_milli = 1000;   // ratio: calls per free operator
  int free_operators = 0;   // ready, idle, no delay or wrap-up
  int predicted_calls = 0;  // predictive: in need of an operator at once, by the last decision (pacing.h)
  int calls_in_need = 0;    // launched and not yet with an operator: dialling, in the message, waiting
};

// Never negative. A call that needs an operator is launched only against a free one.
int more_calls(const PaceInput& input);

}  // namespace dialctl
