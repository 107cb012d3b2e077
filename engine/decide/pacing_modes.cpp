#include "engine/decide/pacing_modes.h"

#include <algorithm>

namespace dialctl {
namespace {

int wanted_calls(const PaceInput& input) {
  switch (input.mode) {
    case PacingMode::progressive:
      return input.free_operators;
    case PacingMode::ratio:
      return static_cast<int>(static_cast<long long>(input.free_operators) * input.ratio_milli / 1000);
    case PacingMode::predictive:
      return input.predicted_calls;
  }
  return 0;
}

}  // namespace

int more_calls(const PaceInput& input) {
  return std::max(0, wanted_calls(input) - input.calls_in_need);
}

}  // namespace dialctl
