// Scenarios (engine/decide/scenario.h) as JSON: one object, or an array of them. Times are seconds, shares 0
// to 1, both with fractions; a key that is not known is refused.
//
//   {"name": "messy", "duration_s": 28800, "start_clock": "09:00", "target_abandon": 0.03, "patience_s": 2,
//    "min_ring_before_cancel_s": 15, "list_size": 0, "max_lines": 0,
//    "operators": [{"count": 10, "shifts": [[0, 28800]], "breaks": [[7200, 8100]], "jitter_s": 600}],
//    "operator_no_answer": {"p": 0.02, "detect_s": 1.0, "away_s": 30},
//    "answer": {"p_live": [[0, 0.15], [9000, 0.30]], "interp": "step",
//               "machine_of_rest": 0.25, "busy_of_rest": 0.10},
//    "ring": {"live": {"dist": "lognormal", "median": 8, "sigma": 0.5, "min": 3, "max": 25},
//             "machine": {"dist": "uniform", "min": 12, "max": 24},
//             "busy": {"dist": "uniform", "min": 1, "max": 3}, "timeout_s": 25},
//    "talk": [[0, {"dist": "lognormal", "mean": 120, "cv": 0.85}], [14400, {"dist": "exponential", "mean":
//    60}]], "wrap": {"dist": "const", "value": 20}}
//
// p_live: one share, or [from, share] in the order of time; interp: "step" or "linear". talk: one law, or
// [from, law]. What may be left out: start_clock (09:00), target_abandon (0.03), patience_s (2),
// min_ring_before_cancel_s (15), list_size and max_lines (0: no limit), breaks, jitter_s, operator_no_answer,
// interp (step), machine_of_rest and busy_of_rest (0; ring.machine and ring.busy go with them).
//
// Of the whole engine alone, all to be left out: "pacing" ("predictive", "progressive" or "ratio" with
// "ratio": 1.5), "orders": {"count": 500 (list_size), "numbers": 2, "zones": ["Europe/Kyiv"]}, "retry":
// {"intervals_s": [1200], "attempts": 3}, "schedule": "mon-fri 09:00-18:00". Without them each order has one
// number and is called once, round the clock.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/scenario.h"
#include "engine/model/result.h"

namespace dialctl::json {

// "-" is standard input. Errors: those of open_bytes() and parse(), and scenario.wrong: a key that is
// missing, unknown or has a value that problems_of() or the format refuses. Messages begin with the file and
// the line.
Result<std::vector<Scenario>> read_scenarios(const std::string& path);

// The same of a text that is at hand; `name` takes the path's place in messages.
Result<std::vector<Scenario>> parse_scenarios(std::string_view text, const std::string& name);

}  // namespace dialctl::json
