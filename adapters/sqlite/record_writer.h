// Applies the records of a pass, each as engine/model/record.h says. Call inside a write transaction. A
// record that does not fit what is stored (a task that is over, an attempt that is not open) throws StoreGone
// (store.broken-rule); the rest that SQLite refuses throws SQLite::Exception.
#pragma once

#include <span>
#include <string>

#include "adapters/sqlite/interning.h"
#include "adapters/sqlite/recording_rows.h"
#include "adapters/sqlite/statement.h"
#include "engine/model/record.h"

namespace dialctl::sqlite {

class RecordWriter {
 public:
  explicit RecordWriter(Connection& connection);
  void apply(const Record& record) { apply(std::span{&record, 1}); }
  void apply(std::span<const Record> records);

 private:
  struct OrderStatements {
    explicit OrderStatements(Connection& connection);
    Statement enter_status;
    Statement insert_entry;
    Statement cancel_pending;
    Statement insert_task;
    Statement insert_place;
    Statement task_place;
    Statement move_task;
    Statement hand_task;
    Statement return_task;
    Statement end_leases;
    Statement line_again;
    Statement set_owner;
    Statement places_of;
    Statement move_place;
    Statement unblock;
    Statement mark_bad;
    Statement lock_number;
  };
  struct MissedStatements {
    explicit MissedStatements(Connection& connection);
    Statement insert_call;
    Statement link_task;
    Statement find_order;
    Statement make_order;
    Statement insert_number;
    Statement open_task;
    Statement make_task;
    Statement end_by_contact;
    Statement note_contact;
  };
  struct AttemptStatements {
    explicit AttemptStatements(Connection& connection);
    Statement insert_attempt;
    Statement open_attempt;
    Statement task_live;
    Statement insert_fact;
    Statement change_step;
    Statement insert_end;
    Statement close_attempt;
  };
  struct StateStatements {
    explicit StateStatements(Connection& connection);
    Statement operator_status;
    Statement operator_state;
    Statement queue_state;
    Statement operator_need;
    Statement pace_decision;
    Statement forget_paces;
    Statement agent_round;
    Statement agent_round_over;
    Statement provider_state;
    Statement journal;
  };
  // Where an order's tasks belong, and the last entry of its history.
  struct OrderPlace {
    ProjectId project;
    int priority = 0;
    int entry = 0;
    std::string owner;
    std::string external_id;
    Instant created;
  };

  BucketKey bucket_of(TaskId task);

  void write(const StatusEntered& record);
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
  void write(const Recording& record) { recordings_.write(record); }
  void write(const Journalled& record);
  OrderPlace place_of(OrderId order);
  void start_task(OrderId order, const OrderPlace& place, std::optional<int> entry, const TaskStart& start,
                  Instant at, const std::string& who);
  void start_line(OrderId order, const OrderPlace& place, const StatusEntered& record);
  OrderId caller_order(const MissedTaken& record);
  void expect_one(int changed, const char* what) const;

  std::string path_;
  Interning interning_;
  Statement order_place_;
  OrderStatements order_;
  MissedStatements missed_;
  AttemptStatements attempt_;
  StateStatements state_;
  RecordingWriter recordings_;
};

}  // namespace dialctl::sqlite
