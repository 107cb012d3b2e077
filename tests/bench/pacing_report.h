// What the days of bench_pacing came to, and which goals that reaches.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/scenario_metrics.h"
#include "tests/bench/pacing_cases.h"
#include "tests/bench/pacing_world.h"

namespace dialctl::bench {

struct Policy {
  std::string name;
  std::function<std::unique_ptr<PacingPolicy>(const Scenario&)> make;
  bool hindsight = false;  // one of several, of which the best is chosen afterwards
};

struct DayResult {
  double utilisation = 0;  // percent
  double abandoned = 0;    // percent of those who answered
  double answers = 0;
  double z = 0;
  double calls_per_connect = 0;
  double short_cancels = 0;
  double us_mean = 0;
  double us_p99 = 0;
};

struct PolicyResult {
  Policy policy;
  std::vector<DayResult> days;  // by seed
};

struct CaseResult {
  PacingCase about;
  std::vector<PolicyResult> policies;  // ours first, then progressive
};

struct Task {
  const Scenario* scenario;
  PolicyResult* into;
  std::size_t seed;
};

std::vector<Policy> policies_for(const PacingCase& about, bool full);
void live(const Task& task);
void print_days(const std::vector<CaseResult>& results);
bool print_goals(const std::vector<CaseResult>& results, bool full);  // whether all are reached

}  // namespace dialctl::bench
