// Records of attempts.
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

RecordWriter::AttemptStatements::AttemptStatements(Connection& connection)
    : insert_attempt(connection,
                     "INSERT INTO attempt (id, task_id, order_id, project_id, template_id, provider_id, e164,"
                     " caller_id, round, at, zone, zone_origin, local_time, gates, settings_version,"
                     " blacklist_version, mode, agent_id, planned_at, rule_id, rule_version)"
                     " VALUES (?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                     " nullif(?, 0))"),
      open_attempt(connection,
                   "INSERT INTO open_attempt (attempt_id, task_id, order_id, e164, step)"
                   " VALUES (?, ?, ?, ?, 'intent')"),
      task_live(connection,
                "UPDATE task SET phase = 'live' WHERE id = ? AND order_id = ?"
                " AND (phase = 'ready' OR phase = 'handed' OR phase = 'live')"),
      insert_fact(connection, "INSERT INTO attempt_fact (attempt_id, at, kind, detail) VALUES (?, ?, ?, ?)"),
      change_step(connection,
                  "UPDATE open_attempt SET step = ?2, operator_id = ?3, operator_leg = ?4, answered_at = ?5,"
                  " ending_as = ?6, offers = ?7 WHERE attempt_id = ?1"),
      insert_end(connection,
                 "INSERT INTO attempt_end (attempt_id, at, outcome, raw_code, operator_id,"
                 " conversation_seconds, cost_micros, currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      close_attempt(connection, "DELETE FROM open_attempt WHERE attempt_id = ?") {}

// That a number and an order have one open attempt at most is kept by the UNIQUE columns of open_attempt.
void RecordWriter::write(const IntentMade& record) {
  const AttemptIntent& intent = record.intent;
  attempt_.insert_attempt.run(intent.id, intent.task, intent.order, intent.project, intent.tmpl,
                              intent.provider, intent.number, intent.caller_id, intent.round, intent.at,
                              intent.zone, intent.zone_origin, intent.local_time, intent.gates,
                              intent.settings_version, intent.blacklist_version, intent.mode, intent.agent,
                              intent.planned_at, intent.rule, intent.rule_version);
  attempt_.open_attempt.run(intent.id, intent.task, intent.order, intent.number);
  expect_one(attempt_.task_live.run(intent.task, intent.order), "the intent's task cannot go live");
}

void RecordWriter::write(const FactSeen& record) {
  const AttemptFact& fact = record.fact;
  attempt_.insert_fact.run(fact.attempt, fact.at, fact.kind, fact.detail);
}

void RecordWriter::write(const StepChanged& record) {
  const std::optional<std::string> leg =
      record.operator_leg ? std::optional(to_text(*record.operator_leg)) : std::nullopt;
  expect_one(attempt_.change_step.run(record.attempt, record.step, record.operator_id, leg,
                                      record.answered_at, record.ending_as, record.offers),
             "the attempt is not open");
}

void RecordWriter::write(const AttemptEnded& record) {
  const AttemptEnd& end = record.end;
  expect_one(attempt_.close_attempt.run(end.attempt), "the attempt is not open");
  attempt_.insert_end.run(end.attempt, end.at, end.outcome, end.raw_code, end.operator_id, end.conversation,
                          end.cost_micros, end.currency);
}

}  // namespace dialctl::sqlite
