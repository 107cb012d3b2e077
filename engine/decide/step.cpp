#include "engine/decide/step.h"

#include <algorithm>
#include <utility>

#include "engine/decide/call_end.h"
#include "engine/decide/call_notice.h"
#include "engine/decide/callback_prompt.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/dispatch.h"
#include "engine/decide/inbound.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/pacing.h"
#include "engine/decide/prompts.h"
#include "engine/decide/provider_facts.h"
#include "engine/decide/recordings.h"
#include "engine/decide/recovery.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

constexpr int kTimeoutsPerLoad = 200;
constexpr Seconds kHousekeeping{30};
constexpr Milliseconds kTrustedOff{60'000};

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

// RT-04: who is being dialled and has not answered yet is hung up once he is blacklisted. Who has answered
// may be the one who asks for it just now.
bool may_be_hung_up(const LiveCall& call) {
  return !call.answered_at && call.step != CallStep::ending && call.step != CallStep::unknown;
}

void ask_whether_blacklisted(Step& step) {
  for (const auto& [id, call] : step.world.calls) {
    if (may_be_hung_up(call)) step.out.loads.push_back(WantTask{id, call.task.id});
  }
}

void on_task_seen(Step& step, const TaskSeen& seen) {
  const auto found = step.world.calls.find(seen.attempt);
  if (found == step.world.calls.end() || !may_be_hung_up(found->second)) return;
  LiveCall& call = found->second;
  const auto& numbers = seen.task.numbers;
  const bool blacklisted = std::any_of(numbers.begin(), numbers.end(), [&](const NumberFacts& facts) {
    return facts.number.number == call.intent.number && facts.blacklisted;
  });
  if (!blacklisted) return;
  step.journal("attempt.blacklisted", "attempt:" + to_text(seen.attempt), "hung up before the answer");
  hang_up_as(step, call, Outcome::cancelled, HangUpReason::blacklisted);
}

void take_rules(Step& step, const RulesChanged& changed) {
  World& world = step.world;
  world.rules = changed.rules;
  if (std::exchange(world.blacklist_version, changed.blacklist_version) != changed.blacklist_version)
    ask_whether_blacklisted(step);
  const Settings& settings = world.rules->settings();
  world.rate.set(settings.calls_per_second_milli);
  for (const auto& project : settings.projects)
    world.project_rates[project.id].set(project.calls_per_second_milli);
  for (auto& [number, rate] : world.caller_id_rates)
    rate.set(0);
  for (const auto& limits : settings.caller_ids)
    world.caller_id_rates[limits.number].set(limits.calls_per_second_milli);
  for (const auto& provider : settings.providers) {
    world.providers[provider.id].rate.set(provider.calls_per_second_milli);
  }
  for (auto* buckets : {&world.buckets, &world.lines, &world.callback_buckets}) {
    for (auto& [id, live] : *buckets)
      live.judged_until = {};
  }
  refresh_operators(step);
  hold_callbacks(step);
  world.buckets_stale = true;
  world.next_timeout = step.now;
  step.record(LinksMended{step.now});
}

// RT-03: a restart is no way around a rate. The last call may have been any of theirs.
void space_from_last_call(World& world, AttemptId last, Instant now) {
  if (!last || made_at(last) > now) return;
  world.rate.take(made_at(last));
  for (auto& [id, rate] : world.project_rates)
    rate.take(made_at(last));
  for (auto& [number, rate] : world.caller_id_rates)
    rate.take(made_at(last));
  for (auto& [id, live] : world.providers)
    live.rate.take(made_at(last));
  for (auto& [id, live] : world.queues)
    live.rate.take(made_at(last));
}

void shift_clock(Step& step, const ClockJumped& jumped) {
  World& world = step.world;
  world.rate.shift(jumped.by);
  for (auto& [id, rate] : world.project_rates)
    rate.shift(jumped.by);
  for (auto& [number, rate] : world.caller_id_rates)
    rate.shift(jumped.by);
  for (auto& [id, live] : world.providers) {
    live.rate.shift(jumped.by);
    live.since += jumped.by;
  }
  for (auto& [id, live] : world.queues)
    live.rate.shift(jumped.by);
  for (auto* buckets : {&world.buckets, &world.lines, &world.callback_buckets}) {
    for (auto& [id, live] : *buckets)
      live.judged_until = {};
  }
  for (auto& [id, one] : world.callbacks)
    one.ask_at += jumped.by;
  for (auto& [id, one] : world.operators) {
    if (one.state.not_before) *one.state.not_before += jumped.by;
    one.state.since += jumped.by;
    one.ask_line_at = {};
    one.ask_leg_at += jumped.by;
  }
  for (auto& [id, round] : world.rounds) {
    round.answered_at += jumped.by;
    round.ask_at += jumped.by;
    if (round.dial_at) *round.dial_at += jumped.by;
    if (round.state.result_until) *round.state.result_until += jumped.by;
  }
  if (world.give_up_at) *world.give_up_at += jumped.by;
  world.timers.clear();
  for (auto& [id, call] : world.calls) {  // what runs in a call is a span of time, not an hour of the day
    for (auto* at : {&call.answered_at, &call.waiting_since, &call.first_waited, &call.greeting_ended}) {
      if (*at) **at += jumped.by;
    }
    call.play_began += jumped.by;
    call.unknown_since += jumped.by;
    for (std::size_t kind = 0; kind < kTimerKinds; ++kind) {
      auto& timer = call.timers[kind];
      if (!timer) continue;
      if (static_cast<TimerKind>(kind) != TimerKind::window_closes) *timer += jumped.by;
      world.timers.insert({*timer, id, static_cast<TimerKind>(kind)});
    }
  }
  world.next_timeout = step.now;
  world.next_recordings = step.now;
  for (auto& [id, one] : world.recordings)
    one.next_at = step.now;
  // Set right again, the clock is trusted again: a mistake of an hour must not stop calls for good.
  if (!jumped.trusted || world.clock_held) world.clock_off += jumped.by;
  world.clock_held = std::chrono::abs(world.clock_off) > kTrustedOff;
  if (!world.clock_held) world.clock_off = Milliseconds{0};
  step.journal("clock.jump", "loop",
               std::to_string(jumped.by.count()) + " ms" + (world.clock_held ? ", held" : ""));
}

void on_timeouts(Step& step, const TimeoutsSeen& seen) {
  step.world.next_timeout = seen.next_after.value_or(kNever);
  for (const auto& due : seen.orders) {
    const auto* status = find(step.world.rules->settings().statuses, due.status);
    if (due.order.status != due.status || status == nullptr || !status->timeout_to) continue;
    enter(step, due.order, *status->timeout_to, "timeout", "timeout of " + status->name);
  }
}

void run_timers(Step& step) {
  World& world = step.world;
  while (!world.timers.empty() && std::get<0>(*world.timers.begin()) <= step.now) {
    const auto [at, id, kind] = *world.timers.begin();
    LiveCall& call = world.calls.at(id);
    clear_timer(world, call, kind);
    on_call_timer(step, call, kind);
  }
}

bool is_finished(const World& world, Instant now) {
  if (world.give_up_at && now >= *world.give_up_at) return true;
  if (!world.calls.empty()) return false;
  const bool in_round = std::any_of(world.rounds.begin(), world.rounds.end(), [](const auto& row) {
    return row.second.state.step != RoundStep::result_wanted;
  });
  if (in_round || !world.callbacks.empty() || recordings_under_way(world)) return false;
  if (world.give_up_at) return true;
  switch (world.mode) {
    case RunMode::serve:
      return false;
    case RunMode::once:
    case RunMode::until_idle: {
      if (world.clock_held) return true;
      const bool preparing = std::any_of(world.prompts.begin(), world.prompts.end(),
                                         [](const auto& row) { return !row.second.ready; });
      return !preparing && nothing_callable(world, now);
    }
  }
  return false;
}

Instant next_wake(const World& world, Instant now) {
  Instant wake = now + kHousekeeping;
  if (!world.timers.empty()) wake = std::min(wake, std::get<0>(*world.timers.begin()));
  wake = std::min({wake, next_dispatch(world, now), next_recording(world)});
  // Statuses time out while the loop serves; once it stops, the next start finds those that are due.
  if (world.give_up_at) return std::min(wake, *world.give_up_at);
  wake = std::min({wake, world.next_timeout, world.noted_timeout});
  return wake;
}

}  // namespace

void begin(World& world, Instant now, const Beginning& beginning, Decision& decision) {
  Step step{world, now, decision};
  world.mode = beginning.mode;
  world.began = now;
  world.attempt_ids = AttemptIds{0, beginning.last_attempt};
  world.rules = beginning.rules;
  restore_memory(world, beginning.operators, beginning.queues);
  take_rules(step, {beginning.rules, beginning.blacklist_version});
  space_from_last_call(world, beginning.last_attempt, now);
  restore_pacing(world, beginning.needs, beginning.learnt);
  adopt_open_attempts(step, beginning.open_attempts);
  adopt_rounds(step, beginning.rounds);
  for (const OperatorState& kept :
       beginning.operators) {  // who was busy with a call that is gone is free: say so
    const auto now_is = world.operators.find(kept.operator_id);
    if (now_is != world.operators.end() && now_is->second.state.activity != kept.activity) {
      step.record(now_is->second.state);
    }
  }
}

void begin_pass(World& world) {
  world.next_timeout = std::min(world.next_timeout, std::exchange(world.noted_timeout, kNever));
  world.recordings_over.clear();
  begin_dispatch(world);
}

void step(World& world, Instant now, Event event, Decision& decision) {
  Step at{world, now, decision};
  std::visit(Overloaded{
                 [&](RulesChanged& changed) { take_rules(at, changed); },
                 [&](StoreChanged&) {
                   world.buckets_stale = true;
                   world.next_timeout = now;
                   world.next_recordings = now;
                   for (auto& [id, one] : world.operators)
                     one.ask_line_at = {};
                   if (!world.unknown.empty()) decision.loads.push_back(WantOpenAttempts{});
                   if (!world.rounds.empty()) decision.loads.push_back(WantRounds{});
                   if (!world.callbacks.empty()) {
                     WantPlaces ringing;
                     for (const auto& [id, one] : world.callbacks)
                       ringing.tasks.push_back(id);
                     decision.loads.push_back(std::move(ringing));
                   }
                 },
                 [&](BucketsSeen& seen) { on_buckets_seen(at, seen); },
                 [&](DueSeen& seen) { on_due_seen(at, std::move(seen)); },
                 [&](LineSeen& seen) { on_line_seen(at, seen); },
                 [&](PlacesSeen& seen) { on_places_seen(at, std::move(seen)); },
                 [&](RoundsSeen& seen) { on_rounds_seen(at, seen); },
                 [&](TimeoutsSeen& seen) { on_timeouts(at, seen); },
                 [&](OpenAttemptsSeen& seen) { on_open_attempts(at, seen); },
                 [&](TaskSeen& seen) { on_task_seen(at, seen); },
                 [&](MissedHeard& heard) { on_missed_heard(at, std::move(heard)); },
                 [&](CallerAnswered& answered) { on_caller_answered(at, answered); },
                 [&](CallerUnreadable& one) { on_caller_unreadable(at, one); },
                 [&](PromptsReady& ready) { on_prompts_ready(at, std::move(ready)); },
                 [&](PromptsFailed& failed) { on_prompts_failed(at, failed); },
                 [&](AnnouncementReady& ready) {
                   const auto call = world.calls.find(ready.attempt);
                   if (call != world.calls.end() && call->second.notice == NoticeStep::making) {
                     on_notice_sounds(at, call->second, std::move(ready.media));
                   } else if (call != world.calls.end()) {
                     on_announcement_ready(at, call->second, std::move(ready.media));
                   } else {
                     on_callback_prompt_ready(at, ready.attempt, std::move(ready.media));
                   }
                 },
                 [&](HookFailed& failed) {
                   at.journal("hook.failed", "order:" + std::to_string(failed.order.value),
                              "attempt " + to_text(failed.attempt) + ": " + failed.reason);
                 },
                 [&](ClockJumped& jumped) { shift_clock(at, jumped); },
                 [&](ClockAccepted&) {
                   world.clock_held = false;
                   world.clock_off = Milliseconds{0};
                 },
                 [&](StopAsked& stop) { world.give_up_at = stop.give_up_at; },
                 [&](RecordingsSeen& seen) { on_recordings_seen(at, std::move(seen)); },
                 [&](OwnCopyRemoved& removed) { on_own_copy_removed(at, removed); },
                 [&](ProviderEvent& fact) { on_provider_event(at, fact); },
             },
             event);
}

void advance(World& world, Instant now, Decision& decision) {
  Step at{world, now, decision};
  run_timers(at);
  free_operators(at);
  keep_open_legs(at);
  offer_waiting(at);
  redial_absent(at);
  drop_stale_prompts(at);
  serve_recordings(at);
  if (world.next_timeout <= now && !world.give_up_at) {
    decision.loads.push_back(WantTimeouts{kTimeoutsPerLoad});
    world.next_timeout = kNever;
  }
  run_rounds(at);
  serve_callbacks(at);
  serve_sessions(at, Turn::sessions_first);
  dispatch(at);
  serve_sessions(at, Turn::whoever_is_left);
  decision.finished = decision.loads.empty() && is_finished(world, now);
  decision.wake = next_wake(world, now);
}

bool no_provider_left(const World& world) {
  bool any = false;
  for (const auto& provider : world.rules->settings().providers) {
    if (!provider.enabled) continue;
    any = true;
    const auto live = world.providers.find(provider.id);
    if (live == world.providers.end()) return false;
    const auto condition = live->second.condition;
    if (condition != ProviderCondition::credentials_refused && condition != ProviderCondition::replaced)
      return false;
  }
  return any;
}

}  // namespace dialctl
