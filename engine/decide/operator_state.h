// The states that an operator goes through, each change recorded: idle, ringing, talking, wrap-up, break.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// Ready, idle, no delay running, his leg up where it has to be.
bool is_free(const LiveOperator& one, Instant now);

// Where an open leg is, or belongs.
ProviderId provider_of_leg(const World& world, const LiveOperator& one);
// A customer of this provider can be connected to him: an open leg is at one provider.
bool is_reached_by(const World& world, const LiveOperator& one, ProviderId provider);

// What he does, and for which call.
void become(Step& step, LiveOperator& one, Activity activity, std::optional<AttemptId> attempt);
// Both are on the line, the customer's leg and his: asked for, and given up when it does not come.
void ask_for_bridge(Step& step, LiveCall& call, const LegId& operator_leg);

void begin_ringing(Step& step, LiveOperator& one, const LiveCall& call);
// Rung in vain for somebody who was served otherwise: he has missed nothing.
void release_ringing(Step& step, LiveCall& call, OperatorId who);
// He answered first: the others are released, the bridge is asked for.
void connect_operator(Step& step, LiveCall& call, OperatorId who, const LegId& leg);
void conversation_began(Step& step, LiveCall& call);
// His leg ended while he was connected, or being connected.
void operator_left(Step& step, LiveCall& call, const Ended& ended);
void operator_missed(Step& step, LiveCall& call, OperatorId who, const Ended& ended);
// His phone rang in vain: the delay before he is offered again, and a break after too many (QU-05).
void miss_call(Step& step, LiveOperator& one, const Ended& ended);
void begin_wrap_up(Step& step, LiveOperator& one);
void put_on_break(Step& step, LiveOperator& one, std::string reason);

void open_leg_answered(Step& step, const LegId& leg);
void open_leg_lost(Step& step, const LegId& leg, const Ended& ended);

}  // namespace dialctl
