#include "cli/commands/recording_views.h"

#include <charconv>
#include <fmt/format.h>

#include "cli/commands/number_words.h"
#include "cli/commands/order_words.h"
#include "cli/declared/field.h"

namespace dialctl::cli {
namespace {

Cell instant_cell(const std::optional<Instant>& at) {
  return at ? Cell{*at} : Cell{};
}

std::string rule_name(const dialctl::Settings& names, RuleId id) {
  const auto* rule = find(names.rules, id);
  return rule != nullptr ? rule->name : "";
}

// The newest of those that had the name.
Result<RuleId> rule_named(const dialctl::Settings& names, const std::string& name) {
  std::optional<RuleId> found;
  for (const CallbackRule& rule : names.rules) {
    if (rule.name == name && (!found || *found < rule.id)) found = rule.id;
  }
  if (!found) return no_such("rule", name);
  return *found;
}

Result<void> set_condition(RecordingFilter& filter, const Condition& condition, Ports& ports,
                           const dialctl::Settings& names) {
  const std::string& value = condition.value;
  if (condition.key == "state") filter.state = parse_recording_state(value);
  if (condition.key == "order") {
    std::int64_t id = 0;
    std::from_chars(value.data(), value.data() + value.size(), id);
    filter.order = OrderId{id};
  }
  if (condition.key == "rule") {
    auto rule = rule_named(names, value);
    if (!rule) return rule.error();
    filter.rule = rule.value();
  }
  if (condition.key == "number") {
    auto number = number_of(ports, names, std::nullopt, value);
    if (!number) return number.error();
    filter.number = number.value();
  }
  return {};
}

}  // namespace

std::vector<Column> recording_columns() {
  return {
      {.name = "attempt", .help = "whose conversation it is"},
      {.name = "began_at", .kind = CellKind::instant, .help = "when"},
      {.name = "number", .help = "of the customer, E.164"},
      {.name = "rule", .help = "that wanted it"},
      {.name = "operator", .help = "who talked to him"},
      {.name = "state", .help = "recording, ended, fetched, failed or deleted"},
      {.name = "length", .kind = CellKind::seconds, .help = "of the sound"},
      {.name = "bytes", .kind = CellKind::integer, .help = "of the file"},
      {.name = "keep_until", .kind = CellKind::instant, .help = "when both copies are deleted"},
      {.name = "reason", .help = "failed: why"},
      {.name = "notice", .help = "the sounds that the customer heard before", .wide = true},
      {.name = "no_notice_reason", .help = "why he heard none", .wide = true},
      {.name = "ended_at", .kind = CellKind::instant, .help = "when", .wide = true},
      {.name = "provider", .help = "who recorded it", .wide = true},
      {.name = "name", .help = "at the provider", .wide = true},
      {.name = "file", .help = "in the folder of recordings", .wide = true},
      {.name = "sha256", .help = "of the file", .wide = true},
      {.name = "own_gone_at", .kind = CellKind::instant, .help = "the own copy was deleted", .wide = true},
      {.name = "their_gone_at",
       .kind = CellKind::instant,
       .help = "the provider's copy was deleted",
       .wide = true},
      {.name = "order", .kind = CellKind::integer, .help = "dialctl's id of the order", .wide = true}};
}

std::vector<Cell> recording_cells(const RecordingLine& line, const dialctl::Settings& names) {
  const Recording& row = line.recording;
  const bool is_known = row.state != RecordingState::recording && row.state != RecordingState::failed;
  return {Cell{to_text(row.attempt)},
          Cell{row.began},
          Cell{line.number.text()},
          Cell{rule_name(names, line.rule)},
          line.operator_id ? Cell{operator_name(names, *line.operator_id)} : Cell{},
          Cell{to_text(row.state)},
          is_known ? Cell{row.file.length} : Cell{},
          row.file.name.empty() ? Cell{} : Cell{row.file.bytes},
          instant_cell(row.keep_until),
          Cell{row.reason},
          Cell{row.notice},
          Cell{row.no_notice_reason},
          instant_cell(row.ended),
          Cell{provider_name(names, row.provider)},
          Cell{row.name},
          Cell{row.file.name},
          Cell{row.file.sha256},
          instant_cell(row.own_gone_at),
          instant_cell(row.their_gone_at),
          Cell{line.order.value}};
}

std::vector<WhereKey> recording_where() {
  return {{.name = "state",
           .help = "that are so",
           .value = {.kind = ValueKind::choice,
                     .choices = {"recording", "ended", "fetched", "failed", "deleted"}}},
          {.name = "number", .help = "of this customer"},
          {.name = "rule", .help = "of this rule", .value = {.complete = "rule-name"}},
          {.name = "order", .help = "dialctl's id of the order", .value = {.kind = ValueKind::integer}}};
}

Result<RecordingFilter> recording_filter(Invocation& in, Ports& ports, const dialctl::Settings& names) {
  RecordingFilter filter;
  for (const Condition& condition : in.listing().where) {
    if (auto set = set_condition(filter, condition, ports, names); !set) return set.error();
  }
  filter.since = in.instant("since");
  filter.before = in.instant("before");
  filter.limit = in.listing().limit.value_or(-1);
  filter.oldest_first = in.listing().sort && !in.listing().sort->descending;
  return filter;
}

}  // namespace dialctl::cli
