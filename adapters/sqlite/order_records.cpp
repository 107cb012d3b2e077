// Records of orders and tasks.
#include "adapters/sqlite/record_writer.h"

namespace dialctl::sqlite {

RecordWriter::OrderStatements::OrderStatements(Connection& connection)
    : enter_status(connection,
                   "UPDATE customer_order SET status_id = ?2, status_since = ?3, status_timeout_at = ?4,"
                   " status_entry = status_entry + 1 WHERE id = ?1"),
      insert_entry(connection,
                   "INSERT INTO status_entry (order_id, entry, status_id, at, who, why)"
                   " VALUES (?, ?, ?, ?, ?, ?)"),
      cancel_pending(connection,
                     "UPDATE task SET phase = iif(phase = 'live', 'live', 'cancelled'),"
                     " reason = 'status-left' WHERE order_id = ? AND phase IN ('ready', 'blocked', 'live')"),
      insert_task(connection,
                  "INSERT INTO task (order_id, status_entry, template_id, bucket_id, phase, reason, next_at,"
                  " made_at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      task_place(connection,
                 "SELECT project_id, template_id, priority FROM task"
                 " JOIN customer_order ON customer_order.id = order_id WHERE task.id = ?"),
      move_task(connection,
                "UPDATE task SET next_at = ?3, rounds_done = ?4, number_index = ?5, round_began = ?6,"
                " bucket_id = ?7, outcome = coalesce(?8, outcome), (phase, reason) ="
                " (SELECT iif(ends, 'cancelled', ?2), iif(ends, 'status-left', ?9) FROM"
                " (SELECT phase = 'live' AND reason = 'status-left' AND ?2 IN ('ready', 'blocked') AS ends))"
                " WHERE id = ?1 AND phase NOT IN ('done', 'cancelled')"),
      unblock(connection,
              "UPDATE task SET phase = 'ready', reason = '' WHERE phase = 'blocked'"
              " AND reason NOT IN ('blacklist', 'order-released')"),
      mark_bad(connection, "UPDATE order_number SET bad = 1 WHERE order_id = ? AND e164 = ?"),
      lock_number(connection,
                  "INSERT INTO number_lock (e164, until) VALUES (?, ?)"
                  " ON CONFLICT (e164) DO UPDATE SET until = max(until, excluded.until)") {}

void RecordWriter::start_task(OrderId order, const OrderPlace& place, std::optional<int> entry,
                              const TaskStart& start, Instant at, const std::string& who) {
  const BucketId bucket = interning_.bucket(place.project, start.tmpl, start.callee, place.priority);
  order_.insert_task.run(order, entry, start.tmpl, bucket, start.phase, start.blocked_by, start.next_at, at,
                         who);
}

void RecordWriter::write(const StatusEntered& record) {
  expect_one(order_.enter_status.run(record.order, record.status, record.at, record.timeout_at),
             "there is no such order");
  const OrderPlace place = place_of(record.order);
  order_.insert_entry.run(record.order, place.entry, record.status, record.at, record.who, record.why);
  order_.cancel_pending.run(record.order);
  if (record.start) start_task(record.order, place, place.entry, *record.start, record.at, record.who);
}

void RecordWriter::write(const TaskStarted& record) {
  start_task(record.order, place_of(record.order), std::nullopt, record.start, record.at, record.who);
}

RecordWriter::OrderPlace RecordWriter::place_of(OrderId order) {
  Rows rows = order_place_.query(order);
  expect_one(rows.next() ? 1 : 0, "there is no such order");
  return {.project = rows.id<ProjectId>(), .priority = rows.number(), .entry = rows.number()};
}

void RecordWriter::write(const TaskMoved& record) {
  BucketId bucket;
  {
    Rows rows = order_.task_place.query(record.task);
    expect_one(rows.next() ? 1 : 0, "there is no such task");
    const auto project = rows.id<ProjectId>();
    const auto tmpl = rows.id<TemplateId>();
    bucket = interning_.bucket(project, tmpl, record.callee, rows.number());
  }
  expect_one(
      order_.move_task.run(record.task, record.phase, record.next_at, record.rounds_done, record.number_index,
                           record.round_began, bucket, record.outcome, record.reason),
      "the task is over");
}

void RecordWriter::write(const LinksMended&) {
  order_.unblock.run();
}

void RecordWriter::write(const NumberMarkedBad& record) {
  order_.mark_bad.run(record.order, record.number);
}

void RecordWriter::write(const NumberLocked& record) {
  order_.lock_number.run(record.number, record.until);
}

}  // namespace dialctl::sqlite
