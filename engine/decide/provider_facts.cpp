#include "engine/decide/provider_facts.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/callback_prompt.h"
#include "engine/decide/inbound.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/operator_state.h"
#include "engine/decide/recordings.h"
#include "engine/decide/recovery.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

LiveCall* customer(Step& step, const LegId& leg) {
  if (leg.kind != LegKind::customer) return nullptr;
  const auto found = step.world.calls.find(leg.number);
  return found == step.world.calls.end() ? nullptr : &found->second;
}

void set_condition(Step& step, ProviderId id, ProviderCondition condition, std::string reason) {
  LiveProvider& live = step.world.providers[id];
  if (live.condition == condition && live.reason == reason) return;
  live.condition = condition;
  live.reason = reason;
  live.since = step.now;
  step.record(ProviderSeen{id, condition, reason, step.now});
  step.journal("provider." + std::string{to_text(condition)}, "provider:" + std::to_string(id.value), reason);
}

// A fact about a call that was given up as unknown proves that it went out.
void revive(Step& step, ProviderId provider, const LegId& leg) {
  if (leg.kind == LegKind::customer && step.world.unknown.contains(leg.number)) {
    on_found(step, provider, Found{leg, LegState::dialling});
  }
}

class Facts {
 public:
  Facts(Step& step, ProviderId provider, Instant at) : step_(step), provider_(provider), at_(at) {}

  void operator()(const Placed& placed) {
    if (placed.refusal == RefusalClass::credentials) operator()(CredentialsRefused{placed.raw_code});
    if (LiveCall* call = customer(step_, placed.leg)) {
      on_customer_placed(step_, *call, placed);
    } else if (placed.leg.kind != LegKind::customer) {
      on_operator_placed(step_, placed);
    }
  }
  void operator()(const Ringing& fact) {
    revive(step_, provider_, fact.leg);
    if (LiveCall* call = customer(step_, fact.leg)) on_customer_ringing(step_, *call);
  }
  void operator()(const Answered& fact) {
    revive(step_, provider_, fact.leg);
    if (LiveCall* call = customer(step_, fact.leg)) {
      on_customer_answered(step_, *call);
    } else if (fact.leg.kind != LegKind::customer) {
      on_operator_answered(step_, fact.leg);
    }
  }
  void operator()(const AnswerJudged& fact) {
    if (LiveCall* call = customer(step_, fact.leg)) on_answer_judged(step_, *call, fact);
  }
  void operator()(const KeyPressed& fact) {
    if (LiveCall* call = customer(step_, fact.leg)) {
      on_customer_key(step_, *call, fact.key);
    } else if (fact.leg.kind != LegKind::customer) {
      on_operator_key(step_, fact.leg, fact.key);
    }
  }
  void operator()(const PlayEnded& fact) {
    if (LiveCall* call = customer(step_, fact.leg)) {
      on_play_ended(step_, *call, fact);
    } else if (fact.leg.kind != LegKind::customer) {
      on_callback_prompt_ended(step_, fact.leg);
    }
  }
  void operator()(const Bridged& fact) { on_bridged(step_, fact); }
  void operator()(const BridgeFailed& fact) { on_bridge_failed(step_, fact); }
  void operator()(const Ended& fact) {
    revive(step_, provider_, fact.leg);
    if (LiveCall* call = customer(step_, fact.leg)) {
      on_customer_ended(step_, *call, fact);
    } else if (fact.leg.kind != LegKind::customer) {
      on_operator_ended(step_, fact.leg, fact);
    }
  }
  void operator()(const Found& fact) { on_found(step_, provider_, fact); }
  void operator()(const Absent& fact) { on_absent(step_, fact); }
  void operator()(const LegsListed& fact) { on_legs_listed(step_, provider_, fact); }
  void operator()(const InboundAnswered& fact) { ask_who_called(step_, provider_, at_, fact); }
  void operator()(const InboundLost& fact) { ask_who_called(step_, provider_, at_, fact); }
  void operator()(const ProviderUp&) {
    set_condition(step_, provider_, ProviderCondition::up, "");
    resume_recordings(step_, provider_);
  }
  void operator()(const ProviderDown& fact) {
    // The connection that went with the credentials, for
    // the same reason, is no news: exit 9 says more than 8.
    const LiveProvider& live = step_.world.providers[provider_];
    if (live.condition == ProviderCondition::credentials_refused && live.reason == fact.reason) return;
    set_condition(step_, provider_, fact.fatal ? ProviderCondition::replaced : ProviderCondition::down,
                  fact.reason);
  }
  void operator()(const CredentialsRefused& fact) {
    set_condition(step_, provider_, ProviderCondition::credentials_refused, fact.reason);
  }
  void operator()(const Throttled& fact) {
    slow_down(step_, provider_, fact.retry_after);
    step_.journal("provider.throttled", "provider:" + std::to_string(provider_.value),
                  std::to_string(fact.retry_after.count()) + " ms");
  }

  void operator()(const RecordingStarted& fact) { on_recording(step_, fact); }
  void operator()(const RecordingEnded& fact) { on_recording(step_, fact); }
  void operator()(const RecordingFailed& fact) { on_recording(step_, fact); }
  void operator()(const RecordingFetched& fact) { on_recording(step_, fact); }
  void operator()(const RecordingNotFetched& fact) { on_recording(step_, fact); }
  void operator()(const RecordingDeleted& fact) { on_recording(step_, fact); }
  void operator()(const RecordingNotDeleted& fact) { on_recording(step_, fact); }

 private:
  Step& step_;
  ProviderId provider_;
  Instant at_;
};

}  // namespace

void slow_down(Step& step, ProviderId provider, Milliseconds retry_after) {
  const auto wait = std::clamp(retry_after, Milliseconds{1'000}, Milliseconds{3'600'000});
  step.world.providers[provider].rate.hold_back(step.now + wait);
}

void on_provider_event(Step& step, const ProviderEvent& event) {
  std::visit(Facts{step, event.provider, event.at}, event.fact);
}

}  // namespace dialctl
