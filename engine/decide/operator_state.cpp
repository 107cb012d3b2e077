#include "engine/decide/operator_state.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/miss.h"
#include "engine/decide/operator_card.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/pacing.h"
#include "engine/decide/robot_call.h"
#include "engine/decide/tally.h"

namespace dialctl {
namespace {

constexpr Seconds kBridgeGrace{10};

void change(Step& step, LiveOperator& one, Activity activity) {
  become(step, one, activity, activity == Activity::idle ? std::nullopt : one.state.attempt);
}

const QueueSettings* queue_settings(const Step& step, const LiveOperator& one) {
  return one.settings.queue ? step.world.rules->queue(*one.settings.queue) : nullptr;
}

Miss miss_of(EndCause cause) {
  switch (cause) {
    case EndCause::busy:
      return Miss::busy;
    case EndCause::rejected:
      return Miss::rejected;
    case EndCause::no_answer:
    case EndCause::cancelled:
    case EndCause::normal:
      return Miss::no_answer;
    case EndCause::bad_number:
    case EndCause::network_trouble:
    case EndCause::configuration:
    case EndCause::failed:
      return Miss::unreachable;
  }
  return Miss::unreachable;
}

bool works_for(const OperatorSettings& one, ProjectId project) {
  return std::any_of(one.access.begin(), one.access.end(),
                     [&](const ModeCell& cell) { return cell.project == project; });
}

LiveOperator* owner_of(World& world, const LegId& leg) {
  for (auto& [id, one] : world.operators) {
    if (one.placing_leg == leg || one.open_leg == leg) return &one;
  }
  return nullptr;
}

void save_distribution(Step& step, QueueId id, const LiveQueue& queue) {
  step.record(QueueState{id, queue.distribution.last_offered_position, queue.distribution.last_tried_missed,
                         queue.distribution.random.state()});
}

}  // namespace

bool is_free(const LiveOperator& one, Instant now) {
  if (one.settings.status != OperatorStatus::ready || one.state.activity != Activity::idle) return false;
  if (one.state.not_before && *one.state.not_before > now) return false;
  return one.settings.leg == LegMode::ring || one.open_leg.has_value();
}

ProviderId provider_of_leg(const World& world, const LiveOperator& one) {
  if (one.leg_provider) return one.leg_provider;
  for (const auto& project : world.rules->settings().projects) {
    const bool his = one.settings.queue ? project.queue == one.settings.queue
                                        : one.settings.in_session && works_for(one.settings, project.id);
    if (!his) continue;
    if (const auto* provider = world.rules->provider_of(project)) return provider->id;
  }
  return {};
}

bool is_reached_by(const World& world, const LiveOperator& one, ProviderId provider) {
  return one.settings.leg == LegMode::ring || provider_of_leg(world, one) == provider;
}

void become(Step& step, LiveOperator& one, Activity activity, std::optional<AttemptId> attempt) {
  if (one.state.activity != activity) {
    note_operator_did(step, one);
    one.state.since = step.now;
  }
  one.state.activity = activity;
  one.state.attempt = attempt;
  step.record(one.state);
}

void ask_for_bridge(Step& step, LiveCall& call, const LegId& operator_leg) {
  save_step(step, call, CallStep::connecting);
  step.command(call.intent.provider,
               Connect{call.customer_leg(), operator_leg, operator_leg.kind == LegKind::open});
  set_timer(step.world, call, TimerKind::event_overdue, step.now + kBridgeGrace);
}

void begin_ringing(Step& step, LiveOperator& one, const LiveCall& call) {
  one.state.attempt = call.intent.id;
  one.state.last_offered = step.now;
  one.last_was_session = false;
  change(step, one, Activity::ringing);
}

void release_ringing(Step& step, LiveCall& call, OperatorId who) {
  const auto leg = call.offer_legs.find(who);
  if (leg != call.offer_legs.end()) {
    step.command(call.intent.provider, HangUp{leg->second, HangUpReason::lost_race});
    call.offer_legs.erase(leg);
  }
  const auto found = step.world.operators.find(who);
  if (found != step.world.operators.end() && found->second.state.attempt == call.intent.id) {
    change(step, found->second, Activity::idle);
  }
}

void connect_operator(Step& step, LiveCall& call, OperatorId who, const LegId& leg) {
  const auto answered = call.round->on_answered(who);
  for (const OperatorId loser : answered.release)
    release_ringing(step, call, loser);
  if (!answered.won) return;
  const auto found = step.world.operators.find(who);
  DIALCTL_INVARIANT(found != step.world.operators.end());
  call.operator_id = who;
  call.operator_leg = leg;
  call.offer_legs.clear();
  see_fact(step, call, AttemptFactKind::operator_answered, found->second.settings.name);
  // Out of line without touching the winner: leave_line releases only those who still ring.
  leave_line(step, call);
  if (call.playing) step.command(call.intent.provider, StopPlay{call.customer_leg(), call.playback});
  if (call.tmpl->need == OperatorNeed::at_answer && !call.greeting_ended) call.greeting_ended = step.now;
  call.playing = false;
  if (call.hold_music) step.command(call.intent.provider, StopHoldMusic{call.customer_leg()});
  call.hold_music = false;
  found->second.state.misses_in_row = 0;
  found->second.state.attempt = call.intent.id;
  change(step, found->second, Activity::reserved);
  if (const auto queue = found->second.settings.queue) {
    auto& live = step.world.queues[*queue];
    live.distribution = after_answered(live.distribution);
    save_distribution(step, *queue, live);
  }
  ask_for_bridge(step, call, leg);
}

void conversation_began(Step& step, LiveCall& call) {
  look_after(step, call);
  const auto found = step.world.operators.find(*call.operator_id);
  DIALCTL_INVARIANT(found != step.world.operators.end());
  found->second.state.calls_answered += 1;
  change(step, found->second, Activity::talking);
  see_fact(step, call, AttemptFactKind::bridged, found->second.settings.name);
  save_step(step, call, CallStep::talking);
  note_need_met(step, call, NeedMet::served);
  hand_order_to(step, call, found->second.settings.name);
  if (call.by_agent()) agent_conversation_began(step, call);
}

void operator_left(Step& step, LiveCall& call, const Ended& ended) {
  if (call.by_agent()) {
    lose_agent(step, call);
    return;
  }
  const bool talked = call.step == CallStep::talking;
  call.operator_leg.reset();
  const auto found = step.world.operators.find(*call.operator_id);
  if (found != step.world.operators.end()) begin_wrap_up(step, found->second);
  if (call.step == CallStep::ending) return;
  if (talked) {
    hang_up_as(step, call, Outcome::delivered_operator, HangUpReason::done);
    return;
  }
  // He hung up while the bridge was being made: the customer goes back to his place in line.
  call.raw_code = ended.raw_code;
  call.operator_id.reset();
  save_step(step, call, CallStep::waiting);
  look_after(step, call);
  rejoin_line(step, call);
}

void operator_missed(Step& step, LiveCall& call, OperatorId who, const Ended& ended) {
  const auto found = step.world.operators.find(who);
  if (found == step.world.operators.end()) return;
  LiveOperator& one = found->second;
  see_fact(step, call, AttemptFactKind::operator_missed,
           one.settings.name + ": " + std::string{to_text(miss_of(ended.cause))});
  note_offer_missed(step, call);
  miss_call(step, one, ended);
  if (call.round && call.round->failed()) call.round.reset();  // the next offer goes to somebody else
}

void miss_call(Step& step, LiveOperator& one, const Ended& ended) {
  const QueueSettings* queue = queue_settings(step, one);
  const auto reaction = after_miss(miss_of(ended.cause), queue != nullptr ? *queue : QueueSettings{},
                                   one.state.misses_in_row, step.now);
  one.state.misses_in_row = reaction.misses_in_a_row;
  one.state.not_before = reaction.eligible_from;
  change(step, one, Activity::idle);
  if (one.settings.queue) {
    auto& live = step.world.queues[*one.settings.queue];
    live.distribution = after_missed(live.distribution, one.settings.id);
    save_distribution(step, *one.settings.queue, live);
  }
  if (reaction.break_reason) put_on_break(step, one, *reaction.break_reason);
}

void begin_wrap_up(Step& step, LiveOperator& one) {
  if (one.state.activity == Activity::talking) {
    one.state.talk_time += std::chrono::ceil<Seconds>(step.now - one.state.since);
    one.state.last_bridge_end = step.now;
  }
  one.state.attempt.reset();
  const QueueSettings* queue = queue_settings(step, one);
  const Seconds wrap_up = queue != nullptr ? queue->wrap_up : Seconds{0};
  if (wrap_up <= Seconds{0}) {
    change(step, one, Activity::idle);
    return;
  }
  one.state.not_before = step.now + wrap_up;
  change(step, one, Activity::wrap_up);
}

void put_on_break(Step& step, LiveOperator& one, std::string reason) {
  one.settings.status = OperatorStatus::on_break;
  one.state.misses_in_row = 0;
  step.journal("operator.break", "operator:" + one.settings.name, reason);
  step.record(OperatorStatusSet{one.settings.id, OperatorStatus::on_break, std::move(reason), step.now});
}

void open_leg_answered(Step& step, const LegId& leg) {
  LiveOperator* one = owner_of(step.world, leg);
  if (one == nullptr || one->placing_leg != leg) return;
  one->placing_leg.reset();
  one->open_leg = leg;
  one->state.leg = leg;
  step.record(one->state);
}

void open_leg_lost(Step& step, const LegId& leg, const Ended& ended) {
  LiveOperator* one = owner_of(step.world, leg);
  if (one == nullptr) return;
  one->placing_leg.reset();
  one->open_leg.reset();
  one->leg_provider = {};
  one->state.leg.reset();
  step.record(one->state);
  if (one->state.attempt) {
    const auto call = step.world.calls.find(*one->state.attempt);
    if (call != step.world.calls.end() && call->second.operator_leg == leg)
      operator_left(step, call->second, ended);
  }
  agent_ended(step, leg, ended);  // a round that rings nobody yet
  if (one->settings.status == OperatorStatus::ready)
    put_on_break(step, *one, "his open line was lost: " + ended.raw_code);
}

}  // namespace dialctl
