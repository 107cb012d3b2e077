// The state that decisions are made from: calls under way, operators, waiting customers, buckets of work,
// limits. Bounded by what is live, never by what is stored. Owned by the loop, changed only by step().
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/decide/call_rate.h"
#include "engine/decide/decision.h"
#include "engine/decide/distribution.h"
#include "engine/decide/eligibility.h"
#include "engine/decide/live_calls.h"
#include "engine/decide/need_windows.h"
#include "engine/decide/pace/queue_pacer.h"

namespace dialctl {

struct LiveOperator {
  OperatorSettings settings;
  OperatorState state;
  std::optional<LegId> placing_leg;  // an open leg that is being dialled
  std::optional<LegId> open_leg;     // an open leg that is up
  ProviderId leg_provider;           // of either; none: not known since the restart
  Instant ask_leg_at{};              // placing_leg: when its fate is asked for
  // Dial sessions: robot calls and the line of call modes take turns where both want him.
  bool last_was_session = false;
  bool asked_this_pass = false;
  Instant ask_line_at{};  // not before this
};

// An agent-first round under way, from the operator's phone to the result (AD-02).
struct LiveRound {
  AgentRound state;
  ModeCell cell;  // of the order
  RuleId rule;    // of a callback: then there is no cell
  int rule_version = 0;
  std::optional<DueTask> task;  // the callback, until its customer is dialled
  ProviderId provider;
  bool placing = false;            // his phone is being asked for, the provider has not said a word yet
  Instant ask_at{};                // RoundStep::ringing: when the leg's fate is asked for
  bool leg_up = false;             // the operator is on the line
  std::optional<Instant> dial_at;  // the next number, or the same one once the moment allows it
  Instant answered_at{};           // the operator's phone
};

// A callback whose operators are being rung, until one of them answers. Of this process alone: after a
// restart the try begins anew.
struct LiveCallback {
  DueTask task;
  RuleId rule;
  ProviderId provider;
  RingRound round{{}};
  std::map<OperatorId, LegId> legs;  // that ring
  std::set<LegId> placing;           // of these, the provider has not said a word yet
  std::vector<OperatorId> tried;     // in this try
  CallerCursor cursor;
  Instant ask_at{};  // when the legs' fate is asked for
};

// A recording that is not settled: it goes on, waits to be fetched, or its time is over.
struct LiveRecording {
  Recording row;
  Instant next_at{};   // when something is to be done about it (again)
  bool asked = false;  // its file is being fetched
};

// PA-01 to PA-03 of one queue. What is learnt is learnt in every mode, so that a change of mode finds it.
struct LivePacing {
  std::optional<pace::QueuePacer> pacer;
  NeedWindows needs;
  int predicted_calls = 0;  // in need of an operator at once, as the last decision wants it
  bool decided = false;     // ever, in this process
  bool decided_this_pass = false;
  bool put_off = false;      // the last decision held still when one was wanted
  Milliseconds greeting{0};  // as long as the greetings of late; 0 = none
  Instant kept_at{};         // the last decision that went to the store
  Instant learnt_at{};       // likewise, with what was learnt
};

struct LiveQueue {
  DistributionState distribution;
  std::vector<AttemptId> waiting;  // first come first
  CallRate rate;
  LivePacing pacing;
};

struct LiveProvider {
  ProviderCondition condition = ProviderCondition::connecting;
  Instant since;  // the condition
  std::string reason;
  CallRate rate;
};

struct LiveBucket {
  Bucket bucket;
  Instant next_at = kNever;  // of its earliest ready task; work may be due from then on
  Instant judged_until{};    // `open` holds until then
  bool open = false;
  int loads_this_pass = 0;
  // Of this pass, which the store shows only after the commit: tasks that were called or put off, and when
  // the first that came to this bucket is due.
  std::set<TaskId> handled;
  Instant noted_at = kNever;
  bool stalled = false;  // what is due waits for something else than the time
};

// Prompts of a task: being made, or ready for its call.
struct TaskPrompts {
  BucketId bucket;
  bool ready = false;
  std::optional<AttemptId> awaited_by;  // a call that is up already; none: they come before the call
  std::int64_t settings_version = 0;
  Instant asked_at;
  std::vector<Media> message;
  std::map<char, std::vector<Media>> replies;
};

enum class RunMode : std::uint8_t { serve, once, until_idle };

struct World {
  RunMode mode = RunMode::serve;
  Instant began;
  std::shared_ptr<const Rulebook> rules;
  ZoneBook zones;
  std::int64_t blacklist_version = 0;
  AttemptIds attempt_ids{0, {}};

  LiveCalls calls;
  std::map<AttemptId, LiveCall> unknown;  // parked: wait for a person, or for a late fact
  std::map<OperatorId, LiveOperator> operators;
  std::map<QueueId, LiveQueue> queues;
  std::map<ProviderId, LiveProvider> providers;
  std::map<ProjectId, CallRate> project_rates;
  std::map<std::string, CallRate> caller_id_rates;
  CallRate rate;

  std::map<OperatorId, LiveRound> rounds;
  std::map<BucketId, LiveBucket> lines;  // buckets of call modes
  std::map<BucketId, LiveBucket> callback_buckets;
  std::map<TaskId, LiveCallback> callbacks;
  std::set<TaskId> places_handled;  // of lines, and callbacks, in this pass
  Instant next_lease_end = kNever;
  std::map<AttemptId, LiveRecording> recordings;
  std::set<AttemptId> recordings_over;  // in this pass: the store shows it after the commit
  Instant next_recordings{};            // asked for when reached

  std::map<BucketId, LiveBucket> buckets;
  BucketId last_served;  // the rotation goes on after it
  bool buckets_stale = true;
  bool buckets_noted = false;  // a record of this pass makes a bucket that the store shows after the commit
  Instant next_timeout{};      // of an order in a status; asked for when reached
  Instant noted_timeout = kNever;  // of a record of this pass
  std::map<TaskId, TaskPrompts> prompts;
  std::map<TaskId, Instant> failed_prompts;  // when their making failed

  std::set<std::tuple<Instant, AttemptId, TimerKind>> timers;

  bool clock_held = false;
  Milliseconds clock_off{0};          // sum of the jumps since it was last trusted
  std::optional<Instant> give_up_at;  // stopping
};

// What one step works on.
struct Step {
  World& world;
  Instant now;
  Decision& out;

  void record(Record record) { out.records.push_back(std::move(record)); }
  void command(ProviderId provider, Command command) {
    out.effects.push_back(ProviderCommand{provider, std::move(command)});
  }
  void journal(std::string kind, std::string subject, std::string detail) {
    record(Journalled{now, std::move(kind), std::move(subject), std::move(detail)});
  }
};

void set_timer(World& world, LiveCall& call, TimerKind kind, Instant at);
void clear_timer(World& world, LiveCall& call, TimerKind kind);
void clear_timers(World& world, LiveCall& call);

}  // namespace dialctl
