// The bed that a store is tried on: a fresh database, ways to fill it as other commands would, and ways to
// look at what was recorded. One for each implementation of the port.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/memory/memory_store.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/sqlite_store.h"
#include "tests/adapters/store_contract/scratch_folder.h"

namespace dialctl::contract {

struct TaskSeen {
  TaskPhase phase = TaskPhase::ready;
  std::string reason;
  std::optional<Outcome> outcome;
};

class SqliteBed {
 public:
  SqliteBed();
  Store& store() { return *store_; }
  std::unique_ptr<Store> another();
  void set_settings(const Settings& settings);
  OrderId add_order(const Order& order, const StatusEntered& entry);
  void list_number(const E164& number, ProjectId project, const std::string& source,
                   std::optional<Instant> expires);
  void unlist_number(const E164& number, ProjectId project);

  std::size_t attempts();
  std::vector<AttemptFact> facts();
  std::vector<AttemptEnd> ends();
  std::vector<Journalled> journal();
  std::vector<StatusId> history(OrderId order);
  TaskSeen task(TaskId task);

  sqlite::Connection& connection() { return *other_; }  // another command's

 private:
  ScratchFolder folder_;
  std::unique_ptr<sqlite::Connection> other_;
  std::unique_ptr<Store> store_;
};

class MemoryBed {
 public:
  Store& store() { return store_; }
  std::unique_ptr<Store> another() { return std::make_unique<memory::MemoryStore>(data_); }
  void set_settings(const Settings& settings) { data_.set_settings(settings); }
  OrderId add_order(const Order& order, const StatusEntered& entry) { return data_.add_order(order, entry); }
  void list_number(const E164& number, ProjectId project, const std::string& source,
                   std::optional<Instant> expires) {
    data_.list_number(number, project, {source, expires});
  }
  void unlist_number(const E164& number, ProjectId project) { data_.unlist_number(number, project); }

  std::size_t attempts() { return data_.attempts.size(); }
  std::vector<AttemptFact> facts() { return data_.facts; }
  std::vector<AttemptEnd> ends();
  std::vector<Journalled> journal() { return data_.journal; }
  std::vector<StatusId> history(OrderId order);
  TaskSeen task(TaskId task);

 private:
  memory::MemoryData data_;
  memory::MemoryStore store_{data_};
};

// ---- What the tests are told about.

// The value, or an exception that says why there is none.
template <class Value>
Value must(Result<Value> result) {
  if (!result) throw std::logic_error(result.error().code + ": " + result.error().message);
  return std::move(result).value();
}
inline void must(const Result<void>& result) {
  if (!result) throw std::logic_error(result.error().code + ": " + result.error().message);
}

inline constexpr Instant kStart = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};
constexpr Instant at(int seconds) {
  return kStart + Seconds{seconds};
}
constexpr AttemptId attempt_id(int number) {
  return {(to_millis(kStart) << 21) + number};
}

inline constexpr ProviderId kProvider{1};
inline constexpr QueueId kQueue{1};
inline constexpr TemplateId kTemplate{1};
inline constexpr StatusId kNew{1};
inline constexpr StatusId kDone{2};
inline constexpr ProjectId kShop{1};
inline constexpr ProjectId kClinic{2};
inline constexpr OperatorId kAnna{1};
inline constexpr OperatorId kBoris{2};

// One of each kind of row, every field away from its default.
Settings sample_settings();

E164 number(int last_digits);  // "+380440000007"
OrderNumber order_number(int last_digits, const std::string& zone = "Europe/Kyiv");
Order sample_order(const std::string& external_id, std::vector<int> last_digits);
TaskStart ready_at(Instant next_at, const std::string& zone = "Europe/Kyiv");
StatusEntered entered(std::optional<TaskStart> start, std::optional<Instant> timeout = {});
AttemptIntent intent(int attempt, TaskId task, OrderId order, int last_digits, Instant at);
AttemptEnd ended(int attempt, Instant at, Outcome outcome);

// One pass with these records and nothing else.
void commit(Store& store, const std::vector<Record>& records);

// A bed whose store owns the database, with sample settings; and an order whose robot call is due at at(0).
template <class Bed>
struct Ready {
  Ready() {
    bed.set_settings(sample_settings());
    must(store.take_ownership("test", kStart));
    order = bed.add_order(sample_order("A-1", {7, 8}), entered(ready_at(at(0))));
  }
  TaskId only_task() {
    auto buckets = store.buckets();
    return store.due_tasks(buckets.at(0).bucket.id, at(1'000'000), 1).tasks.at(0).id;
  }

  Bed bed;
  Store& store = bed.store();
  OrderId order;
};

}  // namespace dialctl::contract
