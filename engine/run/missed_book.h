// Port: missed calls and their callbacks as commands see and change them (IM-08, CB-07, CB-11, CB-14).
// Implementation: adapters/sqlite.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/missed_intake.h"
#include "engine/model/record.h"
#include "engine/model/result.h"
#include "engine/run/registry.h"

namespace dialctl {

// A missed call, and what became of it.
struct MissedLine {
  MissedCall call;
  Instant seen_at;
  std::string who;
  std::string taking;            // see Taking in engine/decide/callback_rules.h
  std::optional<RuleId> rule;    // that took it, or would have
  int version = 0;               // of the rule
  std::optional<TaskId> task;    // the callback that it made, or joined
  std::optional<OrderId> order;  // of the callback
};
struct MissedFilter {
  std::optional<MissedId> id;
  std::optional<std::string> provider_call;
  std::optional<TaskId> task;  // that answers it
  std::optional<E164> caller;
  std::optional<ProjectId> project;
  std::optional<RuleId> rule;
  std::optional<std::string> taking;
  std::optional<Instant> since;  // lost
  std::optional<Instant> before;
  bool oldest_first = false;
  std::int64_t limit = -1;  // -1: all
};

// A callback.
struct CallbackLine {
  TaskId task;
  OrderId order;
  ProjectId project;
  RuleId rule;      // that plans its next try; see CB-09 in engine/decide/callback_rules.h
  int version = 0;  // of the rule, for that try
  E164 caller;
  TaskPhase phase = TaskPhase::ready;
  std::string reason;
  Instant next_at;
  int tries = 0;
  std::optional<Outcome> outcome;
  Instant made_at;
  Instant lost_at;       // the first missed call
  int missed_calls = 1;  // that it answers
};
struct CallbackFilter {
  std::optional<TaskId> task;
  std::optional<E164> caller;
  std::optional<ProjectId> project;
  std::optional<RuleId> rule;
  std::optional<TaskPhase> phase;
  bool open = false;  // those that are not over
  bool oldest_first = false;
  std::int64_t limit = -1;
};
struct CancelledCallback {
  TaskId task;
  OrderId order;
};

// The callbacks of a rule that are not over.
struct CallbackCounts {
  RuleId rule;
  int open = 0;
  int due = 0;      // of these, ready and due
  int live = 0;     // being called
  int blocked = 0;  // wait for a person
};

class MissedBook {
 public:
  virtual ~MissedBook() = default;

  // One write transaction around `work`, kept when it succeeds and `ending` says so. Errors: busy
  // store.locked, and store.* (kind store); of `work`.
  virtual Result<void> change(const std::function<Result<void>()>& work, Ending ending) = 0;

  // Inside of change().
  virtual void apply(std::span<const Record> records) = 0;
  virtual CallerKnown caller_known(const MissedCall& call, Instant now) = 0;
  // Of the missed call that was taken in last.
  virtual MissedId newest() = 0;
  // The call of record.call.id was judged again: what has become of it is as the record says now. Its id and
  // what is known of it stay.
  virtual void take_again(const MissedTaken& record) = 0;
  // Ends those of the filter that are not being called now (phase cancelled, `reason`), and says which.
  virtual std::vector<CancelledCallback> cancel(const CallbackFilter& filter, const std::string& reason) = 0;

  // In one snapshot, newest first; `take` is handed one after the other and may stop the reading.
  virtual Result<void> missed(const MissedFilter& filter,
                              const std::function<bool(const MissedLine&)>& take) = 0;
  virtual Result<void> callbacks(const CallbackFilter& filter,
                                 const std::function<bool(const CallbackLine&)>& take) = 0;
  // By rule; rules without an open callback are left out.
  virtual Result<std::vector<CallbackCounts>> counts(Instant now) = 0;
};

}  // namespace dialctl
