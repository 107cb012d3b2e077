#include "adapters/sqlite/loop_reader.h"

#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

std::optional<LegId> parse_leg(const std::string& text) {
  return parse_leg_id(text);
}

AttemptIntent read_intent(Rows& rows) {
  return {.id = rows.id<AttemptId>(),
          .task = rows.id<TaskId>(),
          .order = rows.id<OrderId>(),
          .project = rows.id<ProjectId>(),
          .tmpl = rows.id<TemplateId>(),
          .provider = rows.id<ProviderId>(),
          .number = rows.e164(),
          .caller_id = rows.text(),
          .round = rows.number(),
          .at = rows.instant(),
          .zone = rows.text(),
          .zone_origin = rows.parsed(parse_text<ZoneOrigin>),
          .local_time = rows.text(),
          .gates = rows.text(),
          .settings_version = rows.integer(),
          .blacklist_version = rows.integer(),
          .mode = rows.maybe_parsed(parse_text<CallMode>),
          .agent = rows.maybe_id<OperatorId>(),
          .planned_at = rows.maybe_instant(),
          .rule = rows.maybe_id<RuleId>(),
          .rule_version = rows.maybe_number().value_or(0)};
}

OpenAttempt read_open_attempt(Rows& rows) {
  return {.intent = read_intent(rows),
          .step = rows.parsed(parse_call_step),
          .operator_id = rows.maybe_id<OperatorId>(),
          .operator_leg = rows.maybe_parsed(parse_leg),
          .answered_at = rows.maybe_instant(),
          .ending_as = rows.maybe_parsed(parse_outcome),
          .offers = rows.number(),
          .task = {}};
}

std::vector<OperatorState> read_operators(Connection& connection) {
  std::vector<OperatorState> states;
  Statement select(connection,
                   "SELECT operator_id, activity, since, attempt_id, leg, last_bridge_end, last_offered,"
                   " not_before, talk_time_seconds, calls_answered, misses_in_row, counters_from"
                   " FROM operator_state ORDER BY operator_id");
  Rows rows = select.query();
  while (rows.next()) {
    OperatorState state;
    state.operator_id = rows.id<OperatorId>();
    state.activity = rows.parsed(parse_activity);
    state.since = rows.instant();
    state.attempt = rows.maybe_id<AttemptId>();
    state.leg = rows.maybe_parsed(parse_leg);
    state.last_bridge_end = rows.maybe_instant();
    state.last_offered = rows.maybe_instant();
    state.not_before = rows.maybe_instant();
    state.talk_time = rows.duration<Seconds>();
    state.calls_answered = rows.number();
    state.misses_in_row = rows.number();
    state.counters_from = rows.instant();
    states.push_back(state);
  }
  return states;
}

std::vector<QueueState> read_queues(Connection& connection) {
  std::vector<QueueState> states;
  Statement select(connection,
                   "SELECT queue_id, last_offered_position, last_missed, random_state FROM queue_state"
                   " ORDER BY queue_id");
  Rows rows = select.query();
  while (rows.next()) {
    QueueState state;
    state.queue = rows.id<QueueId>();
    state.last_offered_position = rows.maybe_number();
    state.last_missed = rows.maybe_id<OperatorId>();
    state.random_state = static_cast<std::uint64_t>(rows.integer());
    states.push_back(state);
  }
  return states;
}

std::vector<OperatorNeeded> read_needs(Connection& connection, Instant since) {
  std::vector<OperatorNeeded> needs;
  Statement select(connection,
                   "SELECT attempt_id, queue_id, project_id, at, kind, met FROM operator_need WHERE at >= ?"
                   " ORDER BY at, attempt_id");
  Rows rows = select.query(since);
  while (rows.next()) {
    needs.push_back({.attempt = rows.id<AttemptId>(),
                     .queue = rows.id<QueueId>(),
                     .project = rows.id<ProjectId>(),
                     .at = rows.instant(),
                     .kind = rows.parsed(parse_need_kind),
                     .met = rows.parsed(parse_need_met)});
  }
  return needs;
}

std::vector<PaceDecided> read_last_learnt(Connection& connection) {
  std::vector<PaceDecided> paces;
  Statement select(
      connection,
      "SELECT queue_id, at, moment, chosen, learnt FROM queue JOIN pace_decision ON pace_decision.id ="
      " (SELECT id FROM pace_decision WHERE queue_id = queue.id AND learnt <> ''"
      " ORDER BY at DESC, id DESC LIMIT 1) ORDER BY queue_id");
  Rows rows = select.query();
  while (rows.next())
    paces.push_back({rows.id<QueueId>(), rows.instant(), rows.text(), rows.text(), rows.text()});
  return paces;
}

}  // namespace

PaceMemory read_pace_memory(Connection& connection, Instant since) {
  ReadTransaction snapshot(connection);
  return {.needs = read_needs(connection, since), .learnt = read_last_learnt(connection)};
}

LoopMemory read_loop_memory(Connection& connection) {
  ReadTransaction snapshot(connection);
  return {.operators = read_operators(connection), .queues = read_queues(connection)};
}

std::vector<OpenAttempt> read_open_attempts(Connection& connection, TaskReader& tasks) {
  ReadTransaction snapshot(connection);
  Statement select(
      connection,
      "SELECT attempt.id, attempt.task_id, attempt.order_id, project_id, template_id, provider_id,"
      " attempt.e164, caller_id, round, at, zone, zone_origin, local_time, gates,"
      " settings_version, blacklist_version, mode, agent_id, planned_at, attempt.rule_id, "
      "attempt.rule_version, step, operator_id,"
      " operator_leg, answered_at, ending_as, offers FROM open_attempt JOIN attempt ON attempt.id = "
      "attempt_id"
      " ORDER BY attempt.id");
  std::vector<OpenAttempt> open;
  {
    Rows rows = select.query();
    while (rows.next())
      open.push_back(read_open_attempt(rows));
  }
  for (OpenAttempt& each : open)
    each.task = stored(tasks.task(each.intent.task, each.intent.at));
  return open;
}

}  // namespace dialctl::sqlite
