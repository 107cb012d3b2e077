// mode: the call modes of each project, from which operators get their orders (CM-01 to CM-04, AD-01 to
// AD-07).
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "cli/commands/mode_words.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"
#include "engine/decide/buttons.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;
using M = ModeSettings;

Field<M> used_up_field() {
  return {"when-used-up",
          "STATUS",
          "the status to enter when the attempts are used up, or none",
          {.complete = "order-status-name"},
          CellKind::text,
          true,
          [](M& row, std::string_view text, const All& all) {
            return set_reference(row.when_used_up, text, all.statuses, "order-status");
          },
          [](const M& row, const All& all) { return show_reference(row.when_used_up, all.statuses); }};
}

const std::vector<Field<M>>& fields() {
  static const std::vector<Field<M>> all{
      yes_field<&M::high_priority>("high-priority", "its new leads come before other projects' orders",
                                   Shown::always),
      minutes_field<&M::standard>("standard", "older than this in the mode is overdue; 0 is never",
                                  Minutes{0}, Shown::always),
      choice_field<&M::dial_way>("dial-way", "by hand, in dial sessions, or as the operator likes",
                                 {"manual", "auto", "optional"}, Shown::always),
      choice_field<&M::hand_out>("hand-out", "to anybody, to the owner first, or assigned orders only",
                                 {"pool", "owner-first", "assigned-only"}, Shown::always),
      minutes_field<&M::owner_only>("owner-only", "owner-first: how long; 0 is for good", Minutes{0}),
      yes_field<&M::keep_owner>("keep-owner", "who is handed an order becomes its owner"),
      count_field<&M::attempts_max>("attempts", "rounds of calls; 0 is unlimited", 0, Shown::always),
      used_up_field(),
      minutes_field<&M::put_off_no_answer>("put-off-no-answer", "until the next round", Minutes{1}),
      minutes_field<&M::put_off_busy>("put-off-busy", "until the next round", Minutes{1}),
      minutes_field<&M::put_off_hang_up>("put-off-hang-up", "until the next round", Minutes{1}),
      yes_field<&M::fetch>("fetch", "operators may fetch orders for themselves"),
      count_field<&M::fetch_max>("fetch-max", "orders in one fetch", 1),
      count_field<&M::own_max>("own-max", "unprocessed orders of one operator; 0 is unlimited"),
      minutes_field<&M::early>("early", "how long before its time a planned callback may begin, 5m at most",
                               Minutes{0}),
      choice_field<&M::missed>("missed", "a planned callback that could not begin within five minutes",
                               {"keep", "next-opening", "close"}),
      length_field<&M::ring_limit>("ring-limit", "how long the customer's phone rings"),
      length_field<&M::result_limit>("result-limit", "for recording a result after a conversation"),
      minutes_field<&M::lease>("lease", "of an order that was handed out without dialling", Minutes{1}),
  };
  return all;
}

// A column is named as its flag, with underscores, like those of other settings.
const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& field : fields()) {
      all.emplace_back(field.name);
      std::replace(all.back().begin(), all.back().end(), '-', '_');
    }
    return all;
  }();
  return names;
}

NestedRows button_rows(const Rulebook& rules, const M& mode) {
  NestedRows rows{{{.name = "button"}, {.name = "meaning"}}, {}};
  for (const Button& button : buttons_of(rules, mode)) {
    const std::string text = button_text(button, rules.settings());
    rows.rows.push_back({Cell{button.name}.owned(), Cell{text.substr(button.name.size() + 1)}.owned()});
  }
  return rows;
}

std::string statuses_that_feed(const All& settings, CallMode mode) {
  std::string names;
  for (const auto& status : settings.statuses) {
    if (status.mode == mode) names += (names.empty() ? "" : ",") + status.name;
  }
  return names;
}

std::vector<Column> mode_columns() {
  std::vector<Column> columns{{.name = "project", .help = "whose orders"},
                              {.name = "mode", .help = "the call mode"},
                              {.name = "statuses", .help = "that feed it"}};
  for (std::size_t i = 0; i < fields().size(); ++i) {
    const auto& field = fields()[i];
    columns.push_back(
        {.name = column_names()[i], .kind = field.kind, .help = field.help, .wide = field.wide});
  }
  columns.push_back(
      {.name = "buttons", .kind = CellKind::rows, .help = "results, and what they do", .wide = true});
  return columns;
}

std::vector<Cell> mode_cells(const Rulebook& rules, const M& row) {
  const All& settings = rules.settings();
  std::vector<Cell> cells{Cell{project_name(settings, row.project)}, Cell{to_text(row.mode)},
                          Cell{statuses_that_feed(settings, row.mode)}.owned()};
  for (const auto& field : fields())
    cells.push_back(field.show(row, settings).owned());
  cells.push_back(Cell{button_rows(rules, row)});
  return cells;
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const Rulebook rules(settings.value());
  Rows out = in.rows();
  for (const Project& project : settings.value().projects) {
    for (const CallMode mode : kCallModes) {
      if (!out.add(mode_cells(rules, rules.mode(project.id, mode)))) return out.finish();
    }
  }
  return out.finish();
}

Result<ModeCell> cell_of(const Invocation& in, const All& settings) {
  const auto* project = find_named(settings.projects, in.text("project"));
  if (project == nullptr) return no_such("project", in.text("project"));
  return ModeCell{project->id, *parse_text<CallMode>(in.text("mode"))};
}

Result<ExitCode> show(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  auto cell = cell_of(in, settings.value());
  if (!cell) return cell.error();
  const Rulebook rules(settings.value());
  Rows out = in.rows(true);
  out.add(mode_cells(rules, rules.mode(cell.value().project, cell.value().mode)));
  return out.finish();
}

Result<void> change_mode(Invocation& in, Ports& ports) {
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto cell = cell_of(in, settings.value());
  if (!cell) return cell.error();
  M row = Rulebook(settings.value()).mode(cell.value().project, cell.value().mode);
  for (const auto& field : fields()) {
    if (!in.given(field.name)) continue;
    if (auto set = field.set(row, in.text(field.name), settings.value()); !set) return set.error();
  }
  if (row.early > kAppointmentGrace)
    return Error{ErrorKind::usage, "mode.too-early", "--early is at most five minutes", "write 5m or less"};
  for (const std::string& text : in.all("button")) {
    auto button = parse_button(text, settings.value());
    if (!button) return button.error();
    if (auto put = put_button(row.buttons, button.value()); !put) return put.error();
  }
  if (statuses_that_feed(settings.value(), row.mode).empty())
    in.note("no status feeds this mode yet: dialctl order-status set NAME --mode " +
            std::string{to_text(row.mode)});
  return ports.registry().put(row, change_of(in, ports));
}

Result<ExitCode> set(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together([&] { return change_mode(in, all); }, ending_of(in));
  if (!done) return done.error();
  in.note(fmt::format("mode '{}' of project '{}' changed{}", in.text("mode"), in.text("project"),
                      in.dry_remark()));
  return ExitCode::done;
}

Result<ExitCode> ranking(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  LineRules line;
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        line = settings.value().line;
        if (in.given("keys")) {
          auto keys = parse_line_keys(in.text("keys"));
          if (!keys) return keys.error();
          line.keys = std::move(keys).value();
        }
        if (in.given("new-order")) line.new_order = *parse_text<NewOrderSort>(in.text("new-order"));
        return all.registry().set_line(line, change_of(in, all));
      },
      ending_of(in));
  if (!done) return done.error();
  Rows out = in.rows();
  out.add({Cell{line_keys_text(line.keys)}.owned(), Cell{to_text(line.new_order)}});
  return out.finish();
}

Result<ExitCode> counts(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  std::vector<PartCount> counted;
  auto looked = ports.line_book().look([&]() -> Result<void> {
    counted = ports.line_book().counts(in.now());
    return {};
  });
  if (!looked) return looked.error();
  std::map<std::tuple<ProjectId, CallMode, ModePart>, PartCount> sums;
  for (const PartCount& count : counted) {
    PartCount& sum = sums[{count.project, count.line.mode, count.line.part}];
    sum.waiting += count.waiting;
    sum.due += count.due;
    sum.handed += count.handed;
    sum.live += count.live;
    sum.blocked += count.blocked;
  }
  Rows out = in.rows();
  for (const auto& [key, sum] : sums) {
    const auto& [project, mode, part] = key;
    if (!out.add({Cell{project_name(settings.value(), project)}, Cell{to_text(mode)}, Cell{to_text(part)},
                  Cell{sum.all()}, Cell{sum.due}, Cell{sum.waiting - sum.due}, Cell{sum.handed},
                  Cell{sum.live}, Cell{sum.blocked}}))
      break;
  }
  return out.finish();
}

std::vector<Positional> cell_words() {
  return {
      {.name = "project", .help = "whose orders", .value = {.complete = "project-name"}},
      {.name = "mode", .help = "the call mode", .value = {.kind = ValueKind::choice, .choices = kModeNames}}};
}

Command set_command() {
  Command command{.verb = "set",
                  .summary = "Change a call mode of a project",
                  .examples = {{"dialctl mode set shop new --standard 30m --attempts 5 --when-used-up lost",
                                "overdue after half an hour, lost after five rounds"},
                               {"dialctl mode set shop new --button wrong-person=status:invalid",
                                "one of two extra buttons"}},
                  .positionals = cell_words(),
                  .access = Access::write,
                  .run = set};
  for (const auto& field : fields())
    command.flags.push_back(
        {.name = field.name, .help = field.help, .value_name = field.value_name, .value = field.value});
  command.flags.push_back({.name = "button",
                           .help = "a button and what it does: status:NAME, put-off:LENGTH, callback or off",
                           .value_name = "NAME=MEANING",
                           .repeats = true});
  command.flags.push_back(reason_flag());
  return command;
}

Command ranking_command() {
  return {.verb = "ranking",
          .summary = "Show or change the keys by which orders in line are ranked",
          .examples = {{"dialctl mode ranking --keys callback,high-priority,overdue,new,retry",
                        "new leads of important projects before what is overdue"}},
          .flags = {{.name = "keys",
                     .help = "the first that fits an order decides its place",
                     .value_name = "KEY,KEY,..."},
                    {.name = "new-order",
                     .help = "of unprocessed orders",
                     .value_name = "HOW",
                     .value = {.kind = ValueKind::choice, .choices = {"fewest-first", "oldest-first"}}},
                    reason_flag()},
          .columns = {{.name = "keys", .help = "in their order"},
                      {.name = "new_order", .help = "how unprocessed orders are sorted"}},
          .shape = Shape::record,
          .access = Access::write,
          .run = ranking};
}

}  // namespace

Noun mode_noun() {
  return {.name = "mode",
          .summary = "Call modes: where operators' work comes from",
          .commands = {
              {.verb = "list",
               .summary = "List the call modes of all projects",
               .examples = {{"dialctl mode list --where project=shop", "one project's"}},
               .columns = mode_columns(),
               .shape = Shape::list,
               .access = Access::read,
               .where = {{.name = "project", .help = "this project's"}, {.name = "mode", .help = "this one"}},
               .run = list},
              {.verb = "show",
               .summary = "Show one call mode with its buttons",
               .examples = {{"dialctl mode show shop new", "what it is set to"}},
               .positionals = cell_words(),
               .columns = mode_columns(),
               .shape = Shape::record,
               .access = Access::read,
               .run = show},
              set_command(),
              {.verb = "counts",
               .summary = "Count the orders of each part of each mode",
               .examples = {{"dialctl mode counts -o json", "for a program"}},
               .columns = {{.name = "project", .help = "whose orders"},
                           {.name = "mode", .help = "the call mode"},
                           {.name = "part", .help = "unprocessed, no-answer or planned-callback"},
                           {.name = "orders", .kind = CellKind::integer, .help = "in all"},
                           {.name = "due", .kind = CellKind::integer, .help = "may be called now"},
                           {.name = "later", .kind = CellKind::integer, .help = "become due later"},
                           {.name = "handed", .kind = CellKind::integer, .help = "with an operator"},
                           {.name = "live", .kind = CellKind::integer, .help = "being called"},
                           {.name = "blocked", .kind = CellKind::integer, .help = "wait for a person"}},
               .shape = Shape::list,
               .access = Access::read,
               .where = {{.name = "project", .help = "this project's"},
                         {.name = "mode", .help = "this one"},
                         {.name = "part", .help = "this one"}},
               .run = counts},
              ranking_command(),
          }};
}

}  // namespace dialctl::cli
