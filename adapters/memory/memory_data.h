// What a memory store holds, and the way in for those who are not the loop: simulations and tests fill it
// here, and checkers read here what a run has recorded. It outlives the stores that work on it, as a database
// outlives processes. Everything is ordered, so that equal runs give equal results.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/record.h"
#include "engine/model/settings.h"
#include "engine/run/store.h"

namespace dialctl::memory {

struct OrderRow {
  Order order;
  std::optional<Instant> timeout_at;
  std::vector<StatusEntered> history;  // append-only
  std::vector<TaskId> pending;         // ready or blocked, ascending
};

struct TaskRow {
  OrderId order;
  TemplateId tmpl;
  BucketId bucket;
  TaskPhase phase = TaskPhase::ready;
  Instant next_at;
  int rounds_done = 0;
  int number_index = 0;
  Instant round_began;
  std::optional<Outcome> outcome;
  std::string reason;
  bool by_hand = false;
  std::optional<ModePlace> place;  // in a line; its part as in the bucket
  std::optional<CallbackTask> callback;
  std::optional<OperatorId> handed_to;
  Instant handed_until;
};

// How an open attempt stands; the rest of it is in `attempts` and `tasks`.
using OpenRow = StepChanged;

struct BlacklistRow {
  std::string source;
  std::optional<Instant> expires_at;
};

struct BucketKey {
  ProjectId project;
  TemplateId tmpl;
  CalleeClass callee;
  int priority = 0;
  std::optional<ModeLine> line = std::nullopt;
  RuleId rule = {};
  friend auto operator<=>(const BucketKey&, const BucketKey&) = default;
};
using DueKey = std::tuple<BucketId, Instant, TaskId>;
using Nothing = std::tuple<>;  // of maps that are sets

class MemoryData {
 public:
  MemoryData() = default;
  MemoryData(const MemoryData&) = delete;
  MemoryData& operator=(const MemoryData&) = delete;

  // Takes the place of all settings that there were; the version is ours.
  void set_settings(Settings settings);
  // `entry` is the first line of the order's history: status, since, time-out and start come from it. The
  // order's id is the store's, whatever stands in either.
  OrderId add_order(Order order, StatusEntered entry);
  // As a command does while a loop runs.
  void edit_order(OrderId id, const std::function<void(Order&)>& edit);
  void record(const Record& record);  // what a command records, or another loop did before
  void cancel_task(TaskId id, const std::string& reason);  // ready and blocked ones only
  // project 0: everywhere.
  void list_number(const E164& number, ProjectId project, BlacklistRow row);
  void unlist_number(const E164& number, ProjectId project);

  // What has been recorded.
  std::map<AttemptId, AttemptIntent> attempts;
  std::vector<AttemptFact> facts;
  std::map<AttemptId, AttemptEnd> ends;
  std::vector<Journalled> journal;
  std::vector<MissedTaken> missed;       // their ids count from 1
  std::map<MissedId, TaskId> callbacks;  // the tasks that were made, or joined
  std::map<ProviderId, ProviderSeen> providers;
  std::map<AttemptId, Recording> recordings;  // as they are now

  // How things stand. Changed by stores and the functions above alone.
  std::map<OrderId, OrderRow> orders;
  std::map<TaskId, TaskRow> tasks;
  std::map<AttemptId, OpenRow> open;
  std::map<OperatorId, OperatorState> operators;
  std::map<QueueId, QueueState> queues;
  std::map<OperatorId, AgentRound> rounds;
  std::map<AttemptId, OperatorNeeded> needs;
  std::map<QueueId, PaceDecided> learnt;  // the last of each that says what was learnt
  std::map<E164, Instant> number_locks;
  struct Contact {
    std::optional<Instant> talked_at;
    Instant dialled_at;
  };
  std::map<E164, Contact> contacts;
  std::map<std::pair<E164, ProjectId>, BlacklistRow> blacklist;
  Settings settings;

 private:
  friend class MemoryStore;
  friend class RecordApplier;

  std::map<DueKey, Nothing> due_;
  std::map<std::pair<Instant, OrderId>, Nothing> timeouts_;
  std::map<BucketKey, BucketId> bucket_ids_;
  std::map<BucketId, BucketKey> buckets_;
  std::map<E164, AttemptId> open_numbers_;
  std::map<OrderId, AttemptId> open_orders_;
  std::map<std::pair<E164, std::pair<Instant, AttemptId>>, Nothing> dialled_;  // as counts_as_dialled() says
  std::map<TaskId, Nothing> blocked_;
  std::map<TaskId, Nothing> handed_;
  std::int64_t epoch_ = 0;
  std::int64_t commits_ = 0;
  std::int64_t blacklist_version_ = 1;
  bool in_pass_ = false;
};

}  // namespace dialctl::memory
