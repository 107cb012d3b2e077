// The end of an attempt: its record, what becomes of its task, and everybody who was waiting on it.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// Ends the attempt with `outcome`, plans what follows and
// forgets the call. Legs must be over, or hung up before.
void end_attempt(Step& step, AttemptId attempt, Outcome outcome, std::string raw_code);

// Hangs up the customer; the attempt ends as `outcome` when the provider says that the leg is over.
void hang_up_as(Step& step, LiveCall& call, Outcome outcome, HangUpReason reason);

// Nobody can tell whether the call went out: it blocks its number until it is found, or a person decides.
void park_unknown(Step& step, AttemptId attempt, std::string why);

// StepChanged with all that a restart needs.
void save_step(Step& step, LiveCall& call, CallStep reached);
// Of the sounds that were played: "f3a9.wav thanks.wav" (CO-01).
std::string names_of(const std::vector<Media>& media);
void see_fact(Step& step, const LiveCall& call, AttemptFactKind kind, std::string detail = {});

// The order enters a status (ST-02); nothing when it has it already.
void enter(Step& step, const Order& order, StatusId status, std::string_view who, std::string_view why);

// RB-10: rounded up per call to the increment; 0 without an answer.
std::int64_t cost_micros(const Price& price, Seconds conversation);

// Bucket bookkeeping after a task has moved: the loop will look there again.
void note_task_ready(World& world, const DueTask& task, const TaskMoved& moved);

}  // namespace dialctl
