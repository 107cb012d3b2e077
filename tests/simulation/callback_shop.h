// Missed calls over a small call centre: one rule, operators, and what no callback may break.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

inline constexpr RuleId kRule{1};

// usual_settings() with one rule for all missed calls: at once, then after 5 and 15 minutes, the project's
// queue.
Settings callback_settings();
CallbackRule& rule_of(Settings& settings);
// Beside these, one ready operator for each phone, "op1" first: 1xx answers after a second, 3xx never.
Settings with_phones(const std::vector<std::string>& phones);
std::vector<OperatorId> ids(std::initializer_list<int> numbers);

// Customers, in the code of the test bed: OO RR TT.
inline constexpr const char* kAnswers = "+380440100120";  // at once, talks for 20 s
inline constexpr const char* kBusy = "+380440300100";

MissedCall missed_by(const std::string& number);
// A callback that the rule makes for it, due after its first interval.
TaskId add_missed(CallCentre& centre, MissedCall call, RuleId rule = kRule,
                  const ZoneName& zone = "Europe/Kyiv");
const memory::TaskRow& callback_of(const CallCentre& centre, TaskId task);

// Beside broken_invariants(): each customer was called while an operator of the callback was on the line,
// within the rule's limits, and an operator rings for one callback at a time.
std::vector<std::string> broken_callback_invariants(const CallCentre& centre);
// The same, told to doctest.
void expect_sound_callbacks(const CallCentre& centre);
// "101 102", whose phones were rung, in that order.
std::string rung(const CallCentre& centre);

}  // namespace dialctl::simulation
