// simulator: the built-in phone server, with seeded people.
#include "cli/commands/nouns.h"
#include "cli/invocation.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> serve(Invocation& in) {
  SimulatorRequest request;
  request.port = static_cast<std::uint16_t>(in.integer("port").value_or(8088));
  request.seed = static_cast<std::uint64_t>(in.integer("seed").value_or(1));
  request.speed = static_cast<unsigned>(in.integer("speed").value_or(1));
  request.coded_numbers = in.text("people") == "coded";
  request.journal_file = in.text("journal");
  request.faults = in.all("fault");
  auto served = in.wiring().serve_simulator(
      request, [&](const std::string& url) { in.note("phone server with simulated people at " + url); });
  if (!served) return served.error();
  return ExitCode::done;
}

}  // namespace

Noun simulator_noun() {
  return {
      .name = "simulator",
      .summary = "A phone server with simulated people, to try things out",
      .commands = {
          {.summary = "Serve the part of Asterisk's interface that dialctl uses, on this machine only",
           .description =
               "No real call is ever made. User dialer, password dialer-secret.\n\n"
               "Local/NUMBER@people is a person drawn from the seed. Local/NUMBER@customers does what "
               "the last six digits OO RR TT spell, after RR seconds of ringing: 10 answers and talks "
               "for TT, 11 and 12 press 1 and 2 after TT, 13 presses 7 and then 1, 14 and 15 press 1 "
               "and 2 after the message, 16 presses 1 and hangs up after TT, 20 answers and hangs up, "
               "30 is busy, 40 never answers, 50 ends with the cause TT, 60 is a machine, 70 and 71 are "
               "busy or silent for the first TT calls and then press 1; any other number is drawn. "
               "Local/NUMBER@operators: 1xx, 2xx and 8xx answer after 1, 5 and 3 s, 3xx never, 4xx are "
               "busy, 6xx reject, 7xx hang up.\n\n"
               "What goes wrong on purpose, for trials. So many of 10,000 new calls: error-placed, "
               "error-unplaced, "
               "drop-placed, drop-unplaced, cut-placed, crawl-placed, garbage-placed, wrong-call-placed, "
               "throttled-unplaced; the call of a 'placed' one goes out whatever is answered. Milliseconds: "
               "answers-after, places-after (at most), loses-sockets-every. From this request on, 401: "
               "unauthorized-from.",
           .examples = {{"dialctl simulator --port 8088 --speed 10 &", "ten times as fast as life"}},
           .flags = {{.name = "port",
                      .help = "8088; 0 is any free one",
                      .value_name = "PORT",
                      .value = {.kind = ValueKind::integer, .least = 0, .most = 65535}},
                     {.name = "seed",
                      .help = "other people for another seed; 1",
                      .value_name = "NUMBER",
                      .value = {.kind = ValueKind::integer, .least = 0}},
                     {.name = "speed",
                      .help = "how many times as fast as life; 1",
                      .value_name = "FACTOR",
                      .value = {.kind = ValueKind::integer, .least = 1, .most = 1000}},
                     {.name = "people",
                      .help =
                          "drawn from the seed where the last six digits spell nothing, or spelled always",
                      .value_name = "HOW",
                      .value = {.kind = ValueKind::choice, .choices = {"mixed", "coded"}}},
                     {.name = "journal",
                      .help = "write who was called, answered and bridged",
                      .value_name = "FILE",
                      .value = {.kind = ValueKind::path}},
                     {.name = "fault",
                      .help = "what goes wrong, and how often or how long",
                      .value_name = "NAME=NUMBER",
                      .repeats = true}},
           .access = Access::none,
           .run = serve}}};
}

}  // namespace dialctl::cli
