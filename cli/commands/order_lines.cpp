// order line, next and result: what is in line, taking the first of it, and what came of it (CM-04, CM-06,
// CM-07).
#include "cli/commands/order_lines.h"

#include <fmt/format.h>

#include "cli/commands/mode_words.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"
#include "engine/decide/call_message.h"
#include "engine/decide/operator_card.h"
#include "engine/decide/order_mapping.h"

namespace dialctl::cli {
namespace {

constexpr int kLineDefault = 50;

std::string_view customer_name(const Order& order) {
  for (const auto& [name, value] : order.fields) {
    if (name == kNameField) return value;
  }
  return {};
}

// Why an order stands where it stands, beside the key.
std::string place_detail(const LineEntry& entry, const Rulebook& rules, Instant now) {
  const ModePlace& place = *entry.task.place;
  switch (entry.key) {
    case LineKey::callback:
      return (is_late(entry.task, now) ? "late, planned " : "planned ") +
             to_iso(place.planned_at.value_or(entry.task.next_at));
    case LineKey::overdue: {
      const Minutes standard = rules.mode(entry.task.order.project, place.mode).standard;
      const auto percent = (now - place.entered).count() / 10 / std::chrono::seconds{standard}.count();
      return fmt::format("{}.{:02} times {} min", percent / 100, percent % 100, standard.count());
    }
    case LineKey::high_priority:
    case LineKey::fresh:
      if (is_random(place.mode)) return "random";
      return fmt::format("{} rounds, made {}", place.auto_attempts, to_iso(entry.task.order.created));
    case LineKey::retry:
      return "due " + to_iso(entry.task.next_at);
  }
  return {};
}

std::vector<Column> place_columns() {
  return {{.name = "id", .kind = CellKind::integer, .help = "dialctl's id of the order"},
          {.name = "place", .kind = CellKind::integer, .help = "from 1"},
          {.name = "project", .help = "whose order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "name", .help = "the customer's"},
          {.name = "mode", .help = "the call mode"},
          {.name = "part", .help = "unprocessed, no-answer or planned-callback"},
          {.name = "key", .help = "the ranking's key that decided its place"},
          {.name = "why", .help = "what that key looked at"},
          {.name = "number", .help = "that would be dialled"},
          {.name = "owner", .help = "the operator whose it is", .wide = true},
          {.name = "rounds", .kind = CellKind::integer, .help = "of calls, in this mode", .wide = true},
          {.name = "next", .kind = CellKind::instant, .help = "since when it is due", .wide = true}};
}

std::vector<Cell> place_cells(const LineEntry& entry, int place, const Rulebook& rules, Instant now) {
  const DueTask& task = entry.task;
  const auto index = static_cast<std::size_t>(entry.choice.index);
  return {Cell{task.order.id.value},
          Cell{place},
          Cell{project_name(rules.settings(), task.order.project)},
          Cell{task.order.external_id},
          Cell{customer_name(task.order)},
          Cell{to_text(task.place->mode)},
          Cell{to_text(task.place->part)},
          Cell{to_text(entry.key)},
          Cell{place_detail(entry, rules, now)},
          Cell{task.numbers[index].number.number.text()},
          Cell{task.order.owner},
          Cell{task.rounds_done},
          Cell{task.next_at}};
}

Result<ExitCode> line(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  const Rulebook rules(settings.value());
  auto filter = line_filter(in, settings.value());
  if (!filter) return filter.error();
  if (in.given("part")) filter.value().part = parse_mode_part(in.text("part"));
  std::optional<Taker> taker;
  if (in.given("operator")) {
    auto who = operator_of(in, settings.value());
    if (!who) return who.error();
    taker = Taker{who.value(), in.flag("dialed") ? HandOutBy::dialer : HandOutBy::hand};
  }
  const Instant now = in.instant("at").value_or(in.now());
  const int limit =
      static_cast<int>(std::min<std::int64_t>(in.listing().limit.value_or(kLineDefault), 1'000'000));
  Rows out = in.rows();
  auto looked = ports.line_book().look([&]() -> Result<void> {
    LineView view(ports.line_book(), rules, ports.zones(), now);
    int place = 0;
    for (const LineEntry& entry : view.first(filter.value(), taker, limit)) {
      if (!out.add(place_cells(entry, ++place, rules, now))) break;
    }
    return {};
  });
  if (!looked) return looked.error();
  return out.finish();
}

std::vector<Column> handed_columns() {
  return {{.name = "id", .kind = CellKind::integer, .help = "dialctl's id of the order"},
          {.name = "project", .help = "whose order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "name", .help = "the customer's"},
          {.name = "mode", .help = "the call mode"},
          {.name = "part", .help = "unprocessed, no-answer or planned-callback"},
          {.name = "key", .help = "the ranking's key that put it first"},
          {.name = "numbers", .help = "in dialling order, the first one to dial now"},
          {.name = "lease_until", .kind = CellKind::instant, .help = "then it goes back by itself"},
          {.name = "card", .help = "the project's page about the order"}};
}

Result<ExitCode> next(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  std::optional<dialctl::Settings> settings;
  std::optional<Rulebook> rules;
  std::optional<LineEntry> entry;
  auto done = ports.line_book().change(
      [&]() -> Result<void> {
        auto loaded = ports.registry().load();
        if (!loaded) return loaded.error();
        settings = std::move(loaded).value();
        rules.emplace(*settings);
        auto who = operator_of(in, *settings);
        if (!who) return who.error();
        auto filter = line_filter(in, *settings);
        if (!filter) return filter.error();
        if (in.given("part")) filter.value().part = parse_mode_part(in.text("part"));
        auto handed = hand_out_next(ports.line_book(), *rules, ports.zones(),
                                    {who.value(), filter.value(), ports.who(), in.now()});
        if (!handed) return handed.error();
        entry = std::move(handed).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  const Order& order = entry->task.order;
  const Project* project = rules->project(order.project);
  std::string numbers;
  const auto first = static_cast<std::size_t>(entry->choice.index);
  for (std::size_t i = first; i < entry->task.numbers.size(); ++i)
    numbers += (numbers.empty() ? "" : " ") + entry->task.numbers[i].number.number.text();
  Rows out = in.rows(true);
  out.add(
      {Cell{order.id.value}, Cell{project_name(*settings, order.project)}, Cell{order.external_id},
       Cell{customer_name(order)}, Cell{to_text(entry->task.place->mode)},
       Cell{to_text(entry->task.place->part)}, Cell{to_text(entry->key)}, Cell{numbers},
       Cell{entry->task.handed_until},
       Cell{project != nullptr ? card_url(project->card_url, dialctl::fields_of(order)) : std::string{}}});
  return out.finish();
}

// --at names an instant, --at-local a time on the customer's own clock, --in a length from now on.
Result<std::optional<Instant>> time_of_result(const Invocation& in, const DueTask& task,
                                              const ZoneBook& zones) {
  const int ways = int{in.given("at")} + int{in.given("in")} + int{in.given("at-local")};
  if (ways > 1)
    return Error{ErrorKind::usage, "result.two-times", "the time is given in two ways",
                 "give one of --in, --at and --at-local"};
  if (in.given("at")) return in.instant("at");
  if (in.given("in")) return std::optional{in.now() + *in.duration("in")};
  if (!in.given("at-local")) return std::optional<Instant>{};
  const auto local = parse_local(in.text("at-local"));
  if (!local)
    return Error{ErrorKind::usage, "result.bad-time",
                 fmt::format("--at-local '{}' is no time of a clock", in.text("at-local")),
                 "write 2026-12-01T10:00"};
  const ZoneTable* zone = nullptr;
  if (!task.numbers.empty() && !task.numbers.front().number.zones.empty())
    zone = zones.find(task.numbers.front().number.zones.front());
  if (zone == nullptr)
    return Error{ErrorKind::usage, "result.no-zone", "the customer's time zone cannot be told",
                 "give --at with an offset: 2026-12-01T10:00:00+02:00"};
  auto at = to_instant(*local, *zone);
  if (!at) return at.error();
  return std::optional{at.value()};
}

Result<void> record(Invocation& in, Ports& ports, OrderId order) {
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  const Rulebook rules(settings.value());
  LineBook& book = ports.line_book();
  ModeResult result{std::string{in.text("button")}, std::nullopt, std::nullopt, ports.who()};
  if (in.given("operator")) {
    auto who = operator_of(in, settings.value());
    if (!who) return who.error();
    result.operator_id = who.value()->id;
  }
  LineView view(book, rules, ports.zones(), in.now());
  const auto id = book.task_in_line(order);
  const auto task = id ? view.task(*id) : std::nullopt;
  if (!task)
    return Error{ErrorKind::refused, "result.not-in-mode",
                 fmt::format("order {} is in no call mode", order.value),
                 fmt::format("its result may be recorded already: dialctl order show {}", order.value)};
  auto at = time_of_result(in, *task, view.zones());
  if (!at) return at.error();
  result.at = at.value();
  ResultMoment moment;
  for (const AgentRound& round : book.agent_rounds()) {
    if (round.task == task->id) moment.round = round;
  }
  auto records = record_result(rules, view.zones(), *task, moment, result, in.now());
  if (!records) return records.error();
  book.apply(records.value());
  return {};
}

Result<ExitCode> result(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto done = ports.line_book().change(
      [&]() -> Result<void> {
        auto order = ports.order_book().resolve(in.text("order"));
        if (!order) return order.error();
        return record(in, ports, order.value());
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(fmt::format("order '{}': {} recorded{}", in.text("order"), in.text("button"), in.dry_remark()));
  return ExitCode::done;
}

Flag operator_flag(bool required) {
  return {.name = "operator",
          .help = "who takes the order",
          .value_name = "NAME",
          .value = {.complete = "operator-name"},
          .required = required};
}

Command line_command() {
  Command command{
      .verb = "line",
      .summary = "List what is in line for dialling, in exactly that order",
      .description = "Orders whose hours are closed, and those that another gate passes over, are left out.",
      .examples = {{"dialctl order line --limit 20", "what comes next, and why"},
                   {"dialctl order line --operator anna", "what anna gets next"}},
      .flags = line_filter_flags(),
      .columns = place_columns(),
      .shape = Shape::list,
      .access = Access::read,
      .listing = Listing::by_command,
      .run = line};
  command.flags.push_back(part_flag());
  Flag who = operator_flag(false);
  who.help = "as this operator would get it";
  command.flags.push_back(who);
  command.flags.push_back({.name = "dialed", .help = "with --operator: in a dial session, not by hand"});
  command.flags.push_back({.name = "at",
                           .help = "as it would stand at this instant; now",
                           .value_name = "WHEN",
                           .value = {.kind = ValueKind::instant}});
  return command;
}

Command next_command() {
  Command command{.verb = "next",
                  .summary = "Hand out the first order of an operator's line, without dialling",
                  .description =
                      "It is his until he records a result, or until the mode's lease is over: then it "
                      "is in line again by itself.",
                  .examples = {{"dialctl order next --operator anna --json", "for a program that dials"}},
                  .flags = line_filter_flags(),
                  .columns = handed_columns(),
                  .shape = Shape::record,
                  .access = Access::write,
                  .run = next};
  command.flags.push_back(part_flag());
  command.flags.insert(command.flags.begin(), operator_flag(true));
  return command;
}

Command result_command() {
  return {
      .verb = "result",
      .summary = "Record what came of an order that is with an operator",
      .examples = {{"dialctl order result shop/1001 --button approved", "it moves to the button's status"},
                   {"dialctl order result shop/1001 --button callback --in 30m", "an appointment"},
                   {"dialctl order result shop/1001 --button callback --at-local 2026-12-01T10:00",
                    "on the customer's own clock"}},
      .positionals = {{.name = "order", .help = "its id, or PROJECT/EXTERNAL-ID"}},
      .flags = {{.name = "button",
                 .help = "as dialctl mode show lists them",
                 .value_name = "NAME",
                 .required = true},
                {.name = "in",
                 .help = "the callback, or the put-off, after this time",
                 .value_name = "LENGTH",
                 .value = {.kind = ValueKind::duration}},
                {.name = "at",
                 .help = "the same, at this instant",
                 .value_name = "WHEN",
                 .value = {.kind = ValueKind::instant}},
                {.name = "at-local",
                 .help = "the same, on the customer's clock: 2026-12-01T10:00",
                 .value_name = "TIME"},
                {.name = "operator",
                 .help = "who records it; only his own orders then",
                 .value_name = "NAME",
                 .value = {.complete = "operator-name"}}},
      .access = Access::write,
      .run = result};
}

}  // namespace

std::vector<Command> line_commands() {
  return {line_command(), next_command(), result_command()};
}

}  // namespace dialctl::cli
