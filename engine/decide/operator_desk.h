// Operators and waiting customers: who is free, who is rung
// for whom, who talks, who is on break (QU-02 to QU-09).
#pragma once

#include <map>
#include <vector>

#include "engine/decide/world.h"

namespace dialctl {

// Settings have changed, or the loop begins: takes over statuses, adds and drops operators and queues.
void refresh_operators(Step& step);
void restore_memory(World& world, const std::vector<OperatorState>& operators,
                    const std::vector<QueueState>& queues);

// CountersSince::day: a new local day of the queue's project begins at zero.
void reset_daily_counters(Step& step, QueueId queue);

// The customer takes his place in his queue's line, and longest_wait begins.
void join_line(Step& step, LiveCall& call);
// Back in line after an operator who was lost before the bridge: at his old place, and his longest wait goes
// on.
void rejoin_line(Step& step, LiveCall& call);
// Out of the line, whatever rang for him is released. Nothing when he is not in it.
void leave_line(Step& step, LiveCall& call);
int position_in_line(const World& world, const LiveCall& call);  // 1-based; 0 = not in line

// The operator of a call goes to wrap-up, his leg is hung up (or goes back to waiting when it is open).
void release_operator(Step& step, LiveCall& call);

// Those of the queue who are ready, as its strategy sees them; a leg of this provider can be bridged to them.
std::vector<Candidate> candidates(const World& world, QueueId queue, ProviderId provider, Instant now);
// Makes offers to free operators, first come first served per queue.
void offer_waiting(Step& step);
// Dials the open legs of operators who are ready and have none; hangs up those of operators who are not.
void keep_open_legs(Step& step);
// Ends wrap-up and delays whose time is over.
void free_operators(Step& step);

// Facts about operators' legs.
void on_operator_answered(Step& step, const LegId& leg);
void on_operator_ended(Step& step, const LegId& leg, const Ended& ended);
// '#' on his open leg ends the operator's wrap-up before its time.
void on_operator_key(Step& step, const LegId& leg, char key);
void on_operator_placed(Step& step, const Placed& placed);
void on_bridged(Step& step, const Bridged& bridged);
void on_bridge_failed(Step& step, const BridgeFailed& failed);

// PA-01: free operators and calls in need of one, per queue.
struct QueueLoad {
  int free_operators = 0;
  int soon_free = 0;  // in wrap-up, in a delay, ringing or talking: free without anybody's doing
  int calls_in_need = 0;
};
std::map<QueueId, QueueLoad> queue_loads(const World& world, Instant now);

// When the next operator becomes free by the passing of time.
Instant next_operator_free(const World& world, Instant now);

}  // namespace dialctl
