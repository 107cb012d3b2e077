#include "engine/decide/call_end.h"

#include "engine/decide/callback_result.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/enter_status.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/pacing.h"
#include "engine/decide/retry.h"

namespace dialctl {
namespace {

// PA-05.
constexpr auto kAbandonedLock = std::chrono::hours{72};

AttemptEnd end_of(const Step& step, const LiveCall& call, Outcome outcome, std::string raw_code) {
  AttemptEnd end;
  end.attempt = call.intent.id;
  end.at = step.now;
  end.outcome = outcome;
  end.raw_code = std::move(raw_code);
  end.operator_id = call.operator_id;
  const Project* project = call.rules->project(call.intent.project);
  if (call.answered_at && outcome != Outcome::ended_unseen) {
    end.conversation = std::chrono::ceil<Seconds>(step.now - *call.answered_at);
  }
  if (project != nullptr) {
    Price price = project->price;
    const auto own = project->price_by_provider.find(call.intent.provider);
    if (own != project->price_by_provider.end()) price.micros_per_minute = own->second;
    end.cost_micros = cost_micros(price, end.conversation);
    end.currency = project->price.currency;
  }
  return end;
}

TaskMoved apply_after(Step& step, const LiveCall& call, AfterAttempt after) {
  const bool same_round = after.moved.phase == TaskPhase::ready && after.moved.number_index > 0 &&
                          after.moved.rounds_done == call.task.rounds_done &&
                          after.moved.next_at <= call.intent.at;
  // AD-04: the next number belongs to the call that was callable when the run began.
  if (step.world.mode == RunMode::once && same_round)
    after.moved.next_at = std::min(after.moved.next_at, step.world.began);
  step.record(after.moved);
  if (auto news = callback_news(*step.world.rules, call.task, after.moved, step.now))
    step.record(std::move(*news));
  note_task_ready(step.world, call.task, after.moved);
  if (after.number_is_bad) step.record(NumberMarkedBad{call.intent.order, call.intent.number});
  if (after.enters_status)
    enter(step, call.task.order, *after.enters_status, call.by_agent() ? "dialer" : "robot",
          "attempts used up");
  return after.moved;
}

}  // namespace

void enter(Step& step, const Order& order, StatusId status, std::string_view who, std::string_view why) {
  if (find(step.world.rules->settings().statuses, status) == nullptr) return;  // removed meanwhile
  auto entered = enter_status(*step.world.rules, order, StatusChange{status, step.now, who, why});
  if (!entered) return;
  if (entered->timeout_at)
    step.world.noted_timeout = std::min(step.world.noted_timeout, *entered->timeout_at);
  if (entered->start || entered->line) step.world.buckets_noted = true;
  step.record(std::move(*entered));
}

std::int64_t cost_micros(const Price& price, Seconds conversation) {
  if (conversation <= Seconds{0} || price.micros_per_minute <= 0) return 0;
  const auto increment = std::max<std::int64_t>(1, price.increment.count());
  const auto billed = (conversation.count() + increment - 1) / increment * increment;
  return billed * price.micros_per_minute / 60;
}

void note_task_ready(World& world, const DueTask& task, const TaskMoved& moved) {
  if (moved.phase != TaskPhase::ready) return;
  if (task.place || task.callback) {
    world.buckets_noted = true;
    return;
  }
  for (auto& [id, live] : world.buckets) {
    const Bucket& bucket = live.bucket;
    if (bucket.project == task.order.project && bucket.tmpl == task.tmpl &&
        bucket.priority == task.order.priority && bucket.callee == moved.callee) {
      live.noted_at = std::min(live.noted_at, moved.next_at);
      return;
    }
  }
  world.buckets_noted = true;
}

std::string names_of(const std::vector<Media>& media) {
  std::string names;
  for (const Media& one : media)
    names += (names.empty() ? "" : " ") + one.name;
  return names;
}

void see_fact(Step& step, const LiveCall& call, AttemptFactKind kind, std::string detail) {
  step.record(FactSeen{{call.intent.id, step.now, kind, std::move(detail)}});
}

void save_step(Step& step, LiveCall& call, CallStep reached) {
  call.step = reached;
  step.record(StepChanged{call.intent.id, reached, call.operator_id, call.operator_leg, call.answered_at,
                          call.ending_as, call.offers});
}

void hang_up_as(Step& step, LiveCall& call, Outcome outcome, HangUpReason reason) {
  if (call.step == CallStep::ending) return;
  clear_timers(step.world, call);
  leave_line(step, call);
  release_operator(step, call);
  call.ending_as = outcome;
  call.hung_up_for = reason;
  save_step(step, call, CallStep::ending);
  step.command(call.intent.provider, HangUp{call.customer_leg(), reason});
  set_timer(step.world, call, TimerKind::event_overdue, step.now + Seconds{10});
}

void end_attempt(Step& step, AttemptId attempt, Outcome outcome, std::string raw_code) {
  const auto found = step.world.calls.find(attempt);
  DIALCTL_INVARIANT(found != step.world.calls.end());
  LiveCall& call = found->second;
  clear_timers(step.world, call);
  leave_line(step, call);
  release_operator(step, call);
  note_call_over(step, call, outcome);
  const AttemptEnd end = end_of(step, call, outcome, std::move(raw_code));
  step.record(AttemptEnded{end});
  if (outcome == Outcome::abandoned) {
    step.record(NumberLocked{call.intent.number, step.now + kAbandonedLock});
  }
  if (outcome == Outcome::delivered_operator)
    note_contact(step, call.intent.number, true, "attempt:" + to_text(attempt));
  const AttemptTimes times{call.intent.at, step.now};
  const TaskMoved moved =
      apply_after(step, call, after_attempt(*step.world.rules, step.world.zones, call.task, outcome, times));
  if (call.by_agent()) {
    const auto ended = step.world.calls.extract(found);  // its line is free again
    after_agent_call(step, ended.mapped(), moved, outcome == Outcome::delivered_operator);
    return;
  }
  step.world.calls.erase(found);
}

void park_unknown(Step& step, AttemptId attempt, std::string why) {
  const auto found = step.world.calls.find(attempt);
  DIALCTL_INVARIANT(found != step.world.calls.end());
  LiveCall& call = found->second;
  clear_timers(step.world, call);
  leave_line(step, call);
  release_operator(step, call);
  note_call_over(step, call, Outcome::unknown);
  save_step(step, call, CallStep::unknown);
  step.journal("attempt.unknown", "attempt:" + to_text(attempt), std::move(why));
  if (call.by_agent()) park_agent_call(step, call);
  step.world.unknown.insert(step.world.calls.extract(found));
}

}  // namespace dialctl
