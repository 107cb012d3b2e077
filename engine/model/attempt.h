// An attempt and its evidence (CO-01). Rows are only ever inserted: the intent, then facts, then the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/order.h"
#include "engine/model/outcome.h"
#include "engine/model/task.h"
#include "engine/model/telephony.h"

namespace dialctl {

// Written before the provider hears of it.
struct AttemptIntent {
  AttemptId id;
  TaskId task;
  OrderId order;
  ProjectId project;
  TemplateId tmpl;  // none: an agent-first call
  ProviderId provider;
  E164 number;
  std::string caller_id;
  int round = 1;
  Instant at;
  std::string zone;  // the zones judged, "Europe/Kyiv" or "Asia/Omsk,Asia/Tomsk"
  ZoneOrigin zone_origin = ZoneOrigin::unknown;
  std::string local_time;  // at the callee, in the first of the zones
  std::string gates;       // every gate with the number behind it, see gates_text()
  std::int64_t settings_version = 0;
  std::int64_t blacklist_version = 0;
  // Agent-first: the mode, whose phone was first, and in the first attempt of a round the appointment, where
  // there was one.
  std::optional<CallMode> mode = std::nullopt;
  std::optional<OperatorId> agent = std::nullopt;
  std::optional<Instant> planned_at = std::nullopt;
  // Callback: the rule that it ran under (CB-08).
  std::optional<RuleId> rule = std::nullopt;
  int rule_version = 0;
};

// What was seen of it afterwards.
enum class AttemptFactKind : std::uint8_t {
  sent,
  ringing,
  answered,
  answered_by,      // detail: person, machine, unsure
  message_started,  // detail: the prompts played
  key,              // detail: the key
  waiting,          // in the queue for an operator
  offered,          // detail: operator
  operator_answered,
  operator_missed,  // detail: operator, why
  bridged,          // detail: operator
  notice_played,    // CB-17, to its end; detail: the sounds
  recording,        // has begun; detail: its name at the provider
  not_recorded,     // although it was to be; detail: why
};
std::string_view to_text(AttemptFactKind kind);
std::optional<AttemptFactKind> parse_attempt_fact_kind(std::string_view text);

struct AttemptFact {
  AttemptId attempt;
  Instant at;
  AttemptFactKind kind = AttemptFactKind::sent;
  std::string detail;
};

struct AttemptEnd {
  AttemptId attempt;
  Instant at;
  Outcome outcome = Outcome::failed;
  std::string raw_code;
  std::optional<OperatorId> operator_id;
  Seconds conversation{0};  // answer to hang-up
  std::int64_t cost_micros = 0;
  std::string currency;
};

// Where an open attempt stood at the last commit: what a restarted loop resumes from.
enum class CallStep : std::uint8_t {
  intent,  // durable, the provider may not have heard of it
  placed,  // accepted by the provider
  ringing,
  message,     // answered; the message plays or a key is awaited
  reply,       // a key's reply plays
  waiting,     // on hold for an operator
  connecting,  // an operator has answered, the bridge is being made
  talking,
  ending,   // we hang up; the end has not been seen
  unknown,  // needs settling; blocks the number
};
std::string_view to_text(CallStep step);
std::optional<CallStep> parse_call_step(std::string_view text);

struct OpenAttempt {
  AttemptIntent intent;
  CallStep step = CallStep::intent;
  std::optional<OperatorId> operator_id;
  std::optional<LegId> operator_leg;
  std::optional<Instant> answered_at;
  std::optional<Outcome> ending_as;  // step ending: the outcome already decided
  int offers = 0;                    // ordinals of operator legs already used
  DueTask task;                      // as it stands in the store
};

}  // namespace dialctl
