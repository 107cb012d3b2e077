// What came of one scenario.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/decide/scenario.h"
#include "engine/decide/scenario_log.h"

namespace dialctl::cli {

struct ScenarioOutcome {
  Scenario scenario;
  std::uint64_t seed = 1;
  ScenarioLog log;
  std::int64_t orders = 0;           // there were: the list, or what was supplied as it was needed
  std::int64_t decisions = 0;        // passes of the loop
  std::chrono::nanoseconds wall{0};  // that it took
};

}  // namespace dialctl::cli
