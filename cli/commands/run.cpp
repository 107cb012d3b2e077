// run: the loop that calls people (RN-01 to RN-05).
#include <memory>

#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "engine/decide/set_up.h"
#include "engine/run/loop.h"

namespace dialctl::cli {
namespace {

LoopOptions options_of(Invocation& in) {
  LoopOptions options;
  if (in.flag("once")) options.mode = RunMode::once;
  if (in.flag("until-idle")) options.mode = RunMode::until_idle;
  // On paper nothing comes later that would not come at once.
  if (in.dry_run() && !in.flag("until-idle") && !in.given("for")) options.mode = RunMode::once;
  options.run_for = in.duration("for");
  options.drain = in.duration("drain").value_or(Milliseconds{60'000});
  options.accept_clock = in.flag("accept-clock");
  return options;
}

std::string summary(const RunReport& report) {
  std::string text = std::to_string(report.attempts) + " calls";
  for (const auto& [outcome, count] : report.outcomes) {
    text += ", " + std::to_string(count) + " " + std::string{to_text(outcome)};
  }
  if (report.left_up > 0)
    text += "; " + std::to_string(report.left_up) + " left up, settled at the next start";
  return text;
}

// QU-09 and what else of the chain keeps calls from being made: said at the start, for a log.
void warn(Invocation& in, const dialctl::Settings& settings) {
  for (const SetUpFinding& finding : judge_set_up(Rulebook{settings})) {
    if (finding.severity != Severity::problem) continue;
    in.note((finding.subject.empty() ? "" : finding.subject + ": ") + finding.message + " (" + finding.fix +
            ")");
  }
}

std::vector<Column> paper_columns() {
  return {{.name = "at", .kind = CellKind::instant, .help = "when"},
          {.name = "project", .help = "whose order"},
          {.name = "order", .kind = CellKind::integer, .help = "dialctl's id of the order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "number", .help = "that would be dialled, E.164"},
          {.name = "round", .kind = CellKind::integer, .help = "of the retry policy, from 1"},
          {.name = "local_time", .help = "the clock at the callee then"},
          {.name = "zone", .help = "judged by the hours in these zones", .wide = true},
          {.name = "template", .help = "what would be said"},
          {.name = "provider", .help = "who would carry it", .wide = true},
          {.name = "gates", .help = "why it is allowed", .wide = true}};
}

Result<ExitCode> run_on_paper(Invocation& in, Ports& ports) {
  auto settings = ports.store().load_settings();
  warn(in, settings);
  Rows out = in.rows();
  auto done = ports.run_on_paper(options_of(in), [&](const AttemptLine& line) {
    return out.add({Cell{line.started}, Cell{project_name(settings, line.project)}, Cell{line.order.value},
                    Cell{line.external_id}, Cell{line.number}, Cell{line.round}, Cell{line.local_time},
                    Cell{line.zone}, Cell{template_name(settings, line.tmpl)},
                    Cell{provider_name(settings, line.provider)}, Cell{line.gates}});
  });
  if (!done) return done.error();
  in.note(std::to_string(done.value().attempts) + " calls would be made (dry run: nobody was called)");
  return out.finish();
}

Result<ExitCode> run(Invocation& in) {
  if (in.flag("once") && in.flag("until-idle")) {
    return Error{ErrorKind::usage, "run.two-ends", "--once and --until-idle exclude each other",
                 "give one of them"};
  }
  auto ports = in.ports();
  if (!ports) return ports.error();
  if (in.dry_run()) return run_on_paper(in, *ports.value());
  std::unique_ptr<const Working> working;
  auto done = ports.value()->run_loop(options_of(in), [&](const dialctl::Settings& settings) {
    warn(in, settings);
    working.reset(new Working(in.working("calling")));
  });
  working.reset();
  if (!done) return done.error();
  const RunReport& report = done.value();
  in.note(summary(report));
  if (report.credentials_refused) {
    return Error{ErrorKind::credentials, "provider.credentials", "a provider has refused our credentials",
                 "dialctl provider test NAME; the journal has its words: dialctl event list"};
  }
  if (report.unknown > 0) {
    return Error{
        ErrorKind::unknown_calls, "attempt.unknown",
        std::to_string(report.unknown) + " calls may or may not have been placed; their numbers are held",
        "dialctl attempt list --where state=unknown, then dialctl attempt resolve"};
  }
  if (report.provider_unreachable) {
    return Error{ErrorKind::provider_unreachable, "provider.unreachable", "a provider could not be reached",
                 "dialctl provider test NAME"};
  }
  return ExitCode::done;
}

}  // namespace

Noun run_noun() {
  return {
      .name = "run",
      .summary = "Call people",
      .commands = {
          {.summary = "Run the loop that places calls and serves them",
           .description =
               "One loop per database; a second one ends with 5 and names the first. SIGTERM: no new calls, "
               "live ones may finish. SIGHUP: settings are read anew, which happens by itself within a "
               "second "
               "too, and a provider whose password was refused is tried with that which stands in its file "
               "now.\n\nWith --dry-run the same loop works on a copy of the database and reaches nobody; "
               "what "
               "it would call is listed.",
           .examples = {{"dialctl run", "until stopped, e.g. by systemd"},
                        {"dialctl run --until-idle --for 4m -q || [ $? -eq 5 ]",
                         "from cron, every five minutes"},
                        {"dialctl run --once", "what is callable now, and no more"},
                        {"dialctl run --dry-run", "whom it would call now; nobody is"}},
           .flags = {{.name = "once", .help = "place what is callable now, serve these calls to their end"},
                     {.name = "until-idle", .help = "end when no call is live and nothing is callable now"},
                     {.name = "for",
                      .help = "then as SIGTERM",
                      .value_name = "LENGTH",
                      .value = {.kind = ValueKind::duration}},
                     {.name = "drain",
                      .help = "how long live calls may finish; 60s",
                      .value_name = "LENGTH",
                      .value = {.kind = ValueKind::duration}},
                     {.name = "accept-clock", .help = "go on after a big jump of the machine's clock"}},
           .columns = paper_columns(),
           .shape = Shape::list,
           .access = Access::run,
           .opens_store = false,
           .run = run}}};
}

}  // namespace dialctl::cli
