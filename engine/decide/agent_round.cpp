#include "engine/decide/agent_round.h"

#include <algorithm>

#include "engine/decide/agent_leg.h"
#include "engine/decide/call_end.h"
#include "engine/decide/call_notice.h"
#include "engine/decide/callback_result.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/hand_out.h"
#include "engine/decide/mode_result.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/retry.h"

namespace dialctl {
namespace {

// An operator waits on the line for lines and rates no longer than this.
constexpr Seconds kWaitForMoment{10};
constexpr Milliseconds kDialAgain{500};

LiveRound* round_of(World& world, const LegId& leg) {
  for (auto& [id, round] : world.rounds) {
    if (round.state.leg == leg) return &round;
  }
  return nullptr;
}

// Of the customer's phone.
Seconds ring_limit_of(const Step& step, const LiveRound& round) {
  if (!round.rule) return mode_of(step, round).ring_limit;
  const CallbackRule* rule = step.world.rules->rule(round.rule, round.rule_version);
  return rule != nullptr ? rule->ring_limit : CallbackRule{}.ring_limit;
}

}  // namespace

const ModeSettings& mode_of(const Step& step, const LiveRound& round) {
  return step.world.rules->mode(round.cell.project, round.cell.mode);
}

void let_leg_go(Step& step, LiveRound& round) {
  if (round.state.leg.kind == LegKind::open) {
    if (round.state.step == RoundStep::talking) step.command(round.provider, Disconnect{round.state.leg});
  } else if (round.leg_up || round.state.step == RoundStep::ringing) {
    step.command(round.provider, HangUp{round.state.leg, HangUpReason::done});
  }
  round.leg_up = false;
}

std::string order_word(const LiveRound& round) {
  return "order:" + std::to_string(round.state.order.value);
}

LiveOperator* operator_of(World& world, const LiveRound& round) {
  const auto found = world.operators.find(round.state.operator_id);
  return found == world.operators.end() ? nullptr : &found->second;
}

// What reaches the operator (`operator watch`) is told as events about him.
void tell(Step& step, const LiveRound& round, const std::string& kind, std::string detail) {
  const LiveOperator* one = operator_of(step.world, round);
  if (one == nullptr) return;
  step.journal("session." + kind, "operator:" + one->settings.name, std::move(detail));
}

void go_to(Step& step, LiveRound& round, RoundStep reached) {
  round.state.step = reached;
  round.state.since = step.now;
  step.record(round.state);
}

// The round ends; the order must be given back or moved before.
void end_round(Step& step, LiveRound& round) {
  const bool had_answered = round.leg_up || round.state.step != RoundStep::ringing;
  let_leg_go(step, round);
  const OperatorId id = round.state.operator_id;
  step.record(AgentRoundOver{id});
  if (LiveOperator* one = operator_of(step.world, round)) {
    one->last_was_session = !round.rule;
    const bool wrapped_up = round.state.step == RoundStep::result_wanted;
    if (wrapped_up || one->state.activity == Activity::wrap_up) {
      // free_operators() ends it in its time
    } else if (had_answered) {
      begin_wrap_up(step, *one);
    } else {
      become(step, *one, Activity::idle, std::nullopt);
    }
  }
  step.world.rounds.erase(id);
  step.world.buckets_noted = true;
}

void give_back(Step& step, LiveRound& round, const std::string& why) {
  tell(step, round, "given-back", order_word(round) + " " + why);
  auto over = round.task ? cut_off(*step.world.rules, *round.task) : std::nullopt;
  if (over) {
    move_callback(step, *round.task, std::move(*over));
  } else {
    step.record(TaskReturned{round.state.task});
  }
  end_round(step, round);
}

namespace {

void ask_for_task(Step& step, const LiveRound& round) {
  step.out.loads.push_back(WantPlaces{round.state.operator_id, {round.state.task}});
}

std::shared_ptr<const CompiledTemplate> plain_call(Seconds ring_limit) {
  auto plain = std::make_shared<CompiledTemplate>();
  plain->settings.ring_limit = ring_limit;
  return plain;
}

void place_customer(Step& step, LiveRound& round, DueTask task, const NumberChoice& choice,
                    const Project& project) {
  Moments moments(step.world, step.now);
  LiveCall& call = call_now(step, task, project, choice, plain_call(ring_limit_of(step, round)), moments,
                            round.state.operator_id);
  call.operator_id = round.state.operator_id;
  call.operator_leg = round.state.leg;
  prepare_notice(step, call);
  round.dial_at.reset();
  round.state.attempt = call.intent.id;
  go_to(step, round, RoundStep::dialling);
  if (LiveOperator* one = operator_of(step.world, round))
    become(step, *one, Activity::reserved, call.intent.id);
  std::string detail = order_word(round) + " attempt:" + to_text(call.intent.id);
  if (is_late(task, step.now)) detail += " late, planned " + to_iso(*task.place->planned_at);
  tell(step, round, "dialling", std::move(detail));
}

// Still the operator's, whatever others have done to the order meanwhile.
bool is_lent(const DueTask& task, const LiveRound& round) {
  return task.phase == TaskPhase::handed && (task.place || task.callback) &&
         task.handed_to == round.state.operator_id;
}

// Its gates are judged anew in the transaction that makes the intent: half a minute of ringing lies between.
void dial(Step& step, LiveRound& round, DueTask task) {
  World& world = step.world;
  const Project* project = world.rules->project(task.order.project);
  if (!is_lent(task, round) || project == nullptr) {
    tell(step, round, "given-back", order_word(round) + " it was taken back");
    end_round(step, round);
    return;
  }
  if (world.give_up_at || world.clock_held) {
    give_back(step, round, world.give_up_at ? "the dialer is stopping" : "the clock is doubted");
    return;
  }
  const Route route = route_of(*world.rules, *project, task);
  if (route.provider == nullptr || route.provider->id != round.provider) {
    give_back(step, round, "his phone is on another provider");  // the two could not be joined
    return;
  }
  task.phase = TaskPhase::ready;
  note_open_attempts(world, task);
  Moments moments(world, step.now);
  const auto& moment = moments.of(*project, route, OperatorNeed::never);
  auto verdict = judge_place(*world.rules, world.zones, task, moment, step.now);
  if (auto* callable = std::get_if<Callable>(&verdict)) {
    place_customer(step, round, std::move(task), callable->choice, *project);
  } else if (auto* passed = std::get_if<PassedOver>(&verdict)) {
    tell(step, round, "given-back", order_word(round) + " " + passed->reason);
    for (Record& record : passed->records)
      step.record(std::move(record));
    end_round(step, round);
  } else if (step.now > round.answered_at + kWaitForMoment) {
    give_back(step, round, std::get<NotNow>(verdict).gate);
  } else {
    round.dial_at = step.now + kDialAgain;
  }
}

void result_time_over(Step& step, LiveRound& round, const DueTask& task) {
  if (is_lent(task, round)) {
    tell(step, round, "result-missing", order_word(round));
    for (Record& record : result_missing(*step.world.rules, step.world.zones, task, step.now))
      step.record(std::move(record));
  }
  end_round(step, round);
}

// Somebody may still have a word to say about the order, whose status has been changed meanwhile: too late.
void close_other_rounds(Step& step, OrderId order) {
  std::vector<OperatorId> closing;
  for (const auto& [id, round] : step.world.rounds) {
    if (round.state.order == order && round.state.step == RoundStep::result_wanted) closing.push_back(id);
  }
  for (const OperatorId id : closing)
    end_round(step, step.world.rounds.at(id));
}

}  // namespace

void begin_round(Step& step, LiveOperator& one, DueTask task) {
  World& world = step.world;
  const Project& project = *world.rules->project(task.order.project);
  close_other_rounds(step, task.order.id);
  LiveRound& round = world.rounds[one.settings.id];
  round = LiveRound{};
  round.provider = world.rules->provider_of(project)->id;
  round.state.operator_id = one.settings.id;
  round.state.task = task.id;
  round.state.order = task.order.id;
  round.cell = {task.order.project, task.place->mode};
  for (Record& record : handed_out(*world.rules, task, one.settings, step.now + mode_of(step, round).lease))
    step.record(std::move(record));
  tell(step, round, "offered", order_word(round) + " " + project.name);
  one.state.last_offered = step.now;
  if (one.open_leg) {
    round.state.leg = *one.open_leg;
    round.leg_up = true;
    round.answered_at = step.now;
    round.dial_at = step.now + kAfterCommit;
    become(step, one, Activity::reserved, std::nullopt);
    go_to(step, round, RoundStep::dialling);
    return;
  }
  round.state.leg = LegId{LegKind::agent, world.attempt_ids.next(step.now), 0};
  go_to(step, round, RoundStep::ringing);
  tell(step, round, "ringing", order_word(round));
  round.placing = true;
  round.ask_at =
      step.now + ring_agent(step, one, round.state.leg, round.provider, project.caller_id) + kWordGrace;
}

void on_round_task_seen(Step& step, LiveRound& round, std::vector<DueTask> tasks) {
  if (tasks.empty()) {
    end_round(step, round);
    return;
  }
  switch (round.state.step) {
    case RoundStep::ringing:
    case RoundStep::talking:
      return;
    case RoundStep::dialling:
      if (round.dial_at) dial(step, round, std::move(tasks.front()));
      return;
    case RoundStep::result_wanted:
      if (round.state.result_until && *round.state.result_until <= step.now)
        result_time_over(step, round, tasks.front());
      return;
  }
}

namespace {

// Of a phone that should have been answered or given up long ago: the word of it was lost.
void ask_about_silent(Step& step) {
  for (auto& [id, round] : step.world.rounds) {
    if (round.state.step != RoundStep::ringing || round.placing || round.ask_at > step.now) continue;
    round.ask_at = step.now + kWordGrace;
    step.command(round.provider, Find{round.state.leg});
  }
}

// No new calls: whose phone still rings is left in peace.
void stop_ringing(Step& step) {
  std::vector<OperatorId> ringing;
  for (const auto& [id, round] : step.world.rounds) {
    if (round.state.step == RoundStep::ringing) ringing.push_back(id);
  }
  for (const OperatorId id : ringing)
    give_back(step, step.world.rounds.at(id), "the dialer is stopping");
}

}  // namespace

void run_rounds(Step& step) {
  World& world = step.world;
  if (world.next_lease_end <= step.now) {
    world.next_lease_end = kNever;
    world.buckets_noted = true;
    step.record(LeasesEnded{step.now});
  }
  if (world.give_up_at) {
    stop_ringing(step);
    stop_callbacks(step);
  }
  ask_about_silent(step);
  ask_about_callbacks(step);
  if (!step.out.loads.empty()) return;
  for (auto& [id, round] : world.rounds) {
    const bool dials = round.dial_at && *round.dial_at <= step.now;
    const bool result_over = round.state.step == RoundStep::result_wanted && round.state.result_until &&
                             *round.state.result_until <= step.now;
    if (!dials && !result_over) continue;
    ask_for_task(step, round);
    return;
  }
}

void agent_placed(Step& step, const Placed& placed) {
  if (callback_placed(step, placed)) return;
  LiveRound* round = round_of(step.world, placed.leg);
  if (round == nullptr) return;
  round->placing = false;
  if (placed.answer == PlaceAnswer::unknown) round->ask_at = step.now + kAskSoon;
}

void agent_answered(Step& step, const LegId& leg) {
  if (callback_answered(step, leg)) return;
  LiveRound* round = round_of(step.world, leg);
  if (round == nullptr || round->state.step != RoundStep::ringing) return;
  round->placing = false;
  round->leg_up = true;
  round->answered_at = step.now;
  round->dial_at = step.now;
  if (LiveOperator* one = operator_of(step.world, *round)) {
    one->state.misses_in_row = 0;
    become(step, *one, Activity::reserved, std::nullopt);
  }
  go_to(step, *round, RoundStep::dialling);
}

void agent_ended(Step& step, const LegId& leg, const Ended& ended) {
  if (callback_ended(step, leg, ended)) return;
  LiveRound* round = round_of(step.world, leg);
  if (round == nullptr) return;
  round->leg_up = false;
  const auto call =
      round->state.attempt ? step.world.calls.find(*round->state.attempt) : step.world.calls.end();
  switch (round->state.step) {
    case RoundStep::ringing: {
      LiveOperator* one = operator_of(step.world, *round);
      tell(step, *round, "missed", order_word(*round) + " " + ended.raw_code);
      step.record(TaskReturned{round->state.task});
      end_round(step, *round);
      if (one != nullptr && one->settings.status == OperatorStatus::ready)
        put_on_break(step, *one, "dial session: his phone did not answer: " + ended.raw_code);
      return;
    }
    case RoundStep::dialling:
      if (call == step.world.calls.end() && round->task) {
        end_unheard(step, *round);
      } else if (call == step.world.calls.end()) {
        give_back(step, *round, "he hung up");
      } else {
        hang_up_as(step, call->second, Outcome::cancelled, HangUpReason::done);
      }
      return;
    case RoundStep::talking:
      if (call != step.world.calls.end())
        hang_up_as(step, call->second, Outcome::delivered_operator, HangUpReason::done);
      return;
    case RoundStep::result_wanted:
      return;
  }
}

void connect_agent(Step& step, LiveCall& call) {
  const auto found = step.world.rounds.find(*call.intent.agent);
  const bool waits = found != step.world.rounds.end() && found->second.leg_up &&
                     found->second.state.attempt == call.intent.id;
  if (!waits) {
    hang_up_as(step, call, Outcome::agent_error, HangUpReason::done);
    return;
  }
  call.operator_leg = found->second.state.leg;
  see_fact(step, call, AttemptFactKind::operator_answered,
           operator_of(step.world, found->second)->settings.name);
  ask_for_bridge(step, call, *call.operator_leg);
}

}  // namespace dialctl
