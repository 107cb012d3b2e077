// What becomes of a callback after a try: done, the next try after the rule's interval, or the end (CB-05).
// Pure.
#pragma once

#include "engine/decide/retry.h"

namespace dialctl {

// After the customer's call. A conversation ends it; trouble on the way uses up no try.
AfterAttempt after_callback_attempt(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                    Outcome outcome, AttemptTimes times);
// Nobody whom the rule names has answered: a try like any other (CB-03), without a call to the customer.
TaskMoved after_vain_ring(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, Instant now);
// It ends without a try: "no-targets", "target-gone".
TaskMoved callback_over(const DueTask& task, std::string why);

}  // namespace dialctl
