#include "cli/commands/order_views.h"

#include <fmt/format.h>
#include <map>

#include "cli/commands/order_words.h"
#include "cli/declared/field.h"
#include "engine/decide/mode_access.h"
#include "engine/decide/order_mapping.h"
#include "engine/model/settings_text.h"
#include "engine/model/text.h"

namespace dialctl::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

// What an order's calls have come to so far, by number.
struct NumberCalls {
  int calls = 0;
  std::string last;
};

NestedRows number_rows(const Order& order, const std::map<std::string, NumberCalls, std::less<>>& called) {
  NestedRows rows{{{.name = "number"},
                   {.name = "raw"},
                   {.name = "region"},
                   {.name = "zones"},
                   {.name = "zone_origin"},
                   {.name = "bad", .kind = CellKind::boolean},
                   {.name = "calls", .kind = CellKind::integer},
                   {.name = "last"}},
                  {}};
  for (const OrderNumber& number : order.numbers) {
    const auto found = called.find(number.number.text());
    const NumberCalls calls = found != called.end() ? found->second : NumberCalls{};
    rows.rows.push_back({Cell{std::string{number.number.text()}}, Cell{std::string{number.raw}},
                         Cell{std::string{number.region}}, Cell{joined(number.zones, ",")},
                         Cell{to_text(number.origin)}, Cell{number.bad}, Cell{calls.calls},
                         Cell{std::string{calls.last}}});
  }
  return rows;
}

NestedRows field_rows(const Order& order) {
  NestedRows rows{{{.name = "name"}, {.name = "value"}}, {}};
  for (const auto& [name, value] : order.fields)
    rows.rows.push_back({Cell{std::string{name}}, Cell{std::string{value}}});
  return rows;
}

NestedRows history_rows(const OrderStory& story, const dialctl::Settings& settings) {
  NestedRows rows{
      {{.name = "at", .kind = CellKind::instant}, {.name = "status"}, {.name = "who"}, {.name = "why"}}, {}};
  for (const StatusStep& step : story.history)
    rows.rows.push_back({Cell{step.at}, Cell{std::string{status_name(settings, step.status)}},
                         Cell{std::string{step.who}}, Cell{std::string{step.why}}});
  return rows;
}

NestedRows task_rows(const OrderStory& story, const dialctl::Settings& settings) {
  NestedRows rows{{{.name = "made", .kind = CellKind::instant},
                   {.name = "template"},
                   {.name = "mode"},
                   {.name = "part"},
                   {.name = "phase"},
                   {.name = "next", .kind = CellKind::instant},
                   {.name = "planned", .kind = CellKind::instant},
                   {.name = "rounds", .kind = CellKind::integer},
                   {.name = "dialled_rounds", .kind = CellKind::integer},
                   {.name = "outcome"},
                   {.name = "reason"},
                   {.name = "who"},
                   {.name = "operator"}},
                  {}};
  for (const TaskLine& task : story.tasks) {
    Cell next;
    if (task.phase == TaskPhase::ready) next = Cell{task.next_at};
    Cell outcome;
    if (task.outcome) outcome = Cell{to_text(*task.outcome)};
    Cell holder;
    if (task.phase == TaskPhase::handed && task.handed_to)
      holder = Cell{std::string{operator_name(settings, *task.handed_to)}};
    rows.rows.push_back(
        {Cell{task.made_at}, task.mode ? Cell{} : Cell{std::string{template_name(settings, task.tmpl)}},
         task.mode ? Cell{to_text(*task.mode)} : Cell{}, task.part ? Cell{to_text(*task.part)} : Cell{},
         Cell{to_text(task.phase)}, next, Cell{task.planned_at}, Cell{task.rounds_done},
         task.mode ? Cell{task.auto_attempts} : Cell{}, outcome, Cell{std::string{task.reason}},
         Cell{std::string{task.who}}, holder});
  }
  return rows;
}

struct OrderCalls {
  NestedRows rows;
  std::map<std::string, NumberCalls, std::less<>> by_number;
};

Result<OrderCalls> calls_of(Ports& ports, OrderId order, const dialctl::Settings& settings) {
  OrderCalls calls;
  NestedRows& rows = calls.rows;
  rows = {{{.name = "attempt"},
           {.name = "started", .kind = CellKind::instant},
           {.name = "local_time"},
           {.name = "number"},
           {.name = "round", .kind = CellKind::integer},
           {.name = "result"},
           {.name = "raw_code"},
           {.name = "operator"},
           {.name = "conversation", .kind = CellKind::seconds}},
          {}};
  AttemptFilter filter;
  filter.order = order;
  auto read = ports.call_book().attempts(filter, [&](const AttemptLine& line) {
    Cell who;
    if (line.operator_id) who = Cell{std::string{operator_name(settings, *line.operator_id)}};
    const std::string_view result = line.outcome ? result_text(*line.outcome)
                                    : line.step  ? to_text(*line.step)
                                                 : "";
    NumberCalls& number = calls.by_number[std::string{line.number}];
    number.calls += 1;
    number.last = result;
    rows.rows.push_back({Cell{to_text(line.id)}, Cell{line.started}, Cell{std::string{line.local_time}},
                         Cell{std::string{line.number}}, Cell{line.round}, Cell{std::string{result}},
                         Cell{std::string{line.raw_code}}, who, Cell{line.conversation}});
    return true;
  });
  if (!read) return read.error();
  return calls;
}

// ST-04: without a tick at its status an order is in no mode.
Cell mode_of(StatusId id, const dialctl::Settings& settings) {
  const auto* status = find(settings.statuses, id);
  return status != nullptr && status->mode ? Cell{to_text(*status->mode)} : Cell{};
}

// CM-05: an order of his call modes, or of the call that he is in.
Result<void> may_see(std::string_view name, const Order& order, Ports& ports,
                     const dialctl::Settings& settings) {
  const auto* who = find_named(settings.operators, name);
  if (who == nullptr) return no_such("operator", name);
  const auto* status = find(settings.statuses, order.status);
  if (status != nullptr && status->mode && has_access(*who, {order.project, *status->mode})) return {};
  for (const AgentRound& round : ports.store().agent_rounds()) {
    if (round.operator_id == who->id && round.order == order.id) return {};
  }
  for (const OperatorState& state : ports.store().load_memory().operators) {
    if (state.operator_id != who->id || !state.attempt) continue;
    const auto called = ports.order_book().order_of(*state.attempt);
    if (called && called.value() == order.id) return {};
  }
  return Error{ErrorKind::refused, "order.no-access",
               fmt::format("operator '{}' may not see order {}", name, order.id.value),
               fmt::format("dialctl operator access {} --allow PROJECT:MODE", name)};
}

std::string_view name_of(const Order& order) {
  for (const auto& [name, value] : order.fields) {
    if (name == kNameField) return value;
  }
  return {};
}

}  // namespace

std::vector<Column> order_columns() {
  return {
      {.name = "id", .kind = CellKind::integer, .help = "dialctl's id"},
      {.name = "project", .help = "whose order"},
      {.name = "external_id", .help = "the shop's own id"},
      {.name = "name", .help = "the customer's"},
      {.name = "number", .help = "the first one, E.164"},
      {.name = "status", .help = "the stage it is in"},
      {.name = "state", .help = "what its calls wait for"},
      {.name = "next", .kind = CellKind::instant, .help = "when it may be called next"},
      {.name = "rounds", .kind = CellKind::integer, .help = "done by its newest robot calls"},
      {.name = "outcome", .help = "of the newest robot calls"},
      {.name = "priority", .kind = CellKind::integer, .help = "higher is called first"},
      {.name = "owner", .help = "the operator whose it is", .wide = true},
      {.name = "tags", .help = "as JSON", .wide = true},
      {.name = "reason", .help = "blocked or put off by what", .wide = true},
      {.name = "status_since", .kind = CellKind::instant, .help = "when it entered its status", .wide = true},
      {.name = "mode", .help = "the call mode that its status feeds", .wide = true},
      {.name = "numbers", .help = "all, in dialling order", .wide = true},
      {.name = "zones", .help = "of the first number", .wide = true},
      {.name = "zone_origin", .help = "column, number or project", .wide = true},
      {.name = "created", .kind = CellKind::instant, .help = "when the order was made", .wide = true},
      {.name = "batch", .kind = CellKind::integer, .help = "the import that made it", .wide = true},
      {.name = "fields", .help = "as JSON", .wide = true}};
}

std::vector<Cell> order_cells(const OrderLine& line, const dialctl::Settings& settings) {
  Cell outcome;
  if (line.outcome) outcome = Cell{to_text(*line.outcome)};
  Cell batch;
  if (line.batch) batch = Cell{line.batch.value};
  return {Cell{line.id.value},
          Cell{project_name(settings, line.project)},
          Cell{line.external_id},
          Cell{line.name},
          Cell{line.first_number},
          Cell{status_name(settings, line.status)},
          Cell{to_text(line.state)},
          Cell{line.next_at},
          Cell{line.rounds_done},
          outcome,
          Cell{line.priority},
          Cell{line.owner},
          Cell{line.tags},
          Cell{line.reason},
          Cell{line.status_since},
          mode_of(line.status, settings),
          Cell{line.numbers},
          Cell{line.zones},
          Cell{line.zone_origin},
          Cell{line.created},
          batch,
          Cell{line.fields}};
}

std::vector<Column> story_columns() {
  return {{.name = "id", .kind = CellKind::integer, .help = "dialctl's id"},
          {.name = "project", .help = "whose order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "name", .help = "the customer's"},
          {.name = "status", .help = "the stage it is in"},
          {.name = "status_since", .kind = CellKind::instant, .help = "when it entered it"},
          {.name = "mode", .help = "the call mode that its status feeds"},
          {.name = "status_timeout", .kind = CellKind::instant, .help = "when it leaves it by itself"},
          {.name = "state", .help = "what its calls wait for"},
          {.name = "next", .kind = CellKind::instant, .help = "the planned next call"},
          {.name = "reason", .help = "blocked or put off by what"},
          {.name = "priority", .kind = CellKind::integer, .help = "higher is called first"},
          {.name = "owner", .help = "the operator whose it is"},
          {.name = "held", .kind = CellKind::boolean, .help = "waits for a person"},
          {.name = "tags", .help = "separated by commas"},
          {.name = "created", .kind = CellKind::instant, .help = "when the order was made"},
          {.name = "batch", .kind = CellKind::integer, .help = "the import that made it"},
          {.name = "numbers",
           .kind = CellKind::rows,
           .help = "in dialling order, with zones and their origin, and their calls of this order"},
          {.name = "fields", .kind = CellKind::rows, .help = "what the shop said of it"},
          {.name = "history", .kind = CellKind::rows, .help = "statuses entered"},
          {.name = "robot_calls",
           .kind = CellKind::rows,
           .help = "each start of robot calls, and each place in a line"},
          {.name = "attempts", .kind = CellKind::rows, .help = "each call"}};
}

Result<ExitCode> show_order(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  auto id = ports.order_book().resolve(in.text("order"));
  if (!id) return id.error();
  auto found = ports.order_book().story(id.value());
  if (!found) return found.error();
  if (in.given("as")) {
    if (auto may = may_see(in.text("as"), found.value().order, ports, settings.value()); !may)
      return may.error();
  }
  auto calls = calls_of(ports, id.value(), past.value());
  if (!calls) return calls.error();
  const OrderStory& story = found.value();
  const Order& order = story.order;
  const TaskLine* task = story.tasks.empty() ? nullptr : &story.tasks.back();
  Cell next;
  if (task != nullptr && task->phase == TaskPhase::ready) next = Cell{task->next_at};
  Cell batch;
  if (order.batch) batch = Cell{order.batch.value};
  const std::string tags = joined(order.tags, ",");
  Rows out = in.rows(true);
  out.add({Cell{order.id.value},
           Cell{project_name(settings.value(), order.project)},
           Cell{order.external_id},
           Cell{name_of(order)},
           Cell{status_name(settings.value(), order.status)},
           Cell{order.status_since},
           mode_of(order.status, settings.value()),
           Cell{story.status_timeout_at},
           Cell{to_text(story.state)},
           next,
           task == nullptr ? Cell{} : Cell{task->reason},
           Cell{order.priority},
           Cell{order.owner},
           Cell{order.held},
           Cell{tags},
           Cell{order.created},
           batch,
           Cell{number_rows(order, calls.value().by_number)},
           Cell{field_rows(order)},
           Cell{history_rows(story, past.value())},
           Cell{task_rows(story, past.value())},
           Cell{std::move(calls).value().rows}});
  return out.finish();
}

}  // namespace dialctl::cli
