#include "engine/decide/recovery.h"

#include <algorithm>
#include <utility>

#include "engine/decide/call_end.h"
#include "engine/decide/call_notice.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/launch.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/retry.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

constexpr Seconds kSettleEvery{2};
constexpr Seconds kWordOfEnd{5};
constexpr Minutes kLongestSound{11};  // the audio library and the speech command make none of more than ten

Seconds settle_window(const Step& step, const LiveCall& call) {
  const auto* provider = find(step.world.rules->settings().providers, call.intent.provider);
  return provider != nullptr ? provider->settle_window : Seconds{120};
}

LiveCall adopted(const Step& step, const OpenAttempt& open) {
  LiveCall call{open.intent, as_dialled(open.task, open.intent)};
  call.keep_rules(step.world.rules);
  call.tmpl = step.world.rules->tmpl(open.intent.tmpl);
  if (!call.tmpl) call.tmpl = std::make_shared<const CompiledTemplate>();
  if (open.intent.agent) call.operator_id = open.intent.agent;
  call.step = open.step;
  call.answered_at = open.answered_at;
  call.ending_as = open.ending_as;
  if (!open.intent.agent) call.operator_id = open.operator_id;
  call.operator_leg = open.operator_leg;
  call.offers = open.offers;
  call.unknown_since = step.now;
  call.adopted = true;
  call.need_over = open.step == CallStep::talking;
  call.recording = recording_wish(*step.world.rules, open.intent);
  return call;
}

// What a leg that is no more was, as far as the last durable step tells.
void end_absent(Step& step, LiveCall& call) {
  const AttemptId id = call.intent.id;
  switch (call.step) {
    case CallStep::intent:
    case CallStep::unknown:
      begin_settling(step, call, "not listed after a restart");
      return;
    case CallStep::placed:
    case CallStep::ringing:
    case CallStep::message:
    case CallStep::waiting:
    case CallStep::connecting:
      end_attempt(step, id, Outcome::ended_unseen, "not listed");
      return;
    case CallStep::talking:
      end_attempt(step, id, Outcome::delivered_operator, "not listed");
      return;
    case CallStep::reply:  // a key to a status had done its work before the reply was said
    case CallStep::ending:
      end_attempt(step, id, call.ending_as.value_or(Outcome::ended_unseen), "not listed");
      return;
  }
}

void seat_operator(Step& step, const LiveCall& call) {
  const auto found = step.world.operators.find(*call.operator_id);
  if (found == step.world.operators.end()) return;
  found->second.state.activity = call.step == CallStep::talking ? Activity::talking : Activity::reserved;
  found->second.state.attempt = call.intent.id;
  if (call.operator_leg && call.operator_leg->kind == LegKind::open) {
    found->second.open_leg = call.operator_leg;
    found->second.leg_provider = call.intent.provider;
  }
  step.record(found->second.state);
}

// The customer is up. Goes on where the last durable step was.
void resume_up(Step& step, LiveCall& call, bool operator_is_up) {
  clear_timer(step.world, call, TimerKind::settle);
  if (call.answered_at) look_after(step, call);
  switch (call.step) {
    case CallStep::intent:
    case CallStep::placed:
    case CallStep::ringing:
    case CallStep::unknown:
      on_customer_answered(step, call);
      return;
    case CallStep::message:
      if (call.by_agent()) {
        begin_notice_again(step, call);
      } else {
        start_message(step, call);
      }
      return;
    case CallStep::reply:
      if (call.ending_as) {
        hang_up_as(step, call, *call.ending_as, HangUpReason::done);
        return;
      }
      [[fallthrough]];
    case CallStep::waiting:
    case CallStep::connecting:
      if (call.by_agent()) {
        forgo_recording(step, call);
        connect_agent(step, call);  // where he has left, the bridge fails, and that ends it
        return;
      }
      // Who was about to be connected may have hung up unheard. He is let go, else he stays busy for ever.
      release_operator(step, call);
      call.operator_id.reset();
      save_step(step, call, CallStep::waiting);
      rejoin_line(step, call);
      return;
    case CallStep::talking:
      // His leg goes with the call, also one that is no more: that is what lets him go.
      if (!operator_is_up) hang_up_as(step, call, Outcome::delivered_operator, HangUpReason::done);
      return;
    case CallStep::ending:
      step.command(call.intent.provider, HangUp{call.customer_leg(), HangUpReason::done});
      return;
  }
}

bool listed_up(const LegsListed& listed, const LegId& leg) {
  return std::any_of(listed.legs.begin(), listed.legs.end(),
                     [&](const Found& found) { return found.leg == leg && found.state == LegState::up; });
}

bool is_ours(const World& world, const LegId& leg) {
  if (leg.kind == LegKind::agent) return is_agent_leg_of_ours(world, leg);
  if (leg.kind == LegKind::open) {
    return std::any_of(world.operators.begin(), world.operators.end(), [&](const auto& row) {
      return row.second.open_leg == leg || row.second.placing_leg == leg;
    });
  }
  const auto call = world.calls.find(leg.number);
  if (call == world.calls.end()) return leg.kind == LegKind::customer && world.unknown.contains(leg.number);
  if (leg.kind == LegKind::customer) return true;
  if (call->second.operator_leg == leg) return true;
  return std::any_of(call->second.offer_legs.begin(), call->second.offer_legs.end(),
                     [&](const auto& row) { return row.second == leg; });
}

// Operators who answered or gave up while nobody listened.
void settle_offers(Step& step, LiveCall& call, const LegsListed& listed) {
  const auto offers = call.offer_legs;
  const AttemptId id = call.intent.id;
  for (const auto& [who, leg] : offers) {
    if (!step.world.calls.contains(id)) return;
    const auto found = std::find_if(listed.legs.begin(), listed.legs.end(),
                                    [&](const Found& one) { return one.leg == leg; });
    if (found == listed.legs.end()) {
      on_operator_ended(step, leg, Ended{leg, EndCause::no_answer, EndedBy::unknown, "not listed"});
    } else if (found->state == LegState::up) {
      on_operator_answered(step, leg);
    }
  }
}

void settle_known(Step& step, ProviderId provider, const LegsListed& listed) {
  std::vector<AttemptId> ids;
  for (const auto& [id, call] : step.world.calls) {
    if (call.intent.provider == provider && !call.placing) ids.push_back(id);
  }
  for (const AttemptId id : ids) {
    LiveCall& call = step.world.calls.at(id);
    const bool up = listed_up(listed, call.customer_leg());
    const bool dialling = !up && std::any_of(listed.legs.begin(), listed.legs.end(), [&](const Found& found) {
      return found.leg == call.customer_leg();
    });
    if (up) {
      // What was being said may have ended unheard by us: it is said again.
      const bool saying = call.step == CallStep::message || call.step == CallStep::reply;
      const bool awaited = call.adopted || !call.answered_at || saying || call.step == CallStep::talking;
      if (awaited) resume_up(step, call, call.operator_leg && listed_up(listed, *call.operator_leg));
    } else if (!dialling) {
      end_absent(step, call);
    } else {
      const bool news = call.step == CallStep::intent || call.step == CallStep::unknown;
      if (news) save_step(step, call, CallStep::placed);
      if (call.adopted && call.step == CallStep::placed) watch_window(step, call);
    }
    const auto again = step.world.calls.find(id);
    if (again != step.world.calls.end()) {
      again->second.adopted = false;
      settle_offers(step, again->second, listed);
    }
  }
}

}  // namespace

void adopt_open_attempts(Step& step, const std::vector<OpenAttempt>& open) {
  for (const auto& one : open) {
    LiveCall call = adopted(step, one);
    const bool waits_for_person = one.step == CallStep::unknown;  // his operator does not wait with it
    if (!waits_for_person && call.operator_id && call.operator_leg) seat_operator(step, call);
    if (waits_for_person) {
      step.world.unknown.emplace(one.intent.id, std::move(call));
    } else {
      step.world.calls.add(std::move(call));
    }
  }
}

void on_legs_listed(Step& step, ProviderId provider, const LegsListed& listed) {
  for (const Found& found : listed.legs) {
    if (found.leg.kind == LegKind::customer && step.world.unknown.contains(found.leg.number)) {
      on_found(step, provider, found);
    }
  }
  settle_known(step, provider, listed);
  settle_agent_legs(step, provider, listed);
  for (auto& [id, one] : step.world.operators) {  // open legs that went with a connection or a restart
    if (!one.open_leg || provider_of_leg(step.world, one) != provider) continue;
    if (!listed_up(listed, *one.open_leg))
      open_leg_lost(step, *one.open_leg,
                    Ended{*one.open_leg, EndCause::failed, EndedBy::unknown, "not listed"});
  }
  for (const Found& found : listed.legs) {
    if (!is_ours(step.world, found.leg)) step.command(provider, HangUp{found.leg, HangUpReason::stray});
  }
}

// A call that is up and waits for a word that should have come long ago goes on without it.
void mend_lost_word(Step& step, LiveCall& call) {
  if (call.playing && step.now - call.play_began > kLongestSound) {
    on_play_ended(step, call, PlayEnded{call.customer_leg(), call.playback, true});
    return;
  }
  const bool unjudged = !call.by_agent() && call.step == CallStep::message && !call.playing &&
                        !call.dialogue && !call.waiting_since && !call.awaits_prompts && !call.to_machine;
  if (unjudged) start_message(step, call);
}

void on_found(Step& step, ProviderId provider, const Found& found) {
  if (found.leg.kind != LegKind::customer) {
    if (found.state == LegState::up) on_operator_answered(step, found.leg);
    return;
  }
  const auto parked = step.world.unknown.find(found.leg.number);
  if (parked != step.world.unknown.end()) {  // it did go out, and is alive
    auto node = step.world.unknown.extract(parked);
    node.mapped().step = CallStep::placed;
    step.world.calls.add(std::move(node));
  }
  const auto known = step.world.calls.find(found.leg.number);
  if (known == step.world.calls.end()) {
    step.command(provider, HangUp{found.leg, HangUpReason::stray});
    return;
  }
  LiveCall& call = known->second;
  clear_timer(step.world, call, TimerKind::settle);
  call.settled_absent = false;
  if (found.state == LegState::up) {
    if (!call.answered_at) {
      resume_up(step, call, false);
    } else {
      mend_lost_word(step, call);
    }
  } else if (call.step == CallStep::intent || call.step == CallStep::unknown ||
             call.step == CallStep::placed) {
    save_step(step, call, CallStep::placed);
    set_timer(step.world, call, TimerKind::event_overdue, step.now + Seconds{15});
  }
}

void on_absent(Step& step, const Absent& absent) {
  if (absent.leg.kind != LegKind::customer) {
    on_operator_ended(step, absent.leg, Ended{absent.leg, EndCause::normal, EndedBy::unknown, "not listed"});
    return;
  }
  const auto parked = step.world.unknown.find(absent.leg.number);
  if (parked != step.world.unknown.end()) parked->second.settled_absent = true;
  const auto known = step.world.calls.find(absent.leg.number);
  if (known == step.world.calls.end()) return;
  LiveCall& call = known->second;
  if (call.timers[static_cast<std::size_t>(TimerKind::settle)]) {
    call.settled_absent = true;
    return;
  }
  // The word of a usual end may be on its way: it says more, so it gets a moment.
  const bool is_up = call.answered_at && call.step != CallStep::ending;
  if (is_up && !std::exchange(call.settled_absent, true)) {
    set_timer(step.world, call, TimerKind::event_overdue, step.now + kWordOfEnd);
    return;
  }
  end_absent(step, call);
}

void begin_settling(Step& step, LiveCall& call, std::string why) {
  call.unknown_since = step.now;
  call.raw_code = std::move(why);
  if (call.step != CallStep::unknown) save_step(step, call, CallStep::unknown);
  set_timer(step.world, call, TimerKind::settle, step.now);
}

void settle_again(Step& step, LiveCall& call) {
  if (step.now >= call.unknown_since + settle_window(step, call)) {
    park_unknown(step, call.intent.id, call.raw_code);
    return;
  }
  step.command(call.intent.provider, Find{call.customer_leg()});
  set_timer(step.world, call, TimerKind::settle,
            std::min(step.now + kSettleEvery, call.unknown_since + settle_window(step, call)));
}

void on_open_attempts(Step& step, const OpenAttemptsSeen& seen) {
  std::erase_if(step.world.unknown, [&](const auto& row) {
    return std::find(seen.open.begin(), seen.open.end(), row.first) == seen.open.end();
  });
}

void redial_absent(Step& step) {
  std::vector<AttemptId> freed;
  for (const auto& [id, call] : step.world.unknown) {
    const auto* provider = find(step.world.rules->settings().providers, call.intent.provider);
    if (provider == nullptr || !provider->redial_after_absent || !call.settled_absent) continue;
    if (step.now >= call.intent.at + *provider->redial_after_absent) freed.push_back(id);
  }
  for (const AttemptId id : freed) {
    step.world.calls.add(step.world.unknown.extract(id));
    end_attempt(step, id, Outcome::not_placed, "not listed, redial_after_absent");
  }
}

}  // namespace dialctl
