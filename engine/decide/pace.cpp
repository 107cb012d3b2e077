#include "engine/decide/pace.h"

#include <algorithm>

namespace dialctl {
namespace {

int wanted_calls(const PaceInput& input) {
  switch (input.mode) {
    case PacingMode::progressive:
    case PacingMode::predictive:
      return input.free_operators;
    case PacingMode::ratio:
      return static_cast<int>(static_cast<long long>(input.free_operators) * input.ratio_milli / 1000);
  }
  return 0;
}

}  // namespace

int pace(const PaceInput& input) {
  return std::max(0, wanted_calls(input) - input.calls_in_need);
}

}  // namespace dialctl
