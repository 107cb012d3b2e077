// What goes into a step and what comes out of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/decide/missed_intake.h"
#include "engine/decide/ranking.h"
#include "engine/decide/rulebook.h"
#include "engine/model/record.h"
#include "engine/model/telephony.h"

namespace dialctl {

// What a store shows to the core (engine/run/store.h reads it).
struct BucketState {
  Bucket bucket;
  Instant next_at;  // of its earliest ready task
};
struct DueTasks {
  std::vector<DueTask> tasks;         // ready, next_at <= now; earliest first
  std::optional<Instant> next_after;  // earliest next_at of the bucket's ready tasks that were not returned
};

// ---- Events: what happened.

struct RulesChanged {
  std::shared_ptr<const Rulebook> rules;
  std::int64_t blacklist_version = 0;
};
// Others have committed: look again at what is due.
struct StoreChanged {};
struct BucketsSeen {
  std::vector<BucketState> buckets;
  std::optional<Instant> next_lease_end;  // of orders that were handed out by hand
};
// Answer to WantLine.
struct LineSeen {
  OperatorId who;
  std::vector<InLine> tasks;
};
// Answer to WantPlaces, in its order; tasks that are gone are left out.
struct PlacesSeen {
  OperatorId who;
  std::vector<DueTask> tasks;
};
// A round that the last run left, and its task as it stands in the store.
struct KeptRound {
  AgentRound state;
  DueTask task;
};
// Agent-first rounds as the store has them: one whose result a command has recorded is missing.
struct RoundsSeen {
  std::vector<AgentRound> rounds;
};
struct DueSeen {
  BucketId bucket;
  DueTasks due;
};
struct TimeoutsSeen {
  struct Due {
    Order order;
    StatusId status;  // that it timed out in
  };
  std::vector<Due> orders;
  std::optional<Instant> next_after;
};
// Attempts that the store still has open: what a person has resolved meanwhile is missing.
struct OpenAttemptsSeen {
  std::vector<AttemptId> open;
};
// Answer to WantRecordings: those that go on or wait to be fetched, and those whose time is over.
struct RecordingsSeen {
  std::vector<Recording> recordings;
  std::optional<Instant> next_after;  // when the time of the next one is over
};
// Answer to RemoveOwnCopy.
struct OwnCopyRemoved {
  AttemptId attempt;
  std::string failed;  // why it could not be; empty: it is gone
};
// A call's task that was asked for by itself, whatever its phase.
struct TaskSeen {
  AttemptId attempt;
  DueTask task;
};
// Somebody who had called us was answered, outside of what dialctl does (CB-13).
struct CallerAnswered {
  E164 caller;
  std::string call;  // the provider's id
};
// A call to us whose caller cannot be called back: he withheld his number, or it is none.
struct CallerUnreadable {
  std::string call;  // the provider's id
  std::string why;
};
struct PromptsReady {
  TaskId task;
  std::vector<Media> message;
  std::map<char, std::vector<Media>>
      replies;  // by key; a reply with the caller's position is made when needed
};
struct PromptsFailed {
  TaskId task;
  std::string reason;
};
struct AnnouncementReady {
  AttemptId attempt;
  std::vector<Media> media;  // empty: it could not be made, go on without
};
// QU-07: what was to be told to the operator's side could not be.
struct HookFailed {
  AttemptId attempt;
  OrderId order;
  std::string reason;
};
// The wall clock was set by so much. `trusted` false: hold all new calls until ClockAccepted.
struct ClockJumped {
  Milliseconds by{0};
  bool trusted = true;
};
struct ClockAccepted {};
// No new calls; what is still live at `give_up_at` is left up and settled at the next start.
struct StopAsked {
  Instant give_up_at;
};

using Event =
    std::variant<RulesChanged, StoreChanged, BucketsSeen, DueSeen, LineSeen, PlacesSeen, RoundsSeen,
                 TimeoutsSeen, OpenAttemptsSeen, TaskSeen, MissedHeard, CallerAnswered, CallerUnreadable,
                 PromptsReady, PromptsFailed, AnnouncementReady, HookFailed, ClockJumped, ClockAccepted,
                 StopAsked, RecordingsSeen, OwnCopyRemoved, ProviderEvent>;

// ---- Effects: performed after the commit.

struct ProviderCommand {
  ProviderId provider;
  Command command;
};
// Make the sounds of a task's message before anybody is called. Answered by PromptsReady or PromptsFailed.
struct PreparePrompts {
  TaskId task;
  std::string language;
  std::vector<Say> message;
  std::map<char, std::vector<Say>> replies;
};
// Answered by AnnouncementReady.
struct PrepareAnnouncement {
  AttemptId attempt;
  std::string language;
  std::vector<Say> say;
  std::string voice = {};  // empty: the language's own
};
// CB-17: dialctl's own copy of a recording. Answered by OwnCopyRemoved.
struct RemoveOwnCopy {
  AttemptId attempt;
};
// QU-07: the operator's side gets the order, also an operator who may not list orders.
struct OperatorConnected {
  AttemptId attempt;
  Instant at;
  std::string operator_name;
  std::string project_name;
  Order order;
  E164 number;           // that was dialled
  std::string card_url;  // filled in; empty = the project has none
  std::string hook;      // command or http URL; empty = none
};
using Effect =
    std::variant<ProviderCommand, PreparePrompts, PrepareAnnouncement, RemoveOwnCopy, OperatorConnected>;

// ---- Loads: read in the same transaction, answered by an event in the same pass.

struct WantBuckets {};
struct WantDue {
  BucketId bucket;
  int limit = 0;
};
struct WantTimeouts {
  int limit = 0;
};
struct WantOpenAttempts {};
struct WantTask {
  AttemptId attempt;  // whose
  TaskId task;
};
// What stands first in the line of an operator's dial session, and these tasks with all that the gates need.
struct WantLine {
  OperatorId who;
  std::vector<HeadsWanted> heads;
};
struct WantPlaces {
  OperatorId who;  // none: callbacks whose phones ring
  std::vector<TaskId> tasks;
};
struct WantRounds {};
// Who called us, and what is known of him. Answered by MissedHeard, CallerAnswered or CallerUnreadable.
struct WantCaller {
  ProviderId provider;
  InboundCall call;
  Instant at;                          // when it was lost, or answered
  std::optional<Milliseconds> waited;  // lost after that; none: answered
};
struct WantRecordings {
  int limit = 0;
};
using Load = std::variant<WantBuckets, WantDue, WantLine, WantPlaces, WantRounds, WantTimeouts,
                          WantOpenAttempts, WantTask, WantCaller, WantRecordings>;

struct Decision {
  std::vector<Record> records;
  std::vector<Effect> effects;
  std::vector<Load> loads;
  Instant wake = kNever;  // latest instant to be called again
  bool finished = false;  // the run is over
};

}  // namespace dialctl
