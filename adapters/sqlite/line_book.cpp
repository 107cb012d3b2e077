#include "adapters/sqlite/line_book.h"

#include <map>

#include "adapters/sqlite/sql_error.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

// Each phase by an index of its own: none of them reads tasks that are over.
constexpr const char* kCounts =
    "SELECT project_id, mode, part, owner, sum(waiting), sum(due), sum(handed), sum(live), sum(blocked) FROM "
    "("
    " SELECT bucket_id, count(*) AS waiting, 0 AS due, 0 AS handed, 0 AS live, 0 AS blocked FROM task"
    "  WHERE phase = 'ready' AND place_key IS NOT NULL GROUP BY bucket_id"
    " UNION ALL SELECT bucket_id, 0, count(*), 0, 0, 0 FROM task"
    "  WHERE phase = 'ready' AND next_at <= ?1 GROUP BY bucket_id"
    " UNION ALL SELECT bucket_id, 0, 0, count(*), 0, 0 FROM task WHERE phase = 'handed' GROUP BY bucket_id"
    " UNION ALL SELECT bucket_id, 0, 0, 0, count(*), 0 FROM open_attempt JOIN task ON task.id = task_id"
    "  GROUP BY bucket_id"
    " UNION ALL SELECT bucket_id, 0, 0, 0, 0, count(*) FROM task WHERE phase = 'blocked' GROUP BY bucket_id)"
    " JOIN bucket ON bucket.id = bucket_id WHERE mode <> '' GROUP BY project_id, mode, part, owner"
    " HAVING sum(waiting) + sum(handed) + sum(live) + sum(blocked) > 0";

}  // namespace

SqliteLineBook::SqliteLineBook(Connection& connection)
    : connection_(connection), lines_(connection), tasks_(connection), writer_(connection) {}

Result<void> SqliteLineBook::look(const std::function<Result<void>()>& work) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    return work();
  });
}

Result<void> SqliteLineBook::change(const std::function<Result<void>()>& work, Ending ending) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    WriteTransaction transaction(connection_);
    Result<void> result = work();
    if (result && ending == Ending::keep) transaction.commit();
    return result;
  });
}

std::optional<TaskId> SqliteLineBook::task_in_line(OrderId order) {
  Statement find(connection_,
                 "SELECT id FROM task WHERE order_id = ? AND mode <> ''"
                 " AND phase NOT IN ('done', 'cancelled') ORDER BY id DESC LIMIT 1");
  Rows rows = find.query(order);
  if (!rows.next()) return std::nullopt;
  return rows.id<TaskId>();
}

std::vector<PartCount> SqliteLineBook::counts(Instant now) {
  std::vector<PartCount> counts;
  Statement select(connection_, kCounts);
  Rows rows = select.query(now);
  while (rows.next()) {
    PartCount count;
    count.project = rows.id<ProjectId>();
    count.line.mode = rows.parsed(parse_text<CallMode>);
    count.line.part = rows.parsed(parse_mode_part);
    count.line.owner = rows.text();
    count.waiting = rows.integer();
    count.due = rows.integer();
    count.handed = rows.integer();
    count.live = rows.integer();
    count.blocked = rows.integer();
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace dialctl::sqlite
