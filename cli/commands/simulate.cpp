// simulate: the same engine on a virtual clock, with seeded people (RN-08).
#include "cli/commands/nouns.h"
#include "cli/commands/simulate_scenario.h"
#include "cli/invocation.h"
#include "cli/simulation_report.h"
#include "engine/run/loop.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> simulate(Invocation& in) {
  if (in.given("scenario")) return simulate_scenario(in);
  if (in.flag("timing"))
    return Error{ErrorKind::usage, "simulate.flags", "--timing goes with --scenario", "leave it out"};
  auto ports = in.ports();
  if (!ports) return ports.error();
  SimulationRequest request;
  request.seed = static_cast<std::uint64_t>(in.integer("seed").value_or(1));
  request.start = in.instant("from").value_or(in.now());
  request.length = in.duration("for").value_or(Milliseconds{24 * 3'600'000});
  request.missed = in.integer("missed").value_or(0);
  auto done = [&] {
    const Working working = in.working("simulating");
    return ports.value()->simulate(request);
  }();
  if (!done) return done.error();
  const SimulationReport& report = done.value();
  Rows out = in.rows();
  const auto say = [&](std::string_view name, std::int64_t value) { out.add({Cell{name}, Cell{value}}); };
  say("orders", report.orders);
  say("orders_done", report.orders_done);
  say("calls", report.run.attempts);
  for (const auto& [outcome, count] : report.run.outcomes) {
    const std::string name = "outcome." + std::string{to_text(outcome)};
    out.add({Cell{std::string_view{name}}, Cell{count}});
  }
  say("missed_calls", report.callbacks.missed);
  say("callbacks", report.callbacks.callbacks);
  say("callbacks_reached", report.callbacks.reached);
  say("callbacks_given_up", report.callbacks.given_up);
  say("callbacks_open", report.callbacks.open);
  say("talk_seconds", report.talk_seconds);
  say("virtual_seconds", request.length.count() / 1000);
  return out.finish();
}

}  // namespace

Noun simulate_noun() {
  return {
      .name = "simulate",
      .summary = "The same engine on a virtual clock, with seeded people",
      .commands = {
          {.summary = "Call the orders and the missed calls of the database in a world that does not exist",
           .description =
               "Nothing of the database is changed, nobody is called, and the same seed gives the same "
               "output."
               "\n\n"
               "With --scenario the whole engine lives through the days of a JSON file instead, without any "
               "database: how many operators are there and when, how people answer, how long calls take. "
               "samples/scenario.json has all keys. A table shows the measures of each day and draws it; -o "
               "json "
               "gives an object a scenario, an array where the file is one of several. us_per_decision is "
               "null "
               "without --timing, since no seed repeats it.",
           .examples = {{"dialctl simulate --seed 7 --for 24h", "what the next day would be like"},
                        {"dialctl simulate --scenario samples/scenario.json --seed 7",
                         "a day that a file describes"},
                        {"dialctl simulate --missed 500 --for 24h", "if 500 calls were lost meanwhile"}},
           .flags = {{.name = "seed",
                      .help = "other people for another seed; 1",
                      .value_name = "NUMBER",
                      .value = {.kind = ValueKind::integer, .least = 0}},
                     {.name = "from",
                      .help = "the virtual clock starts here; now",
                      .value_name = "TIME",
                      .value = {.kind = ValueKind::instant}},
                     {.name = "for",
                      .help = "so much virtual time; 24h",
                      .value_name = "LENGTH",
                      .value = {.kind = ValueKind::duration}},
                     {.name = "missed",
                      .help = "so many calls are missed meanwhile, like those that the database has; 0",
                      .value_name = "N",
                      .value = {.kind = ValueKind::integer, .least = 0, .most = 100'000}},
                     {.name = "scenario",
                      .help = "the day of this JSON file instead of the database's",
                      .value_name = "FILE",
                      .value = {.kind = ValueKind::path}},
                     {.name = "timing",
                      .help = "with --scenario: how long a decision takes, in microseconds"}},
           .columns = {{.name = "name", .help = "what"},
                       {.name = "value", .kind = CellKind::integer, .help = "how much"}},
           .shape = Shape::list,
           .access = Access::plan,
           .run = simulate}}};
}

}  // namespace dialctl::cli
