// The Store port in memory, without any I/O: what simulations run on. Several stores may work on one
// MemoryData one after the other, as loops do on a database: that is a restart.
#pragma once

#include "adapters/memory/memory_data.h"
#include "adapters/memory/record_applier.h"
#include "engine/run/store.h"

namespace dialctl::memory {

class MemoryStore : public Store {
 public:
  explicit MemoryStore(MemoryData& data);  // must outlive the store
  ~MemoryStore() override;

  Result<Ownership> take_ownership(const std::string& owner, Instant now) override;

  Settings load_settings() override;
  LoopMemory load_memory() override;
  PaceMemory load_pace_memory(Instant since) override;
  std::vector<OpenAttempt> open_attempts() override;
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
  Bucket bucket_of(BucketId id) const;
  InLine in_line(TaskId id) const;
  DueTask due_task(TaskId id, Instant now) const;
  NumberFacts facts(const OrderNumber& number, ProjectId project, Instant now) const;

  MemoryData& data_;
  RecordApplier applier_;
  std::int64_t epoch_ = 0;
  std::int64_t own_commits_ = 0;
  bool in_pass_ = false;
};

}  // namespace dialctl::memory
