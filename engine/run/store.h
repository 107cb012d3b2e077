// Port: the store as the loop and the commands see it. One contract suite (tests/adapters/store_contract)
// holds the SQLite and the memory implementation to it.
//
// The loop's pass:  begin_pass()  load()...  commit(records)      all in one write transaction
// so that every gate is read in the transaction that makes the intent, and what other processes committed
// before is seen. What a load returns is in no promised order beyond what is said here; the core sorts.
//
// Contract
// - ids of attempts are made by the caller; everything else is numbered by the store from 1.
// - One owner at a time: take_ownership() raises the epoch; a pass of an older epoch throws StoreGone.
// - At most one open attempt per number and per order; an IntentMade that
//   would break this throws StoreGone and nothing of its pass is kept.
// - Attempts, facts, ends and the journal are append-only.
// - Any failure inside a pass throws StoreGone: whether it
//   was committed is unknown, so no effect may be performed.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/model/record.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"
#include "engine/run/line_source.h"

namespace dialctl {

// The database cannot be relied on any more: full, read-only, corrupt, replaced, taken over.
class StoreGone : public std::runtime_error {
 public:
  explicit StoreGone(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

struct StatusTimeout {
  OrderId order;
  StatusId status;
  Instant due;
};
struct DueTimeouts {
  std::vector<StatusTimeout> orders;  // due <= now; earliest first
  std::optional<Instant> next_after;
};

struct DueRecordings {
  std::vector<Recording> recordings;  // state recording or ended, or keep_until <= now and not over
  std::optional<Instant> next_after;  // earliest keep_until of the others
};

struct Ownership {
  std::int64_t epoch = 0;
  std::string installation;  // 8 letters and digits, made once per database; prefix of all call ids
  AttemptId last_attempt;    // ids must grow from here
};

// What the loop keeps between runs, beside open attempts.
struct LoopMemory {
  std::vector<OperatorState> operators;
  std::vector<QueueState> queues;
};

// What predictive pacing goes on from.
struct PaceMemory {
  std::vector<OperatorNeeded> needs;  // ascending by instant
  std::vector<PaceDecided> learnt;    // of each queue the last one that says what was learnt
};

// Grows whenever somebody else may have changed something that the loop must look at.
struct ChangeMark {
  std::int64_t commits_of_others = 0;
  std::int64_t settings_version = 0;
  std::int64_t blacklist_version = 0;
  friend bool operator==(const ChangeMark&, const ChangeMark&) = default;
};

class Store : public LineSource {
 public:
  // conflict: another owner's epoch is newer than ours was.
  virtual Result<Ownership> take_ownership(const std::string& owner, Instant now) = 0;

  virtual Settings load_settings() = 0;
  virtual LoopMemory load_memory() = 0;
  // Needs from `since` on.
  virtual PaceMemory load_pace_memory(Instant since) = 0;
  virtual std::vector<OpenAttempt> open_attempts() = 0;
  // A cheap look without a transaction; called up to several times a second.
  virtual ChangeMark change_mark() = 0;

  virtual void begin_pass() = 0;
  virtual std::vector<BucketState> buckets() = 0;
  virtual DueTasks due_tasks(BucketId bucket, Instant now, int limit) = 0;
  virtual DueTimeouts due_timeouts(Instant now, int limit) = 0;
  virtual DueRecordings due_recordings(Instant now, int limit) = 0;
  virtual std::optional<Order> order(OrderId id) = 0;
  virtual CallerKnown caller_known(const MissedCall& call, Instant now) = 0;
  virtual void commit(const std::vector<Record>& records) = 0;
  virtual void roll_back() = 0;
};

}  // namespace dialctl
