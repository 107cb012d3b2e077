#include "adapters/memory/memory_store.h"

#include <algorithm>

namespace dialctl::memory {
namespace {

constexpr std::chrono::days kDialledWindow{7};
constexpr std::size_t kDialledMost = 64;

Error taken_over() {
  return {ErrorKind::conflict, "store.taken-over", "memory: another loop has taken the database over",
          "one loop per database"};
}

Error locked() {
  return {ErrorKind::busy, "store.locked", "memory: another pass is open", "try again"};
}

}  // namespace

MemoryStore::MemoryStore(MemoryData& data) : data_(data), applier_(data) {}

MemoryStore::~MemoryStore() {
  roll_back();
}

Result<Ownership> MemoryStore::take_ownership(const std::string&, Instant) {
  if (epoch_ != 0 && data_.epoch_ > epoch_) return taken_over();
  if (data_.in_pass_) return locked();
  epoch_ = ++data_.epoch_;
  const AttemptId last = data_.attempts.empty() ? AttemptId{} : data_.attempts.rbegin()->first;
  return Ownership{epoch_, "memory00", last};
}

Settings MemoryStore::load_settings() {
  return data_.settings;
}

LoopMemory MemoryStore::load_memory() {
  LoopMemory memory;
  for (const auto& [id, state] : data_.operators)
    memory.operators.push_back(state);
  for (const auto& [id, state] : data_.queues)
    memory.queues.push_back(state);
  return memory;
}

PaceMemory MemoryStore::load_pace_memory(Instant since) {
  PaceMemory memory;
  for (const auto& [attempt, need] : data_.needs) {
    if (need.at >= since) memory.needs.push_back(need);
  }
  std::stable_sort(memory.needs.begin(), memory.needs.end(),
                   [](const OperatorNeeded& a, const OperatorNeeded& b) { return a.at < b.at; });
  for (const auto& [queue, pace] : data_.learnt)
    memory.learnt.push_back(pace);
  return memory;
}

std::vector<OpenAttempt> MemoryStore::open_attempts() {
  std::vector<OpenAttempt> all;
  for (const auto& [id, row] : data_.open) {
    const AttemptIntent& intent = data_.attempts.at(id);
    all.push_back({.intent = intent,
                   .step = row.step,
                   .operator_id = row.operator_id,
                   .operator_leg = row.operator_leg,
                   .answered_at = row.answered_at,
                   .ending_as = row.ending_as,
                   .offers = row.offers,
                   .task = due_task(intent.task, intent.at)});
  }
  return all;
}

ChangeMark MemoryStore::change_mark() {
  return {data_.commits_ - own_commits_, data_.settings.version, data_.blacklist_version_};
}

void MemoryStore::begin_pass() {
  DIALCTL_INVARIANT(!in_pass_);
  if (epoch_ == 0 || data_.epoch_ != epoch_) throw StoreGone(taken_over());
  if (data_.in_pass_) {
    throw StoreGone(locked());
  }
  data_.in_pass_ = in_pass_ = true;
}

std::vector<BucketState> MemoryStore::buckets() {
  std::vector<BucketState> states;
  for (auto due = data_.due_.begin(); due != data_.due_.end();) {
    const auto& [bucket, next_at, task] = due->first;
    states.push_back({bucket_of(bucket), next_at});
    due = data_.due_.lower_bound({BucketId{bucket.value + 1}, Instant::min(), TaskId{}});
  }
  return states;
}

Bucket MemoryStore::bucket_of(BucketId id) const {
  const auto& [project, tmpl, callee, priority, line, rule] = data_.buckets_.at(id);
  return Bucket{id, project, tmpl, callee, priority, line, rule};
}

InLine MemoryStore::in_line(TaskId id) const {
  const TaskRow& row = data_.tasks.at(id);
  return {id,
          row.order,
          row.bucket,
          row.next_at,
          row.place->entered,
          row.place->auto_attempts,
          row.place->place_key,
          row.place->planned_at};
}

std::vector<InLine> MemoryStore::lapsed(Instant now) {
  std::vector<InLine> tasks;
  for (const auto& [id, nothing] : data_.handed_) {
    const bool in_round = std::any_of(data_.rounds.begin(), data_.rounds.end(),
                                      [&](const auto& row) { return row.second.task == id; });
    if (!in_round && data_.tasks.at(id).handed_until <= now) tasks.push_back(in_line(id));
  }
  return tasks;
}

std::optional<Instant> MemoryStore::next_lease_end() {
  std::optional<Instant> first;
  for (const InLine& task : lapsed(kNever)) {
    const Instant end = data_.tasks.at(task.task).handed_until;
    if (!first || end < *first) first = end;
  }
  return first;
}

std::vector<Bucket> MemoryStore::line_buckets(Instant now) {
  std::map<BucketId, Nothing> ids;
  for (const BucketState& state : buckets()) {
    if (state.bucket.line) ids[state.bucket.id];
  }
  for (const InLine& task : lapsed(now))
    ids[task.bucket];
  std::vector<Bucket> found;
  for (const auto& [id, nothing] : ids)
    found.push_back(bucket_of(id));
  return found;
}

std::vector<InLine> MemoryStore::heads(const HeadsWanted& wanted) {
  std::vector<InLine> tasks;
  for (auto due = data_.due_.lower_bound({wanted.bucket, Instant::min(), TaskId{}}); due != data_.due_.end();
       ++due) {
    const auto& [bucket, next_at, task] = due->first;
    if (bucket != wanted.bucket || next_at > wanted.due_by) break;
    tasks.push_back(in_line(task));
  }
  const auto by = [&](auto key) {
    std::stable_sort(tasks.begin(), tasks.end(), [&](const InLine& a, const InLine& b) {
      return std::pair{key(a), a.task} < std::pair{key(b), b.task};
    });
  };
  switch (wanted.sort) {
    case LineSort::due:
      break;
    case LineSort::planned:
      std::erase_if(tasks, [&](const InLine& task) {
        const bool put_off = task.planned_at != task.next_at && task.next_at > wanted.put_off_by;
        return !task.planned_at || *task.planned_at > wanted.due_by || put_off;
      });
      by([](const InLine& task) { return *task.planned_at; });
      break;
    case LineSort::entry:
      by([](const InLine& task) { return task.entered; });
      break;
    case LineSort::fewest:
      by([](const InLine& task) { return std::pair{task.auto_attempts, task.place_key}; });
      break;
    case LineSort::key_only:
      by([](const InLine& task) { return task.place_key; });
      break;
  }
  tasks.resize(std::min(tasks.size(), static_cast<std::size_t>(wanted.limit)));
  return tasks;
}

std::vector<AgentRound> MemoryStore::agent_rounds() {
  std::vector<AgentRound> rounds;
  for (const auto& [id, round] : data_.rounds)
    rounds.push_back(round);
  return rounds;
}

DueTasks MemoryStore::due_tasks(BucketId bucket, Instant now, int limit) {
  DueTasks found;
  for (auto due = data_.due_.lower_bound({bucket, Instant::min(), TaskId{}}); due != data_.due_.end();
       ++due) {
    const auto& [its_bucket, next_at, task] = due->first;
    if (its_bucket != bucket) break;
    if (next_at > now || found.tasks.size() == static_cast<std::size_t>(limit)) {
      found.next_after = next_at;
      break;
    }
    found.tasks.push_back(due_task(task, now));
  }
  return found;
}

DueTimeouts MemoryStore::due_timeouts(Instant now, int limit) {
  DueTimeouts found;
  for (const auto& [key, nothing] : data_.timeouts_) {
    const auto& [due, order] = key;
    if (due > now || found.orders.size() == static_cast<std::size_t>(limit)) {
      found.next_after = due;
      break;
    }
    found.orders.push_back({order, data_.orders.at(order).order.status, due});
  }
  return found;
}

DueTask MemoryStore::due_task(TaskId id, Instant now) const {
  const TaskRow& row = data_.tasks.at(id);
  DueTask task;
  task.id = id;
  task.order = data_.orders.at(row.order).order;
  task.tmpl = row.tmpl;
  task.bucket = row.bucket;
  task.phase = row.phase;
  task.next_at = row.next_at;
  task.rounds_done = row.rounds_done;
  task.number_index = row.number_index;
  task.round_began = row.round_began;
  task.place = row.place;
  task.callback = row.callback;
  task.handed_to = row.handed_to;
  task.handed_until = row.handed_until;
  for (const OrderNumber& number : task.order.numbers) {
    task.numbers.push_back(facts(number, task.order.project, now));
  }
  return task;
}

NumberFacts MemoryStore::facts(const OrderNumber& number, ProjectId project, Instant now) const {
  NumberFacts facts{number, false, {}, std::nullopt, {}, false, std::nullopt};
  for (const ProjectId scope : {project, ProjectId{}}) {  // the project's own listing is named first
    const auto listed = data_.blacklist.find({number.number, scope});
    if (listed == data_.blacklist.end()) continue;
    if (listed->second.expires_at && *listed->second.expires_at <= now) continue;
    facts.blacklisted = true;
    facts.blacklist_source = listed->second.source;
    facts.blacklist_expires = listed->second.expires_at;
    break;
  }
  auto dialled = data_.dialled_.lower_bound({number.number, {now - kDialledWindow, AttemptId{}}});
  for (; dialled != data_.dialled_.end() && dialled->first.first == number.number; ++dialled) {
    facts.dialled.push_back(dialled->first.second.first);
  }
  if (facts.dialled.size() > kDialledMost) {
    facts.dialled.erase(facts.dialled.begin(),
                        facts.dialled.end() - static_cast<std::ptrdiff_t>(kDialledMost));
  }
  facts.open_attempt = data_.open_numbers_.contains(number.number);
  const auto lock = data_.number_locks.find(number.number);
  if (lock != data_.number_locks.end()) facts.locked_until = lock->second;
  return facts;
}

DueRecordings MemoryStore::due_recordings(Instant now, int limit) {
  DueRecordings found;
  for (const auto& [id, row] : data_.recordings) {
    const bool open = row.state == RecordingState::recording || row.state == RecordingState::ended;
    const bool due = row.keep_until && *row.keep_until <= now && !row.is_over();
    if (open || due) found.recordings.push_back(row);
    if (row.keep_until && *row.keep_until > now && !row.is_over())
      found.next_after = std::min(found.next_after.value_or(kNever), *row.keep_until);
  }
  const auto order = [](const Recording& one) { return one.keep_until.value_or(Instant::min()); };
  std::stable_sort(found.recordings.begin(), found.recordings.end(),
                   [&](const Recording& a, const Recording& b) { return order(a) < order(b); });
  if (found.recordings.size() > static_cast<std::size_t>(limit))
    found.recordings.resize(static_cast<std::size_t>(limit));
  return found;
}

std::optional<DueTask> MemoryStore::task(TaskId id, Instant now) {
  if (!data_.tasks.contains(id)) return std::nullopt;
  return due_task(id, now);
}

std::optional<Order> MemoryStore::order(OrderId id) {
  const auto found = data_.orders.find(id);
  if (found == data_.orders.end()) return std::nullopt;
  return found->second.order;
}

CallerKnown MemoryStore::caller_known(const MissedCall& call, Instant now) {
  CallerKnown known;
  known.call_told = !call.provider_call.empty() &&
                    std::any_of(data_.missed.begin(), data_.missed.end(), [&](const MissedTaken& one) {
                      return one.call.provider_call == call.provider_call;
                    });
  for (const ProjectId scope : {call.project.value_or(ProjectId{}), ProjectId{}}) {
    const auto listed = data_.blacklist.find({call.caller, scope});
    known.blacklisted =
        known.blacklisted ||
        (listed != data_.blacklist.end() && (!listed->second.expires_at || *listed->second.expires_at > now));
  }
  known.has_open_task =
      call.project && std::any_of(data_.tasks.begin(), data_.tasks.end(), [&](const auto& row) {
        const TaskRow& task = row.second;
        return task.callback && task.phase != TaskPhase::done && task.phase != TaskPhase::cancelled &&
               task.callback->missed.caller == call.caller &&
               data_.orders.at(task.order).order.project == call.project;
      });
  const auto contact = data_.contacts.find(call.caller);
  if (contact != data_.contacts.end()) {
    known.talked_at = contact->second.talked_at;
    known.dialled_at = contact->second.dialled_at;
  }
  return known;
}

void MemoryStore::commit(const std::vector<Record>& records) {
  DIALCTL_INVARIANT(in_pass_);
  try {
    for (const Record& record : records)
      applier_.apply(record);
  } catch (...) {
    roll_back();
    throw;
  }
  applier_.keep();
  if (!records.empty()) {
    ++data_.commits_;
    ++own_commits_;
  }
  data_.in_pass_ = in_pass_ = false;
}

void MemoryStore::roll_back() {
  if (!in_pass_) return;
  applier_.take_back();
  data_.in_pass_ = in_pass_ = false;
}

}  // namespace dialctl::memory
