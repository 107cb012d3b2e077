// Applies records to a MemoryData, each as engine/model/record.h says, in a way that can be taken back. What
// does not fit throws StoreGone (store.broken-rule).
#pragma once

#include <optional>
#include <string>

#include "adapters/memory/memory_data.h"
#include "adapters/memory/undo.h"

namespace dialctl::memory {

class RecordApplier {
 public:
  explicit RecordApplier(MemoryData& data) : data_(data) {}

  void apply(const Record& record);
  void take_back() { undo_.take_back(); }
  void keep() { undo_.forget(); }

  OrderId insert(Order order, StatusEntered entry);
  void set_phase(TaskId id, TaskPhase phase, const std::string& reason);

 private:
  void write(const StatusEntered& record);
  OrderId caller_order(const MissedTaken& record);
  void write(const MissedTaken& record);
  void write(const ContactSeen& record);
  void write(const TaskStarted& record);
  void write(const TaskMoved& record);
  void write(const TaskHanded& record);
  void write(const TaskReturned& record);
  void write(const LineAgain& record);
  void write(const LeasesEnded& record);
  void write(const OwnerSet& record);
  void write(const LinksMended& record);
  void write(const IntentMade& record);
  void write(const FactSeen& record);
  void write(const StepChanged& record);
  void write(const AttemptEnded& record);
  void write(const NumberMarkedBad& record);
  void write(const NumberLocked& record);
  void write(const OperatorStatusSet& record);
  void write(const OperatorState& record);
  void write(const AgentRound& record);
  void write(const AgentRoundOver& record);
  void write(const QueueState& record);
  void write(const OperatorNeeded& record);
  void write(const PaceDecided& record);
  void write(const ProviderSeen& record);
  void write(const Recording& record);
  void write(const Journalled& record);

  void start_task(OrderId order, const TaskStart& start, bool by_hand);
  // The one way to change a task: keeps the indexes of what is due, blocked and pending in step with it.
  void put_task(TaskId id, const TaskRow& row);
  void set_timeout(OrderId order, std::optional<Instant> at);
  void start_line(const StatusEntered& record);
  bool in_round(TaskId id) const;
  BucketId bucket(const BucketKey& key);

  MemoryData& data_;
  Undo undo_;
};

}  // namespace dialctl::memory
