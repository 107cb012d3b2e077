// Agent-first rounds after a restart, a lost connection, or a result that a command has recorded.
#include <algorithm>

#include "engine/decide/agent_round.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/route.h"

namespace dialctl {

void on_rounds_seen(Step& step, const RoundsSeen& seen) {
  std::vector<OperatorId> over;
  for (const auto& [id, round] : step.world.rounds) {
    if (round.state.step != RoundStep::result_wanted) continue;
    const bool kept = std::any_of(seen.rounds.begin(), seen.rounds.end(), [&](const AgentRound& row) {
      return row.operator_id == round.state.operator_id;
    });
    if (!kept) over.push_back(id);
  }
  for (const OperatorId id : over) {
    tell(step, step.world.rounds.at(id), "result-recorded", order_word(step.world.rounds.at(id)));
    step.world.rounds.erase(id);
    const auto found = step.world.operators.find(id);
    if (found == step.world.operators.end()) continue;
    found->second.state.not_before = step.now;
    step.record(found->second.state);
  }
}

void adopt_rounds(Step& step, const std::vector<KeptRound>& kept) {
  World& world = step.world;
  for (const KeptRound& one : kept) {
    LiveRound& round = world.rounds[one.state.operator_id];
    round.state = one.state;
    if (one.task.place) round.cell = {one.task.order.project, one.task.place->mode};
    if (one.task.callback) {
      round.rule = one.task.callback->rule;
      round.rule_version = one.task.callback->version;
      round.task = one.task;
    }
    const Project* project = world.rules->project(one.task.order.project);
    const auto call = one.state.attempt ? world.calls.find(*one.state.attempt) : world.calls.end();
    const Route route = project != nullptr ? route_of(*world.rules, *project, one.task) : Route{};
    if (call != world.calls.end()) {
      round.provider = call->second.intent.provider;
    } else if (route.provider != nullptr) {
      round.provider = route.provider->id;
    }
    if (one.state.step == RoundStep::result_wanted) {
      if (LiveOperator* who = operator_of(world, round)) {
        who->state.not_before = one.state.result_until;
        become(step, *who, Activity::wrap_up, std::nullopt);
      }
    } else if (call ==
               world.calls.end()) {  // nobody is on the line but the operator, whose leg is a stray now
      round.leg_up = false;
      give_back(step, round, "the dialer was started anew");
    } else {
      round.leg_up = true;
      call->second.operator_leg = round.state.leg;
      if (LiveOperator* who = operator_of(world, round))
        become(step, *who, one.state.step == RoundStep::talking ? Activity::talking : Activity::reserved,
               one.state.attempt);
    }
  }
}

void settle_agent_legs(Step& step, ProviderId provider, const LegsListed& listed) {
  std::vector<LegId> lost;
  for (const auto& [id, round] : step.world.rounds) {
    if (round.provider != provider || round.state.leg.kind != LegKind::agent) continue;
    if (round.placing || (!round.leg_up && round.state.step != RoundStep::ringing)) continue;
    const bool there = std::any_of(listed.legs.begin(), listed.legs.end(),
                                   [&](const Found& found) { return found.leg == round.state.leg; });
    if (!there) lost.push_back(round.state.leg);
  }
  settle_callback_legs(step, provider, listed);
  for (const LegId& leg : lost)
    agent_ended(step, leg, Ended{leg, EndCause::failed, EndedBy::unknown, "not listed"});
}

bool is_agent_leg_of_ours(const World& world, const LegId& leg) {
  return rings_for_callback(world, leg) ||
         std::any_of(world.rounds.begin(), world.rounds.end(), [&](const auto& row) {
           const LiveRound& round = row.second;
           return round.state.leg == leg && (round.leg_up || round.state.step == RoundStep::ringing);
         });
}

}  // namespace dialctl
