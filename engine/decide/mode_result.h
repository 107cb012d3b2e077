// What becomes of an order in a call mode after a round of calls, and when its operator records a result
// (CM-03, CM-04, AD-03, AD-04). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/retry.h"
#include "engine/model/result.h"

namespace dialctl {

// After an agent-first attempt. A number that was not reached: the order's next one, in the same round; else
// the round is over, and the mode's put-off or its last attempt decides. Nobody's fault: again soon. A
// conversation: the task keeps its place, put off as by "hang-up" in case that no result is ever recorded.
// Outcome::unknown has no after.
AfterAttempt after_agent_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                 Outcome outcome, AttemptTimes times);

struct ModeResult {
  std::string button;
  std::optional<Instant> at;              // of a callback, or in place of a button's put-off
  std::optional<OperatorId> operator_id;  // who records; none: an admin
  std::string who;                        // for the journal
};

// What the store knows of the task's last round.
struct ResultMoment {
  std::optional<AgentRound> round;  // under way, or waiting for its result
};

// The records that a result makes: it counts as a round of the mode's attempts, unless the dialer has counted
// it, or an appointment was made.
// Errors: (not_found) result.unknown-button; (refused) result.not-handed, result.not-his, result.too-early
// while the customer is being called; (usage) result.no-time, result.past, result.closed.
Result<std::vector<Record>> record_result(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                          const ResultMoment& moment, const ModeResult& result, Instant now);

// The time for recording a result is over: put off as by "hang-up", counted, and journalled.
std::vector<Record> result_missing(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                   Instant now);

}  // namespace dialctl
