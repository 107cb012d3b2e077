#include "cli/commands/import_missed.h"

#include <fmt/format.h>

#include "cli/commands/missed_intake.h"
#include "cli/commands/row_intake.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

struct Counts {
  std::int64_t tasks = 0;
  std::int64_t joined = 0;
  std::int64_t no_rule = 0;
  std::int64_t short_wait = 0;
  std::int64_t blacklisted = 0;
  std::int64_t reached = 0;
  std::int64_t paused = 0;
  std::int64_t no_project = 0;
  std::int64_t known = 0;

  void count(const MissedJudged& judged) {
    if (judged.told_before) {
      ++known;
      return;
    }
    switch (judged.taken.what) {
      case Taking::task:
        ++tasks;
        return;
      case Taking::joined:
        ++joined;
        return;
      case Taking::no_rule:
        ++no_rule;
        return;
      case Taking::short_wait:
        ++short_wait;
        return;
      case Taking::blacklisted:
        ++blacklisted;
        return;
      case Taking::reached:
        ++reached;
        return;
      case Taking::paused:
        ++paused;
        return;
      case Taking::no_project:
      case Taking::no_status:  // it is made beforehand
        ++no_project;
        return;
    }
  }
};

void tell(Invocation& in, const Counts& counts, Rows& out, RowIntake& intake, bool kept) {
  out.add({Cell{intake.rows()}, Cell{kept}, Cell{counts.tasks}, Cell{counts.joined}, Cell{counts.no_rule},
           Cell{counts.short_wait}, Cell{counts.blacklisted}, Cell{counts.reached}, Cell{counts.paused},
           Cell{counts.no_project}, Cell{counts.known}, Cell{intake.refused()}, Cell{intake.take_errors()}});
  const auto others = columns_passed_over(intake.source().columns());
  if (!others.empty()) in.note(fmt::format("columns that were not read: {}", fmt::join(others, ", ")));
}

Result<ExitCode> import_missed(Invocation& in) {
  Counts counts;
  bool made_status = false;
  const auto read = [&](Ports& ports, RowIntake& intake) -> Result<void> {
    auto desk = MissedIntake::open(in, ports);
    if (!desk) return desk.error();
    made_status = desk.value()->made_status();
    return intake.read([&](const Row& row) -> Result<void> {
      auto judged = desk.value()->take(missed_words(row, intake.source().columns()));
      if (!judged) return judged.error();
      counts.count(judged.value());
      return {};
    });
  };
  return import_rows(in, {read, [&](Rows& out, RowIntake& intake, bool kept) {
                            tell(in, counts, out, intake, kept);
                            if (kept) tell_status(in, made_status);
                          }});
}

std::vector<Column> count_columns() {
  return {{.name = "rows", .kind = CellKind::integer, .help = "read"},
          {.name = "kept", .kind = CellKind::boolean, .help = "no: a dry run, or refused"},
          {.name = "tasks", .kind = CellKind::integer, .help = "callbacks made"},
          {.name = "joined", .kind = CellKind::integer, .help = "the caller has one open already"},
          {.name = "no_rule", .kind = CellKind::integer, .help = "no rule takes them"},
          {.name = "short_wait", .kind = CellKind::integer, .help = "waited less than the rule wants"},
          {.name = "blacklisted", .kind = CellKind::integer, .help = "must not be called"},
          {.name = "reached", .kind = CellKind::integer, .help = "somebody has reached them since"},
          {.name = "paused", .kind = CellKind::integer, .help = "callbacks are paused"},
          {.name = "no_project", .kind = CellKind::integer, .help = "nothing tells whose they are"},
          {.name = "known", .kind = CellKind::integer, .help = "their id came in before"},
          {.name = "refused", .kind = CellKind::integer, .help = "bad rows"},
          {.name = "errors", .kind = CellKind::rows, .help = "the first refusals"}};
}

}  // namespace

Command import_missed_command() {
  return {
      .verb = "missed",
      .summary = "Import missed calls from CSV, JSON or JSON lines",
      .description =
          "Columns: caller, lost_at, dialled, project, queue, operator, group, site, scenario, tags, "
          "lost_in, "
          "waited, call (the provider's own id), phases (the operators who were rung: anna,boris;clara). "
          "Caller and lost_at are needed. Each call is judged by the rules as they are now, as `dialctl rule "
          "test` tells beforehand; one whose id is known changes nothing. A bad row refuses the whole file, "
          "unless --partial is given; every refusal is told with its line, column and reason.",
      .examples = {{"dialctl import missed lost.csv --dry-run", "what would happen"},
                   {"dialctl import missed - --format ndjson --partial -q < lost.ndjson", "from a pipe"}},
      .positionals = {{.name = "file",
                       .help = "the file; - is standard input",
                       .value = {.kind = ValueKind::path}}},
      .flags = row_intake_flags(),
      .columns = count_columns(),
      .shape = Shape::record,
      .access = Access::write,
      .run = import_missed};
}

}  // namespace dialctl::cli
