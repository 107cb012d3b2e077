#include "cli/commands/pace_decisions.h"

#include "cli/declared/field.h"
#include "cli/invocation.h"
#include "engine/decide/pace/queue_pacer.h"

namespace dialctl::cli {
namespace {

constexpr std::int64_t kShownUnasked = 20;

Cell share(std::int64_t millionths) {
  return Cell{Money{millionths / 100, 4}};
}

// What held the number where it is.
std::string_view held_by(const pace::QueueMoment& moment, const pace::QueueChoice& choice) {
  const auto crew =
      moment.talking.size() + moment.wrapping.size() + static_cast<std::size_t>(moment.idle + moment.offered);
  if (moment.room == 0) return "closed, without orders, or out of lines";
  if (crew == 0) return "no operator is there";
  if (choice.launch >= moment.room) return "lines";
  if (choice.risk_millionths > choice.threshold_millionths) return "risk of abandoning";
  return "one call for each free operator";
}

Result<ExitCode> each_decision(Invocation& in, bool learnt_only, const VisitPace& visit) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* queue = find_named(settings.value().queues, in.text("queue"));
  if (queue == nullptr) return no_such("queue", in.text("queue"));
  PaceFilter filter;
  filter.queue = queue->id;
  filter.since = in.instant("since");
  filter.before = in.instant("before");
  filter.learnt_only = learnt_only;
  filter.limit = in.listing().limit;
  if (!filter.limit && !filter.since && !filter.before) filter.limit = kShownUnasked;
  auto read = ports.value()->call_book().paces(filter, visit);
  if (!read) return read.error();
  return ExitCode::done;
}

Error unreadable(Instant at) {
  return {ErrorKind::store, "pace.unreadable", "the decision of " + to_iso(at) + " cannot be read",
          "it was kept by another version; newer ones can be"};
}

Result<ExitCode> why(Invocation& in) {
  Rows out = in.rows();
  std::optional<Error> failed;
  auto done = each_decision(in, false, [&](const PaceDecided& kept) {
    const auto moment = pace::parse_moment(kept.moment);
    const auto choice = pace::parse_choice(kept.chosen);
    if (!moment || !choice) {
      failed = unreadable(kept.at);
      return false;
    }
    return out.add({Cell{kept.at}, Cell{moment->idle}, Cell{moment->talking.size()},
                    Cell{moment->wrapping.size()}, Cell{moment->waiting}, Cell{moment->ringing.size()},
                    Cell{moment->listening.size()}, share(choice->answered_millionths), Cell{moment->wanted},
                    Cell{moment->lost}, share(choice->risk_millionths), share(choice->threshold_millionths),
                    Cell{choice->launch}, Cell{choice->let_go.size()}, Cell{held_by(*moment, *choice)}});
  });
  if (!done) return done.error();
  if (failed) return *failed;
  return out.finish();
}

Result<ExitCode> replay(Invocation& in) {
  Rows out = in.rows();
  std::optional<Error> failed;
  bool all_same = true;
  auto done = each_decision(in, true, [&](const PaceDecided& kept) {
    const auto moment = pace::parse_moment(kept.moment);
    const auto choice = pace::parse_choice(kept.chosen);
    pace::QueuePacer pacer;
    if (!moment || !choice || !pacer.take_up(kept.learnt)) {
      failed = unreadable(kept.at);
      return false;
    }
    const pace::QueueChoice again = pacer.decide(*moment);
    all_same = all_same && again == *choice;
    return out.add({Cell{kept.at}, Cell{choice->launch}, Cell{again.launch}, share(choice->risk_millionths),
                    share(again.risk_millionths), Cell{again == *choice}});
  });
  if (!done) return done.error();
  if (failed) return *failed;
  auto finished = out.finish();
  if (!finished) return finished.error();
  return all_same ? finished.value() : ExitCode::differs;
}

std::vector<Flag> span_flags() {
  return {{.name = "since",
           .help = "from this instant on; without it, the last ones",
           .value_name = "WHEN",
           .value = {.kind = ValueKind::instant}},
          {.name = "before",
           .help = "before this instant",
           .value_name = "WHEN",
           .value = {.kind = ValueKind::instant}}};
}

std::vector<Positional> queue_positional() {
  return {{.name = "queue", .help = "its name", .value = {.complete = "queue-name"}}};
}

}  // namespace

Command pace_why_command() {
  return {
      .verb = "why",
      .summary = "What predictive pacing knew, and what it chose",
      .description =
          "One decision each quarter of a minute is kept, for two days. Shares are parts of one. "
          "No further call is launched once its risk, the chance that who answers it finds "
          "nobody, is above the threshold.",
      .examples = {{"dialctl pace why sales", "the last decisions"},
                   {"dialctl pace why sales --since -1h -o csv", "for a spreadsheet"}},
      .positionals = queue_positional(),
      .flags = span_flags(),
      .columns = {{.name = "at", .kind = CellKind::instant, .help = "when"},
                  {.name = "idle", .kind = CellKind::integer, .help = "operators who were free"},
                  {.name = "talking", .kind = CellKind::integer, .help = "operators"},
                  {.name = "wrapping", .kind = CellKind::integer, .help = "operators in wrap-up"},
                  {.name = "waiting", .kind = CellKind::integer, .help = "customers without an operator"},
                  {.name = "ringing", .kind = CellKind::integer, .help = "calls"},
                  {.name = "listening", .kind = CellKind::integer, .help = "calls that hear a message"},
                  {.name = "answered", .kind = CellKind::money, .help = "share of calls, as believed"},
                  {.name = "wanted", .kind = CellKind::integer, .help = "an operator, in the nearest window"},
                  {.name = "lost", .kind = CellKind::integer, .help = "of these, found nobody"},
                  {.name = "risk", .kind = CellKind::money, .help = "of the next call"},
                  {.name = "threshold", .kind = CellKind::money, .help = "that it may have"},
                  {.name = "launch", .kind = CellKind::integer, .help = "calls that were chosen"},
                  {.name = "let_go", .kind = CellKind::integer, .help = "ringing calls that were let go"},
                  {.name = "held_by", .help = "why not one more"}},
      .shape = Shape::list,
      .access = Access::read,
      .listing = Listing::by_command,
      .run = why};
}

Command pace_replay_command() {
  return {.verb = "replay",
          .summary = "Make kept decisions again, from what was known then",
          .description =
              "Those that were kept with what had been learnt, one in two minutes. They come out the "
              "same on any machine; ends with 1 when one does not.",
          .examples = {{"dialctl pace replay sales --since -1h", "the last hour"}},
          .positionals = queue_positional(),
          .flags = span_flags(),
          .columns = {{.name = "at", .kind = CellKind::instant, .help = "when"},
                      {.name = "launch", .kind = CellKind::integer, .help = "as it was chosen"},
                      {.name = "launch_again", .kind = CellKind::integer, .help = "as it is chosen now"},
                      {.name = "risk", .kind = CellKind::money, .help = "as it was"},
                      {.name = "risk_again", .kind = CellKind::money, .help = "as it is now"},
                      {.name = "same", .kind = CellKind::boolean, .help = "all of it"}},
          .shape = Shape::list,
          .access = Access::read,
          .listing = Listing::by_command,
          .run = replay};
}

}  // namespace dialctl::cli
