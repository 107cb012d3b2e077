#include "cli/commands/missed_views.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/commands/number_words.h"
#include "cli/commands/order_words.h"
#include "cli/declared/field.h"
#include "engine/decide/callback_rules.h"

namespace dialctl::cli {
namespace {

template <class Row, class Key>
Cell name_cell(const std::vector<Row>& rows, const std::optional<Key>& id) {
  const Row* row = id ? find(rows, *id) : nullptr;
  return row == nullptr ? Cell{} : Cell{std::string{row->name}};
}
template <class Key>
Cell id_cell(const std::optional<Key>& id) {
  return id ? Cell{id->value} : Cell{};
}

std::string phases_words(const MissedCall& call, const dialctl::Settings& names) {
  std::string text;
  for (const auto& phase : call.phases) {
    if (!text.empty()) text += ';';
    for (std::size_t i = 0; i < phase.size(); ++i)
      text += (i == 0 ? "" : ",") + std::string{operator_name(names, phase[i])};
  }
  return text;
}

// What both lists are asked for. The newest of those that had a name.
template <class Filter>
Result<bool> set_shared(Filter& filter, const Condition& condition, Ports& ports,
                        const dialctl::Settings& names) {
  const std::string& value = condition.value;
  if (condition.key == "project" || condition.key == "rule") {
    const auto set = [&](auto& target, const auto& rows) -> Result<bool> {
      for (const auto& row : rows) {
        if (row.name == value && (!target || *target < row.id)) target = row.id;
      }
      if (!target) return no_such(condition.key, value);
      return true;
    };
    return condition.key == "project" ? set(filter.project, names.projects) : set(filter.rule, names.rules);
  }
  if (condition.key != "caller") return false;
  auto number = number_of(ports, names, filter.project, value);
  if (!number) return number.error();
  filter.caller = number.value();
  return true;
}

WhereKey caller_key() {
  return {.name = "caller", .help = "of this number"};
}
WhereKey project_key() {
  return {.name = "project", .help = "of this project", .value = {.complete = "project-name"}};
}

}  // namespace

Result<dialctl::Settings> names_of_the_past(Ports& ports) {
  auto now = ports.registry().load();
  if (!now) return now.error();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  past.value().queues = std::move(now.value().queues);
  past.value().groups = std::move(now.value().groups);
  return past;
}

std::vector<Column> missed_columns() {
  return {{.name = "id", .kind = CellKind::integer, .help = "its number"},
          {.name = "lost_at", .kind = CellKind::instant, .help = "when"},
          {.name = "caller", .help = "E.164"},
          {.name = "dialled", .help = "the number of ours", .wide = true},
          {.name = "project", .help = "whose call"},
          {.name = "lost_in", .help = "ringing, menu, hold or transfer"},
          {.name = "waited", .kind = CellKind::seconds, .help = "how long"},
          {.name = "queue", .help = "whose line he was in"},
          {.name = "operator", .help = "whose phone it was alone"},
          {.name = "group", .help = "whose phones they were", .wide = true},
          {.name = "site", .help = "in the provider's words", .wide = true},
          {.name = "scenario", .help = "in the provider's words", .wide = true},
          {.name = "tags", .help = "of the call", .wide = true},
          {.name = "phases", .help = "operators who were rung: anna,boris;clara", .wide = true},
          {.name = "taking",
           .help = "task, joined, or why no callback was made: no-rule, short-wait, blacklisted, paused, "
                   "no-project"},
          {.name = "rule", .help = "that took it, or would have"},
          {.name = "version", .kind = CellKind::integer, .help = "of the rule", .wide = true},
          {.name = "callback", .kind = CellKind::integer, .help = "that answers it"},
          {.name = "order", .kind = CellKind::integer, .help = "of the callback", .wide = true},
          {.name = "call", .help = "the provider's own id", .wide = true},
          {.name = "seen_at", .kind = CellKind::instant, .help = "when it came in", .wide = true},
          {.name = "who", .help = "who told it", .wide = true}};
}

std::vector<Cell> missed_cells(const MissedLine& line, const dialctl::Settings& names) {
  const MissedCall& call = line.call;
  return {Cell{call.id.value},
          Cell{call.lost_at},
          Cell{call.caller.text()},
          Cell{call.dialled},
          name_cell(names.projects, call.project),
          Cell{to_text(call.lost_in)},
          Cell{call.waited},
          name_cell(names.queues, call.queue),
          name_cell(names.operators, call.operator_id),
          name_cell(names.groups, call.group),
          Cell{call.site},
          Cell{call.scenario},
          Cell{fmt::format("{}", fmt::join(call.tags, ","))},
          Cell{phases_words(call, names)},
          Cell{line.taking},
          name_cell(names.rules, line.rule),
          line.rule ? Cell{line.version} : Cell{},
          id_cell(line.task),
          id_cell(line.order),
          Cell{call.provider_call},
          Cell{line.seen_at},
          Cell{line.who}};
}

std::vector<WhereKey> missed_where() {
  return {caller_key(),
          project_key(),
          {.name = "rule", .help = "taken by this rule", .value = {.complete = "rule-name"}},
          {.name = "taking",
           .help = "what became of them",
           .value = {.kind = ValueKind::choice,
                     .choices = {"task", "joined", "no-rule", "short-wait", "blacklisted", "paused",
                                 "no-project"}}},
          {.name = "call", .help = "the provider's own id"}};
}

Result<MissedFilter> missed_filter(Invocation& in, Ports& ports, const dialctl::Settings& names) {
  MissedFilter filter;
  for (const Condition& condition : in.listing().where) {
    auto set = set_shared(filter, condition, ports, names);
    if (!set) return set.error();
    if (condition.key == "taking") filter.taking = condition.value;
    if (condition.key == "call") filter.provider_call = condition.value;
  }
  filter.since = in.instant("since");
  filter.before = in.instant("before");
  filter.limit = in.listing().limit.value_or(-1);
  filter.oldest_first = in.listing().sort && !in.listing().sort->descending;
  return filter;
}

Cell rule_cell(const dialctl::Settings& names, const std::optional<RuleId>& rule) {
  return name_cell(names.rules, rule);
}

std::vector<Column> callback_columns() {
  return {{.name = "id", .kind = CellKind::integer, .help = "its number"},
          {.name = "made_at", .kind = CellKind::instant, .help = "when"},
          {.name = "caller", .help = "E.164"},
          {.name = "project", .help = "whose call"},
          {.name = "rule", .help = "that plans its next try, or planned the last one"},
          {.name = "version", .kind = CellKind::integer, .help = "of the rule, for that try", .wide = true},
          {.name = "phase", .help = "ready, live, handed, blocked, done or cancelled"},
          {.name = "reason", .help = "why it waits, or ended"},
          {.name = "next_at", .kind = CellKind::instant, .help = "when it is due"},
          {.name = "tries", .kind = CellKind::integer, .help = "so far"},
          {.name = "outcome", .help = "of the last try, or of the whole"},
          {.name = "lost_at", .kind = CellKind::instant, .help = "the first missed call", .wide = true},
          {.name = "missed_calls", .kind = CellKind::integer, .help = "that it answers"},
          {.name = "order", .kind = CellKind::integer, .help = "dialctl's id of the order", .wide = true}};
}

std::vector<Cell> callback_cells(const CallbackLine& line, const dialctl::Settings& names) {
  return {Cell{line.task.value},
          Cell{line.made_at},
          Cell{line.caller.text()},
          Cell{project_name(names, line.project)},
          name_cell(names.rules, std::optional{line.rule}),
          Cell{line.version},
          Cell{to_text(line.phase)},
          Cell{line.reason},
          Cell{line.next_at},
          Cell{line.tries},
          line.outcome ? Cell{to_text(*line.outcome)} : Cell{},
          Cell{line.lost_at},
          Cell{line.missed_calls},
          Cell{line.order.value}};
}

std::vector<WhereKey> callback_where() {
  return {caller_key(),
          project_key(),
          {.name = "rule", .help = "that this rule has now", .value = {.complete = "rule-name"}},
          {.name = "phase",
           .help = "that are so",
           .value = {.kind = ValueKind::choice,
                     .choices = {"ready", "live", "handed", "blocked", "done", "cancelled"}}}};
}

Result<CallbackFilter> callback_filter(Invocation& in, Ports& ports, const dialctl::Settings& names) {
  CallbackFilter filter;
  for (const Condition& condition : in.listing().where) {
    auto set = set_shared(filter, condition, ports, names);
    if (!set) return set.error();
    if (condition.key == "phase") filter.phase = parse_task_phase(condition.value);
  }
  return filter;
}

}  // namespace dialctl::cli
