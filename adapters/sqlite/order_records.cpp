// Records of orders and tasks.
#include <utility>
#include <vector>

#include "adapters/sqlite/record_writer.h"
#include "engine/decide/ranking.h"
#include "engine/model/settings_text.h"

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
                     " reason = 'status-left' WHERE order_id = ?"
                     " AND (phase = 'ready' OR phase = 'handed' OR phase = 'blocked' OR phase = 'live')"),
      insert_task(connection,
                  "INSERT INTO task (order_id, status_entry, template_id, bucket_id, phase, reason, next_at,"
                  " made_at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_place(connection,
                   "INSERT INTO task (order_id, status_entry, mode, bucket_id, phase, next_at, made_at, who,"
                   " place_key, auto_attempts) VALUES (?1, ?2, ?3, ?4, 'ready', ?5, ?5, ?6, ?7,"
                   " coalesce((SELECT max(auto_attempts) FROM task WHERE order_id = ?1), 0))"),
      task_place(
          connection,
          "SELECT customer_order.project_id, task.template_id, customer_order.priority, task.mode, part,"
          " customer_order.owner, task.rule_id FROM task JOIN customer_order ON customer_order.id = order_id"
          " JOIN bucket ON bucket.id = bucket_id WHERE task.id = ?"),
      move_task(connection,
                "UPDATE task SET next_at = ?3, rounds_done = ?4, number_index = ?5, round_began = ?6,"
                " bucket_id = ?7, outcome = coalesce(?8, outcome), (phase, reason) ="
                " (SELECT iif(ends, 'cancelled', ?2), iif(ends, reason, ?9) FROM (SELECT phase = 'live' AND"
                " reason IN ('status-left', 'contact') AND ?2 IN ('ready', 'blocked') AS ends)),"
                " auto_attempts = coalesce(?10, auto_attempts),"
                " planned_at = iif(?11, coalesce(?12, planned_at), NULL),"
                " rule_id = coalesce(?13, rule_id), rule_version = coalesce(?14, rule_version),"
                " due_from = coalesce(?15, due_from)"
                " WHERE id = ?1 AND phase NOT IN ('done', 'cancelled')"),
      hand_task(connection,
                "UPDATE task SET phase = 'handed', handed_to = ?2, handed_until = ?3 WHERE id = ?1"
                " AND template_id IS NULL AND (phase = 'ready' OR phase = 'handed' OR phase = 'live')"),
      return_task(connection, "UPDATE task SET phase = 'ready' WHERE id = ? AND phase = 'handed'"),
      end_leases(connection,
                 "UPDATE task SET phase = 'ready' WHERE phase = 'handed' AND handed_until <= ?1"
                 " AND NOT EXISTS (SELECT 1 FROM agent_round WHERE task_id = task.id)"),
      line_again(connection,
                 "UPDATE task SET phase = 'ready', reason = '', next_at = ?2, rounds_done = 0,"
                 " number_index = 0, round_began = 0, planned_at = NULL, bucket_id = ?3"
                 " WHERE id = ?1 AND mode <> '' AND phase IN ('done', 'cancelled')"),
      set_owner(connection, "UPDATE customer_order SET owner = ?2 WHERE id = ?1"),
      places_of(connection,
                "SELECT task.id, project_id, callee_class_id, priority, bucket.mode, part FROM task"
                " JOIN bucket ON bucket.id = bucket_id WHERE order_id = ? AND task.mode <> ''"
                " AND phase NOT IN ('done', 'cancelled')"),
      move_place(connection, "UPDATE task SET bucket_id = ?2 WHERE id = ?1"),
      unblock(connection,
              "UPDATE task SET phase = 'ready', reason = '' WHERE phase = 'blocked'"
              " AND reason NOT IN ('blacklist', 'order-released')"),
      mark_bad(connection, "UPDATE order_number SET bad = 1 WHERE order_id = ? AND e164 = ?"),
      lock_number(connection,
                  "INSERT INTO number_lock (e164, until) VALUES (?, ?)"
                  " ON CONFLICT (e164) DO UPDATE SET until = max(until, excluded.until)") {}

void RecordWriter::start_task(OrderId order, const OrderPlace& place, std::optional<int> entry,
                              const TaskStart& start, Instant at, const std::string& who) {
  const BucketId bucket =
      interning_.bucket({place.project, start.tmpl, interning_.callee_class(start.callee), place.priority});
  order_.insert_task.run(order, entry, start.tmpl, bucket, start.phase, start.blocked_by, start.next_at, at,
                         who);
}

void RecordWriter::start_line(OrderId order, const OrderPlace& place, const StatusEntered& record) {
  const LineStart& line = *record.line;
  const BucketId bucket = interning_.bucket({place.project,
                                             {},
                                             interning_.callee_class(line.callee),
                                             place.priority,
                                             ModeLine{line.mode, ModePart::unprocessed, place.owner}});
  order_.insert_place.run(order, place.entry, line.mode, bucket, record.at, record.who,
                          place_key(line.mode, place.project, place.external_id, place.created, record.at));
}

void RecordWriter::write(const StatusEntered& record) {
  expect_one(order_.enter_status.run(record.order, record.status, record.at, record.timeout_at),
             "there is no such order");
  const OrderPlace place = place_of(record.order);
  order_.insert_entry.run(record.order, place.entry, record.status, record.at, record.who, record.why);
  order_.cancel_pending.run(record.order);
  if (record.start) start_task(record.order, place, place.entry, *record.start, record.at, record.who);
  if (record.line) start_line(record.order, place, record);
}

void RecordWriter::write(const TaskStarted& record) {
  start_task(record.order, place_of(record.order), std::nullopt, record.start, record.at, record.who);
}

RecordWriter::OrderPlace RecordWriter::place_of(OrderId order) {
  Rows rows = order_place_.query(order);
  expect_one(rows.next() ? 1 : 0, "there is no such order");
  return {.project = rows.id<ProjectId>(),
          .priority = rows.number(),
          .entry = rows.number(),
          .owner = rows.text(),
          .external_id = rows.text(),
          .created = rows.instant()};
}

// As its order is now; without the callee.
BucketKey RecordWriter::bucket_of(TaskId task) {
  BucketKey key;
  Rows rows = order_.task_place.query(task);
  expect_one(rows.next() ? 1 : 0, "there is no such task");
  key.project = rows.id<ProjectId>();
  key.tmpl = rows.id<TemplateId>();
  key.priority = rows.number();
  const auto mode = parse_text<CallMode>(rows.text());
  const auto part = parse_mode_part(rows.text());
  std::string owner = rows.text();
  if (mode && part) key.line = ModeLine{*mode, *part, std::move(owner)};
  key.rule = rows.id<RuleId>();
  return key;
}

void RecordWriter::write(const TaskMoved& record) {
  BucketKey key = bucket_of(record.task);
  if (key.line && record.part) key.line->part = *record.part;
  std::optional<RuleId> rule;
  std::optional<int> version;
  std::optional<Instant> from;
  if (key.rule && record.plan) {
    key.rule = *(rule = record.plan->rule);
    version = record.plan->version;
    from = record.plan->from;
  }
  key.callee = interning_.callee_class(record.callee);
  const int moved = order_.move_task.run(
      record.task, record.phase, record.next_at, record.rounds_done, record.number_index, record.round_began,
      interning_.bucket(key), record.outcome, record.reason, record.auto_attempts,
      key.line && key.line->part == ModePart::planned_callback, record.planned_at, rule, version, from);
  if (moved == 0 && key.rule) return;
  expect_one(moved, "the task is over");
}

void RecordWriter::write(const TaskHanded& record) {
  if (order_.hand_task.run(record.task, record.operator_id, record.until) == 1) return;
  // It may be over, but it must be one of a line, or a callback.
  expect_one(bucket_of(record.task).tmpl ? 0 : 1, "robot calls are not handed out");
}

void RecordWriter::write(const LineAgain& record) {
  BucketKey key = bucket_of(record.task);
  expect_one(key.line ? 1 : 0, "robot calls have no place in a line");
  key.line->part = ModePart::no_answer;
  key.callee = interning_.callee_class(record.callee);
  expect_one(order_.line_again.run(record.task, record.at, interning_.bucket(key)),
             "the place in line is not over");
}

void RecordWriter::write(const TaskReturned& record) {
  order_.return_task.run(record.task);
}

void RecordWriter::write(const LeasesEnded& record) {
  order_.end_leases.run(record.now);
}

void RecordWriter::write(const OwnerSet& record) {
  expect_one(order_.set_owner.run(record.order, record.owner), "there is no such order");
  std::vector<std::pair<TaskId, BucketKey>> places;
  {
    Rows rows = order_.places_of.query(record.order);
    while (rows.next()) {
      const auto task = rows.id<TaskId>();
      BucketKey key{rows.id<ProjectId>(), {}, rows.id<CalleeClassId>(), rows.number()};
      const auto mode = rows.parsed(parse_text<CallMode>);
      key.line = ModeLine{mode, rows.parsed(parse_mode_part), record.owner};
      places.emplace_back(task, std::move(key));
    }
  }
  for (const auto& [task, key] : places)
    order_.move_place.run(task, interning_.bucket(key));
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
