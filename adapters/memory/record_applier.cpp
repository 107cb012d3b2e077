#include "adapters/memory/record_applier.h"

#include <algorithm>

#include "engine/decide/ranking.h"

namespace dialctl::memory {
namespace {

void expect(bool fits, const char* what) {
  if (fits) return;
  throw StoreGone(Error{ErrorKind::store, "store.broken-rule",
                        std::string("memory: a record does not fit what is stored: ") + what,
                        "please report this"});
}

// Why a task is cancelled, or a live one will be.
constexpr const char* kStatusLeft = "status-left";
constexpr const char* kContact = "contact";

bool is_pending(TaskPhase phase) {
  return phase == TaskPhase::ready || phase == TaskPhase::handed || phase == TaskPhase::blocked;
}
bool is_over(TaskPhase phase) {
  return phase == TaskPhase::done || phase == TaskPhase::cancelled;
}

template <class Map>
typename Map::key_type next_id(const Map& map) {
  return {map.empty() ? 1 : map.rbegin()->first.value + 1};
}

}  // namespace

void RecordApplier::apply(const Record& record) {
  std::visit([this](const auto& each) { write(each); }, record);
}

BucketId RecordApplier::bucket(const BucketKey& key) {
  if (const auto known = data_.bucket_ids_.find(key); known != data_.bucket_ids_.end()) return known->second;
  const BucketId id = next_id(data_.buckets_);
  undo_.put(data_.bucket_ids_, key, id);
  undo_.put(data_.buckets_, id, key);
  return id;
}

void RecordApplier::put_task(TaskId id, const TaskRow& row) {
  const auto known = data_.tasks.find(id);
  const TaskRow* before = known == data_.tasks.end() ? nullptr : &known->second;
  const bool was_pending = before != nullptr && is_pending(before->phase);
  if (before != nullptr && before->phase == TaskPhase::ready) {
    undo_.erase(data_.due_, {before->bucket, before->next_at, id});
  }
  if (before != nullptr && before->phase == TaskPhase::blocked) undo_.erase(data_.blocked_, id);
  if (before != nullptr && before->phase == TaskPhase::handed) undo_.erase(data_.handed_, id);
  if (row.phase == TaskPhase::handed) undo_.put(data_.handed_, id, {});
  if (row.phase == TaskPhase::ready) undo_.put(data_.due_, {row.bucket, row.next_at, id}, {});
  if (row.phase == TaskPhase::blocked) undo_.put(data_.blocked_, id, {});
  if (was_pending != is_pending(row.phase)) {
    std::vector<TaskId> pending = data_.orders.at(row.order).pending;
    if (was_pending) {
      std::erase(pending, id);
    } else {
      pending.insert(std::upper_bound(pending.begin(), pending.end(), id), id);
    }
    undo_.set(data_.orders.at(row.order).pending, std::move(pending));
  }
  undo_.put(data_.tasks, id, row);
}

void RecordApplier::set_phase(TaskId id, TaskPhase phase, const std::string& reason) {
  TaskRow row = data_.tasks.at(id);
  row.phase = phase;
  row.reason = reason;
  put_task(id, row);
}

void RecordApplier::start_task(OrderId order, const TaskStart& start, bool by_hand) {
  expect(data_.orders.contains(order), "there is no such order");
  expect(start.phase != TaskPhase::blocked || !start.blocked_by.empty(), "a blocked task says by what");
  const Order& row = data_.orders.at(order).order;
  TaskRow task;
  task.order = order;
  task.tmpl = start.tmpl;
  task.bucket = bucket({row.project, start.tmpl, start.callee, row.priority});
  task.phase = start.phase;
  task.next_at = start.next_at;
  task.reason = start.blocked_by;
  task.by_hand = by_hand;
  put_task(next_id(data_.tasks), task);
}

void RecordApplier::start_line(const StatusEntered& record) {
  const Order& order = data_.orders.at(record.order).order;
  const LineStart& line = *record.line;
  ModePlace place;
  place.mode = line.mode;
  place.entered = record.at;
  place.place_key = place_key(line.mode, order.project, order.external_id, order.created, record.at);
  for (const auto& [id, row] : data_.tasks) {
    if (row.order == record.order && row.place)
      place.auto_attempts = std::max(place.auto_attempts, row.place->auto_attempts);
  }
  TaskRow task;
  task.order = record.order;
  task.bucket = bucket({order.project,
                        {},
                        line.callee,
                        order.priority,
                        ModeLine{line.mode, ModePart::unprocessed, order.owner}});
  task.next_at = record.at;
  task.place = place;
  put_task(next_id(data_.tasks), task);
}

void RecordApplier::set_timeout(OrderId order, std::optional<Instant> at) {
  OrderRow& row = data_.orders.at(order);
  if (row.timeout_at) undo_.erase(data_.timeouts_, {*row.timeout_at, order});
  if (at) undo_.put(data_.timeouts_, {*at, order}, {});
  undo_.set(row.timeout_at, at);
}

OrderId RecordApplier::insert(Order order, StatusEntered entry) {
  const OrderId id = next_id(data_.orders);
  order.id = id;
  entry.order = id;
  undo_.put(data_.orders, id, OrderRow{std::move(order), std::nullopt, {}, {}});
  write(entry);
  return id;
}

void RecordApplier::write(const StatusEntered& record) {
  expect(data_.orders.contains(record.order), "there is no such order");
  OrderRow& row = data_.orders.at(record.order);
  undo_.set(row.order.status, record.status);
  undo_.set(row.order.status_since, record.at);
  undo_.append(row.history, record);
  set_timeout(record.order, record.timeout_at);
  for (const TaskId pending : std::vector<TaskId>(row.pending)) {
    set_phase(pending, TaskPhase::cancelled, kStatusLeft);
  }
  if (const auto open = data_.open_orders_.find(record.order); open != data_.open_orders_.end())
    set_phase(data_.attempts.at(open->second).task, TaskPhase::live, kStatusLeft);
  if (record.start) start_task(record.order, *record.start, false);
  if (record.line) start_line(record);
}

void RecordApplier::write(const TaskStarted& record) {
  start_task(record.order, record.start, true);
}

void RecordApplier::write(const TaskMoved& record) {
  const auto found = data_.tasks.find(record.task);
  expect(found != data_.tasks.end(), "there is no such task");
  TaskRow row = found->second;
  if (is_over(row.phase) && row.callback) return;
  expect(!is_over(row.phase), "the task is over");
  expect(record.phase != TaskPhase::blocked || !record.reason.empty(), "a blocked task says by what");
  const Order& order = data_.orders.at(row.order).order;
  const bool goes_on = record.phase == TaskPhase::ready || record.phase == TaskPhase::blocked;
  const bool left = row.phase == TaskPhase::live && (row.reason == kStatusLeft || row.reason == kContact);
  row.phase = left && goes_on ? TaskPhase::cancelled : record.phase;
  row.next_at = record.next_at;
  row.rounds_done = record.rounds_done;
  row.number_index = record.number_index;
  row.round_began = record.round_began;
  BucketKey key{order.project, row.tmpl, record.callee, order.priority};
  if (row.place) {
    row.place->part = record.part.value_or(row.place->part);
    if (row.place->part != ModePart::planned_callback) row.place->planned_at.reset();
    if (record.planned_at) row.place->planned_at = record.planned_at;
    row.place->auto_attempts = record.auto_attempts.value_or(row.place->auto_attempts);
    key.line = ModeLine{row.place->mode, row.place->part, order.owner};
  }
  if (row.callback) {
    if (record.plan) {
      row.callback->rule = record.plan->rule;
      row.callback->version = record.plan->version;
    }
    key.rule = row.callback->rule;
  }
  row.bucket = bucket(key);
  if (record.outcome) row.outcome = record.outcome;
  if (!(left && goes_on)) row.reason = record.reason;
  put_task(record.task, row);
}

void RecordApplier::write(const TaskHanded& record) {
  const auto found = data_.tasks.find(record.task);
  expect(found != data_.tasks.end() && !found->second.tmpl,
         "there is no such task in a line, nor a callback");
  TaskRow row = found->second;
  if (row.phase != TaskPhase::ready && row.phase != TaskPhase::handed && row.phase != TaskPhase::live) return;
  row.phase = TaskPhase::handed;
  row.handed_to = record.operator_id;
  row.handed_until = record.until;
  put_task(record.task, row);
}

void RecordApplier::write(const TaskReturned& record) {
  const auto found = data_.tasks.find(record.task);
  if (found != data_.tasks.end() && found->second.phase == TaskPhase::handed)
    set_phase(record.task, TaskPhase::ready, found->second.reason);
}

void RecordApplier::write(const LineAgain& record) {
  const auto found = data_.tasks.find(record.task);
  expect(found != data_.tasks.end() && found->second.place && is_over(found->second.phase),
         "there is no such place in a line that is over");
  TaskRow row = found->second;
  const Order& order = data_.orders.at(row.order).order;
  row.phase = TaskPhase::ready;
  row.reason.clear();
  row.next_at = record.at;
  row.rounds_done = 0;
  row.number_index = 0;
  row.round_began = {};
  row.place->part = ModePart::no_answer;
  row.place->planned_at.reset();
  row.bucket = bucket({order.project,
                       {},
                       record.callee,
                       order.priority,
                       ModeLine{row.place->mode, ModePart::no_answer, order.owner}});
  put_task(record.task, row);
}

bool RecordApplier::in_round(TaskId id) const {
  return std::any_of(data_.rounds.begin(), data_.rounds.end(),
                     [&](const auto& row) { return row.second.task == id; });
}

void RecordApplier::write(const LeasesEnded& record) {
  std::vector<TaskId> ended;
  for (const auto& [id, nothing] : data_.handed_) {
    if (data_.tasks.at(id).handed_until <= record.now && !in_round(id)) ended.push_back(id);
  }
  for (const TaskId id : ended)
    set_phase(id, TaskPhase::ready, data_.tasks.at(id).reason);
}

void RecordApplier::write(const OwnerSet& record) {
  expect(data_.orders.contains(record.order), "there is no such order");
  undo_.set(data_.orders.at(record.order).order.owner, record.owner);
  std::vector<std::pair<TaskId, TaskRow>> moved;
  for (const auto& [id, row] : data_.tasks) {
    if (row.order == record.order && row.place && !is_over(row.phase)) moved.emplace_back(id, row);
  }
  for (auto& [id, row] : moved) {
    BucketKey key = data_.buckets_.at(row.bucket);
    key.line->owner = record.owner;
    row.bucket = bucket(key);
    put_task(id, row);
  }
}

void RecordApplier::write(const LinksMended&) {
  std::vector<TaskId> mended;
  for (const auto& [id, nothing] : data_.blocked_) {
    const std::string& reason = data_.tasks.at(id).reason;
    if (reason != "blacklist" && reason != "order-released") mended.push_back(id);
  }
  for (const TaskId id : mended)
    set_phase(id, TaskPhase::ready, "");
}

void RecordApplier::write(const IntentMade& record) {
  const AttemptIntent& intent = record.intent;
  const auto task = data_.tasks.find(intent.task);
  expect(task != data_.tasks.end() && task->second.order == intent.order, "there is no such task");
  expect(task->second.phase == TaskPhase::ready || task->second.phase == TaskPhase::live ||
             (task->second.phase == TaskPhase::handed && !task->second.tmpl),
         "the intent's task cannot go live");
  expect(!data_.attempts.contains(intent.id), "the attempt exists already");
  expect(!data_.open_numbers_.contains(intent.number), "the number has an open attempt");
  expect(!data_.open_orders_.contains(intent.order), "the order has an open attempt");
  undo_.put(data_.attempts, intent.id, intent);
  OpenRow open;
  open.attempt = intent.id;
  open.step = CallStep::intent;
  undo_.put(data_.open, intent.id, open);
  undo_.put(data_.open_numbers_, intent.number, intent.id);
  undo_.put(data_.open_orders_, intent.order, intent.id);
  undo_.put(data_.dialled_, {intent.number, {intent.at, intent.id}}, {});
  TaskRow row = task->second;
  row.phase = TaskPhase::live;
  put_task(intent.task, row);
}

void RecordApplier::write(const FactSeen& record) {
  expect(data_.attempts.contains(record.fact.attempt), "there is no such attempt");
  undo_.append(data_.facts, record.fact);
}

void RecordApplier::write(const StepChanged& record) {
  expect(data_.open.contains(record.attempt), "the attempt is not open");
  undo_.put(data_.open, record.attempt, record);
}

void RecordApplier::write(const AttemptEnded& record) {
  const AttemptEnd& end = record.end;
  expect(data_.open.contains(end.attempt), "the attempt is not open");
  const AttemptIntent& intent = data_.attempts.at(end.attempt);
  undo_.erase(data_.open, end.attempt);
  undo_.erase(data_.open_numbers_, intent.number);
  undo_.erase(data_.open_orders_, intent.order);
  if (!counts_as_dialled(end.outcome)) {
    undo_.erase(data_.dialled_, {intent.number, {intent.at, intent.id}});
  }
  undo_.put(data_.ends, end.attempt, end);
}

void RecordApplier::write(const NumberMarkedBad& record) {
  const auto found = data_.orders.find(record.order);
  if (found == data_.orders.end()) return;
  std::vector<OrderNumber> numbers = found->second.order.numbers;
  for (OrderNumber& number : numbers) {
    if (number.number == record.number) number.bad = true;
  }
  undo_.set(found->second.order.numbers, std::move(numbers));
}

void RecordApplier::write(const NumberLocked& record) {
  const auto known = data_.number_locks.find(record.number);
  const Instant until =
      known == data_.number_locks.end() ? record.until : std::max(known->second, record.until);
  undo_.put(data_.number_locks, record.number, until);
}

void RecordApplier::write(const OperatorStatusSet& record) {
  const auto found = std::find_if(data_.settings.operators.begin(), data_.settings.operators.end(),
                                  [&](const OperatorSettings& row) { return row.id == record.operator_id; });
  expect(found != data_.settings.operators.end(), "there is no such operator");
  undo_.set(found->status, record.status);
  undo_.set(found->status_reason, record.reason);
  undo_.set(found->status_since, record.at);
  undo_.set(data_.settings.version, data_.settings.version + 1);
}

void RecordApplier::write(const OperatorState& record) {
  undo_.put(data_.operators, record.operator_id, record);
}
void RecordApplier::write(const AgentRound& record) {
  undo_.put(data_.rounds, record.operator_id, record);
}
void RecordApplier::write(const AgentRoundOver& record) {
  if (data_.rounds.contains(record.operator_id)) undo_.erase(data_.rounds, record.operator_id);
}
void RecordApplier::write(const QueueState& record) {
  undo_.put(data_.queues, record.queue, record);
}
void RecordApplier::write(const OperatorNeeded& record) {
  expect(data_.attempts.contains(record.attempt), "there is no such attempt");
  if (!data_.needs.contains(record.attempt)) undo_.put(data_.needs, record.attempt, record);
}
void RecordApplier::write(const PaceDecided& record) {
  if (!record.learnt.empty()) undo_.put(data_.learnt, record.queue, record);
}
void RecordApplier::write(const ProviderSeen& record) {
  undo_.put(data_.providers, record.provider, record);
}
void RecordApplier::write(const Recording& record) {
  expect(data_.attempts.contains(record.attempt), "there is no such attempt");
  Recording row = record;
  const auto known = data_.recordings.find(record.attempt);
  const auto until = known == data_.recordings.end() ? std::nullopt : known->second.keep_until;
  if (until) row.keep_until = std::min(*until, row.keep_until.value_or(kNever));
  undo_.put(data_.recordings, record.attempt, std::move(row));
}
void RecordApplier::write(const Journalled& record) {
  undo_.append(data_.journal, record);
}

}  // namespace dialctl::memory
