#include "engine/decide/operator_desk.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/call_message.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/pacing.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

LiveQueue* queue_of(World& world, const LiveCall& call) {
  if (!call.queue) return nullptr;
  const auto found = world.queues.find(*call.queue);
  return found == world.queues.end() ? nullptr : &found->second;
}

// First come first served: before all who began to wait after him.
void take_place(World& world, LiveQueue& queue, const LiveCall& call) {
  const auto later = [&](AttemptId other) {
    const auto found = world.calls.find(other);
    return found != world.calls.end() && found->second.waiting_since > call.waiting_since;
  };
  const auto place = std::find_if(queue.waiting.begin(), queue.waiting.end(), later);
  queue.waiting.insert(place, call.intent.id);
}

void release_rings(Step& step, LiveCall& call) {
  if (!call.round) return;
  for (const OperatorId id : call.round->close())
    release_ringing(step, call, id);
}

}  // namespace

void join_line(Step& step, LiveCall& call) {
  LiveQueue* queue = queue_of(step.world, call);
  if (queue == nullptr) {  // the queue was removed while he listened
    hang_up_as(step, call, Outcome::agent_error, HangUpReason::wait_limit);
    return;
  }
  if (call.waiting_since) return;
  if (!call.first_waited) {
    call.first_waited = step.now;
    note_operator_wanted(step, call);
  }
  call.waiting_since = call.first_waited;
  take_place(step.world, *queue, call);
  see_fact(step, call, AttemptFactKind::waiting);
  const QueueSettings* settings = call.rules->queue(*call.queue);
  if (call.tmpl->need == OperatorNeed::at_key && settings != nullptr) {
    set_timer(step.world, call, TimerKind::longest_wait,
              std::max(step.now, *call.first_waited + settings->longest_wait));
  }
}

void rejoin_line(Step& step, LiveCall& call) {
  join_line(step, call);
  if (call.step == CallStep::ending) return;
  if (call.tmpl->need == OperatorNeed::at_answer) {
    if (!call.greeting_ended) call.greeting_ended = step.now;
    await_operator(step, call);
    return;
  }
  hold(step, call);
}

void leave_line(Step& step, LiveCall& call) {
  if (LiveQueue* queue = queue_of(step.world, call)) std::erase(queue->waiting, call.intent.id);
  clear_timer(step.world, call, TimerKind::longest_wait);
  clear_timer(step.world, call, TimerKind::abandon);
  release_rings(step, call);
  call.round.reset();
  call.waiting_since.reset();
}

int position_in_line(const World& world, const LiveCall& call) {
  if (!call.queue) return 0;
  const auto queue = world.queues.find(*call.queue);
  if (queue == world.queues.end()) return 0;
  const auto& line = queue->second.waiting;
  const auto place = std::find(line.begin(), line.end(), call.intent.id);
  return place == line.end() ? 0 : static_cast<int>(place - line.begin()) + 1;
}

void release_operator(Step& step, LiveCall& call) {
  if (call.by_agent()) return;  // his leg is the round's
  if (!call.operator_id || !call.operator_leg) return;
  const LegId leg = *call.operator_leg;
  call.operator_leg.reset();
  const auto found = step.world.operators.find(*call.operator_id);
  if (leg.kind == LegKind::open) {
    step.command(call.intent.provider, Disconnect{leg});
  } else {
    step.command(call.intent.provider, HangUp{leg, HangUpReason::done});
  }
  if (found != step.world.operators.end()) begin_wrap_up(step, found->second);
}

void on_operator_answered(Step& step, const LegId& leg) {
  if (leg.kind == LegKind::open) {
    open_leg_answered(step, leg);
    return;
  }
  if (leg.kind == LegKind::agent) {
    agent_answered(step, leg);
    return;
  }
  const auto found = step.world.calls.find(leg.number);
  if (found == step.world.calls.end() || !found->second.round)
    return;  // released meanwhile: it is being hung up
  LiveCall& call = found->second;
  const auto offered = std::find_if(call.offer_legs.begin(), call.offer_legs.end(),
                                    [&](const auto& row) { return row.second == leg; });
  if (offered == call.offer_legs.end()) return;
  connect_operator(step, call, offered->first, leg);
}

void on_operator_ended(Step& step, const LegId& leg, const Ended& ended) {
  if (leg.kind == LegKind::open) {
    open_leg_lost(step, leg, ended);
    return;
  }
  if (leg.kind == LegKind::agent) {
    agent_ended(step, leg, ended);
    return;
  }
  const auto found = step.world.calls.find(leg.number);
  if (found == step.world.calls.end()) return;
  LiveCall& call = found->second;
  if (call.operator_leg == leg) {  // he was connected, or being connected
    operator_left(step, call, ended);
    return;
  }
  const auto offered = std::find_if(call.offer_legs.begin(), call.offer_legs.end(),
                                    [&](const auto& row) { return row.second == leg; });
  if (offered == call.offer_legs.end()) return;
  const OperatorId who = offered->first;
  call.offer_legs.erase(offered);
  if (call.round && call.round->on_ended(who)) operator_missed(step, call, who, ended);
}

void on_operator_key(Step& step, const LegId& leg, char key) {
  if (leg.kind != LegKind::open || key != '#') return;
  for (auto& [id, one] : step.world.operators) {
    if (one.open_leg != leg || one.state.activity != Activity::wrap_up) continue;
    one.state.not_before.reset();
    become(step, one, Activity::idle, std::nullopt);
  }
}

void on_operator_placed(Step& step, const Placed& placed) {
  if (placed.leg.kind == LegKind::agent) agent_placed(step, placed);
  if (placed.answer == PlaceAnswer::accepted || placed.answer == PlaceAnswer::unknown) return;
  const auto cause =
      placed.refusal == RefusalClass::bad_number || placed.refusal == RefusalClass::configuration
          ? EndCause::configuration
          : EndCause::network_trouble;
  on_operator_ended(step, placed.leg, Ended{placed.leg, cause, EndedBy::unknown, placed.raw_code});
}

void on_bridged(Step& step, const Bridged& bridged) {
  const auto found = step.world.calls.find(bridged.customer.number);
  if (found == step.world.calls.end() || found->second.operator_leg != bridged.operator_leg) return;
  if (found->second.step != CallStep::connecting) return;  // told twice
  conversation_began(step, found->second);
}

void on_bridge_failed(Step& step, const BridgeFailed& failed) {
  const auto found = step.world.calls.find(failed.customer.number);
  if (found == step.world.calls.end() || found->second.operator_leg != failed.operator_leg) return;
  found->second.raw_code = failed.raw_code;
  hang_up_as(step, found->second, Outcome::agent_error, HangUpReason::done);
}

}  // namespace dialctl
