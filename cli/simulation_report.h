// What came of a simulation.
#pragma once

#include <cstdint>

#include "engine/run/loop.h"

namespace dialctl::cli {

struct SimulationReport {
  RunReport run;
  std::int64_t orders = 0;  // taken over: their robot calls waited
  std::int64_t orders_done = 0;
  std::int64_t talk_seconds = 0;
};

}  // namespace dialctl::cli
