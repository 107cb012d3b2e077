// What becomes of a callback after a try: done, the next try after the interval of the rule that plans it, or
// the end (CB-05, CB-07, CB-09). Pure.
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

// Its rule is there no more, or was turned off with its callbacks (CB-07): nothing is tried any more, and
// this is how it ends. A command ends those that wait, the loop those that were under way. nullopt: it goes
// on.
std::optional<TaskMoved> cut_off(const Rulebook& rules, const DueTask& task);

// What the journal says of `moved`, at that instant: how the callback has ended, or that another rule goes on
// with it. nullopt: nothing, also where it is no callback.
std::optional<Journalled> callback_news(const Rulebook& rules, const DueTask& task, const TaskMoved& moved,
                                        Instant at);

}  // namespace dialctl
