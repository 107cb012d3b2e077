#include "adapters/sqlite/call_book.h"

#include "adapters/sqlite/attempt_lines.h"
#include "adapters/sqlite/import_statement.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/statement.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

// The facts of ascending attempts, read beside them in one pass.
class FactReader {
 public:
  explicit FactReader(SQLite::Database& database)
      : facts_(database, "SELECT kind, at, detail FROM attempt_fact WHERE attempt_id = ? ORDER BY at, id") {}

  void add_to(CallLine& call) {
    facts_.bind(1, call.attempt.id.value);
    while (facts_.step())
      add(call, parse_attempt_fact_kind(facts_.text(0)), from_millis(facts_.integer(1)), facts_.text(2));
  }

 private:
  static void first(std::optional<Instant>& place, Instant at) {
    if (!place) place = at;
  }
  static void add(CallLine& call, std::optional<AttemptFactKind> kind, Instant at, std::string_view detail) {
    if (!kind) return;
    switch (*kind) {
      case AttemptFactKind::sent:
        return first(call.sent, at);
      case AttemptFactKind::ringing:
        return first(call.ringing, at);
      case AttemptFactKind::answered:
        return first(call.answered, at);
      case AttemptFactKind::answered_by:
        call.answered_by = detail;
        return;
      case AttemptFactKind::message_started:
        return first(call.message_started, at);
      case AttemptFactKind::key:
        call.keys += detail;
        return;
      case AttemptFactKind::waiting:
        return first(call.waiting, at);
      case AttemptFactKind::offered:
        ++call.offers;
        return;
      case AttemptFactKind::operator_answered:
        return first(call.operator_answered, at);
      case AttemptFactKind::bridged:
        return first(call.bridged, at);
      case AttemptFactKind::operator_missed:
      case AttemptFactKind::notice_played:
      case AttemptFactKind::recording:
      case AttemptFactKind::not_recorded:
        return;
    }
  }

  BulkStatement facts_;
};

}  // namespace

Result<void> SqliteCallBook::attempts(const AttemptFilter& filter, const VisitAttempt& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    AttemptLines lines(connection_.database(), filter);
    while (const auto line = lines.next()) {
      if (!visit(*line)) break;
    }
    return {};
  });
}

Result<void> SqliteCallBook::calls(const AttemptFilter& filter, const VisitCall& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    AttemptLines lines(connection_.database(), filter);
    FactReader facts(connection_.database());
    while (const auto line = lines.next()) {
      CallLine call;
      call.attempt = *line;
      facts.add_to(call);
      if (!visit(call)) break;
    }
    return {};
  });
}

Result<void> SqliteCallBook::events(const EventFilter& filter, const VisitEvent& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const std::string sql =
        std::string{
            "SELECT id, at, kind, subject, detail, who FROM journal WHERE id > :after"
            " AND (:since IS NULL OR at >= :since) AND (:before IS NULL OR at < :before)"
            " AND (:kind IS NULL OR kind = :kind OR substr(kind, 1, length(:kind) + 1) = :kind || '.')"
            " AND (:subject IS NULL OR subject = :subject) ORDER BY id"} +
        (filter.newest_first ? " DESC" : "") + " LIMIT :limit";
    BulkStatement find(connection_.database(), sql.c_str());
    find.bind_named(":after", filter.after);
    if (filter.since) find.bind_named(":since", to_millis(*filter.since));
    if (filter.before) find.bind_named(":before", to_millis(*filter.before));
    if (filter.kind) find.bind_named(":kind", std::string_view{*filter.kind});
    if (filter.subject) find.bind_named(":subject", std::string_view{*filter.subject});
    find.bind_named(":limit", filter.limit.value_or(-1));
    while (find.step()) {
      const EventLine line{find.integer(0), from_millis(find.integer(1)),
                           find.text(2),    find.text(3),
                           find.text(4),    find.text(5)};
      if (!visit(line)) break;
    }
    find.reset();
    return {};
  });
}

Result<void> SqliteCallBook::paces(const PaceFilter& filter, const VisitPace& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const std::string sql =
        std::string{
            "SELECT queue_id, at, moment, chosen, learnt FROM (SELECT id, queue_id, at, moment, chosen, "
            "learnt"
            " FROM pace_decision WHERE queue_id = ? AND at >= ? AND at < ?"} +
        (filter.learnt_only ? " AND learnt <> ''" : "") +
        " ORDER BY at DESC, id DESC LIMIT ?) ORDER BY at, id";
    Statement find(connection_, sql.c_str());
    Rows rows = find.query(filter.queue, filter.since.value_or(kFirstInstant),
                           filter.before.value_or(kFirstRefusedInstant), filter.limit.value_or(-1));
    while (rows.next()) {
      const PaceDecided pace{rows.id<QueueId>(), rows.instant(), rows.text(), rows.text(), rows.text()};
      if (!visit(pace)) break;
    }
    return {};
  });
}

Result<std::int64_t> SqliteCallBook::last_event() {
  return or_error(connection_.path(), [&]() -> Result<std::int64_t> {
    Statement find(connection_, "SELECT coalesce(max(id), 0) FROM journal");
    Rows rows = find.query();
    rows.next();
    return rows.integer();
  });
}

}  // namespace dialctl::sqlite
