// What came of a simulation.
#pragma once

#include <cstdint>

#include "engine/run/loop.h"

namespace dialctl::cli {

struct CallbackReport {
  std::int64_t missed = 0;     // calls that were missed meanwhile
  std::int64_t callbacks = 0;  // taken over, or made for these
  std::int64_t reached = 0;    // the caller talked to somebody, or heard the message
  std::int64_t given_up = 0;   // over without that
  std::int64_t open = 0;
};

struct SimulationReport {
  RunReport run;
  std::int64_t orders = 0;  // taken over: their robot calls waited
  std::int64_t orders_done = 0;
  std::int64_t talk_seconds = 0;
  CallbackReport callbacks;
};

}  // namespace dialctl::cli
