// import: orders in, and what came in before (IM-01 to IM-06); missed calls in.
#include <fmt/format.h>

#include "cli/commands/import_calls.h"
#include "cli/commands/import_missed.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/commands/reject_file.h"
#include "cli/commands/row_intake.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

Result<std::vector<MapOverride>> overrides_of(Invocation& in, Ports& ports) {
  std::vector<MapOverride> overrides;
  for (const std::string& text : in.all("map")) {
    auto parsed = parse_map_override(text);
    if (!parsed) return parsed.error();
    overrides.push_back(std::move(parsed).value());
  }
  if (!in.given("mapping")) return overrides;
  const auto saved = ports.batch_book().mapping(in.text("mapping"));
  if (!saved)
    return Error{ErrorKind::not_found, "import.no-mapping",
                 fmt::format("there is no saved mapping '{}'", in.text("mapping")),
                 "save one with --save-mapping NAME beside the --map flags"};
  for (const MapOverride& kept : *saved) {
    const bool newer = std::any_of(overrides.begin(), overrides.end(),
                                   [&](const MapOverride& given) { return given.column == kept.column; });
    if (!newer) overrides.push_back(kept);
  }
  return overrides;
}

Result<ImportRequest> request_of(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  auto project = project_of(in, settings);
  if (!project) return project.error();
  auto overrides = overrides_of(in, ports);
  if (!overrides) return overrides.error();
  ImportRequest request;
  request.project = project.value()->id;
  request.source_name = in.text("file");
  request.who = ports.who();
  request.now = in.now();
  request.overrides = std::move(overrides).value();
  if (in.text("on-conflict") == "skip") request.on_conflict = OnConflict::skip;
  if (in.text("on-conflict") == "update") request.on_conflict = OnConflict::update;
  if (in.given("status")) {
    const auto* status = find_named(settings.statuses, in.text("status"));
    if (status == nullptr) return no_such("order-status", in.text("status"));
    request.status = status->id;
  }
  request.partial = in.flag("partial");
  request.dry_run = in.dry_run();
  request.update_status = in.flag("update-status");
  request.numbers = {project.value()->region, !in.flag("only-region"), in.flag("premium")};
  request.refusals_kept = static_cast<std::size_t>(in.integer("errors").value_or(20));
  return request;
}

RowFileRequest file_of(Invocation& in) {
  RowFileRequest file = row_file_of(in);
  file.encoding = in.text("encoding");
  if (in.text("delimiter") == "comma") file.delimiter = ',';
  if (in.text("delimiter") == "semicolon") file.delimiter = ';';
  if (in.text("delimiter") == "tab") file.delimiter = '\t';
  return file;
}

// What a script can do about it: mend the rows, decide on the conflicts, or look at what was left out.
ExitCode code_of(const ImportReport& report, const ImportRequest& request) {
  if (report.stopped) return ExitCode::partly;
  if (report.counts.refused == 0) return ExitCode::done;
  if (request.partial) return ExitCode::partly;
  return report.conflicts == report.counts.refused ? ExitCode::conflict : ExitCode::usage;
}

NestedRows refusal_rows(const ImportReport& report) {
  NestedRows rows{{{.name = "line", .kind = CellKind::integer},
                   {.name = "column"},
                   {.name = "code"},
                   {.name = "reason"},
                   {.name = "hint"}},
                  {}};
  for (const RowRefusal& refusal : report.refusals)
    rows.rows.push_back({Cell{refusal.line}, Cell{std::string{refusal.column}},
                         Cell{std::string{refusal.error.code}}, Cell{std::string{refusal.error.message}},
                         Cell{std::string{refusal.error.hint}}});
  if (report.stopped)
    rows.rows.push_back({Cell{}, Cell{}, Cell{std::string{report.stopped->code}},
                         Cell{std::string{report.stopped->message}},
                         Cell{std::string{report.stopped->hint}}});
  return rows;
}

Result<ExitCode> tell(Invocation& in, const ImportReport& report, const ImportRequest& request) {
  const ImportCounts& counts = report.counts;
  Rows out = in.rows();
  Cell batch;
  if (report.batch) batch = Cell{report.batch.value};
  if (report.batch || !in.flag("print-id"))  // nothing was made: no id, and no empty line for one
    out.add({batch, Cell{report.kept}, Cell{counts.rows()}, Cell{counts.created}, Cell{counts.updated},
             Cell{counts.unchanged}, Cell{counts.skipped}, Cell{counts.refused}, Cell{report.mapping},
             Cell{refusal_rows(report)}});
  if (report.blocked != 0)
    in.note(fmt::format("the robot calls of {} orders wait: {}", report.blocked, report.blocked_by));
  if (request.dry_run) {
    in.note("dry run: nothing was changed");
  } else if (!report.kept) {
    in.note("nothing was imported: mend the rows that were refused, or take the good ones with --partial");
  }
  return out.finish(code_of(report, request));
}

Result<ExitCode> orders(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto request = request_of(in, ports, settings.value());
  if (!request) return request.error();
  auto rows = ports.row_files().open(file_of(in));
  if (!rows) return rows.error();
  std::unique_ptr<RejectFile> rejects;
  if (in.given("rejects")) {
    auto created = RejectFile::create(std::string{in.text("rejects")});
    if (!created) return created.error();
    rejects = std::move(created).value();
  }
  const Rulebook rules(settings.value());
  std::optional<ImportReport> report;
  {
    Progress progress = in.progress("importing", std::nullopt);
    const ImportPorts import_ports{*rows.value(), ports.numbers(),
                                   ports.zones(), ports.import_book(),
                                   rejects.get(), [&progress](std::int64_t done) { progress.at(done); }};
    auto imported = import_orders(request.value(), rules, import_ports);
    if (!imported) return imported.error();
    report = std::move(imported).value();
  }
  if (rejects) {
    if (auto kept = rejects->keep(); !kept) return kept.error();
  }
  if (in.given("save-mapping") && !in.dry_run()) {
    auto saved = ports.batch_book().save_mapping(in.text("save-mapping"), request.value().overrides);
    if (!saved) return saved.error();
  }
  return tell(in, *report, request.value());
}

std::vector<Cell> batch_cells(const Batch& batch, const dialctl::Settings& settings) {
  return {Cell{batch.id.value},
          Cell{project_name(settings, batch.project)},
          Cell{batch.source},
          Cell{batch.at},
          Cell{batch.who},
          Cell{batch.counts.created},
          Cell{batch.counts.updated},
          Cell{batch.counts.unchanged},
          Cell{batch.counts.skipped},
          Cell{batch.counts.refused},
          Cell{batch.undone_at}};
}

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  auto settings = opened.value()->registry().load();
  if (!settings) return settings.error();
  std::optional<ProjectId> project;
  if (in.given("project")) {
    auto named = project_of(in, settings.value());
    if (!named) return named.error();
    project = named.value()->id;
  }
  Rows out = in.rows();
  for (const Batch& batch : opened.value()->batch_book().batches(project, -1)) {
    if (!out.add(batch_cells(batch, settings.value()))) break;
  }
  return out.finish();
}

BatchId batch_of(const Invocation& in) {
  return BatchId{in.integer("batch").value_or(0)};
}

Result<ExitCode> show(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  auto settings = opened.value()->registry().load();
  if (!settings) return settings.error();
  const auto batch = opened.value()->batch_book().batch(batch_of(in));
  if (!batch)
    return Error{ErrorKind::not_found, "batch.unknown",
                 fmt::format("there is no import {}", in.text("batch")), "dialctl import list"};
  Rows out = in.rows(true);
  out.add(batch_cells(*batch, settings.value()));
  return out.finish();
}

Result<ExitCode> undo(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  const auto batch = ports.batch_book().batch(batch_of(in));
  if (batch && !batch->undone_at) {
    auto sure =
        in.confirm(fmt::format("remove the {} orders of import {}", batch->counts.created, in.text("batch")),
                   batch->counts.created);
    if (!sure) return sure.error();
  }
  auto undone = [&] {
    const Working working = in.working("taking the import back");
    return ports.batch_book().undo({batch_of(in), ports.who(), in.now(), in.dry_run()});
  }();
  if (!undone) return undone.error();
  const Undone& done = undone.value();
  Rows out = in.rows();
  for (const AttemptedOrder& order : done.attempted) {
    if (!out.add({Cell{order.order.value}, Cell{order.external_id}, Cell{order.attempts}})) break;
  }
  if (done.attempted_total != 0) {
    in.note(
        fmt::format("nothing was removed: {} orders of the import have been called", done.attempted_total));
    return out.finish(ExitCode::refused);
  }
  in.note(fmt::format("{} orders removed{}{}", done.orders,
                      done.updates_kept == 0 ? ""
                                             : fmt::format("; {} earlier orders that it changed stay changed",
                                                           done.updates_kept),
                      in.dry_remark()));
  return out.finish();
}

std::vector<Flag> order_flags() {
  return {
      {.name = "project",
       .help = "whose orders; where it can be left open, the only one",
       .value_name = "NAME",
       .value = {.complete = "project-name"}},
      {.name = "format",
       .help = "without it: by the name's end, else csv",
       .value_name = "FORMAT",
       .value = {.kind = ValueKind::choice, .choices = {"csv", "json", "ndjson"}}},
      {.name = "encoding",
       .help = "utf-8, utf-16le, utf-16be or windows-1251; without it: by the mark at the start, "
               "else utf-8",
       .value_name = "NAME"},
      {.name = "delimiter",
       .help = "of CSV; without it: the one that the header has most of",
       .value_name = "NAME",
       .value = {.kind = ValueKind::choice, .choices = {"comma", "semicolon", "tab"}}},
      {.name = "map",
       .help = "which column a field comes from; - leaves a column out",
       .value_name = "FIELD=COLUMN",
       .repeats = true},
      {.name = "mapping", .help = "a saved mapping; --map comes before it", .value_name = "NAME"},
      {.name = "save-mapping", .help = "keep this mapping under a name", .value_name = "NAME"},
      {.name = "on-conflict",
       .help = "an order that is there with other content; error is the default",
       .value_name = "HOW",
       .value = {.kind = ValueKind::choice, .choices = {"error", "skip", "update"}}},
      {.name = "update-status", .help = "a changed row may move its order to another status"},
      {.name = "status",
       .help = "of new orders whose row names none; without it the first open one",
       .value_name = "NAME",
       .value = {.complete = "order-status-name"}},
      {.name = "partial", .help = "take the good rows and end with 3; else one bad row refuses the file"},
      {.name = "rejects",
       .help = "write the refused rows here, with the reason; mend them and import the file",
       .value_name = "FILE",
       .value = {.kind = ValueKind::path}},
      {.name = "only-region", .help = "refuse numbers of other countries than the project's"},
      {.name = "premium", .help = "take numbers that cost the caller extra"},
      {.name = "errors",
       .help = "how many refusals to tell; 20 is the default",
       .value_name = "N",
       .value = {.kind = ValueKind::integer, .least = 0, .most = 10'000}},
      print_id_flag(),
  };
}

std::vector<Column> batch_columns() {
  return {
      {.name = "batch", .kind = CellKind::integer, .help = "the import's number"},
      {.name = "project", .help = "whose orders"},
      {.name = "source", .help = "the file"},
      {.name = "at", .kind = CellKind::instant, .help = "when"},
      {.name = "who", .help = "by whom"},
      {.name = "created", .kind = CellKind::integer, .help = "new orders"},
      {.name = "updated", .kind = CellKind::integer, .help = "changed orders"},
      {.name = "unchanged", .kind = CellKind::integer, .help = "rows that said nothing new", .wide = true},
      {.name = "skipped", .kind = CellKind::integer, .help = "left as they were", .wide = true},
      {.name = "refused", .kind = CellKind::integer, .help = "bad rows", .wide = true},
      {.name = "undone", .kind = CellKind::instant, .help = "when it was taken back"}};
}

Command orders_command() {
  return {
      .verb = "orders",
      .summary = "Import orders from CSV, JSON or JSON lines",
      .description =
          "Usual headers are recognised (order_id, bayer_name, phone, phone2 ..); other columns become "
          "fields "
          "of the order, reachable in templates. The same file again changes nothing. A bad row refuses the "
          "whole file, unless --partial is given; every refusal is told with its line, column and reason.\n\n"
          "The import is one transaction, a running loop waits for it; with --partial it is committed in "
          "pieces, and the loop goes on in between.",
      .examples =
          {{"dialctl import orders today.csv --project shop --dry-run", "what would happen"},
           {"dialctl import orders today.csv --project shop --on-conflict update --rejects rej.csv -q",
            "from cron"},
           {"mlr --icsv --ojsonl cat leads.csv | dialctl import orders - --format ndjson", "from a pipe"}},
      .positionals = {{.name = "file",
                       .help = "the file; - is standard input",
                       .value = {.kind = ValueKind::path}}},
      .flags = order_flags(),
      .columns = {{.name = "batch",
                   .kind = CellKind::integer,
                   .help = "for import undo; empty: nothing changed"},
                  {.name = "kept", .kind = CellKind::boolean, .help = "no: a dry run, or refused"},
                  {.name = "rows", .kind = CellKind::integer, .help = "read"},
                  {.name = "created", .kind = CellKind::integer, .help = "new orders"},
                  {.name = "updated", .kind = CellKind::integer, .help = "changed orders"},
                  {.name = "unchanged", .kind = CellKind::integer, .help = "said nothing new"},
                  {.name = "skipped", .kind = CellKind::integer, .help = "left as they were"},
                  {.name = "refused", .kind = CellKind::integer, .help = "bad rows"},
                  {.name = "mapping", .help = "which columns were recognised"},
                  {.name = "errors", .kind = CellKind::rows, .help = "the first refusals"}},
      .shape = Shape::record,
      .access = Access::write,
      .run = orders};
}

}  // namespace

Noun import_noun() {
  const Positional batch{
      .name = "batch", .help = "the import's number", .value = {.kind = ValueKind::integer, .least = 1}};
  return {.name = "import",
          .summary = "Orders and missed calls in, and what came in before",
          .commands = {
              orders_command(),
              import_missed_command(),
              import_calls_command(),
              {.verb = "list",
               .summary = "List imports, newest first",
               .examples = {{"dialctl import list --project shop", "of one project"}},
               .flags = {{.name = "project",
                          .help = "of one project",
                          .value_name = "NAME",
                          .value = {.complete = "project-name"}}},
               .columns = batch_columns(),
               .shape = Shape::list,
               .access = Access::read,
               .run = list},
              {.verb = "show",
               .summary = "Show one import",
               .examples = {{"dialctl import show 3", "its counts and its source"}},
               .positionals = {batch},
               .columns = batch_columns(),
               .shape = Shape::record,
               .access = Access::read,
               .run = show},
              {.verb = "undo",
               .summary = "Take an import back, while nobody of it has been called",
               .description =
                   "Removes the orders that it made. Orders that it changed stay changed. Where somebody "
                   "has been called, nothing is removed and these orders are listed.",
               .examples = {{"dialctl import undo 17 --yes", "the wrong file"}},
               .positionals = {batch},
               .columns = {{.name = "id", .kind = CellKind::integer, .help = "an order that has been called"},
                           {.name = "external_id", .help = "the shop's own id"},
                           {.name = "attempts", .kind = CellKind::integer, .help = "how often"}},
               .shape = Shape::list,
               .access = Access::write,
               .confirm = Confirm::mass,
               .run = undo},
          }};
}

}  // namespace dialctl::cli
