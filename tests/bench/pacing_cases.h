// The days that pacing is measured on, and what a reference study found on them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/scenario.h"
#include "engine/model/result.h"

namespace dialctl::bench {

struct PacingCase {
  enum class Kind : std::uint8_t { grid, changes, absurd, random };
  Kind kind = Kind::grid;
  Scenario scenario;
  int operators = 0;
  double answered = 0;           // share, at the day's begin
  double talk = 0;               // seconds; mean
  std::optional<double> oracle;  // utilisation in percent of one who knows when each operator gets free
  std::optional<double> floor;   // that is to be reached
};

// All of tests/bench/scenarios, and so many drawn ones.
Result<std::vector<PacingCase>> pacing_cases(const std::string& folder, std::uint64_t seed, int drawn);

}  // namespace dialctl::bench
