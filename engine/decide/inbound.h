// Calls to us that a provider tells live: lost ones become callbacks, answered ones end them (IM-08, CB-13).
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// Asks the shell who that is, and what is known of him.
void ask_who_called(Step& step, ProviderId provider, Instant at, const InboundAnswered& fact);
void ask_who_called(Step& step, ProviderId provider, Instant at, const InboundLost& fact);

void on_missed_heard(Step& step, MissedHeard heard);
void on_caller_answered(Step& step, const CallerAnswered& answered);
void on_caller_unreadable(Step& step, const CallerUnreadable& one);

}  // namespace dialctl
