// What becomes of a task after an attempt: the next number at once,
// the next round later, or the end (RT-01, AD-04, SC-05). Pure.
#pragma once

#include <optional>

#include "engine/decide/rulebook.h"
#include "engine/model/record.h"

namespace dialctl {

// The task as it was when that attempt was made. What the store keeps of a live one is older: a number that
// was passed over and the begin of the round are written only when the attempt has ended.
DueTask as_dialled(DueTask task, const AttemptIntent& intent);

struct AttemptTimes {
  Instant started;
  Instant ended;
};

struct AfterAttempt {
  TaskMoved moved;
  bool number_is_bad = false;             // the number that was dialled does not exist
  std::optional<StatusId> enters_status;  // attempts used up: the order moves, in the same transaction
};

// Trouble on our or the carrier's side: tried again soon, no round is used up. Each further dial of the
// number within the last hour doubles the delay, so that what does not mend rings nobody's phone all day
// long.
inline constexpr Seconds kTroubleDelay{60};
inline constexpr Seconds kTroubleDelayMost{20 * 60};
// The call never left us (stale, connection refused): as if it had not been tried.
inline constexpr Seconds kNotPlacedDelay{1};

// `task` is as it was when the attempt was made (number_index = the number dialled). Outcome::unknown has no
// after: the task stays live until it is settled. Of a task in a line: as mode_result.h says.
AfterAttempt after_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Outcome outcome,
                           AttemptTimes times);

// Nobody's fault, see uses_up_attempt(): the same number again soon.
AfterAttempt after_trouble(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Outcome outcome,
                           AttemptTimes times);

// No number of the round that is due can ever be called: it is over as if nobody had answered, and used up
// unless its attempts were used up before.
AfterAttempt round_without_call(const Rulebook& rules, const ZoneBook& zones, DueTask task, Instant now);

// The task again at its next opening, nothing used up: the
// window closed, or a gate refused until `not_before`.
TaskMoved deferred(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant not_before,
                   std::string reason);

// The first number from `from` on that is not marked bad; -1 when there is none.
int usable_number(const DueTask& task, int from);

}  // namespace dialctl
