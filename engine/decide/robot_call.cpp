#include "engine/decide/robot_call.h"

#include "engine/decide/call_end.h"
#include "engine/decide/call_message.h"
#include "engine/decide/call_notice.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/pacing.h"
#include "engine/decide/provider_facts.h"
#include "engine/decide/recovery.h"

namespace dialctl {
namespace {

// Longer than any provider takes to tell of an end that it has seen.
constexpr Seconds kEventGrace{15};
// A call that is up is asked for so often: should the word of its end be lost, it would be live for ever.
constexpr Seconds kLookAfterEvery{60};

Outcome refused_as(RefusalClass refusal) {
  switch (refusal) {
    case RefusalClass::bad_number:
      return Outcome::bad_number;
    case RefusalClass::blocked:
      return Outcome::failed;
    case RefusalClass::none:
    case RefusalClass::configuration:
    case RefusalClass::throttled:
    case RefusalClass::credentials:
    case RefusalClass::not_processed:
      return Outcome::provider_error;
  }
  return Outcome::provider_error;
}

Outcome unanswered_as(const LiveCall& call, EndCause cause) {
  switch (cause) {
    case EndCause::busy:
      return Outcome::busy;
    case EndCause::no_answer:
      return Outcome::no_answer;
    case EndCause::rejected:
      return Outcome::rejected;
    case EndCause::bad_number:
      return Outcome::bad_number;
    case EndCause::network_trouble:
    case EndCause::configuration:
      return Outcome::provider_error;
    case EndCause::cancelled:
      return call.ending_as.value_or(Outcome::cancelled);
    case EndCause::normal:
    case EndCause::failed:
      return Outcome::failed;
  }
  return Outcome::failed;
}

// He hung up himself, or nobody can say who did.
Outcome answered_as(LiveCall& call) {
  switch (call.step) {
    case CallStep::talking:
      return Outcome::delivered_operator;
    case CallStep::reply:  // of a key to a status: it has done its work, whether he hears the reply or not
    case CallStep::waiting:
    case CallStep::connecting:
      return call.ending_as.value_or(Outcome::connection_not_established);
    case CallStep::ending:
      return call.ending_as.value_or(Outcome::failed);
    case CallStep::message:
      if (call.to_machine) return Outcome::machine;
      if (call.dialogue && call.dialogue->on_hang_up() == DialogueStep::delivered) return Outcome::delivered;
      return Outcome::hung_up;
    case CallStep::intent:
    case CallStep::placed:
    case CallStep::ringing:
    case CallStep::unknown:
      return Outcome::hung_up;
  }
  return Outcome::failed;
}

// He was let go at the moment that he answered in: he has found nobody.
void answered_too_late(Step& step, LiveCall& call) {
  call.answered_at = step.now;
  call.ending_as = Outcome::abandoned;
  see_fact(step, call, AttemptFactKind::answered);
  save_step(step, call, CallStep::ending);
  note_need_met(step, call, NeedMet::lost);
}

}  // namespace

void on_customer_placed(Step& step, LiveCall& call, const Placed& placed) {
  call.placing = false;
  switch (placed.answer) {
    case PlaceAnswer::accepted:
      if (call.step != CallStep::intent) return;  // events were quicker than the answer
      see_fact(step, call, AttemptFactKind::sent, placed.raw_code);
      save_step(step, call, CallStep::placed);
      set_timer(step.world, call, TimerKind::event_overdue,
                step.now + call.tmpl->settings.ring_limit + kEventGrace);
      return;
    case PlaceAnswer::not_sent:
      end_attempt(step, call.intent.id, Outcome::not_placed, placed.raw_code);
      return;
    case PlaceAnswer::refused:
      if (placed.refusal == RefusalClass::throttled) {
        slow_down(step, call.intent.provider, placed.retry_after);
      }
      end_attempt(step, call.intent.id, refused_as(placed.refusal), placed.raw_code);
      return;
    case PlaceAnswer::unknown:
      begin_settling(step, call, placed.raw_code);
      return;
  }
}

void on_customer_ringing(Step& step, LiveCall& call) {
  if (call.step != CallStep::intent && call.step != CallStep::placed) return;
  clear_timer(step.world, call, TimerKind::window_closes);
  see_fact(step, call, AttemptFactKind::ringing);
  save_step(step, call, CallStep::ringing);
  set_timer(step.world, call, TimerKind::event_overdue,
            step.now + call.tmpl->settings.ring_limit + kEventGrace);
}

void look_after(Step& step, LiveCall& call) {
  set_timer(step.world, call, TimerKind::event_overdue, step.now + kLookAfterEvery);
}

void on_customer_answered(Step& step, LiveCall& call) {
  if (call.let_go && !call.answered_at) answered_too_late(step, call);
  if (call.answered_at || call.step == CallStep::ending) return;
  clear_timer(step.world, call, TimerKind::window_closes);
  call.answered_at = step.now;
  look_after(step, call);
  see_fact(step, call, AttemptFactKind::answered);
  if (call.by_agent()) {
    begin_notice(step, call);
    return;
  }
  save_step(step, call, CallStep::message);
  if (call.tmpl->settings.detect_machine) return;  // on_answer_judged goes on
  start_message(step, call);
}

void on_answer_judged(Step& step, LiveCall& call, const AnswerJudged& judged) {
  if (call.step != CallStep::message || call.dialogue || call.waiting_since || call.to_machine) return;
  see_fact(step, call, AttemptFactKind::answered_by,
           judged.by == AnsweredBy::machine  ? "machine"
           : judged.by == AnsweredBy::person ? "person"
                                             : "unsure");
  if (judged.by == AnsweredBy::machine && call.tmpl->settings.machine == MachinePolicy::hang_up) {
    call.raw_code = judged.raw_code;
    hang_up_as(step, call, Outcome::machine, HangUpReason::done);
    return;
  }
  call.to_machine =
      judged.by == AnsweredBy::machine && call.tmpl->settings.machine == MachinePolicy::leave_message;
  start_message(step, call);
}

void on_customer_ended(Step& step, LiveCall& call, const Ended& ended) {
  const AttemptId id = call.intent.id;
  std::string raw_code = call.raw_code.empty() ? ended.raw_code : call.raw_code;
  if (!call.answered_at) {
    if (call.step == CallStep::ending && ended.cause != EndCause::normal) {
      end_attempt(step, id, unanswered_as(call, ended.cause), std::move(raw_code));
      return;
    }
    end_attempt(step, id, call.ending_as.value_or(unanswered_as(call, ended.cause)), std::move(raw_code));
    return;
  }
  end_attempt(step, id, answered_as(call), std::move(raw_code));
}

void on_call_timer(Step& step, LiveCall& call, TimerKind kind) {
  switch (kind) {
    case TimerKind::window_closes:
      hang_up_as(step, call, Outcome::cancelled, HangUpReason::window_closed);
      return;
    case TimerKind::event_overdue:
      if (call.step == CallStep::connecting) {  // the bridge never came
        hang_up_as(step, call, Outcome::agent_error, HangUpReason::done);
        return;
      }
      if (call.step == CallStep::ending)  // perhaps the words that come before it never ended
        step.command(call.intent.provider, HangUp{call.customer_leg(), call.hung_up_for});
      step.command(call.intent.provider, Find{call.customer_leg()});
      if (call.step == CallStep::talking && call.operator_leg && call.operator_leg->kind != LegKind::open)
        step.command(call.intent.provider, Find{*call.operator_leg});
      for (const auto& [who, leg] : call.offer_legs)
        step.command(call.intent.provider, Find{leg});
      set_timer(
          step.world, call, TimerKind::event_overdue,
          step.now + (call.answered_at && call.step != CallStep::ending ? kLookAfterEvery : kEventGrace));
      return;
    case TimerKind::settle:
      settle_again(step, call);
      return;
    case TimerKind::key_wait:
      on_key_wait_over(step, call);
      return;
    case TimerKind::longest_wait:
      hang_up_as(step, call, Outcome::connection_not_established, HangUpReason::wait_limit);
      return;
    case TimerKind::abandon:
      abandon(step, call);
      return;
    case TimerKind::notice:
      on_notice_overdue(step, call);
      return;
  }
}

}  // namespace dialctl
