// export: results out, for spreadsheets and other programs (IM-07).
#include "cli/commands/call_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_views.h"
#include "cli/commands/order_words.h"
#include "cli/commands/project_clocks.h"

namespace dialctl::cli {
namespace {

// CSV where no format is asked for: a table is for people.
Rows export_rows(Invocation& in) {
  RowOptions options = in.row_options();
  if (!in.given("output") && !in.given("json")) options.format = Format::csv;
  return Rows(in.command().columns, std::move(options), *in.streams().out);
}

std::vector<Column> all_shown(std::vector<Column> columns) {
  for (Column& column : columns)
    column.wide = false;
  return columns;
}

Result<ExitCode> orders(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto filter = order_filter(in, ports, settings.value());
  if (!filter) return filter.error();
  const ProjectClocks clocks(in, ports, settings.value());
  Rows out = export_rows(in);
  Progress progress = in.progress_beside_rows("exporting");
  OrderPage page;
  page.limit = in.listing().limit;
  page.descending = in.listing().sort && in.listing().sort->descending;
  auto listed = ports.order_book().list(filter.value(), page, [&](const OrderLine& line) {
    std::vector<Cell> cells = order_cells(line, settings.value());
    cells.push_back(clocks.local(line.project, line.next_at));
    cells.push_back(clocks.local(line.project, line.status_since));
    cells.push_back(clocks.local(line.project, line.created));
    progress.at(static_cast<std::int64_t>(out.written()));
    return out.add(cells);
  });
  if (!listed) return listed.error();
  return out.finish();
}

Result<ExitCode> attempts(Invocation& in) {
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
  Rows out = export_rows(in);
  Progress progress = in.progress_beside_rows("exporting");
  CellRow cells;
  auto read = ports.call_book().attempts(filter.value(), [&](const AttemptLine& line) {
    fill_attempt(cells, line, past.value());
    progress.at(static_cast<std::int64_t>(out.written()));
    return out.add(cells);
  });
  if (!read) return read.error();
  return out.finish();
}

Result<ExitCode> calls(Invocation& in) {
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
  Rows out = export_rows(in);
  Progress progress = in.progress_beside_rows("exporting");
  CellRow cells;
  auto read = ports.call_book().calls(filter.value(), [&](const CallLine& line) {
    fill_call(cells, line, past.value());
    progress.at(static_cast<std::int64_t>(out.written()));
    return out.add(cells);
  });
  if (!read) return read.error();
  return out.finish();
}

Result<ExitCode> events(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const ProjectClocks clocks(in, *ports.value(), settings.value());
  EventFilter filter;
  filter.since = in.instant("since");
  filter.before = in.instant("before");
  filter.limit = in.listing().limit;
  filter.newest_first = in.listing().sort && in.listing().sort->descending;
  Rows out = export_rows(in);
  Progress progress = in.progress_beside_rows("exporting");
  CellRow cells;
  auto read = ports.value()->call_book().events(filter, [&](const EventLine& line) {
    fill_event(cells, line);
    cells.push_back(clocks.shared_local(line.at));
    progress.at(static_cast<std::int64_t>(out.written()));
    return out.add(cells);
  });
  if (!read) return read.error();
  return out.finish();
}

std::vector<Column> order_export_columns() {
  std::vector<Column> columns = all_shown(order_columns());
  for (const std::string_view name : {"next_local", "status_since_local", "created_local"})
    columns.push_back({.name = name, .help = "on the project's clock, or that of --tz"});
  return columns;
}

std::vector<Column> event_export_columns() {
  std::vector<Column> columns = all_shown(event_columns());
  columns.push_back({.name = "at_local", .help = "on the clock that all projects share, or that of --tz"});
  return columns;
}

// Lists whose filter is read by the store, in its one order.
Command export_command(std::string_view verb, std::string_view summary, std::vector<Column> columns,
                       Handler run) {
  Command command;
  command.verb = verb;
  command.summary = summary;
  command.columns = std::move(columns);
  command.shape = Shape::list;
  command.access = Access::read;
  command.listing = Listing::by_command;
  command.run = run;
  return command;
}

}  // namespace

Noun export_noun() {
  Command order_command =
      export_command("orders", "Orders with status, numbers and fields", order_export_columns(), orders);
  order_command.examples = {{"dialctl export orders --where project=shop >orders.csv", "for a spreadsheet"}};
  order_command.flags = {due_before_flag()};
  order_command.where = order_where();
  order_command.sort_keys = {"id"};
  Command attempt_command =
      export_command("attempts", "Attempts with their evidence", all_shown(attempt_columns()), attempts);
  attempt_command.examples = {
      {"dialctl export attempts --since -7d -o ndjson | jq -r '[.started[11:13],.outcome]|@tsv'",
       "outcomes by hour"}};
  attempt_command.flags = period_flags();
  attempt_command.where = attempt_where();
  attempt_command.sort_keys = {"attempt"};
  Command call_command =
      export_command("calls", "Calls, with the instant of each thing seen", all_shown(call_columns()), calls);
  call_command.examples = {{"dialctl export calls --since yesterday -o csv >calls.csv",
                            "when it rang, was answered, was bridged"}};
  call_command.flags = period_flags();
  call_command.where = attempt_where();
  call_command.sort_keys = {"attempt"};
  Command event_command = export_command("events", "The journal", event_export_columns(), events);
  event_command.examples = {{"dialctl export events --since -7d -o ndjson", "the journal of a week"}};
  event_command.flags = {period_flags()[0], period_flags()[1]};
  event_command.sort_keys = {"event"};
  const std::string_view description =
      "CSV unless another format is asked for. Rows come from one snapshot in a stable order, so that the "
      "same data "
      "give the same bytes. Cells that a spreadsheet would run as a formula get a ' in front; --raw leaves "
      "them.";
  for (Command* command : {&order_command, &attempt_command, &call_command, &event_command})
    command->description = description;
  return {.name = "export",
          .summary = "Results out, for spreadsheets and other programs",
          .commands = {std::move(order_command), std::move(attempt_command), std::move(call_command),
                       std::move(event_command)}};
}

}  // namespace dialctl::cli
