// Making offers, keeping open legs, and counting who is free: the parts of operator_desk.h that look at all.
#include <algorithm>

#include "engine/decide/agent_leg.h"
#include "engine/decide/call_end.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/operator_state.h"

namespace dialctl {
namespace {

constexpr Seconds kOpenLegLife{12 * 3600};
constexpr Seconds kOpenLegRing{30};
constexpr Seconds kOfferLifeAtLeast{3600};

void ring(Step& step, LiveCall& call, LiveOperator& one, Seconds ring_limit) {
  begin_ringing(step, one, call);
  call.offers += 1;
  see_fact(step, call, AttemptFactKind::offered, one.settings.name);
  if (one.open_leg) {  // nothing rings: a beep announces the customer
    connect_operator(step, call, one.settings.id, *one.open_leg);
    return;
  }
  const LegId leg{LegKind::offer, call.intent.id, static_cast<std::uint16_t>(call.offers)};
  call.offer_legs[one.settings.id] = leg;
  step.command(call.intent.provider, Place{leg, one.settings.endpoint, call.intent.number.text(), ring_limit,
                                           kOfferLifeAtLeast, false});
}

void make_offer(Step& step, LiveCall& call, QueueId queue_id, LiveQueue& queue) {
  const QueueSettings* settings = step.world.rules->queue(queue_id);
  if (settings == nullptr) return;
  if (settings->counters_since == CountersSince::day) reset_daily_counters(step, queue_id);
  const Offer offer =
      next_offer(candidates(step.world, queue_id, call.intent.provider, step.now),
                 {settings->strategy, settings->sticky_last_tried}, queue.distribution, call.cursor);
  queue.distribution = offer.state;
  call.cursor = offer.cursor;
  if (offer.ring.empty()) return;
  call.round.emplace(offer.ring);
  step.record(QueueState{queue_id, queue.distribution.last_offered_position,
                         queue.distribution.last_tried_missed, queue.distribution.random.state()});
  for (const OperatorId id : offer.ring) {
    if (call.round && !call.round->winner())
      ring(step, call, step.world.operators.at(id), settings->operator_ring_timeout);
  }
  // The ordinals of offers must never be used twice, also after a restart.
  if (call.step != CallStep::connecting) save_step(step, call, call.step);
}

}  // namespace

std::vector<Candidate> candidates(const World& world, QueueId queue, ProviderId provider, Instant now) {
  std::vector<Candidate> all;
  all.reserve(world.operators.size());
  for (const auto& [id, one] : world.operators) {
    if (one.settings.queue != queue || one.settings.status != OperatorStatus::ready) continue;
    Candidate candidate;
    candidate.id = id;
    candidate.name = one.settings.name;
    candidate.position = one.settings.position;
    candidate.eligible = is_free(one, now) && is_reached_by(world, one, provider);
    candidate.last_bridge_end = one.state.last_bridge_end;
    candidate.talk_time = one.state.talk_time;
    candidate.calls_answered = one.state.calls_answered;
    candidate.last_offered = one.state.last_offered;
    all.push_back(std::move(candidate));
  }
  return all;
}

void offer_waiting(Step& step) {
  for (auto& [id, queue] : step.world.queues) {
    const auto line = queue.waiting;  // offers to open legs change it
    for (const AttemptId attempt : line) {
      const auto call = step.world.calls.find(attempt);
      if (call == step.world.calls.end() || call->second.round) continue;
      make_offer(step, call->second, id, queue);
    }
  }
}

void keep_open_legs(Step& step) {
  for (auto& [id, one] : step.world.operators) {
    const bool wanted = one.settings.leg == LegMode::open && one.settings.status == OperatorStatus::ready;
    if (!wanted && !one.open_leg && !one.placing_leg) continue;
    const ProviderId provider = provider_of_leg(step.world, one);
    if (one.placing_leg && one.ask_leg_at <= step.now) {  // the word of it was lost, or comes soon
      one.ask_leg_at = step.now + kWordGrace;
      step.command(provider, Find{*one.placing_leg});
    }
    if (wanted && !one.open_leg && !one.placing_leg && provider) {
      const auto live = step.world.providers.find(provider);
      if (live == step.world.providers.end() || live->second.condition != ProviderCondition::up) continue;
      if (step.world.give_up_at) continue;
      const LegId leg{LegKind::open, step.world.attempt_ids.next(step.now), 0};
      one.placing_leg = leg;
      one.leg_provider = provider;
      one.ask_leg_at = step.now + kOpenLegRing + kWordGrace;
      one.state.leg = leg;
      step.record(one.state);
      step.command(provider, Place{leg, one.settings.endpoint, "", kOpenLegRing, kOpenLegLife, false});
    }
    const bool on_call = one.state.activity == Activity::talking || one.state.activity == Activity::reserved;
    if (!wanted && one.open_leg && !on_call) {
      step.command(provider, HangUp{*one.open_leg, HangUpReason::done});
      one.open_leg.reset();
      one.leg_provider = {};
      one.state.leg.reset();
      step.record(one.state);
    }
  }
}

void free_operators(Step& step) {
  for (auto& [id, one] : step.world.operators) {
    if (one.state.activity != Activity::wrap_up || (one.state.not_before && *one.state.not_before > step.now))
      continue;
    become(step, one, Activity::idle, std::nullopt);
  }
}

std::map<QueueId, QueueLoad> queue_loads(const World& world, Instant now) {
  std::map<QueueId, QueueLoad> loads;
  QueueId last;
  QueueLoad* load = nullptr;
  for (const auto& [id, one] : world.operators) {
    if (one.settings.status != OperatorStatus::ready || !one.settings.queue) continue;
    if (load == nullptr || last != *one.settings.queue) load = &loads[last = *one.settings.queue];
    (is_free(one, now) ? load->free_operators : load->soon_free) += 1;
  }
  for (const auto& [id, call] : world.calls) {
    if (!call.needs_operator() || call.operator_id || call.round || call.step == CallStep::ending) continue;
    if (call.queue) loads[*call.queue].calls_in_need += 1;
  }
  return loads;
}

Instant next_operator_free(const World& world, Instant now) {
  Instant next = kNever;
  for (const auto& [id, one] : world.operators) {
    if (one.settings.status != OperatorStatus::ready || !one.state.not_before) continue;
    if (*one.state.not_before > now) next = std::min(next, *one.state.not_before);
  }
  return next;
}

}  // namespace dialctl
