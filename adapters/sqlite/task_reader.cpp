#include "adapters/sqlite/task_reader.h"

#include <algorithm>

#include "adapters/sqlite/stored_text.h"

namespace dialctl::sqlite {
namespace {

constexpr std::chrono::days kDialledWindow{7};
constexpr int kDialledMost = 64;

}  // namespace

TaskReader::TaskReader(Connection& connection)
    : orders_(connection),
      task_(connection,
            "SELECT order_id, template_id, bucket_id, phase, next_at, rounds_done, number_index, round_began"
            " FROM task WHERE id = ?"),
      // A listing for the project is named before one for all.
      facts_(connection,
             "SELECT listed.e164 IS NOT NULL, listed.source, listed.expires_at,"
             " EXISTS (SELECT 1 FROM open_attempt WHERE open_attempt.e164 = ?1),"
             " (SELECT until FROM number_lock WHERE number_lock.e164 = ?1)"
             " FROM (SELECT 1) LEFT JOIN"
             " (SELECT e164, source, expires_at FROM blacklist WHERE e164 = ?1 AND project_id IN (0, ?2)"
             "  AND (expires_at IS NULL OR expires_at > ?3) ORDER BY project_id DESC LIMIT 1) AS listed"),
      // An attempt without an end may have rung: it counts.
      dialled_(connection,
               "SELECT attempt.at FROM attempt LEFT JOIN attempt_end ON attempt_id = attempt.id"
               " WHERE e164 = ?1 AND attempt.at >= ?2 AND outcome IS NOT 'not-placed'"
               " ORDER BY attempt.at DESC LIMIT ?3") {
  static_assert(kOutcomeCount == 19,
                "counts_as_dialled() is written out above: look whether it still agrees");
}

std::optional<DueTask> TaskReader::task(TaskId id, Instant now) {
  DueTask task;
  {
    Rows rows = task_.query(id);
    if (!rows.next()) return std::nullopt;
    task.id = id;
    task.order.id = rows.id<OrderId>();
    task.tmpl = rows.id<TemplateId>();
    task.bucket = rows.id<BucketId>();
    task.phase = rows.parsed(parse_task_phase);
    task.next_at = rows.instant();
    task.rounds_done = rows.number();
    task.number_index = rows.number();
    task.round_began = rows.instant();
  }
  task.order = stored(orders_.order(task.order.id));
  for (const OrderNumber& number : task.order.numbers) {
    task.numbers.push_back(facts(number, task.order.project, now));
  }
  return task;
}

NumberFacts TaskReader::facts(const OrderNumber& number, ProjectId project, Instant now) {
  Rows rows = facts_.query(number.number, project, now);
  rows.next();
  return {.number = number,
          .blacklisted = rows.flag(),
          .blacklist_source = rows.text(),
          .blacklist_expires = rows.maybe_instant(),
          .dialled = dialled(number.number, now),
          .open_attempt = rows.flag(),
          .locked_until = rows.maybe_instant()};
}

std::vector<Instant> TaskReader::dialled(const E164& number, Instant now) {
  std::vector<Instant> instants;
  Rows rows = dialled_.query(number, now - kDialledWindow, kDialledMost);
  while (rows.next())
    instants.push_back(rows.instant());
  std::reverse(instants.begin(), instants.end());
  return instants;
}

// Every step of the recursion is one descent of the index task_due to the next bucket that has anything
// ready, so this grows with open buckets and not with tasks.
DueReader::DueReader(Connection& connection)
    : buckets_(
          connection,
          "WITH RECURSIVE open_bucket (id) AS ("
          "  SELECT (SELECT min(bucket_id) FROM task WHERE phase = 'ready')"
          "  UNION ALL"
          "  SELECT (SELECT min(bucket_id) FROM task WHERE phase = 'ready' AND bucket_id > open_bucket.id)"
          "  FROM open_bucket WHERE open_bucket.id IS NOT NULL)"
          " SELECT bucket.id, bucket.project_id, bucket.template_id, region, zones, bucket.priority,"
          "  (SELECT min(next_at) FROM task WHERE phase = 'ready' AND bucket_id = bucket.id)"
          " FROM open_bucket CROSS JOIN bucket ON bucket.id = open_bucket.id"
          " JOIN callee_class ON callee_class.id = callee_class_id"),
      due_(connection,
           "SELECT id, next_at FROM task WHERE phase = 'ready' AND bucket_id = ? ORDER BY next_at, id LIMIT "
           "?"),
      timeouts_(connection,
                "SELECT id, status_id, status_timeout_at FROM customer_order"
                " WHERE status_timeout_at IS NOT NULL ORDER BY status_timeout_at, id LIMIT ?") {}

std::vector<BucketState> DueReader::buckets() {
  std::vector<BucketState> buckets;
  Rows rows = buckets_.query();
  while (rows.next()) {
    BucketState state;
    state.bucket.id = rows.id<BucketId>();
    state.bucket.project = rows.id<ProjectId>();
    state.bucket.tmpl = rows.id<TemplateId>();
    state.bucket.callee.region = rows.text();
    state.bucket.callee.zones = parse_zones(rows.text());
    state.bucket.priority = rows.number();
    state.next_at = rows.instant();
    buckets.push_back(std::move(state));
  }
  return buckets;
}

// Both read one row more than they may give, to tell when there will be more.
DueTasks DueReader::due_tasks(TaskReader& tasks, BucketId bucket, Instant now, int limit) {
  DueTasks due;
  std::vector<TaskId> ids;
  {
    Rows rows = due_.query(bucket, limit + 1);
    while (rows.next()) {
      const auto id = rows.id<TaskId>();
      const Instant next_at = rows.instant();
      if (next_at > now || ids.size() == static_cast<std::size_t>(limit)) {
        due.next_after = next_at;
        break;
      }
      ids.push_back(id);
    }
  }
  for (const TaskId id : ids)
    due.tasks.push_back(stored(tasks.task(id, now)));
  return due;
}

DueTimeouts DueReader::due_timeouts(Instant now, int limit) {
  DueTimeouts timeouts;
  Rows rows = timeouts_.query(limit + 1);
  while (rows.next()) {
    StatusTimeout timeout;
    timeout.order = rows.id<OrderId>();
    timeout.status = rows.id<StatusId>();
    timeout.due = rows.instant();
    if (timeout.due > now || timeouts.orders.size() == static_cast<std::size_t>(limit)) {
      timeouts.next_after = timeout.due;
      break;
    }
    timeouts.orders.push_back(timeout);
  }
  return timeouts;
}

}  // namespace dialctl::sqlite
