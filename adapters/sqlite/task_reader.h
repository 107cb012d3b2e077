// Tasks with all that the gates need, and what is due.
#pragma once

#include <optional>
#include <vector>

#include "adapters/sqlite/order_reader.h"
#include "adapters/sqlite/statement.h"
#include "engine/model/task.h"
#include "engine/run/store.h"

namespace dialctl::sqlite {

class TaskReader {
 public:
  explicit TaskReader(Connection& connection);
  std::optional<DueTask> task(TaskId id, Instant now);
  std::optional<Order> order(OrderId id) { return orders_.order(id); }

 private:
  // What `rows` has of the number next.
  NumberFacts facts(const OrderNumber& number, Rows& rows, ProjectId project, Instant now);
  std::vector<Instant> dialled(const E164& number, Instant now);

  OrderReader orders_;
  Statement task_;
  Statement part_;
  Statement missed_;
  Statement numbers_;
  Statement listed_;
  Statement dialled_;
};

// The same look for the commands that plan and explain as for the loop.
class DueReader {
 public:
  explicit DueReader(Connection& connection);
  std::vector<BucketState> buckets();
  DueTasks due_tasks(TaskReader& tasks, BucketId bucket, Instant now, int limit);
  DueTimeouts due_timeouts(Instant now, int limit);

 private:
  Statement buckets_;
  Statement due_;
  Statement timeouts_;
};

}  // namespace dialctl::sqlite
