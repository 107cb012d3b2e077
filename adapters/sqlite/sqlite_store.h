// The Store port (engine/run/store.h) on SQLite, for one loop.
//
// A pass is one BEGIN IMMEDIATE transaction. Each pass checks that the file is still the one that was opened,
// that no newer program has migrated it, and that our epoch is the last one. begin_pass() that finds the
// database locked for longer than the lock timeout throws StoreGone of kind busy: nothing was begun, so the
// loop may try again; every other StoreGone is final.
//
// On a reader's connection a pass is a snapshot, needs no ownership and can commit nothing: the same gates
// for the commands that plan and explain.
#pragma once

#include <memory>

#include "engine/run/store.h"

namespace dialctl::sqlite {

class Connection;

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<Connection> connection);  // Role::loop or Role::reader
  ~SqliteStore() override;

  Result<Ownership> take_ownership(const std::string& owner, Instant now) override;

  Settings load_settings() override;
  LoopMemory load_memory() override;
  PaceMemory load_pace_memory(Instant since) override;
  std::vector<OpenAttempt> open_attempts() override;  // facts as of each intent's instant
  ChangeMark change_mark() override;

  void begin_pass() override;
  std::vector<BucketState> buckets() override;
  DueTasks due_tasks(BucketId bucket, Instant now, int limit) override;
  DueTimeouts due_timeouts(Instant now, int limit) override;
  DueRecordings due_recordings(Instant now, int limit) override;
  std::vector<Bucket> line_buckets(Instant now) override;
  std::vector<InLine> heads(const HeadsWanted& wanted) override;
  std::vector<InLine> lapsed(Instant now) override;
  std::optional<Instant> next_lease_end() override;
  std::vector<AgentRound> agent_rounds() override;
  std::optional<DueTask> task(TaskId id, Instant now) override;
  std::optional<Order> order(OrderId id) override;
  CallerKnown caller_known(const MissedCall& call, Instant now) override;
  void commit(const std::vector<Record>& records) override;
  void roll_back() override;

 private:
  struct Parts;
  void expect_ownership();

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Parts> parts_;
  std::int64_t epoch_ = 0;
};

}  // namespace dialctl::sqlite
