// Pacing of each queue among the live calls (PA-01 to PA-06): what a queue's pacer is told, what it is asked,
// and what becomes of its word.
#pragma once

#include <vector>

#include "engine/decide/world.h"

namespace dialctl {

// What the store kept: of the last 30 days, and what was learnt.
void restore_pacing(World& world, const std::vector<OperatorNeeded>& needs,
                    const std::vector<PaceDecided>& learnt);

// What happens to a call that may want an operator, told where it happens.
void note_operator_wanted(Step& step, LiveCall& call);  // he has joined the line, for the first time
void note_greeting(Step& step, const LiveCall& call);   // it is over
void note_need_met(Step& step, LiveCall& call, NeedMet met);
void note_call_over(Step& step, LiveCall& call, Outcome outcome);  // whether he wanted one or not
void note_offer_missed(Step& step, const LiveCall& call);          // by an operator
// What an operator was doing until now.
void note_operator_did(Step& step, const LiveOperator& one);

// Asks the pacers of predictive queues, once in each pass: sets how many calls each may have in flight, and
// lets go of those that ring in vain. Before anything is launched.
void pace_queues(Step& step);

// How calls of this project are paced on this queue: a project that is far over the limit is called as
// progressive does, until it no longer is.
PacingMode pacing_for(const World& world, const QueueSettings& queue, ProjectId project);

// When predictive queues want to be asked again, without anything having happened.
Instant next_pacing(const World& world, Instant now);

}  // namespace dialctl
