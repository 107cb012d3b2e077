#include "adapters/sqlite/attempt_lines.h"

#include <limits>
#include <string>

#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

constexpr const char* kAttemptColumns =
    "a.id, a.project_id, a.order_id, o.external_id, a.template_id, a.provider_id, a.e164, a.caller_id,"
    " a.round, a.at, a.zone, a.zone_origin, a.local_time, a.gates, a.settings_version, a.blacklist_version,"
    " a.mode, a.agent_id, a.planned_at, a.rule_id, a.rule_version";
constexpr int kAttemptColumnCount = 21;
constexpr const char* kEndColumns =
    "e.attempt_id, e.at, e.outcome, e.raw_code, e.operator_id, e.conversation_seconds, e.cost_micros,"
    " e.currency";

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

std::string attempts_sql(const AttemptFilter& filter) {
  std::string sql = std::string{"SELECT "} + kAttemptColumns;
  if (filter.outcome) sql.append(", ").append(kEndColumns);
  sql += " FROM attempt AS a JOIN customer_order AS o ON o.id = a.order_id";
  if (filter.outcome) sql += " JOIN attempt_end AS e ON e.attempt_id = a.id";
  return sql + conditions(filter);
}

std::string ends_sql(bool newest_first) {
  return std::string{"SELECT "} + kEndColumns + " FROM attempt_end AS e WHERE e.attempt_id " +
         (newest_first ? "<= ? ORDER BY e.attempt_id DESC" : ">= ? ORDER BY e.attempt_id");
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
  if (!row.null(17)) line.agent = OperatorId{row.integer(17)};
  if (!row.null(19)) {
    line.rule = RuleId{row.integer(19)};
    line.rule_version = static_cast<int>(row.integer(20));
  }
  if (row.null(16)) return line;
  line.mode = parse_text<CallMode>(row.text(16));
  line.planned_at = row.instant(18);
  return line;
}

// `first` is the column where kEndColumns begin.
void add_end(AttemptLine& line, BulkStatement& row, int first) {
  line.ended = from_millis(row.integer(first + 1));
  line.outcome = parse_outcome(row.text(first + 2));
  line.raw_code = row.text(first + 3);
  if (!row.null(first + 4)) line.operator_id = OperatorId{row.integer(first + 4)};
  line.conversation = Seconds{row.integer(first + 5)};
  line.cost_micros = row.integer(first + 6);
  line.currency = row.text(first + 7);
}

}  // namespace

EndReader::EndReader(SQLite::Database& database, bool newest_first)
    : newest_first_(newest_first), ends_(database, ends_sql(newest_first).c_str()) {
  seek(newest_first ? std::numeric_limits<std::int64_t>::max() : 0);
}

BulkStatement* EndReader::find(AttemptId attempt) {
  // It is the next row most often. Where attempts are few, reading all ends between them costs more than
  // seeking.
  constexpr int kNear = 8;
  for (int passed = 0; more_ && is_before(attempt.value); ++passed) {
    if (passed < kNear) {
      next();
    } else {
      seek(attempt.value);
    }
  }
  return more_ && at_ == attempt.value ? &ends_ : nullptr;
}

void EndReader::seek(std::int64_t attempt) {
  ends_.reset();
  ends_.bind(1, attempt);
  next();
}

void EndReader::next() {
  more_ = ends_.step();
  if (more_) at_ = ends_.integer(0);
}

AttemptLines::AttemptLines(SQLite::Database& database, const AttemptFilter& filter)
    : ends_joined_(filter.outcome.has_value()),
      attempts_(database, attempts_sql(filter).c_str()),
      ends_(database, filter.newest_first),
      steps_(database, "SELECT step FROM open_attempt WHERE attempt_id = ?") {
  bind_conditions(attempts_, filter);
}

std::optional<AttemptLine> AttemptLines::next() {
  if (!attempts_.step()) return std::nullopt;
  std::optional<AttemptLine> line = line_of(attempts_);
  if (ends_joined_) {
    add_end(*line, attempts_, kAttemptColumnCount);
  } else if (BulkStatement* end = ends_.find(line->id)) {
    add_end(*line, *end, 0);
  } else {
    line->step = step_of(line->id);
  }
  return line;
}

std::optional<CallStep> AttemptLines::step_of(AttemptId attempt) {
  steps_.reset();
  steps_.bind(1, attempt.value);
  if (!steps_.step()) return std::nullopt;
  return parse_call_step(steps_.text(0));
}

}  // namespace dialctl::sqlite
