// attempt: each try to reach a number, its evidence, and the end of one that nobody saw.
#include <fmt/format.h>

#include "cli/commands/call_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"
#include "engine/model/settings_text.h"

namespace dialctl::cli {
namespace {

Result<AttemptId> attempt_id(const Invocation& in) {
  const auto id = parse_attempt_id(in.text("attempt"));
  if (id) return *id;
  return Error{ErrorKind::usage, "attempt.bad-id", fmt::format("'{}' is no attempt's id", in.text("attempt")),
               "dialctl attempt list prints them"};
}

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto filter = attempt_filter(in, ports, settings.value());
  if (!filter) return filter.error();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  filter.value().limit = in.listing().limit;
  filter.value().newest_first = in.listing().sort && in.listing().sort->descending;
  Rows out = in.rows();
  CellRow cells;
  auto read = ports.call_book().attempts(filter.value(), [&](const AttemptLine& line) {
    fill_attempt(cells, line, past.value());
    return out.add(cells);
  });
  if (!read) return read.error();
  return out.finish();
}

NestedRows fact_rows(const AttemptStory& story) {
  NestedRows rows{{{.name = "at", .kind = CellKind::instant}, {.name = "fact"}, {.name = "detail"}}, {}};
  for (const AttemptFact& fact : story.facts)
    rows.rows.push_back({Cell{fact.at}, Cell{to_text(fact.kind)}, Cell{std::string{fact.detail}}});
  return rows;
}

Result<ExitCode> show(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  auto id = attempt_id(in);
  if (!id) return id.error();
  auto story = ports.call_book().story(id.value());
  if (!story) return story.error();
  auto order = ports.order_book().story(story.value().intent.order);
  if (!order) return order.error();
  const AttemptIntent& intent = story.value().intent;
  AttemptLine line;
  line.id = intent.id;
  line.project = intent.project;
  line.order = intent.order;
  line.external_id = order.value().order.external_id;
  line.tmpl = intent.tmpl;
  line.provider = intent.provider;
  line.number = intent.number.text();
  line.caller_id = intent.caller_id;
  line.round = intent.round;
  line.started = intent.at;
  line.zone = intent.zone;
  line.zone_origin = to_text(intent.zone_origin);
  line.local_time = intent.local_time;
  line.gates = intent.gates;
  line.settings_version = intent.settings_version;
  line.blacklist_version = intent.blacklist_version;
  line.step = story.value().step;
  if (const auto& end = story.value().end) {
    line.ended = end->at;
    line.outcome = end->outcome;
    line.raw_code = end->raw_code;
    line.operator_id = end->operator_id;
    line.conversation = end->conversation;
    line.cost_micros = end->cost_micros;
    line.currency = end->currency;
  }
  CellRow cells;
  fill_attempt(cells, line, past.value());
  cells.emplace_back(fact_rows(story.value()));
  Rows out = in.rows(true);
  out.add(cells);
  return out.finish();
}

// The zones that the next call of the order is planned in.
Result<ZoneBook> zones_for(Ports& ports, const dialctl::Settings& settings, AttemptId attempt) {
  auto order = ports.order_book().order_of(attempt);
  if (!order) return order.error();
  auto story = ports.order_book().story(order.value());
  if (!story) return story.error();
  ZoneBook zones;
  std::vector<ZoneName> names;
  const Project* project = find(settings.projects, story.value().order.project);
  if (project != nullptr) names.push_back(project->zone);
  for (const OrderNumber& number : story.value().order.numbers)
    names.insert(names.end(), number.zones.begin(), number.zones.end());
  for (const ZoneName& name : names) {
    auto table = ports.zones().find(name);
    if (!table) return table.error();
    zones.add(table.value());
  }
  return zones;
}

Result<Outcome> decided_outcome(const Invocation& in) {
  if (in.flag("not-placed") != in.given("outcome")) {
    return in.flag("not-placed") ? Outcome::not_placed : *parse_outcome(in.text("outcome"));
  }
  return Error{ErrorKind::usage, "attempt.which-end", "how the call ended must be said in one way",
               "give --outcome OUTCOME, or --not-placed when it never reached the provider"};
}

Result<ExitCode> resolve(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto id = attempt_id(in);
  if (!id) return id.error();
  auto outcome = decided_outcome(in);
  if (!outcome) return outcome.error();
  auto zones = zones_for(ports, settings.value(), id.value());
  if (!zones) return zones.error();
  if (auto sure =
          in.confirm(fmt::format("end attempt {} as {}", to_text(id.value()), to_text(outcome.value())), 1);
      !sure)
    return sure.error();
  const Rulebook rules(settings.value());
  auto moved = ports.call_book().resolve(
      {id.value(), outcome.value(), ports.who(), std::string{in.text("reason")}, in.now(), in.dry_run()},
      rules, zones.value());
  if (!moved) return moved.error();
  in.note(fmt::format("resolved; its robot calls are {}{}", to_text(moved.value().phase), in.dry_remark()));
  return ExitCode::done;
}

std::vector<Column> show_columns() {
  std::vector<Column> columns = attempt_columns();
  columns.push_back({.name = "facts", .kind = CellKind::rows, .help = "what was seen of it"});
  return columns;
}

}  // namespace

Noun attempt_noun() {
  const Positional attempt{.name = "attempt", .help = "its id, 13 letters and digits"};
  return {
      .name = "attempt",
      .summary = "Each try to reach a number",
      .commands =
          {{.verb = "list",
            .summary = "List attempts, oldest first",
            .examples = {{"dialctl attempt list --where outcome=busy --since yesterday -o id",
                          "ids for a pipe"},
                         {"dialctl attempt list --sort -attempt --limit 20", "the newest"}},
            .flags = period_flags(),
            .columns = attempt_columns(),
            .shape = Shape::list,
            .access = Access::read,
            .listing = Listing::by_command,
            .where = attempt_where(),
            .sort_keys = {"attempt"},
            .run = list},
           {.verb = "show",
            .summary = "Show one attempt with its evidence",
            .examples = {{"dialctl attempt show 38G0FN79G0000",
                          "why it was allowed, and what was seen of it"}},
            .positionals = {attempt},
            .columns = show_columns(),
            .shape = Shape::record,
            .access = Access::read,
            .run = show},
           {.verb = "resolve",
            .summary = "Say how a call ended that nobody saw",
            .description =
                "A call whose fate the provider cannot tell stays unknown and blocks its number, since "
                "nobody may be called twice because of us. Find out, then say so here.",
            .examples = {{"dialctl attempt resolve 01KAK3V8Q0000 --outcome no-answer --yes",
                          "the customer's log says so"},
                         {"dialctl attempt resolve 01KAK3V8Q0000 --not-placed --yes",
                          "it never left us: call again"}},
            .positionals = {attempt},
            .flags = {{.name = "outcome",
                       .help = "how it ended",
                       .value_name = "OUTCOME",
                       .value = {.kind = ValueKind::choice,
                                 .choices = {"delivered", "delivered-operator", "busy", "no-answer",
                                             "rejected", "failed", "bad-number", "machine", "hung-up",
                                             "ended-unseen"}}},
                      {.name = "not-placed", .help = "it never reached the provider"},
                      reason_flag()},
            .access = Access::write,
            .confirm = Confirm::final,
            .run = resolve}},
  };
}

}  // namespace dialctl::cli
