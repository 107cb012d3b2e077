#include "adapters/sqlite/line_reader.h"

#include <algorithm>
#include <tuple>

#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

// Where no more than so many are due, these are read and sorted here: in another order they would stand
// behind all that are not due.
constexpr int kSortedHere = 20;

constexpr const char* kColumns =
    "SELECT id, order_id, bucket_id, next_at, made_at, auto_attempts, place_key, planned_at FROM task";

std::string of_line(const char* where_and_order) {
  return std::string{kColumns} + where_and_order;
}

std::vector<InLine> read(Rows& rows) {
  std::vector<InLine> tasks;
  while (rows.next()) {
    InLine task;
    task.task = rows.id<TaskId>();
    task.order = rows.id<OrderId>();
    task.bucket = rows.id<BucketId>();
    task.next_at = rows.instant();
    task.entered = rows.instant();
    task.auto_attempts = rows.number();
    task.place_key = rows.integer();
    task.planned_at = rows.maybe_instant();
    tasks.push_back(task);
  }
  return tasks;
}

bool is_before(LineSort sort, const InLine& a, const InLine& b) {
  switch (sort) {
    case LineSort::due:
      return std::tie(a.next_at, a.task) < std::tie(b.next_at, b.task);
    case LineSort::planned:
      return std::tie(a.planned_at, a.task) < std::tie(b.planned_at, b.task);
    case LineSort::entry:
      return std::tie(a.entered, a.task) < std::tie(b.entered, b.task);
    case LineSort::fewest:
      return std::tie(a.auto_attempts, a.place_key, a.task) < std::tie(b.auto_attempts, b.place_key, b.task);
    case LineSort::key_only:
      return std::tie(a.place_key, a.task) < std::tie(b.place_key, b.task);
  }
  return false;
}

std::vector<InLine> sorted(std::vector<InLine> tasks, const HeadsWanted& wanted) {
  std::sort(tasks.begin(), tasks.end(),
            [&](const InLine& a, const InLine& b) { return is_before(wanted.sort, a, b); });
  tasks.resize(std::min(tasks.size(), static_cast<std::size_t>(wanted.limit)));
  return tasks;
}

}  // namespace

// The + keeps SQLite from reading all tasks in the order of their ids: leases are few.
// As in DueReader: one descent of an index for each bucket, however many tasks there are.
LineReader::LineReader(Connection& connection)
    : buckets_(connection,
               "WITH RECURSIVE open_bucket (id) AS ("
               "  SELECT (SELECT min(bucket_id) FROM task WHERE phase = 'ready' AND place_key IS NOT NULL)"
               "  UNION ALL"
               "  SELECT (SELECT min(bucket_id) FROM task WHERE phase = 'ready' AND place_key IS NOT NULL"
               "   AND bucket_id > open_bucket.id) FROM open_bucket WHERE open_bucket.id IS NOT NULL)"
               " SELECT bucket.id, project_id, region, zones, priority, mode, part, owner"
               " FROM (SELECT id FROM open_bucket WHERE id IS NOT NULL UNION"
               "  SELECT bucket_id FROM task WHERE phase = 'handed' AND handed_until <= ?1"
               "   AND NOT EXISTS (SELECT 1 FROM agent_round WHERE task_id = task.id)) AS shown"
               " CROSS JOIN bucket ON bucket.id = shown.id"
               " JOIN callee_class ON callee_class.id = callee_class_id ORDER BY bucket.id"),
      due_(connection, of_line(" WHERE phase = 'ready' AND bucket_id = ?1 AND next_at <= ?2"
                               " ORDER BY next_at, id LIMIT ?3")
                           .c_str()),
      planned_(connection,
               of_line(" WHERE phase = 'ready' AND planned_at IS NOT NULL AND bucket_id = ?1"
                       " AND planned_at <= ?2 AND +next_at <= ?2"
                       " AND (+next_at = planned_at OR +next_at <= ?4) ORDER BY planned_at, id LIMIT ?3")
                   .c_str()),
      due_count_(connection,
                 "SELECT count(*) FROM (SELECT 1 FROM task WHERE phase = 'ready' AND bucket_id = ?1"
                 " AND next_at <= ?2 LIMIT ?3)"),
      fewest_(connection,
              of_line(" WHERE phase = 'ready' AND place_key IS NOT NULL AND bucket_id = ?1 AND +next_at <= ?2"
                      " ORDER BY auto_attempts, place_key, id LIMIT ?3")
                  .c_str()),
      next_attempts_(connection,
                     "SELECT min(auto_attempts) FROM task WHERE phase = 'ready' AND place_key IS NOT NULL"
                     " AND bucket_id = ?1 AND auto_attempts > ?2"),
      of_attempts_(connection,
                   of_line(" WHERE phase = 'ready' AND place_key IS NOT NULL AND bucket_id = ?1"
                           " AND auto_attempts = ?4 AND +next_at <= ?2 ORDER BY place_key, id LIMIT ?3")
                       .c_str()),
      entry_(connection,
             of_line(" WHERE phase = 'ready' AND place_key IS NOT NULL AND bucket_id = ?1 AND +next_at <= ?2"
                     " ORDER BY made_at, id LIMIT ?3")
                 .c_str()),
      lapsed_(connection, of_line(" WHERE phase = 'handed' AND handed_until <= ?1 AND NOT EXISTS"
                                  " (SELECT 1 FROM agent_round WHERE task_id = task.id) ORDER BY +id")
                              .c_str()),
      lease_end_(connection,
                 "SELECT handed_until FROM task WHERE phase = 'handed' AND NOT EXISTS"
                 " (SELECT 1 FROM agent_round WHERE task_id = task.id) ORDER BY handed_until LIMIT 1"),
      rounds_(connection,
              "SELECT operator_id, task_id, order_id, leg, step, since, attempt_id, result_until"
              " FROM agent_round ORDER BY operator_id") {}

std::vector<Bucket> LineReader::buckets(Instant now) {
  std::vector<Bucket> buckets;
  Rows rows = buckets_.query(now);
  while (rows.next()) {
    Bucket bucket;
    bucket.id = rows.id<BucketId>();
    bucket.project = rows.id<ProjectId>();
    bucket.callee.region = rows.text();
    bucket.callee.zones = parse_zones(rows.text());
    bucket.priority = rows.number();
    const auto mode = rows.parsed(parse_text<CallMode>);
    const auto part = rows.parsed(parse_mode_part);
    bucket.line = ModeLine{mode, part, rows.text()};
    buckets.push_back(std::move(bucket));
  }
  return buckets;
}

std::vector<InLine> LineReader::heads(const HeadsWanted& wanted) {
  const bool is_sorted_here = wanted.sort != LineSort::due && wanted.sort != LineSort::planned;
  if (is_sorted_here && is_few_due(wanted)) {
    Rows rows = due_.query(wanted.bucket, wanted.due_by, kSortedHere);
    return sorted(read(rows), wanted);
  }
  switch (wanted.sort) {
    case LineSort::due: {
      Rows rows = due_.query(wanted.bucket, wanted.due_by, wanted.limit);
      return read(rows);
    }
    case LineSort::planned: {
      Rows rows = planned_.query(wanted.bucket, wanted.due_by, wanted.limit, wanted.put_off_by);
      return read(rows);
    }
    case LineSort::entry: {
      Rows rows = entry_.query(wanted.bucket, wanted.due_by, wanted.limit);
      return read(rows);
    }
    case LineSort::fewest: {
      Rows rows = fewest_.query(wanted.bucket, wanted.due_by, wanted.limit);
      return read(rows);
    }
    case LineSort::key_only:
      return by_key(wanted);
  }
  return {};
}

bool LineReader::is_few_due(const HeadsWanted& wanted) {
  Rows rows = due_count_.query(wanted.bucket, wanted.due_by, kSortedHere + 1);
  rows.next();
  return rows.number() <= kSortedHere;
}

// The index has the keys in order for each number of attempts, and these are few.
std::vector<InLine> LineReader::by_key(const HeadsWanted& wanted) {
  std::vector<InLine> tasks;
  for (std::optional<int> attempts = -1; attempts;) {
    {
      Rows rows = next_attempts_.query(wanted.bucket, *attempts);
      rows.next();
      attempts = rows.maybe_number();
    }
    if (!attempts) break;
    Rows rows = of_attempts_.query(wanted.bucket, wanted.due_by, wanted.limit, *attempts);
    const auto heads = read(rows);
    tasks.insert(tasks.end(), heads.begin(), heads.end());
  }
  return sorted(std::move(tasks), wanted);
}

std::vector<InLine> LineReader::lapsed(Instant now) {
  Rows rows = lapsed_.query(now);
  return read(rows);
}

std::optional<Instant> LineReader::next_lease_end() {
  Rows rows = lease_end_.query();
  if (!rows.next()) return std::nullopt;
  return rows.instant();
}

std::vector<AgentRound> LineReader::rounds() {
  std::vector<AgentRound> rounds;
  Rows rows = rounds_.query();
  while (rows.next()) {
    AgentRound round;
    round.operator_id = rows.id<OperatorId>();
    round.task = rows.id<TaskId>();
    round.order = rows.id<OrderId>();
    round.leg = rows.parsed([](const std::string& text) { return parse_leg_id(text); });
    round.step = rows.parsed(parse_round_step);
    round.since = rows.instant();
    round.attempt = rows.maybe_id<AttemptId>();
    round.result_until = rows.maybe_instant();
    rounds.push_back(round);
  }
  return rounds;
}

}  // namespace dialctl::sqlite
