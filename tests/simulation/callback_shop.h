// Missed calls over a small call centre: one rule, operators, and what no callback may break.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

inline constexpr RuleId kRule{1};

// usual_settings() with one rule for all missed calls: at once, then after 5 and 15 minutes, the project's
// queue.
Settings callback_settings();
CallbackRule& rule_of(Settings& settings);

MissedCall missed_by(const std::string& number);
// A callback that the rule makes for it, due after its first interval.
TaskId add_missed(CallCentre& centre, MissedCall call, RuleId rule = kRule,
                  const ZoneName& zone = "Europe/Kyiv");
const memory::TaskRow& callback_of(const CallCentre& centre, TaskId task);

// Beside broken_invariants(): each customer was called while an operator of the callback was on the line,
// within the rule's limits, and an operator rings for one callback at a time.
std::vector<std::string> broken_callback_invariants(const CallCentre& centre);

}  // namespace dialctl::simulation
