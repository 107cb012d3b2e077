// The customer's side of an agent-first round: the conversation, its end, and what is wanted then.
#include <algorithm>

#include "engine/decide/agent_round.h"
#include "engine/decide/call_end.h"
#include "engine/decide/hand_out.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/recordings.h"

namespace dialctl {

void agent_conversation_began(Step& step, const LiveCall& call) {
  const auto found = step.world.rounds.find(*call.intent.agent);
  begin_recording(step, call);
  if (found == step.world.rounds.end()) return;
  go_to(step, found->second, RoundStep::talking);
  tell(step, found->second, "connected", order_word(found->second) + " attempt:" + to_text(call.intent.id));
}

namespace {

constexpr Seconds kWrapUp{10};  // of an operator without a queue

// After a conversation the order stays with him until he has recorded what came of it. Where nobody was
// reached, the mode has put the order off, and he may say otherwise for as long as his wrap-up lasts and
// nobody else may have it.
void want_result(Step& step, LiveRound& round, const TaskMoved& after, bool talked) {
  LiveOperator* one = operator_of(step.world, round);
  const QueueSettings* queue =
      one != nullptr && one->settings.queue ? step.world.rules->queue(*one->settings.queue) : nullptr;
  const Seconds wrap_up = queue != nullptr ? queue->wrap_up : kWrapUp;
  const Instant until =
      talked ? step.now + mode_of(step, round).result_limit : std::min(step.now + wrap_up, after.next_at);
  if (one == nullptr || until <= step.now || (!talked && !uses_up_attempt(*after.outcome))) {
    end_round(step, round);
    return;
  }
  if (talked) step.record(TaskHanded{round.state.task, round.state.operator_id, until});
  let_leg_go(step, round);
  round.state.result_until = until;
  go_to(step, round, RoundStep::result_wanted);
  tell(step, round, talked ? "result-wanted" : "result-optional",
       order_word(round) + " until " + to_iso(until));
  one->last_was_session = true;
  begin_wrap_up(step, *one);
  one->state.not_before = until;
  become(step, *one, Activity::wrap_up, std::nullopt);
}

}  // namespace

void after_agent_call(Step& step, const LiveCall& call, const TaskMoved& after, bool talked) {
  const auto found = step.world.rounds.find(*call.intent.agent);
  if (found == step.world.rounds.end() || found->second.state.attempt != call.intent.id) return;
  LiveRound& round = found->second;
  const std::string outcome{after.outcome ? to_text(*after.outcome) : "unknown"};
  tell(step, round, "ended", order_word(round) + " attempt:" + to_text(call.intent.id) + " " + outcome);
  const bool goes_on = after.phase == TaskPhase::ready && after.rounds_done == call.task.rounds_done &&
                       after.number_index > call.task.number_index && after.next_at <= step.now;
  if (goes_on && round.leg_up && !talked) {
    step.record(TaskHanded{round.state.task, round.state.operator_id, step.now + mode_of(step, round).lease});
    round.state.attempt.reset();
    round.answered_at = step.now;
    round.dial_at = step.now + kAfterCommit;
    go_to(step, round, RoundStep::dialling);
    if (LiveOperator* one = operator_of(step.world, round))
      become(step, *one, Activity::reserved, std::nullopt);
    return;
  }
  if (after.phase != TaskPhase::ready || round.rule) {
    end_round(step, round);
    return;
  }
  want_result(step, round, after, talked);
}

void lose_agent(Step& step, LiveCall& call) {
  const bool talked = call.step == CallStep::talking;
  const auto found = step.world.rounds.find(*call.intent.agent);
  if (found != step.world.rounds.end()) found->second.leg_up = false;
  if (call.step != CallStep::ending)
    hang_up_as(step, call, talked ? Outcome::delivered_operator : Outcome::cancelled, HangUpReason::done);
}

void park_agent_call(Step& step, const LiveCall& call) {
  const auto found = step.world.rounds.find(*call.intent.agent);
  if (found == step.world.rounds.end() || found->second.state.attempt != call.intent.id) return;
  tell(step, found->second, "ended",
       order_word(found->second) + " attempt:" + to_text(call.intent.id) + " unknown");
  end_round(step, found->second);
}

}  // namespace dialctl
