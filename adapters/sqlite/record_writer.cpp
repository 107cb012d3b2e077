#include "adapters/sqlite/record_writer.h"

#include "engine/model/settings_text.h"
#include "engine/run/store.h"

namespace dialctl::sqlite {

RecordWriter::RecordWriter(Connection& connection)
    : path_(connection.path()),
      interning_(connection),
      order_place_(connection,
                   "SELECT project_id, priority, status_entry, owner, external_id, created_at"
                   " FROM customer_order WHERE id = ?"),
      order_(connection),
      missed_(connection),
      attempt_(connection),
      state_(connection),
      recordings_(connection) {}

void RecordWriter::apply(std::span<const Record> records) {
  interning_.forget();  // the transaction that made them may have been rolled back
  for (const Record& record : records)
    std::visit([this](const auto& each) { write(each); }, record);
}

void RecordWriter::expect_one(int changed, const char* what) const {
  if (changed == 1) return;
  throw StoreGone(Error{ErrorKind::store, "store.broken-rule",
                        path_ + ": a record does not fit what is stored: " + what,
                        "please report this; the database is as it was before"});
}

RecordWriter::StateStatements::StateStatements(Connection& connection)
    : operator_status(connection,
                      "UPDATE operator SET status = ?2, status_reason = ?3, status_since = ?4 WHERE id = ?1"),
      operator_state(connection,
                     "INSERT OR REPLACE INTO operator_state (operator_id, activity, since, attempt_id, leg,"
                     " last_bridge_end, last_offered, not_before, talk_time_seconds, calls_answered,"
                     " misses_in_row, counters_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      queue_state(connection,
                  "INSERT OR REPLACE INTO queue_state (queue_id, last_offered_position, last_missed,"
                  " random_state) VALUES (?, ?, ?, ?)"),
      // A call that is taken up again after a crash may be told of twice.
      operator_need(connection,
                    "INSERT INTO operator_need (attempt_id, queue_id, project_id, at, kind, met)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (attempt_id) DO NOTHING"),
      pace_decision(
          connection,
          "INSERT INTO pace_decision (queue_id, at, moment, chosen, learnt) VALUES (?, ?, ?, ?, ?)"),
      forget_paces(connection, "DELETE FROM pace_decision WHERE queue_id = ? AND at < ?"),
      agent_round(connection,
                  "INSERT OR REPLACE INTO agent_round (operator_id, task_id, order_id, leg, step, since,"
                  " attempt_id, result_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      agent_round_over(connection, "DELETE FROM agent_round WHERE operator_id = ?"),
      provider_state(connection,
                     "INSERT OR REPLACE INTO provider_state (provider_id, condition, reason, since)"
                     " VALUES (?, ?, ?, ?)"),
      journal(connection, "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)") {}

void RecordWriter::write(const OperatorStatusSet& record) {
  expect_one(state_.operator_status.run(record.operator_id, record.status, record.reason, record.at),
             "there is no such operator");
}

void RecordWriter::write(const OperatorState& record) {
  const std::optional<std::string> leg = record.leg ? std::optional(to_text(*record.leg)) : std::nullopt;
  state_.operator_state.run(record.operator_id, record.activity, record.since, record.attempt, leg,
                            record.last_bridge_end, record.last_offered, record.not_before, record.talk_time,
                            record.calls_answered, record.misses_in_row, record.counters_from);
}

void RecordWriter::write(const AgentRound& record) {
  state_.agent_round.run(record.operator_id, record.task, record.order, to_text(record.leg), record.step,
                         record.since, record.attempt, record.result_until);
}

void RecordWriter::write(const AgentRoundOver& record) {
  state_.agent_round_over.run(record.operator_id);
}

void RecordWriter::write(const QueueState& record) {
  state_.queue_state.run(record.queue, record.last_offered_position, record.last_missed, record.random_state);
}

void RecordWriter::write(const OperatorNeeded& record) {
  state_.operator_need.run(record.attempt, record.queue, record.project, record.at, to_text(record.kind),
                           to_text(record.met));
}

void RecordWriter::write(const PaceDecided& record) {
  state_.pace_decision.run(record.queue, record.at, record.moment, record.chosen, record.learnt);
  state_.forget_paces.run(record.queue, record.at - kPaceDecisionsKept);
}

void RecordWriter::write(const ProviderSeen& record) {
  state_.provider_state.run(record.provider, record.condition, record.reason, record.since);
}

void RecordWriter::write(const Journalled& record) {
  state_.journal.run(record.at, record.kind, record.subject, record.detail, record.who);
}

}  // namespace dialctl::sqlite
