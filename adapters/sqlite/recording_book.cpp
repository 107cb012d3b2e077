#include "adapters/sqlite/recording_book.h"

#include "adapters/sqlite/recording_rows.h"
#include "adapters/sqlite/sql_error.h"

namespace dialctl::sqlite {
namespace {

// A condition that is not asked for is bound as NULL.
constexpr const char* kFrom =
    ", a.e164, a.order_id, a.rule_id, a.agent_id FROM recording JOIN attempt AS a ON a.id = "
    "recording.attempt_id"
    " WHERE (?1 IS NULL OR recording.attempt_id = ?1) AND (?2 IS NULL OR recording.state = ?2)"
    " AND (?3 IS NULL OR a.e164 = ?3) AND (?4 IS NULL OR a.order_id = ?4) AND (?5 IS NULL OR a.rule_id = ?5)"
    " AND (?6 IS NULL OR recording.began_at >= ?6) AND (?7 IS NULL OR recording.began_at < ?7)"
    " ORDER BY recording.attempt_id";

}  // namespace

Result<void> SqliteRecordingBook::recordings(const RecordingFilter& filter,
                                             const std::function<bool(const RecordingLine&)>& take) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    const std::string sql = std::string{"SELECT "} + kRecordingColumns + kFrom +
                            (filter.oldest_first ? " LIMIT ?8" : " DESC LIMIT ?8");
    Statement select(connection_, sql.c_str());
    Rows rows = select.query(filter.attempt, filter.state, filter.number, filter.order, filter.rule,
                             filter.since, filter.before, filter.limit);
    while (rows.next()) {
      Recording recording = read_recording(rows);
      E164 number = rows.e164();
      RecordingLine line{std::move(recording), std::move(number), rows.id<OrderId>(), {}, {}};
      line.rule = rows.id<RuleId>();
      line.operator_id = rows.maybe_id<OperatorId>();
      if (!take(line)) break;
    }
    return {};
  });
}

Result<void> SqliteRecordingBook::end_period(AttemptId attempt, const Change& change, Ending ending) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    WriteTransaction transaction(connection_);
    Statement find(connection_,
                   "SELECT own_gone_at IS NOT NULL AND their_gone_at IS NOT NULL FROM recording"
                   " WHERE attempt_id = ?");
    {
      Rows rows = find.query(attempt);
      if (!rows.next())
        return Error{ErrorKind::not_found, "recording.unknown",
                     "attempt " + to_text(attempt) + " has no recording", "dialctl recording list"};
      if (rows.flag())
        return Error{ErrorKind::conflict, "recording.gone",
                     "the recording of attempt " + to_text(attempt) + " is deleted already",
                     "dialctl event list shows when, and for whom"};
    }
    Statement end(connection_,
                  "UPDATE recording SET keep_until = min(coalesce(keep_until, ?2), ?2)"
                  " WHERE attempt_id = ?1");
    end.run(attempt, change.at);
    Statement journal(connection_,
                      "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)");
    journal.run(change.at, "recording.removed", "attempt:" + to_text(attempt), change.why, change.who);
    if (ending == Ending::keep) transaction.commit();
    return {};
  });
}

}  // namespace dialctl::sqlite
