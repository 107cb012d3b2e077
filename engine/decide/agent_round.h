// One agent-first round: the operator's phone, then the numbers of the order, then the result (AD-02, AD-04).
#pragma once

#include "engine/decide/dial_session.h"

namespace dialctl {

// The order is his: his phone is rung, or his open leg is there already.
void begin_round(Step& step, LiveOperator& one, DueTask task);
// The round's task as the store has it now: its next number is dialled, or the time for its result is over.
void on_round_task_seen(Step& step, LiveRound& round, std::vector<DueTask> tasks);

// ---- What the parts of a round share.

LiveOperator* operator_of(World& world, const LiveRound& round);
std::string order_word(const LiveRound& round);  // "order:17"
// What reaches the operator (`operator watch`) is told as events about him: session.KIND.
void tell(Step& step, const LiveRound& round, const std::string& kind, std::string detail);
void go_to(Step& step, LiveRound& round, RoundStep reached);
const ModeSettings& mode_of(const Step& step, const LiveRound& round);
// His leg is over, or goes back to waiting where it stays open.
void let_leg_go(Step& step, LiveRound& round);
// What this pass records, the store shows in the next one.
inline constexpr Milliseconds kAfterCommit{1};
// The round ends; the order must be given back or moved before.
void end_round(Step& step, LiveRound& round);
void give_back(Step& step, LiveRound& round, const std::string& why);

}  // namespace dialctl
