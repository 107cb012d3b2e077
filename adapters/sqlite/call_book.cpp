#include "adapters/sqlite/call_book.h"

#include "adapters/sqlite/import_statement.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/statement.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

const char* const kAttemptColumns =
    "SELECT a.id, a.project_id, a.order_id, o.external_id, a.template_id, a.provider_id, a.e164, a.caller_id,"
    " a.round, a.at, a.zone, a.zone_origin, a.local_time, a.gates, a.settings_version, a.blacklist_version,"
    " iif(e.attempt_id IS NULL, (SELECT step FROM open_attempt WHERE attempt_id = a.id), NULL), e.at, "
    "e.outcome, e.raw_code, e.operator_id, e.conversation_seconds, e.cost_micros, e.currency,"
    " a.mode, a.agent_id, a.planned_at"
    " FROM attempt AS a JOIN customer_order AS o ON o.id = a.order_id"
    " LEFT JOIN attempt_end AS e ON e.attempt_id = a.id";

// The words of the SQL are a closed list, the values are bound.
std::string conditions(const AttemptFilter& filter) {
  std::string sql;
  const auto add = [&sql](bool wanted, const char* condition) {
    if (wanted) sql.append(sql.empty() ? " WHERE " : " AND ").append(condition);
  };
  add(filter.project.has_value(), "a.project_id = :project");
  add(filter.order.has_value(), "a.order_id = :order");
  add(filter.number.has_value(), "a.e164 = :number");
  add(filter.outcome.has_value(), "e.outcome = :outcome");
  add(filter.step.has_value(), "a.id IN (SELECT attempt_id FROM open_attempt WHERE step = :step)");
  // Ids begin with the milliseconds in which they were made, so the table itself is the index of instants; an
  // id may run ahead of its clock, but never behind it.
  add(filter.since.has_value(), "a.id >= :since_id AND a.at >= :since");
  add(filter.before.has_value(), "a.at < :before");
  sql += filter.newest_first ? " ORDER BY a.id DESC" : " ORDER BY a.id";
  return sql + " LIMIT :limit";
}

void bind_conditions(BulkStatement& statement, const AttemptFilter& filter) {
  if (filter.project) statement.bind_named(":project", filter.project->value);
  if (filter.order) statement.bind_named(":order", filter.order->value);
  if (filter.number) statement.bind_named(":number", std::string_view{filter.number->text()});
  if (filter.outcome) statement.bind_named(":outcome", to_text(*filter.outcome));
  if (filter.step) statement.bind_named(":step", to_text(*filter.step));
  if (filter.since) {
    statement.bind_named(":since_id", to_millis(*filter.since) << 21);
    statement.bind_named(":since", to_millis(*filter.since));
  }
  if (filter.before) statement.bind_named(":before", to_millis(*filter.before));
  statement.bind_named(":limit", filter.limit.value_or(-1));
}

AttemptLine line_of(BulkStatement& row) {
  AttemptLine line;
  line.id = AttemptId{row.integer(0)};
  line.project = ProjectId{row.integer(1)};
  line.order = OrderId{row.integer(2)};
  line.external_id = row.text(3);
  line.tmpl = TemplateId{row.integer(4)};
  line.provider = ProviderId{row.integer(5)};
  line.number = row.text(6);
  line.caller_id = row.text(7);
  line.round = static_cast<int>(row.integer(8));
  line.started = from_millis(row.integer(9));
  line.zone = row.text(10);
  line.zone_origin = row.text(11);
  line.local_time = row.text(12);
  line.gates = row.text(13);
  line.settings_version = row.integer(14);
  line.blacklist_version = row.integer(15);
  if (!row.null(24)) {
    line.mode = parse_text<CallMode>(row.text(24));
    line.agent = OperatorId{row.integer(25)};
    line.planned_at = row.instant(26);
  }
  if (!row.null(16)) line.step = parse_call_step(row.text(16));
  if (row.null(17)) return line;
  line.ended = row.instant(17);
  line.outcome = parse_outcome(row.text(18));
  line.raw_code = row.text(19);
  if (!row.null(20)) line.operator_id = OperatorId{row.integer(20)};
  line.conversation = Seconds{row.integer(21)};
  line.cost_micros = row.integer(22);
  line.currency = row.text(23);
  return line;
}

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
        return;
    }
  }

  BulkStatement facts_;
};

}  // namespace

Result<void> SqliteCallBook::attempts(const AttemptFilter& filter, const VisitAttempt& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const std::string sql = kAttemptColumns + conditions(filter);
    BulkStatement find(connection_.database(), sql.c_str());
    bind_conditions(find, filter);
    while (find.step()) {
      if (!visit(line_of(find))) break;
    }
    find.reset();
    return {};
  });
}

Result<void> SqliteCallBook::calls(const AttemptFilter& filter, const VisitCall& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const ReadTransaction snapshot(connection_);
    const std::string sql = kAttemptColumns + conditions(filter);
    BulkStatement find(connection_.database(), sql.c_str());
    FactReader facts(connection_.database());
    bind_conditions(find, filter);
    while (find.step()) {
      CallLine call;
      call.attempt = line_of(find);
      facts.add_to(call);
      if (!visit(call)) break;
    }
    find.reset();
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

Result<std::int64_t> SqliteCallBook::last_event() {
  return or_error(connection_.path(), [&]() -> Result<std::int64_t> {
    Statement find(connection_, "SELECT coalesce(max(id), 0) FROM journal");
    Rows rows = find.query();
    rows.next();
    return rows.integer();
  });
}

}  // namespace dialctl::sqlite
