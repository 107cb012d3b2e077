// The measures of a scenario's day. Shares and ratios are in millionths; nullopt where they would divide by
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/decide/scenario_log.h"

namespace dialctl::cli {

struct ScenarioMetrics {
  std::optional<std::int64_t> utilisation;   // (talk + wrap-up) / logged in, within the day
  std::optional<std::int64_t> abandon_rate;  // abandoned / answered by a person, also after the day's end
  std::int64_t live_answers = 0;
  std::int64_t abandoned = 0;
  std::int64_t connects = 0;
  std::int64_t launches = 0;
  std::optional<std::int64_t> calls_per_connect;
  std::optional<Milliseconds> wait_mean;  // from the answer to the operator, of those who were connected
  std::optional<Milliseconds> wait_p90;
  // The largest abandonment in windows of that length that end with an answer and have at least 30 of them,
  // once the first window is full.
  std::optional<std::int64_t> worst_30min;
  std::optional<std::int64_t> worst_60min;
  std::int64_t worst_60min_n = 0;       // answers of that window
  std::int64_t worst_60min_k = 0;       // abandoned ones
  std::optional<std::int64_t> worst_z;  // of all these windows: (k - 0.03 n) / sqrt(0.0291 n)
  std::int64_t cancels = 0;             // let go while they rang
  std::int64_t short_cancels = 0;       // before the scenario's least time of ringing
  Milliseconds logged_in{0};            // of all operators, without breaks
  Milliseconds busy{0};
};

ScenarioMetrics metrics_of(const Scenario& scenario, const ScenarioLog& log);

// Wilson's interval of 95 % for `hits` of `all`, in millionths.
struct Interval {
  std::int64_t low = 0;
  std::int64_t high = 0;
};
std::optional<Interval> wilson(std::int64_t hits, std::int64_t all);

// The day in equal parts, as a plot shows it.
struct DayPart {
  Milliseconds until{0};
  std::optional<std::int64_t> utilisation;
  std::optional<std::int64_t> abandon_rate;  // of those who answered then
  std::int64_t live_answers = 0;
  std::int64_t orders_done = 0;  // since the day's start
};
std::vector<DayPart> parts_of_day(const Scenario& scenario, const ScenarioLog& log, int count);

}  // namespace dialctl::cli
