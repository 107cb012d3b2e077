// Dial sessions (CM-07, AD-01, AD-02): which operator gets which order next, and the round of calls for it.
//
//   offered -> his phone rings -> dialling (the order's numbers one after the other) -> talking
//                    |                       |                                            |
//                    +-- no answer: break    +-- nobody reached: over                     +-> result wanted
//                    -> over
//
// The customer's leg is an attempt like any other (robot_call.h), that is connected as soon as it is
// answered.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

enum class Turn : std::uint8_t {
  sessions_first,  // operators whose last call was a robot's
  whoever_is_left
};
// Asks for the line of one operator who is free, when something is due in it; nothing while a load is asked
// for.
void serve_sessions(Step& step, Turn turn);
void on_line_seen(Step& step, const LineSeen& seen);
void on_places_seen(Step& step, PlacesSeen seen);
// A result that a command has recorded ends its round.
void on_rounds_seen(Step& step, const RoundsSeen& seen);

// Results whose time is over, numbers to dial now, leases that have ended.
void run_rounds(Step& step);
Instant next_round(const World& world, Instant now);
// An operator in a session could be handed something now, or soon without anybody's doing.
bool line_callable(const World& world, Instant now);

// Facts about an operator's leg (LegKind::agent).
void agent_placed(Step& step, const Placed& placed);
void agent_answered(Step& step, const LegId& leg);
void agent_ended(Step& step, const LegId& leg, const Ended& ended);

// The customer has answered: his operator is waiting on the line.
void connect_agent(Step& step, LiveCall& call);
void agent_conversation_began(Step& step, const LiveCall& call);
// His leg is over while the customer's is not.
void lose_agent(Step& step, LiveCall& call);
// The customer's call is parked as unknown: the round is over, the order waits.
void park_agent_call(Step& step, const LiveCall& call);
// What follows the end of an agent-first attempt, after its records: the next number, or the end of the
// round. `after` is what became of the task.
void after_agent_call(Step& step, const LiveCall& call, const TaskMoved& after, bool talked);

// After a restart: what was under way is taken up where a customer is concerned, else given back.
void adopt_rounds(Step& step, const std::vector<KeptRound>& kept);
// After a connection was lost: legs that went with it.
void settle_agent_legs(Step& step, ProviderId provider, const LegsListed& listed);
bool is_agent_leg_of_ours(const World& world, const LegId& leg);

}  // namespace dialctl
