// Records: what one decision wants to be durable. A store applies all records of a pass in one transaction,
// in their order, or none of them.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/attempt.h"
#include "engine/model/order.h"
#include "engine/model/recording.h"
#include "engine/model/settings.h"
#include "engine/model/task.h"

namespace dialctl {

// Beside these: Recording, how one stands now. An instant until which it is kept never moves to a later one,
// because commands bring it forward.

// A new start of robot calls. Without a template or queue in place it is blocked, and says by what.
struct TaskStart {
  TemplateId tmpl;
  TaskPhase phase = TaskPhase::ready;  // ready or blocked
  std::string blocked_by;
  Instant next_at;
  CalleeClass callee;  // of the first number
};

// A place in the line of a call mode (ST-04), from an entry into a status that feeds it. Its place_key()
// (engine/decide/ranking.h) and how many agent-first rounds the order has had, the store fills in.
struct LineStart {
  CallMode mode = CallMode::new_order;
  CalleeClass callee;  // of the first number
};

// An order enters a status. Pending tasks of the order (ready, blocked) are cancelled by leaving; a live call
// is left alone, and its task ends with it: moved to ready or blocked, it is cancelled instead. A task
// started by hand goes on. Setting the status that it has is no entry and makes no record.
struct StatusEntered {
  OrderId order;
  StatusId status;
  Instant at;
  std::string who;  // "import", "robot", "timeout", a user's name
  std::string why;
  std::optional<Instant> timeout_at;  // ST-03
  std::optional<TaskStart> start;     // ST-02: exactly once per entry
  std::optional<LineStart> line = std::nullopt;
};

// A missed call, and what becomes of it (CB-09). A call that the provider has told before, by its id, is not
// taken again.
struct MissedTaken {
  MissedCall call;
  std::string taking;  // see Taking in engine/decide/callback_rules.h
  std::optional<RuleId> rule;
  int version = 1;  // of the rule
  // Set: a callback is made. The caller's order of the project, "callback:" and his number, is made with it
  // where there is none. A task of his that is open already takes the call in, and none is made (CB-14).
  struct Start {
    StatusId status;  // of an order that is made
    OrderNumber number;
    Instant next_at;
    std::string blocked_by;  // not empty: the task is blocked, and says by what
  };
  std::optional<Start> start;
  Instant at;
  std::string who;
};

// A contact with this number outside the callbacks (CB-13): somebody has talked to him, or has dialled him.
// His callbacks end, where their rules say so; one whose call is up ends with it, unless they talk. Those of
// calls that were lost later go on.
struct ContactSeen {
  E164 number;
  bool talked = false;
  Instant at;       // of the contact
  std::string how;  // for the journal: "attempt:01KB...", "import"
};

// Started by hand (RB-03), without an entry into a status.
struct TaskStarted {
  OrderId order;
  TaskStart start;
  Instant at;
  std::string who;
};

// Of a callback nothing where it is over: a contact, or a command, has ended it meanwhile.
struct TaskMoved {
  TaskId task;
  TaskPhase phase = TaskPhase::ready;
  Instant next_at;
  int rounds_done = 0;
  int number_index = 0;
  Instant round_began;
  CalleeClass callee;                               // of the number to be dialled next: decides the bucket
  std::optional<Outcome> outcome;                   // of the last attempt, or of the whole when done
  std::string reason;                               // blocked or deferred: by which gate; cancelled: why
  std::optional<ModePart> part = std::nullopt;      // of a task in a line: where it goes
  std::optional<int> auto_attempts = std::nullopt;  // the same
  // Of a task in a line: the time of a planned callback. Absent: as it was, or none in another part.
  std::optional<Instant> planned_at = std::nullopt;
  // Of a callback: what its next try is planned by. Absent: as it was.
  struct Plan {
    RuleId rule;
    int version = 1;
    Instant from;  // it may be made from then on, whatever the hours
  };
  std::optional<Plan> plan = std::nullopt;
};

// A task in a line, or a callback, is lent to an operator until an instant. Nothing where it is over: the
// order has left its status meanwhile.
struct TaskHanded {
  TaskId task;
  OperatorId operator_id;
  Instant until;
};
// Given back before it was called: ready again, as it was. Nothing where it is not handed any more.
struct TaskReturned {
  TaskId task;
};
// Leases that have ended: these tasks are ready again, as they were.
struct LeasesEnded {
  Instant now;
};
// A place in a line that was over, its attempts used up or its status left and fed again: in line anew, as
// one that was tried before, with all its rounds.
struct LineAgain {
  TaskId task;
  Instant at;
  CalleeClass callee;  // of the first number
};
// The order's owner: an operator's name, or empty for the pool. Its place in a line goes along.
struct OwnerSet {
  OrderId order;
  std::string owner;
};

// Settings have changed: tasks that were blocked by a missing link are ready again, to be judged anew. Those
// blocked by "blacklist" or "order-released" stay: the commands that mend these release them.
struct LinksMended {
  Instant at;
};

// Inserts the attempt, opens it (CallStep::intent) and makes its task live.
// Refused by the store when the number or the order has an open attempt
// already: that is a broken invariant, since it was read in this transaction.
struct IntentMade {
  AttemptIntent intent;
};
struct FactSeen {
  AttemptFact fact;
};
struct StepChanged {
  AttemptId attempt;
  CallStep step = CallStep::placed;
  std::optional<OperatorId> operator_id;
  std::optional<LegId> operator_leg;
  std::optional<Instant> answered_at;
  std::optional<Outcome> ending_as;
  int offers = 0;
};
// Inserts the end and closes the open attempt.
struct AttemptEnded {
  AttemptEnd end;
};

struct NumberMarkedBad {
  OrderId order;
  E164 number;
};
struct NumberLocked {  // PA-05
  E164 number;
  Instant until;
};

// QU-05: the engine puts an operator on break, or back.
struct OperatorStatusSet {
  OperatorId operator_id;
  OperatorStatus status = OperatorStatus::on_break;
  std::string reason;
  Instant at;
};

enum class Activity : std::uint8_t { idle, reserved, ringing, talking, wrap_up };
std::string_view to_text(Activity activity);
std::optional<Activity> parse_activity(std::string_view text);

// QU-03, QU-04: what the engine knows of an operator, kept over restarts.
struct OperatorState {
  OperatorId operator_id;
  Activity activity = Activity::idle;
  Instant since;
  std::optional<AttemptId> attempt;  // the call that he is reserved for, rung for or in
  std::optional<LegId> leg;          // open leg that is up
  std::optional<Instant> last_bridge_end;
  std::optional<Instant> last_offered;
  std::optional<Instant> not_before;  // after a miss or in wrap-up: not offered before this
  Seconds talk_time{0};               // since counters_from
  int calls_answered = 0;
  int misses_in_row = 0;
  Instant counters_from;
};
// What an operator's agent-first round is at (AD-02), kept over restarts. The customer's call itself is an
// attempt like any other.
enum class RoundStep : std::uint8_t {
  ringing,   // the operator's phone
  dialling,  // the operator is on the line, a customer's phone is called
  talking,
  result_wanted  // the conversation is over
};
std::string_view to_text(RoundStep step);
std::optional<RoundStep> parse_round_step(std::string_view text);
struct AgentRound {
  OperatorId operator_id;
  TaskId task;
  OrderId order;
  LegId leg;  // of the operator
  RoundStep step = RoundStep::ringing;
  Instant since;                        // the step
  std::optional<AttemptId> attempt;     // the last of the round
  std::optional<Instant> result_until;  // result_wanted
};
struct AgentRoundOver {
  OperatorId operator_id;
};

// QU-04: where a queue's distribution stands.
struct QueueState {
  QueueId queue;
  std::optional<int> last_offered_position;
  std::optional<OperatorId> last_missed;  // sticky-last-tried
  std::uint64_t random_state = 0;
};

// PA-02, PA-06: a customer who wanted an operator, and whether he got one. One for each attempt; append-only.
enum class NeedKind : std::uint8_t { answer, key };  // from the answer on, or since he pressed the key
enum class NeedMet : std::uint8_t {
  served,
  lost,  // abandoned; of a key: connection not established
  left   // hung up before the call counted as abandoned
};
std::string_view to_text(NeedKind kind);
std::optional<NeedKind> parse_need_kind(std::string_view text);
std::string_view to_text(NeedMet met);
std::optional<NeedMet> parse_need_met(std::string_view text);
struct OperatorNeeded {
  AttemptId attempt;
  QueueId queue;
  ProjectId project;
  Instant at;  // when that was decided
  NeedKind kind = NeedKind::answer;
  NeedMet met = NeedMet::served;
};

// PA-04: a decision of predictive pacing, as text that it can be repeated from (engine/decide/pace). Those
// older than kPaceDecisionsKept are forgotten.
inline constexpr std::chrono::hours kPaceDecisionsKept{48};
struct PaceDecided {
  QueueId queue;
  Instant at;
  std::string moment;  // what was known
  std::string chosen;
  std::string learnt;  // what was learnt before it; empty: not kept with this one
};

enum class ProviderCondition : std::uint8_t { connecting, up, down, credentials_refused, replaced };
std::string_view to_text(ProviderCondition condition);
std::optional<ProviderCondition> parse_provider_condition(std::string_view text);
struct ProviderSeen {
  ProviderId provider;
  ProviderCondition condition = ProviderCondition::connecting;
  std::string reason;
  Instant since;
};

// The journal: append-only, what happened and why, for people and for audits.
struct Journalled {
  Instant at;
  std::string kind;      // stable, dotted: "status.entered", "operator.break", "clock.jump"
  std::string subject;   // "order:17", "operator:anna"
  std::string detail;    // one line of text, no personal data beyond ids
  std::string who = {};  // a person; empty: the loop
};

using Record = std::variant<StatusEntered, MissedTaken, ContactSeen, TaskStarted, TaskMoved, TaskHanded,
                            TaskReturned, LeasesEnded, LineAgain, OwnerSet, LinksMended, IntentMade, FactSeen,
                            StepChanged, AttemptEnded, NumberMarkedBad, NumberLocked, OperatorStatusSet,
                            OperatorState, AgentRound, AgentRoundOver, QueueState, OperatorNeeded,
                            PaceDecided, ProviderSeen, Recording, Journalled>;

}  // namespace dialctl
