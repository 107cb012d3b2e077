#include "adapters/sqlite/task_reader.h"

#include <algorithm>

#include "adapters/sqlite/missed_rows.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

constexpr std::chrono::days kDialledWindow{7};
constexpr int kDialledMost = 64;

// Without a mode: of robot calls, or of a callback.
ModePlace read_place(Rows& rows, bool& in_line) {
  const auto mode = parse_text<CallMode>(rows.text());
  ModePlace place;
  place.auto_attempts = rows.number();
  place.entered = rows.instant();
  if (const auto key = rows.maybe_integer()) place.place_key = *key;
  place.planned_at = rows.maybe_instant();
  in_line = mode.has_value();
  if (mode) place.mode = *mode;
  return place;
}

}  // namespace

TaskReader::TaskReader(Connection& connection)
    : orders_(connection),
      task_(connection,
            (std::string{"SELECT task.template_id, bucket_id, phase, next_at, rounds_done,"
                         " number_index, round_began, task.mode, auto_attempts, made_at, place_key,"
                         " planned_at, handed_to, handed_until, task.rule_id, rule_version, missed_id,"} +
             OrderReader::kColumns +
             " FROM task CROSS JOIN customer_order ON customer_order.id = order_id"
             " WHERE task.id = ?")
                .c_str()),
      part_(connection, "SELECT part FROM bucket WHERE id = ?"),
      missed_(connection,
              (std::string{"SELECT "} + kMissedColumns + " FROM missed_call WHERE id = ?").c_str()),
      // One statement for what is asked of every number, and no table that SQLite would have to build for
      // each (IN, a subquery in FROM): the loop reads numbers more often than anything else.
      numbers_(connection,
               (std::string{"SELECT"} + OrderReader::kNumberColumns +
                ", EXISTS (SELECT 1 FROM blacklist WHERE blacklist.e164 = order_number.e164"
                "  AND (+blacklist.project_id = 0 OR +blacklist.project_id = ?2)),"
                " EXISTS (SELECT 1 FROM attempt WHERE attempt.e164 = order_number.e164"
                "  AND attempt.at >= ?3),"
                " EXISTS (SELECT 1 FROM open_attempt WHERE open_attempt.e164 = order_number.e164),"
                " (SELECT until FROM number_lock WHERE number_lock.e164 = order_number.e164)"
                " FROM order_number CROSS JOIN callee_class ON callee_class.id = callee_class_id"
                " WHERE order_id = ?1 ORDER BY position")
                   .c_str()),
      // A listing for the project is named before one for all.
      listed_(connection,
              "SELECT source, expires_at FROM blacklist WHERE e164 = ?1"
              " AND (+project_id = 0 OR +project_id = ?2) AND (expires_at IS NULL OR expires_at > ?3)"
              " ORDER BY project_id DESC LIMIT 1"),
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
  RuleId rule;
  int version = 1;
  MissedId missed;
  {
    Rows rows = task_.query(id);
    if (!rows.next()) return std::nullopt;
    task.id = id;
    task.tmpl = rows.id<TemplateId>();
    task.bucket = rows.id<BucketId>();
    task.phase = rows.parsed(parse_task_phase);
    task.next_at = rows.instant();
    task.rounds_done = rows.number();
    task.number_index = rows.number();
    task.round_began = rows.instant();
    bool in_line = false;
    const ModePlace place = read_place(rows, in_line);
    if (in_line) task.place = place;
    task.handed_to = rows.maybe_id<OperatorId>();
    task.handed_until = rows.maybe_instant().value_or(Instant{});
    rule = rows.id<RuleId>();
    version = rows.number();
    missed = rows.id<MissedId>();
    task.order = OrderReader::read(rows);
  }
  if (rule) {
    Rows rows = missed_.query(missed);
    if (!rows.next()) damaged("a callback without its missed call");
    task.callback = CallbackTask{rule, version, read_missed(rows)};
  }
  if (task.place) {
    Rows rows = part_.query(task.bucket);
    rows.next();
    task.place->part = rows.parsed(parse_mode_part);
  }
  Rows rows = numbers_.query(task.order.id, task.order.project, now - kDialledWindow);
  while (rows.next()) {
    task.order.numbers.push_back(OrderReader::read_number(rows));
    task.numbers.push_back(facts(task.order.numbers.back(), rows, task.order.project, now));
  }
  return task;
}

NumberFacts TaskReader::facts(const OrderNumber& number, Rows& rows, ProjectId project, Instant now) {
  NumberFacts facts{number, false, "", std::nullopt, {}, false, std::nullopt};
  if (rows.flag()) {
    Rows listed = listed_.query(number.number, project, now);
    facts.blacklisted = listed.next();  // not, where the listing has expired
    if (facts.blacklisted) {
      facts.blacklist_source = listed.text();
      facts.blacklist_expires = listed.maybe_instant();
    }
  }
  if (rows.flag()) facts.dialled = dialled(number.number, now);
  facts.open_attempt = rows.flag();
  facts.locked_until = rows.maybe_instant();
  return facts;
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
          "  (SELECT min(next_at) FROM task WHERE phase = 'ready' AND bucket_id = bucket.id),"
          "  mode, part, owner, rule_id"
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
    const auto mode = parse_text<CallMode>(rows.text());
    const auto part = parse_mode_part(rows.text());
    std::string owner = rows.text();
    if (mode && part) state.bucket.line = ModeLine{*mode, *part, std::move(owner)};
    state.bucket.rule = rows.id<RuleId>();
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
