#include "engine/decide/pacing.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/pacing_moment.h"

namespace dialctl {
namespace {

constexpr Milliseconds kAskAgain{1'000};  // time alone changes what is to be expected
constexpr Milliseconds kAskPutOff{250};   // where the last decision held still
// PA-04: so often a decision is kept, and so often with what was learnt.
constexpr Milliseconds kKeepEvery{15'000};
constexpr Milliseconds kKeepLearntEvery{120'000};
constexpr int kGreetingsKept = 8;

LivePacing* pacing_of(World& world, const LiveCall& call) {
  if (!call.queue || call.by_agent() || !call.needs_operator()) return nullptr;
  const auto queue = world.queues.find(*call.queue);
  return queue == world.queues.end() ? nullptr : &queue->second.pacing;
}

pace::QueuePacer& pacer_of(LivePacing& pacing) {
  if (!pacing.pacer) pacing.pacer.emplace();
  return *pacing.pacer;
}

std::optional<Milliseconds> listened(const LiveCall& call, Instant until) {
  if (!call.answered_at || *call.answered_at == until) return std::nullopt;
  return until - *call.answered_at;
}

bool any_predictive(const World& world) {
  const auto& queues = world.rules->settings().queues;
  return std::any_of(queues.begin(), queues.end(),
                     [](const auto& queue) { return queue.pacing == PacingMode::predictive; });
}

// PA-04: kept now and then, so that the journal of decisions can be read, and repeated.
void keep(Step& step, QueueId queue, LivePacing& pacing, const pace::QueueMoment& moment,
          const std::string& learnt, const pace::QueueChoice& choice) {
  pacing.kept_at = step.now;
  if (!learnt.empty()) pacing.learnt_at = step.now;
  step.record(PaceDecided{queue, step.now, to_text(moment), to_text(choice), learnt});
}

bool is_at_rest(const pace::QueueMoment& moment) {
  return moment.room == 0 && moment.ringing.empty() && moment.listening.empty() && moment.waiting == 0 &&
         moment.talking.empty();
}

void let_go(Step& step, const pace::QueueChoice& choice, LivePacing& pacing) {
  for (const std::int64_t id : choice.let_go) {
    const auto found = step.world.calls.find(AttemptId{id});
    if (found == step.world.calls.end() || found->second.answered_at) continue;
    LiveCall& call = found->second;
    call.let_go = true;
    pacer_of(pacing).was_let_go(step.now - call.intent.at);
    hang_up_as(step, call, Outcome::no_answer, HangUpReason::nobody_free);
  }
}

}  // namespace

void restore_pacing(World& world, const std::vector<OperatorNeeded>& needs,
                    const std::vector<PaceDecided>& learnt) {
  for (const OperatorNeeded& need : needs)
    world.queues[need.queue].pacing.needs.add(need);
  for (const PaceDecided& kept : learnt)
    pacer_of(world.queues[kept.queue].pacing).take_up(kept.learnt);
}

void note_operator_wanted(Step& step, LiveCall& call) {
  LivePacing* pacing = pacing_of(step.world, call);
  // Of one that an earlier process has launched, some of its time was not seen.
  if (pacing == nullptr || call.adopted || call.need_over) return;
  pacer_of(*pacing).wanted_operator(step.now - call.intent.at, listened(call, step.now));
}

void note_greeting(Step& step, const LiveCall& call) {
  LivePacing* pacing = pacing_of(step.world, call);
  if (pacing == nullptr || !call.answered_at || !call.greeting_ended) return;
  const Milliseconds length = *call.greeting_ended - *call.answered_at;
  pacing->greeting += (length - pacing->greeting) / (pacing->greeting.count() == 0 ? 1 : kGreetingsKept);
}

void note_need_met(Step& step, LiveCall& call, NeedMet met) {
  LivePacing* pacing = pacing_of(step.world, call);
  if (pacing == nullptr || call.need_over) return;
  call.need_over = true;
  const NeedKind kind = call.tmpl->need == OperatorNeed::at_key ? NeedKind::key : NeedKind::answer;
  const OperatorNeeded need{call.intent.id, *call.queue, call.intent.project, step.now, kind, met};
  pacing->needs.add(need);
  if (met == NeedMet::lost) {
    pacer_of(*pacing).lost();
  } else {
    pacer_of(*pacing).served();
  }
  step.record(need);
}

void note_call_over(Step& step, LiveCall& call, Outcome outcome) {
  LivePacing* pacing = pacing_of(step.world, call);
  if (pacing == nullptr || call.need_over) return;
  if (call.first_waited) {
    const bool by_key = call.tmpl->need == OperatorNeed::at_key;
    const bool unseen = outcome == Outcome::ended_unseen || outcome == Outcome::unknown;
    if (!unseen) note_need_met(step, call, by_key ? NeedMet::lost : NeedMet::left);
    call.need_over = true;
    return;
  }
  call.need_over = true;
  if (call.adopted || call.let_go) return;
  pacer_of(*pacing).ended_without(step.now - call.intent.at, listened(call, step.now));
}

void note_offer_missed(Step& step, const LiveCall& call) {
  if (LivePacing* pacing = pacing_of(step.world, call)) pacer_of(*pacing).missed();
}

void note_operator_did(Step& step, const LiveOperator& one) {
  if (!one.settings.queue) return;
  const auto queue = step.world.queues.find(*one.settings.queue);
  if (queue == step.world.queues.end()) return;
  const Milliseconds lasted = step.now - one.state.since;
  if (one.state.activity == Activity::talking) pacer_of(queue->second.pacing).talked(lasted);
  if (one.state.activity == Activity::wrap_up) pacer_of(queue->second.pacing).wrapped(lasted);
}

void pace_queues(Step& step) {
  World& world = step.world;
  if (!any_predictive(world)) return;
  for (auto& [id, live] : world.queues) {
    if (live.pacing.decided_this_pass || !is_held(live.pacing, step.now)) continue;
    live.pacing.put_off = true;
    live.pacing.predicted_calls = 0;
  }
  for (auto& [id, moment] : moments_of(world, step.now)) {
    LivePacing& pacing = world.queues.at(id).pacing;
    pacing.decided = pacing.decided_this_pass = true;
    pacing.put_off = false;
    pacing.predicted_calls = 0;
    if (is_at_rest(moment)) continue;
    pace::QueuePacer& pacer = pacer_of(pacing);
    const bool keeps = step.now - pacing.kept_at >= kKeepEvery || step.now < pacing.kept_at;
    const bool keeps_learnt = step.now - pacing.learnt_at >= kKeepLearntEvery || step.now < pacing.learnt_at;
    std::string learnt;
    if (keeps_learnt) {
      learnt = pacer.learnt();
      pacer.begin_from_learnt();
    }
    const pace::QueueChoice choice = pacer.decide(moment);
    if (keeps || keeps_learnt) keep(step, id, pacing, moment, learnt, choice);
    let_go(step, choice, pacing);
    const auto in_need = moment.ringing.size() + moment.listening.size() - choice.let_go.size();
    pacing.predicted_calls = static_cast<int>(in_need) + moment.waiting + choice.launch;
  }
}

PacingMode pacing_for(const World& world, const QueueSettings& queue, ProjectId project) {
  if (queue.pacing != PacingMode::predictive) return queue.pacing;
  const auto live = world.queues.find(queue.id);
  // `explain` decides nothing: who is free tells what may be called.
  if (live == world.queues.end() || !live->second.pacing.decided) return PacingMode::progressive;
  return live->second.pacing.needs.is_far_over(project, queue.abandon_limit_basis_points)
             ? PacingMode::progressive
             : PacingMode::predictive;
}

Instant next_pacing(const World& world, Instant now) {
  for (const auto& [id, live] : world.queues) {
    if (is_predictive(world, id) && live.pacing.put_off) return now + kAskPutOff;
  }
  for (const auto& [id, live] : world.queues) {
    if (is_predictive(world, id) && live.pacing.predicted_calls > 0) return now + kAskAgain;
  }
  for (const auto& [id, one] : world.operators) {
    if (one.settings.queue && is_predictive(world, *one.settings.queue) &&
        (one.state.activity == Activity::talking || one.state.activity == Activity::wrap_up))
      return now + kAskAgain;
  }
  return kNever;
}

}  // namespace dialctl
