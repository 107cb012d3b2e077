// One attempt with all its evidence, and the end that a person decides on.
#include "adapters/sqlite/call_book.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/task_reader.h"
#include "engine/decide/callback_result.h"
#include "engine/decide/enter_status.h"
#include "engine/decide/retry.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

Error unknown_attempt(AttemptId id) {
  return Error{ErrorKind::not_found, "attempt.unknown", "there is no attempt " + to_text(id),
               "dialctl attempt list"};
}

// In the order of the columns below, which is that of the struct.
AttemptIntent read_intent(AttemptId id, Rows& rows) {
  return AttemptIntent{id,
                       rows.id<TaskId>(),
                       rows.id<OrderId>(),
                       rows.id<ProjectId>(),
                       rows.id<TemplateId>(),
                       rows.id<ProviderId>(),
                       rows.e164(),
                       rows.text(),
                       rows.number(),
                       rows.instant(),
                       rows.text(),
                       rows.parsed(parse_text<ZoneOrigin>),
                       rows.text(),
                       rows.text(),
                       rows.integer(),
                       rows.integer(),
                       rows.maybe_parsed(parse_text<CallMode>),
                       rows.maybe_id<OperatorId>(),
                       rows.maybe_instant(),
                       rows.maybe_id<RuleId>(),
                       rows.maybe_number().value_or(0)};
}

std::optional<AttemptIntent> intent_of(Connection& connection, AttemptId id) {
  Statement find(
      connection,
      "SELECT task_id, order_id, project_id, template_id, provider_id, e164, caller_id, round, at, zone,"
      " zone_origin, local_time, gates, settings_version, blacklist_version, mode, agent_id, planned_at,"
      " rule_id, rule_version FROM attempt WHERE id = ?");
  Rows rows = find.query(id);
  if (!rows.next()) return std::nullopt;
  return read_intent(id, rows);
}

std::optional<CallStep> step_of(Connection& connection, AttemptId id) {
  Statement find(connection, "SELECT step FROM open_attempt WHERE attempt_id = ?");
  Rows rows = find.query(id);
  if (!rows.next()) return std::nullopt;
  return rows.parsed(parse_call_step);
}

std::vector<AttemptFact> facts_of(Connection& connection, AttemptId id) {
  std::vector<AttemptFact> facts;
  Statement find(connection,
                 "SELECT at, kind, detail FROM attempt_fact WHERE attempt_id = ? ORDER BY at, id");
  Rows rows = find.query(id);
  while (rows.next()) {
    AttemptFact fact;
    fact.attempt = id;
    fact.at = rows.instant();
    fact.kind = rows.parsed(parse_attempt_fact_kind);
    fact.detail = rows.text();
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::optional<AttemptEnd> end_of(Connection& connection, AttemptId id) {
  Statement find(connection,
                 "SELECT at, outcome, raw_code, operator_id, conversation_seconds, cost_micros, currency"
                 " FROM attempt_end WHERE attempt_id = ?");
  Rows rows = find.query(id);
  if (!rows.next()) return std::nullopt;
  AttemptEnd end;
  end.attempt = id;
  end.at = rows.instant();
  end.outcome = rows.parsed(parse_outcome);
  end.raw_code = rows.text();
  end.operator_id = rows.maybe_id<OperatorId>();
  end.conversation = rows.duration<Seconds>();
  end.cost_micros = rows.integer();
  end.currency = rows.text();
  return end;
}

}  // namespace

Result<AttemptStory> SqliteCallBook::story(AttemptId id) {
  return or_error(connection_.path(), [&]() -> Result<AttemptStory> {
    const ReadTransaction snapshot(connection_);
    auto intent = intent_of(connection_, id);
    if (!intent) return unknown_attempt(id);
    return AttemptStory{std::move(*intent), step_of(connection_, id), facts_of(connection_, id),
                        end_of(connection_, id)};
  });
}

Result<TaskMoved> SqliteCallBook::resolve(const ResolveRequest& request, const Rulebook& rules,
                                          const ZoneBook& zones) {
  return or_error(connection_.path(), [&]() -> Result<TaskMoved> {
    WriteTransaction transaction(connection_);
    const auto intent = intent_of(connection_, request.attempt);
    if (!intent) return unknown_attempt(request.attempt);
    if (step_of(connection_, request.attempt) != CallStep::unknown)
      return Error{ErrorKind::conflict, "attempt.not-unknown",
                   "attempt " + to_text(request.attempt) + " is not in doubt",
                   "dialctl attempt list --where state=unknown shows those that are"};
    auto task = TaskReader(connection_).task(intent->task, request.at);
    DIALCTL_INVARIANT(task.has_value());
    const AfterAttempt after =
        after_attempt(rules, zones, as_dialled(*task, *intent), request.outcome, {intent->at, request.at});
    RecordWriter records(connection_);
    AttemptEnd end;
    end.attempt = request.attempt;
    end.at = request.at;
    end.outcome = request.outcome;
    end.raw_code = "resolved by " + request.who;
    records.apply(AttemptEnded{end});
    records.apply(after.moved);
    if (const auto news = callback_news(rules, *task, after.moved, request.at)) records.apply(*news);
    if (after.number_is_bad) records.apply(NumberMarkedBad{intent->order, intent->number});
    if (after.enters_status) {
      const auto entry =
          enter_status(rules, task->order, {*after.enters_status, request.at, request.who, request.why});
      if (entry) records.apply(*entry);
    }
    Statement journal(connection_,
                      "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)");
    const std::string outcome{to_text(request.outcome)};
    journal.run(request.at, "attempt.resolved", "attempt:" + to_text(request.attempt),
                request.why.empty() ? outcome : outcome + " (" + request.why + ")", request.who);
    TaskMoved moved = after.moved;  // as the store has it now: the order may have left the status meanwhile
    moved.phase = TaskReader(connection_).task(intent->task, request.at)->phase;
    if (!request.dry_run) transaction.commit();
    return moved;
  });
}

}  // namespace dialctl::sqlite
