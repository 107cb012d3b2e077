#include "cli/commands/call_views.h"

#include "cli/commands/number_words.h"
#include "cli/commands/order_words.h"
#include "cli/declared/field.h"
#include "engine/decide/hand_out.h"
#include "engine/model/settings_text.h"

namespace dialctl::cli {
namespace {

Cell outcome_cell(const AttemptLine& line) {
  return line.outcome ? Cell{to_text(*line.outcome)} : Cell{};
}

// RB-09; an open attempt shows how far it is.
Cell result_cell(const AttemptLine& line) {
  if (line.outcome) return Cell{result_text(*line.outcome)};
  if (line.step == CallStep::unknown) return Cell{result_text(Outcome::unknown)};
  return line.step ? Cell{"calling"} : Cell{};
}

Cell operator_cell(const AttemptLine& line, const dialctl::Settings& settings) {
  return line.operator_id ? Cell{operator_name(settings, *line.operator_id)} : Cell{};
}

Money cost_of(const AttemptLine& line) {
  return Money{line.cost_micros, 6};
}

}  // namespace

std::vector<Column> attempt_columns() {
  return {
      {.name = "attempt", .help = "its id, sorted by time"},
      {.name = "project", .help = "whose order"},
      {.name = "order", .kind = CellKind::integer, .help = "dialctl's id of the order"},
      {.name = "external_id", .help = "the shop's own id"},
      {.name = "number", .help = "dialled, E.164"},
      {.name = "round", .kind = CellKind::integer, .help = "of the retry policy, from 1"},
      {.name = "started", .kind = CellKind::instant, .help = "when it was made"},
      {.name = "local_time", .help = "the clock at the callee then"},
      {.name = "ended", .kind = CellKind::instant, .help = "when its end was seen"},
      {.name = "outcome", .help = "how it ended"},
      {.name = "result", .help = "the same as a voice message's result"},
      {.name = "raw_code", .help = "the provider's own word", .wide = true},
      {.name = "operator", .help = "who talked to the customer"},
      {.name = "conversation", .kind = CellKind::seconds, .help = "answer to hang-up"},
      {.name = "cost", .kind = CellKind::money, .help = "by the project's price", .wide = true},
      {.name = "currency", .help = "of the cost", .wide = true},
      {.name = "template", .help = "what was said", .wide = true},
      {.name = "provider", .help = "who carried it", .wide = true},
      {.name = "caller_id", .help = "what the customer saw", .wide = true},
      {.name = "zone", .help = "judged by the hours in these zones", .wide = true},
      {.name = "zone_origin", .help = "column, number or project", .wide = true},
      {.name = "gates", .help = "why it was allowed", .wide = true},
      {.name = "settings_version", .kind = CellKind::integer, .help = "that held then", .wide = true},
      {.name = "blacklist_version", .kind = CellKind::integer, .help = "that held then", .wide = true},
      {.name = "mode", .help = "agent-first: the call mode", .wide = true},
      {.name = "agent", .help = "agent-first: whose phone rang first", .wide = true},
      {.name = "planned", .kind = CellKind::instant, .help = "the appointment that it kept", .wide = true},
      {.name = "late", .kind = CellKind::boolean, .help = "more than five minutes after it", .wide = true},
      {.name = "rule", .help = "callback: the rule that it ran under", .wide = true},
      {.name = "rule_version", .kind = CellKind::integer, .help = "callback: of that rule", .wide = true}};
}

void fill_attempt(CellRow& cells, const AttemptLine& line, const dialctl::Settings& settings) {
  cells.clear();
  cells.emplace_back(to_text(line.id));
  cells.emplace_back(project_name(settings, line.project));
  cells.emplace_back(line.order.value);
  cells.emplace_back(line.external_id);
  cells.emplace_back(line.number);
  cells.emplace_back(line.round);
  cells.emplace_back(line.started);
  cells.emplace_back(line.local_time);
  cells.emplace_back(line.ended);
  cells.push_back(outcome_cell(line));
  cells.push_back(result_cell(line));
  cells.emplace_back(line.raw_code);
  cells.push_back(operator_cell(line, settings));
  cells.emplace_back(line.conversation);
  cells.emplace_back(cost_of(line));
  cells.emplace_back(line.currency);
  cells.emplace_back(template_name(settings, line.tmpl));
  cells.emplace_back(provider_name(settings, line.provider));
  cells.emplace_back(line.caller_id);
  cells.emplace_back(line.zone);
  cells.emplace_back(line.zone_origin);
  cells.emplace_back(line.gates);
  cells.emplace_back(line.settings_version);
  cells.emplace_back(line.blacklist_version);
  cells.push_back(line.mode ? Cell{to_text(*line.mode)} : Cell{});
  cells.push_back(line.agent ? Cell{operator_name(settings, *line.agent)} : Cell{});
  cells.emplace_back(line.planned_at);
  cells.push_back(line.planned_at ? Cell{line.started > *line.planned_at + kAppointmentGrace} : Cell{});
  const auto* rule = line.rule ? find(settings.rules, *line.rule) : nullptr;
  cells.push_back(rule != nullptr ? Cell{std::string_view{rule->name}} : Cell{});
  cells.push_back(line.rule ? Cell{line.rule_version} : Cell{});
}

std::vector<Column> call_columns() {
  return {{.name = "attempt", .help = "its id, sorted by time"},
          {.name = "project", .help = "whose order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "number", .help = "dialled, E.164"},
          {.name = "started", .kind = CellKind::instant, .help = "when it was made"},
          {.name = "local_time", .help = "the clock at the callee then"},
          {.name = "sent", .kind = CellKind::instant, .help = "accepted by the provider"},
          {.name = "ringing", .kind = CellKind::instant, .help = "the phone rang"},
          {.name = "answered", .kind = CellKind::instant, .help = "the customer answered"},
          {.name = "answered_by", .help = "person, machine or unsure"},
          {.name = "message_started", .kind = CellKind::instant, .help = "the message began"},
          {.name = "keys", .help = "pressed, one after the other"},
          {.name = "waiting", .kind = CellKind::instant, .help = "in the queue"},
          {.name = "offers", .kind = CellKind::integer, .help = "how often an operator's phone rang"},
          {.name = "operator_answered", .kind = CellKind::instant, .help = "an operator answered"},
          {.name = "bridged", .kind = CellKind::instant, .help = "they talked from then on"},
          {.name = "operator", .help = "who talked to the customer"},
          {.name = "ended", .kind = CellKind::instant, .help = "when its end was seen"},
          {.name = "conversation", .kind = CellKind::seconds, .help = "answer to hang-up"},
          {.name = "outcome", .help = "how it ended"},
          {.name = "result", .help = "the same as a voice message's result"},
          {.name = "raw_code", .help = "the provider's own word"},
          {.name = "cost", .kind = CellKind::money, .help = "by the project's price"},
          {.name = "currency", .help = "of the cost"}};
}

void fill_call(CellRow& cells, const CallLine& line, const dialctl::Settings& settings) {
  const AttemptLine& attempt = line.attempt;
  cells.clear();
  cells.emplace_back(to_text(attempt.id));
  cells.emplace_back(project_name(settings, attempt.project));
  cells.emplace_back(attempt.external_id);
  cells.emplace_back(attempt.number);
  cells.emplace_back(attempt.started);
  cells.emplace_back(attempt.local_time);
  cells.emplace_back(line.sent);
  cells.emplace_back(line.ringing);
  cells.emplace_back(line.answered);
  cells.emplace_back(line.answered_by);
  cells.emplace_back(line.message_started);
  cells.emplace_back(line.keys);
  cells.emplace_back(line.waiting);
  cells.emplace_back(line.offers);
  cells.emplace_back(line.operator_answered);
  cells.emplace_back(line.bridged);
  cells.push_back(operator_cell(attempt, settings));
  cells.emplace_back(attempt.ended);
  cells.emplace_back(attempt.conversation);
  cells.push_back(outcome_cell(attempt));
  cells.push_back(result_cell(attempt));
  cells.emplace_back(attempt.raw_code);
  cells.emplace_back(cost_of(attempt));
  cells.emplace_back(attempt.currency);
}

std::vector<Column> event_columns() {
  return {{.name = "event", .kind = CellKind::integer, .help = "its number, ascending"},
          {.name = "at", .kind = CellKind::instant, .help = "when"},
          {.name = "kind", .help = "dotted: import.done"},
          {.name = "subject", .help = "what it is about: order:17"},
          {.name = "detail", .help = "in words"},
          {.name = "who", .help = "a person; empty: the loop"}};
}

void fill_event(CellRow& cells, const EventLine& line) {
  cells.clear();
  cells.emplace_back(line.id);
  cells.emplace_back(line.at);
  cells.emplace_back(line.kind);
  cells.emplace_back(line.subject);
  cells.emplace_back(line.detail);
  cells.emplace_back(line.who);
}

std::vector<Flag> period_flags() {
  return {{.name = "since",
           .help = "from this instant on",
           .value_name = "WHEN",
           .value = {.kind = ValueKind::instant}},
          {.name = "before",
           .help = "before this instant",
           .value_name = "WHEN",
           .value = {.kind = ValueKind::instant}},
          {.name = "project",
           .help = "of one project",
           .value_name = "NAME",
           .value = {.complete = "project-name"}}};
}

std::vector<WhereKey> attempt_where() {
  return {{.name = "outcome",
           .help = "ended so",
           .value = {.kind = ValueKind::choice,
                     .choices = {"delivered", "delivered-operator", "connection-not-established", "abandoned",
                                 "busy", "no-answer", "rejected", "failed", "bad-number", "machine",
                                 "no-input", "bad-input", "hung-up", "agent-error", "provider-error",
                                 "not-placed", "ended-unseen", "unknown", "cancelled"}}},
          {.name = "state",
           .help = "still open, and so far",
           .value = {.kind = ValueKind::choice,
                     .choices = {"intent", "placed", "ringing", "message", "reply", "waiting", "connecting",
                                 "talking", "ending", "unknown"}}},
          {.name = "order", .help = "of this order: its id, or PROJECT/EXTERNAL-ID"},
          {.name = "number", .help = "to this number"}};
}

Result<AttemptFilter> attempt_filter(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  AttemptFilter filter;
  if (in.given("project")) {
    auto project = project_of(in, settings);
    if (!project) return project.error();
    filter.project = project.value()->id;
  }
  filter.since = in.instant("since");
  filter.before = in.instant("before");
  for (const Condition& condition : in.listing().where) {
    if (condition.key == "outcome") filter.outcome = parse_outcome(condition.value);
    if (condition.key == "state") filter.step = parse_call_step(condition.value);
    if (condition.key == "order") {
      auto order = ports.order_book().resolve(condition.value);
      if (!order) return order.error();
      filter.order = order.value();
    }
    if (condition.key == "number") {
      auto number = number_of(ports, settings, filter.project, condition.value);
      if (!number) return number.error();
      filter.number = number.value();
    }
  }
  return filter;
}

}  // namespace dialctl::cli
