// callbacks: the tasks that missed calls have become (CB-01, CB-07, CB-11).
#include <fmt/format.h>

#include "cli/commands/callback_switches.h"
#include "cli/commands/callback_words.h"
#include "cli/commands/missed_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto filter = callback_filter(in, ports, names.value());
  if (!filter) return filter.error();
  filter.value().open = in.flag("open");
  filter.value().limit = in.listing().limit.value_or(-1);
  filter.value().oldest_first = in.listing().sort && !in.listing().sort->descending;
  Rows out = in.rows();
  auto read = ports.missed_book().callbacks(
      filter.value(), [&](const CallbackLine& line) { return out.add(callback_cells(line, names.value())); });
  if (!read) return read.error();
  return out.finish();
}

// Error (not_found): callback.unknown.
Result<CallbackLine> callback_of(Ports& ports, TaskId task) {
  CallbackFilter filter;
  filter.task = task;
  std::optional<CallbackLine> found;
  auto read = ports.missed_book().callbacks(filter, [&](const CallbackLine& line) {
    found = line;
    return true;
  });
  if (!read) return read.error();
  if (found) return *found;
  return Error{ErrorKind::not_found, "callback.unknown", fmt::format("there is no callback {}", task.value),
               "dialctl callbacks list"};
}

// With the rule that took each: another one may have the callback by now (CB-09).
Result<NestedRows> call_rows(Ports& ports, TaskId task, const dialctl::Settings& names) {
  NestedRows rows{{{.name = "id", .kind = CellKind::integer},
                   {.name = "lost_at", .kind = CellKind::instant},
                   {.name = "lost_in"},
                   {.name = "waited", .kind = CellKind::seconds},
                   {.name = "dialled"},
                   {.name = "call"},
                   {.name = "rule"}},
                  {}};
  MissedFilter filter;
  filter.task = task;
  filter.oldest_first = true;
  auto read = ports.missed_book().missed(filter, [&](const MissedLine& line) {
    rows.rows.push_back({Cell{line.call.id.value}, Cell{line.call.lost_at}, Cell{to_text(line.call.lost_in)},
                         Cell{line.call.waited}, Cell{std::string{line.call.dialled}},
                         Cell{std::string{line.call.provider_call}}, rule_cell(names, line.rule)});
    return true;
  });
  if (!read) return read.error();
  return rows;
}

// The order may have had other callbacks before: an attempt's story tells whose it was.
Result<NestedRows> attempt_rows(Ports& ports, const CallbackLine& callback, const dialctl::Settings& names) {
  NestedRows rows{{{.name = "attempt"},
                   {.name = "started", .kind = CellKind::instant},
                   {.name = "operator"},
                   {.name = "outcome"},
                   {.name = "rule"},
                   {.name = "version", .kind = CellKind::integer}},
                  {}};
  std::vector<AttemptId> ids;
  AttemptFilter filter;
  filter.order = callback.order;
  auto read = ports.call_book().attempts(filter, [&](const AttemptLine& line) {
    ids.push_back(line.id);
    return true;
  });
  if (!read) return read.error();
  for (const AttemptId id : ids) {
    auto story = ports.call_book().story(id);
    if (!story) return story.error();
    const AttemptIntent& intent = story.value().intent;
    if (intent.task != callback.task) continue;
    const auto& end = story.value().end;
    const auto who = end && end->operator_id ? end->operator_id : intent.agent;
    rows.rows.push_back({Cell{std::string{to_text(id)}}, Cell{intent.at},
                         who ? Cell{std::string{operator_name(names, *who)}} : Cell{},
                         end ? Cell{to_text(end->outcome)} : Cell{}, rule_cell(names, intent.rule),
                         Cell{intent.rule_version}});
  }
  return rows;
}

Result<ExitCode> show(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto callback = callback_of(ports, TaskId{in.integer("callback").value_or(0)});
  if (!callback) return callback.error();
  auto calls = call_rows(ports, callback.value().task, names.value());
  if (!calls) return calls.error();
  auto attempts = attempt_rows(ports, callback.value(), names.value());
  if (!attempts) return attempts.error();
  std::vector<Cell> cells = callback_cells(callback.value(), names.value());
  cells.emplace_back(std::move(calls).value());
  cells.emplace_back(std::move(attempts).value());
  Rows out = in.rows(true);
  out.add(cells);
  return out.finish();
}

// Those that are meant, by their ids or by a filter.
struct Selection {
  std::vector<TaskId> ids;
  CallbackFilter filter;
  std::int64_t count = 0;
};

Result<Selection> selection_of(Invocation& in, Ports& ports) {
  const bool named = in.given("callback");
  if (named != in.listing().where.empty())
    return Error{ErrorKind::usage, "callbacks.which",
                 named ? "callbacks are named in two ways" : "no callback is named",
                 "give ids, or --where KEY=VALUE"};
  Selection selection;
  for (const std::string& word : in.all("callback")) {
    selection.ids.push_back(TaskId{as_integer(word)});
    if (auto known = callback_of(ports, selection.ids.back()); !known) return known.error();
  }
  std::sort(selection.ids.begin(), selection.ids.end());
  selection.ids.erase(std::unique(selection.ids.begin(), selection.ids.end()), selection.ids.end());
  selection.count = static_cast<std::int64_t>(selection.ids.size());
  if (named) return selection;
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto filter = callback_filter(in, ports, names.value());
  if (!filter) return filter.error();
  selection.filter = filter.value();
  selection.filter.open = true;
  auto read = ports.missed_book().callbacks(selection.filter, [&](const CallbackLine&) {
    ++selection.count;
    return true;
  });
  if (!read) return read.error();
  return selection;
}

Error not_cancelled(const CallbackLine& line) {
  if (line.phase == TaskPhase::done || line.phase == TaskPhase::cancelled)
    return {ErrorKind::refused, "callback.over",
            fmt::format("callback {} is over already: {}", line.task.value, to_text(line.phase)),
            "dialctl callbacks list --open"};
  return {ErrorKind::refused, "callback.live", fmt::format("callback {} is being called", line.task.value),
          "it goes to its end; cancel it afterwards, if it is still open"};
}

struct Refusal {
  TaskId task;
  Error error;
};

// Inside of MissedBook::change().
Result<int> cancel_all(Ports& ports, const Selection& selection, const Change& change,
                       std::vector<Refusal>& refused) {
  if (selection.ids.empty()) {
    const int done = callback_desk(ports, change).cancel(selection.filter, "cancelled");
    auto read = ports.missed_book().callbacks(selection.filter, [&](const CallbackLine& line) {
      refused.push_back({line.task, not_cancelled(line)});  // what is open after that is being called
      return true;
    });
    if (!read) return read.error();
    return done;
  }
  int done = 0;
  for (const TaskId id : selection.ids) {
    CallbackFilter one;
    one.task = id;
    const int cancelled = callback_desk(ports, change).cancel(one, "cancelled");
    done += cancelled;
    if (cancelled != 0) continue;
    auto line = callback_of(ports, id);
    if (!line) return line.error();
    refused.push_back({id, not_cancelled(line.value())});
  }
  return done;
}

Result<ExitCode> cancel(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto selection = selection_of(in, ports);
  if (!selection) return selection.error();
  const std::int64_t count = selection.value().count;
  if (selection.value().ids.size() != 1 || in.given("expect")) {
    if (auto sure = in.confirm(fmt::format("cancel {} callbacks", count), count); !sure) return sure.error();
  }
  std::vector<Refusal> refused;
  int cancelled = 0;
  auto done = ports.missed_book().change(
      [&]() -> Result<void> {
        auto all = cancel_all(ports, selection.value(), change_of(in, ports), refused);
        if (!all) return all.error();
        cancelled = all.value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  if (selection.value().ids.size() == 1 && !refused.empty()) return refused.front().error;
  Rows out = in.rows();
  for (const Refusal& one : refused) {
    if (!out.add({Cell{one.task.value}, one.error.code, one.error.message, one.error.hint})) break;
  }
  in.note(fmt::format("{} cancelled, {} refused{}", cancelled, refused.size(), in.dry_remark()));
  return out.finish(refused.empty() ? ExitCode::done : ExitCode::partly);
}

std::vector<Column> show_columns() {
  std::vector<Column> columns = callback_columns();
  columns.push_back({.name = "calls", .kind = CellKind::rows, .help = "the missed calls that it answers"});
  columns.push_back({.name = "attempts", .kind = CellKind::rows, .help = "its tries"});
  return columns;
}

Command cancel_command(Positional callback) {
  callback.required = false;
  callback.repeats = true;
  return {
      .verb = "cancel",
      .summary = "End callbacks that are not being called",
      .examples = {{"dialctl callbacks cancel 17 --reason 'he came by'", "one"},
                   {"dialctl callbacks cancel --where rule=evening --yes", "all of a rule that are open"}},
      .positionals = {callback},
      .flags = {reason_flag()},
      .columns = {{.name = "id", .kind = CellKind::integer, .help = "a callback that was refused"},
                  {.name = "code", .help = "kind of refusal"},
                  {.name = "reason", .help = "why"},
                  {.name = "hint", .help = "what to do"}},
      .shape = Shape::list,
      .access = Access::write,
      .confirm = Confirm::mass,
      .listing = Listing::by_command,
      .where = callback_where(),
      .run = cancel};
}

}  // namespace

Noun callbacks_noun() {
  const Positional callback{
      .name = "callback", .help = "its number", .value = {.kind = ValueKind::integer, .least = 1}};
  Noun noun{
      .name = "callbacks",
      .summary = "What missed calls have become: calls to be made",
      .commands = {{.verb = "list",
                    .summary = "List callbacks, newest first",
                    .examples = {{"dialctl callbacks list --open", "those that are not over"},
                                 {"dialctl callbacks list --where caller=+380441234567", "one customer's"}},
                    .flags = {{.name = "open", .help = "those that are not over"}},
                    .columns = callback_columns(),
                    .shape = Shape::list,
                    .access = Access::read,
                    .listing = Listing::by_command,
                    .where = callback_where(),
                    .sort_keys = {"id"},
                    .run = list},
                   {.verb = "show",
                    .summary = "Show one callback with its missed calls and its tries",
                    .examples = {{"dialctl callbacks show 17", "who was rung, and what came of it"}},
                    .positionals = {callback},
                    .columns = show_columns(),
                    .shape = Shape::record,
                    .access = Access::read,
                    .run = show},
                   cancel_command(callback)}};
  for (Command& command : callback_switch_commands())
    noun.commands.push_back(std::move(command));
  return noun;
}

}  // namespace dialctl::cli
