#include "adapters/sqlite/missed_book.h"

#include "adapters/sqlite/missed_rows.h"
#include "adapters/sqlite/sql_error.h"

namespace dialctl::sqlite {
namespace {

// A condition that is not asked for is bound as NULL. The words are constants, the values are bound.
constexpr const char* kMissedWhere =
    " FROM missed_call WHERE (?1 IS NULL OR e164 = ?1) AND (?2 IS NULL OR project_id = ?2)"
    " AND (?3 IS NULL OR rule_id = ?3) AND (?4 IS NULL OR taking = ?4) AND (?5 IS NULL OR lost_at >= ?5)"
    " AND (?6 IS NULL OR lost_at < ?6) AND (?7 IS NULL OR id = ?7) AND (?8 IS NULL OR task_id = ?8)"
    " AND (?9 IS NULL OR provider_call = ?9)";
constexpr const char* kNewestFirst = " ORDER BY lost_at DESC, id DESC LIMIT ?10";
constexpr const char* kOldestFirst = " ORDER BY lost_at, id LIMIT ?10";

constexpr const char* kCallbackWhere =
    " FROM task JOIN customer_order AS o ON o.id = task.order_id"
    " JOIN missed_call ON missed_call.id = task.missed_id WHERE task.rule_id IS NOT NULL"
    " AND (?1 IS NULL OR missed_call.e164 = ?1) AND (?2 IS NULL OR o.project_id = ?2)"
    " AND (?3 IS NULL OR task.rule_id = ?3) AND (?4 IS NULL OR task.phase = ?4)"
    " AND (?5 = 0 OR task.phase NOT IN ('done', 'cancelled')) AND (?6 IS NULL OR task.id = ?6)";

template <class Value>
std::optional<std::string> text_of(const std::optional<Value>& value) {
  if (!value) return std::nullopt;
  return std::string{value->text()};
}

}  // namespace

SqliteMissedBook::SqliteMissedBook(Connection& connection)
    : connection_(connection), writer_(connection), callers_(connection) {}

Result<void> SqliteMissedBook::change(const std::function<Result<void>()>& work, Ending ending) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    WriteTransaction transaction(connection_);
    Result<void> result = work();
    if (result && ending == Ending::keep) transaction.commit();
    return result;
  });
}

void SqliteMissedBook::apply(std::span<const Record> records) {
  writer_.apply(records);
}

CallerKnown SqliteMissedBook::caller_known(const MissedCall& call, Instant now) {
  return callers_.known(call, now);
}

// One that is being called, or whose operator is on the line, is left to its end.
std::vector<CancelledCallback> SqliteMissedBook::cancel(const CallbackFilter& filter,
                                                        const std::string& reason) {
  Statement cancel(connection_,
                   (std::string{"UPDATE task SET phase = 'cancelled', reason = ?7"
                                " WHERE phase IN ('ready', 'blocked') AND id IN (SELECT task.id"} +
                    kCallbackWhere + ") RETURNING id, order_id")
                       .c_str());
  std::vector<CancelledCallback> done;
  Rows rows = cancel.query(text_of(filter.caller), filter.project, filter.rule, filter.phase, filter.open,
                           filter.task, reason);
  while (rows.next()) {
    const auto task = rows.id<TaskId>();
    done.push_back({task, rows.id<OrderId>()});
  }
  return done;
}

MissedId SqliteMissedBook::newest() {
  Statement select(connection_, "SELECT max(id) FROM missed_call");
  Rows rows = select.query();
  return rows.next() ? rows.maybe_id<MissedId>().value_or(MissedId{}) : MissedId{};
}

Result<void> SqliteMissedBook::missed(const MissedFilter& filter,
                                      const std::function<bool(const MissedLine&)>& take) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    Statement select(connection_, (std::string{"SELECT "} + kMissedColumns +
                                   ", seen_at, who, taking, rule_id, rule_version, task_id,"
                                   " (SELECT order_id FROM task WHERE task.id = missed_call.task_id)" +
                                   kMissedWhere + (filter.oldest_first ? kOldestFirst : kNewestFirst))
                                      .c_str());
    Rows rows = select.query(text_of(filter.caller), filter.project, filter.rule, filter.taking, filter.since,
                             filter.before, filter.id, filter.task, filter.provider_call, filter.limit);
    while (rows.next()) {
      MissedLine line{read_missed(rows), {}, {}, {}, {}, 0, {}, {}};
      line.seen_at = rows.instant();
      line.who = rows.text();
      line.taking = rows.text();
      line.rule = rows.maybe_id<RuleId>();
      line.version = rows.maybe_number().value_or(0);
      line.task = rows.maybe_id<TaskId>();
      line.order = rows.maybe_id<OrderId>();
      if (!take(line)) break;
    }
    return {};
  });
}

Result<void> SqliteMissedBook::callbacks(const CallbackFilter& filter,
                                         const std::function<bool(const CallbackLine&)>& take) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    Statement select(
        connection_,
        (std::string{"SELECT missed_call.e164, task.id, task.order_id, o.project_id, task.rule_id,"
                     " task.rule_version, task.phase, task.reason, task.next_at, task.rounds_done,"
                     " task.outcome, task.made_at, missed_call.lost_at,"
                     " (SELECT count(*) FROM missed_call AS joined WHERE joined.task_id = task.id)"} +
         kCallbackWhere +
         (filter.oldest_first ? " ORDER BY task.id LIMIT ?7" : " ORDER BY task.id DESC LIMIT ?7"))
            .c_str());
    Rows rows = select.query(text_of(filter.caller), filter.project, filter.rule, filter.phase, filter.open,
                             filter.task, filter.limit);
    while (rows.next()) {
      E164 caller = rows.e164();
      CallbackLine line{.task = rows.id<TaskId>(),
                        .order = rows.id<OrderId>(),
                        .project = rows.id<ProjectId>(),
                        .rule = rows.id<RuleId>(),
                        .version = rows.number(),
                        .caller = std::move(caller),
                        .phase = rows.parsed(parse_task_phase),
                        .reason = rows.text(),
                        .next_at = rows.instant(),
                        .tries = rows.number(),
                        .outcome = rows.maybe_parsed(parse_outcome),
                        .made_at = rows.instant(),
                        .lost_at = rows.instant(),
                        .missed_calls = rows.number()};
      if (!take(line)) break;
    }
    return {};
  });
}

Result<std::vector<CallbackCounts>> SqliteMissedBook::counts(Instant now) {
  return or_error(connection_.path(), [&]() -> Result<std::vector<CallbackCounts>> {
    Statement select(connection_,
                     "SELECT rule_id, count(*), count(*) FILTER (WHERE phase = 'ready' AND next_at <= ?1),"
                     " count(*) FILTER (WHERE phase = 'live'), count(*) FILTER (WHERE phase = 'blocked')"
                     " FROM task WHERE rule_id IS NOT NULL AND phase NOT IN ('done', 'cancelled')"
                     " GROUP BY rule_id");
    std::vector<CallbackCounts> found;
    Rows rows = select.query(now);
    while (rows.next()) {
      found.push_back({.rule = rows.id<RuleId>(),
                       .open = rows.number(),
                       .due = rows.number(),
                       .live = rows.number(),
                       .blocked = rows.number()});
    }
    return found;
  });
}

}  // namespace dialctl::sqlite
