// Callbacks for missed calls (CB-02, CB-03, CB-12, CB-15): those whom the rule names are rung first.
//
//   due -> their phones ring -> one answers: from here on an agent-first round (agent_round.h)
//               +-- nobody answers: a try is used up, the next one after the rule's interval
#pragma once

#include "engine/decide/callback_targets.h"
#include "engine/decide/world.h"

namespace dialctl {

// Asks for the callbacks of one rule that are due, while its limits leave room; nothing while a load is asked
// for.
void serve_callbacks(Step& step);
void on_callbacks_due(Step& step, LiveBucket& live, DueSeen seen);
// False: none of them can be rung now; nothing has happened then.
bool ring_for_callback(Step& step, LiveCallback one, const CallbackTargets& targets);
// Records what becomes of it, and what the journal says of that.
void move_callback(Step& step, const DueTask& task, TaskMoved moved);
// Rules or switches are new: where callbacks are not made any more, no phone rings for one, and who has
// answered and waits for his customer is let go (CB-07, CB-11). No try is used up.
void hold_callbacks(Step& step);
// Who had answered hung up before the customer was dialled: a failed try, like one in which nobody answers.
void end_unheard(Step& step, LiveRound& round);
// Those being rung as the store has them now: a command may have ended them.
void on_callbacks_seen(Step& step, const std::vector<DueTask>& tasks);
void ask_about_callbacks(Step& step);
// CB-13: somebody dials this number, or has talked to its owner, outside the callbacks.
void note_contact(Step& step, const E164& number, bool talked, std::string how);
// The dialer stops: nobody is rung for one any more.
void stop_callbacks(Step& step);

Instant next_callback(const World& world, Instant now);
bool callbacks_callable(const World& world, Instant now);

// Facts about a phone that rings for a callback (LegKind::agent). False: it is not one.
bool callback_placed(Step& step, const Placed& placed);
bool callback_answered(Step& step, const LegId& leg);
bool callback_ended(Step& step, const LegId& leg, const Ended& ended);
bool rings_for_callback(const World& world, const LegId& leg);
void settle_callback_legs(Step& step, ProviderId provider, const LegsListed& listed);

}  // namespace dialctl
