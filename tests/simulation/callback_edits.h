// A callback whose rule people change while it waits, rings, is said to the operator, is called, or waits
// again: the scene of the table in callback_edits_test.cpp.
//
// The call is lost at 12:00:00. One rule, "all": op1, whose phone is answered after 5 s, hears 4 s of words,
// then the customer's phone rings for 30 s and nobody answers. Tries 1 minute after the loss, then twice 5
// minutes after the end of the one before:
//
//   12:01:00 op1 rings    12:01:05 he hears the words    12:01:09 the customer's phone rings    12:01:39 over
//   12:06:39 the second try ...
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/stored_centre.h"

namespace dialctl::simulation {

enum class Moment { waits, rings, hears, called, between };
Seconds after_loss(Moment moment);  // 30, 62, 67, 80, 200 s

// What a table shows of each try, beside its version and when it began.
enum class Shown { nothing, who, ring, caller_id, words, way, rule };

struct EditScene {
  ApplyEdits apply = ApplyEdits::next_attempt;
  RuleProfile profile = RuleProfile::none;
  bool late = false;                       // callbacks only from 12:30 on, by the schedule "late"
  const char* customer = "+380440400000";  // rings for ever
  const char* phone = "201";               // of op1
};

inline constexpr ScheduleId kLate{1};     // daily 12:30-18:00
inline constexpr ScheduleId kTenPast{2};  // daily 12:10-18:00

struct EditRun {
  StoredCentre centre;
  TaskId task;
  Instant lost;

  explicit EditRun(const EditScene& scene);
  // "v1 1m op1, (rung 5m), v2 open op2": each ring of an operator, by the version of the rule that the
  // customer was called under, and when it began: so many minutes after the loss, or after the end of the try
  // before; "open": spread over the first minutes of an opening. In brackets where no customer was called.
  std::string story(Shown shown);
  // "done tries-used-up", "cancelled rule-removed", "ready".
  std::string end();
  // The last of the order's, "" where nothing is said of a callback.
  std::string end_in_journal();
};

}  // namespace dialctl::simulation
