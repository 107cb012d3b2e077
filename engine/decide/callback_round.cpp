#include "engine/decide/callback_round.h"

#include <algorithm>

#include "engine/decide/agent_leg.h"
#include "engine/decide/agent_round.h"
#include "engine/decide/call_end.h"
#include "engine/decide/callback_prompt.h"
#include "engine/decide/callback_result.h"
#include "engine/decide/miss.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/operator_state.h"

namespace dialctl {
namespace {

constexpr Minutes kLease{15};  // for as long as the operator is on the line and nobody talks

std::string order_word(const LiveCallback& one) {
  return "order:" + std::to_string(one.task.order.id.value);
}

// ---- Whom to ring.

bool is_tried(const LiveCallback& one, OperatorId who) {
  return std::find(one.tried.begin(), one.tried.end(), who) != one.tried.end();
}

bool may_be_rung(const World& world, const LiveCallback& one, OperatorId who, Instant now) {
  const auto found = world.operators.find(who);
  return found != world.operators.end() && !is_tried(one, who) && is_free(found->second, now) &&
         !world.rounds.contains(who) && is_reached_by(world, found->second, one.provider);
}

std::vector<OperatorId> from_queue(Step& step, LiveCallback& one, QueueId id) {
  const QueueSettings& settings = *step.world.rules->queue(id);
  LiveQueue& queue = step.world.queues[id];
  if (settings.counters_since == CountersSince::day) reset_daily_counters(step, id);
  auto all = candidates(step.world, id, one.provider, step.now);
  for (Candidate& candidate : all)
    candidate.eligible = candidate.eligible && may_be_rung(step.world, one, candidate.id, step.now);
  const Offer offer =
      next_offer(all, {settings.strategy, settings.sticky_last_tried}, queue.distribution, one.cursor);
  if (offer.ring.empty()) return {};
  queue.distribution = offer.state;
  one.cursor = offer.cursor;
  step.record(QueueState{id, queue.distribution.last_offered_position, queue.distribution.last_tried_missed,
                         queue.distribution.random.state()});
  return offer.ring;
}

std::vector<OperatorId> to_ring(Step& step, LiveCallback& one, const CallbackTargets& targets) {
  if (targets.queue) return from_queue(step, one, *targets.queue);
  std::vector<OperatorId> ring;
  for (const OperatorId who : targets.operators) {
    if (may_be_rung(step.world, one, who, step.now)) ring.push_back(who);
    if (targets.at_once > 0 && static_cast<int>(ring.size()) == targets.at_once) break;
  }
  return ring;
}

void tell(Step& step, OperatorId who, const std::string& kind, std::string detail) {
  const auto found = step.world.operators.find(who);
  if (found == step.world.operators.end()) return;
  step.journal("session." + kind, "operator:" + found->second.settings.name, std::move(detail));
}

// False: nobody of those who are left can be rung now.
bool ring(Step& step, LiveCallback& one, const std::vector<OperatorId>& ring_now) {
  if (ring_now.empty()) return false;
  World& world = step.world;
  const Project& project = *world.rules->project(one.task.order.project);
  one.round = RingRound{ring_now};
  Seconds longest{0};
  for (const OperatorId id : ring_now) {
    LiveOperator& who = world.operators.at(id);
    one.tried.push_back(id);
    who.state.last_offered = step.now;
    tell(step, id, "offered", order_word(one) + " " + project.name + " callback");
    if (who.open_leg) {
      become(step, who, Activity::ringing, std::nullopt);
      one.legs[id] = *who.open_leg;
      continue;
    }
    const LegId leg{LegKind::agent, world.attempt_ids.next(step.now), 0};
    one.legs[id] = leg;
    one.placing.insert(leg);
    tell(step, id, "ringing", order_word(one));
    longest =
        std::max(longest, ring_agent(step, who, leg, one.provider, one.task.callback->missed.caller.text()));
  }
  one.ask_at = step.now + longest + kWordGrace;
  for (const auto& [id, leg] : one.legs) {
    if (leg.kind != LegKind::open) continue;
    callback_answered(step, LegId{leg});  // his phone is up already
    break;
  }
  return true;
}

// ---- The end of a try.

void release(Step& step, LiveCallback& one, OperatorId who) {
  const auto leg = one.legs.find(who);
  if (leg == one.legs.end()) return;
  if (leg->second.kind != LegKind::open)
    step.command(one.provider, HangUp{leg->second, HangUpReason::lost_race});
  one.legs.erase(leg);
  const auto found = step.world.operators.find(who);
  if (found != step.world.operators.end() && found->second.state.activity == Activity::ringing)
    become(step, found->second, Activity::idle, std::nullopt);
}

void release_all(Step& step, LiveCallback& one) {
  for (const OperatorId who : one.round.close())
    release(step, one, who);
}

// What becomes of it, the store shows in the next pass: in this one it is not begun again.
void forget(World& world, TaskId task) {
  world.callbacks.erase(task);
  world.places_handled.insert(task);
}

void end_try(Step& step, LiveCallback& one) {
  World& world = step.world;
  TaskMoved moved = after_vain_ring(*world.rules, world.zones, one.task, step.now);
  step.journal("callback.no-operator", order_word(one), std::string{to_text(moved.phase)});
  move_callback(step, one.task, std::move(moved));
  forget(world, one.task.id);
  world.buckets_noted = true;
}

// He is on the line: from here on his round is as in a dial session.
void begin_round_of(Step& step, LiveCallback& one, OperatorId who, const LegId& leg) {
  World& world = step.world;
  LiveRound& round = world.rounds[who];
  round = LiveRound{};
  round.rule = one.rule;
  round.rule_version = one.task.callback->version;
  round.task = one.task;
  round.provider = one.provider;
  round.state.operator_id = who;
  round.state.task = one.task.id;
  round.state.order = one.task.order.id;
  round.state.leg = leg;
  round.leg_up = true;
  LiveOperator& his = world.operators.at(who);
  his.state.misses_in_row = 0;
  become(step, his, Activity::reserved, std::nullopt);
  step.record(TaskHanded{one.task.id, who, step.now + kLease});
  go_to(step, round, RoundStep::dialling);
  const CallbackRule* rule = rule_of(*world.rules, one.task);
  begin_prompt(step, round, rule != nullptr ? *rule : CallbackRule{}, one.task);
  forget(world, one.task.id);
}

LiveCallback* callback_of(World& world, const LegId& leg) {
  for (auto& [id, one] : world.callbacks) {
    for (const auto& [who, his] : one.legs) {
      if (his == leg) return &one;
    }
  }
  return nullptr;
}

OperatorId rung_on(const LiveCallback& one, const LegId& leg) {
  for (const auto& [who, his] : one.legs) {
    if (his == leg) return who;
  }
  return {};
}

}  // namespace

void move_callback(Step& step, const DueTask& task, TaskMoved moved) {
  auto news = callback_news(*step.world.rules, task, moved, step.now);
  step.record(std::move(moved));
  if (news) step.record(std::move(*news));
}

bool ring_for_callback(Step& step, LiveCallback one, const CallbackTargets& targets) {
  const auto now_free = to_ring(step, one, targets);
  if (now_free.empty()) return false;
  const TaskId id = one.task.id;
  return ring(step, step.world.callbacks.insert_or_assign(id, std::move(one)).first->second, now_free);
}

void end_unheard(Step& step, LiveRound& round) {
  World& world = step.world;
  step.journal("callback.no-operator", order_word(round), "he hung up");
  move_callback(step, *round.task, after_vain_ring(*world.rules, world.zones, *round.task, step.now));
  world.places_handled.insert(round.state.task);
  end_round(step, round);
}

void hold_callbacks(Step& step) {
  World& world = step.world;
  const auto is_made = [&](RuleId id, const DueTask& task) {
    const Project* project = world.rules->project(task.order.project);
    return makes_callbacks(*world.rules, world.rules->rule(id)) && project != nullptr && !project->paused;
  };
  std::vector<TaskId> ringing;
  for (const auto& [id, one] : world.callbacks) {
    if (!is_made(one.rule, one.task)) ringing.push_back(id);
  }
  for (const TaskId id : ringing) {
    release_all(step, world.callbacks.at(id));
    forget(world, id);
    world.buckets_noted = true;
  }
  std::vector<OperatorId> waiting;
  for (const auto& [who, round] : world.rounds) {
    const bool waits = round.task && round.state.step == RoundStep::dialling && !round.state.attempt;
    if (waits && !is_made(round.rule, *round.task)) waiting.push_back(who);
  }
  for (const OperatorId who : waiting)
    give_back(step, world.rounds.at(who), "its rule does not call back now");
}

void on_callbacks_seen(Step& step, const std::vector<DueTask>& tasks) {
  std::vector<TaskId> gone;
  for (const auto& [id, one] : step.world.callbacks) {
    const bool still = std::any_of(tasks.begin(), tasks.end(), [&, task = id](const DueTask& seen) {
      return seen.id == task && seen.phase == TaskPhase::ready;
    });
    if (!still) gone.push_back(id);
  }
  for (const TaskId id : gone) {
    release_all(step, step.world.callbacks.at(id));
    forget(step.world, id);
  }
}

void ask_about_callbacks(Step& step) {
  for (auto& [id, one] : step.world.callbacks) {
    if (one.ask_at > step.now) continue;
    one.ask_at = step.now + kWordGrace;
    for (const auto& [who, leg] : one.legs) {
      if (leg.kind == LegKind::agent && !one.placing.contains(leg)) step.command(one.provider, Find{leg});
    }
  }
}

void note_contact(Step& step, const E164& number, bool talked, std::string how) {
  World& world = step.world;
  const auto& rules = world.rules->settings().rules;
  const auto ends = [&](const CallbackRule& rule) { return talked || rule.cancel_on == CancelOn::any_dial; };
  if (std::none_of(rules.begin(), rules.end(), ends)) return;
  step.record(ContactSeen{number, talked, step.now, std::move(how)});
  const auto is_ended = [&](RuleId id, const DueTask& task) {
    const CallbackRule* rule = world.rules->rule(id);
    return task.callback->missed.caller == number && rule != nullptr && ends(*rule);
  };
  std::vector<TaskId> ended;
  for (const auto& [id, one] : world.callbacks) {
    if (is_ended(one.rule, one.task)) ended.push_back(id);
  }
  for (const TaskId id : ended) {
    release_all(step, world.callbacks.at(id));
    forget(world, id);
  }
  std::vector<OperatorId> on_the_line;  // their customer has not been dialled yet
  for (const auto& [id, round] : world.rounds) {
    if (round.task && !round.state.attempt && is_ended(round.rule, *round.task)) on_the_line.push_back(id);
  }
  for (const OperatorId id : on_the_line) {
    LiveRound& round = world.rounds.at(id);
    tell(step, id, "given-back", order_word(round) + " he has been reached");
    world.places_handled.insert(round.state.task);
    end_round(step, round);
  }
  for (auto& [id, call] : world.calls) {  // his phone rings: he is on another line
    const bool rings = !call.answered_at && call.step != CallStep::ending && call.step != CallStep::unknown;
    if (!call.intent.rule || !rings || !is_ended(*call.intent.rule, call.task)) continue;
    step.journal("callback.contact", "attempt:" + to_text(id), "hung up before the answer");
    hang_up_as(step, call, Outcome::cancelled, HangUpReason::done);
  }
}

void stop_callbacks(Step& step) {
  for (auto& [id, one] : step.world.callbacks)
    release_all(step, one);
  step.world.callbacks.clear();
}

bool callback_placed(Step& step, const Placed& placed) {
  LiveCallback* one = callback_of(step.world, placed.leg);
  if (one == nullptr) return false;
  one->placing.erase(placed.leg);
  if (placed.answer == PlaceAnswer::unknown) one->ask_at = step.now + kAskSoon;
  return true;
}

bool callback_answered(Step& step, const LegId& leg) {
  LiveCallback* one = callback_of(step.world, leg);
  if (one == nullptr) return false;
  const OperatorId who = rung_on(*one, leg);
  const auto answered = one->round.on_answered(who);
  for (const OperatorId loser : answered.release)
    release(step, *one, loser);
  if (answered.won) begin_round_of(step, *one, who, leg);
  return true;
}

bool callback_ended(Step& step, const LegId& leg, const Ended& ended) {
  LiveCallback* one = callback_of(step.world, leg);
  if (one == nullptr) return false;
  World& world = step.world;
  const OperatorId who = rung_on(*one, leg);
  one->legs.erase(who);
  if (one->round.on_ended(who)) {
    tell(step, who, "missed", order_word(*one) + " " + ended.raw_code);
    miss_call(step, world.operators.at(who), ended);
  }
  if (!one->round.failed()) return true;
  const CallbackRule* rule = rule_of(*world.rules, one->task);
  const CallbackTargets targets =
      rule != nullptr ? targets_of(*world.rules, *rule, one->task) : CallbackTargets{};
  if (rule == nullptr || !ring(step, *one, to_ring(step, *one, targets))) end_try(step, *one);
  return true;
}

bool rings_for_callback(const World& world, const LegId& leg) {
  return std::any_of(world.callbacks.begin(), world.callbacks.end(), [&](const auto& row) {
    return std::any_of(row.second.legs.begin(), row.second.legs.end(),
                       [&](const auto& his) { return his.second == leg; });
  });
}

void settle_callback_legs(Step& step, ProviderId provider, const LegsListed& listed) {
  std::vector<LegId> lost;
  for (const auto& [id, one] : step.world.callbacks) {
    if (one.provider != provider) continue;
    for (const auto& [who, leg] : one.legs) {
      const bool there = leg.kind == LegKind::open || one.placing.contains(leg) ||
                         std::any_of(listed.legs.begin(), listed.legs.end(),
                                     [&, his = leg](const Found& found) { return found.leg == his; });
      if (!there) lost.push_back(leg);
    }
  }
  for (const LegId& leg : lost)
    callback_ended(step, leg, Ended{leg, EndCause::failed, EndedBy::unknown, "not listed"});
}

}  // namespace dialctl
