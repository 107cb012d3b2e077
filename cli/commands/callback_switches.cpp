#include "cli/commands/callback_switches.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/commands/callback_words.h"
#include "cli/commands/missed_intake.h"
#include "cli/commands/missed_views.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

// Changes the switches and does what belongs to it, in one transaction; `work` says what is told.
template <class Work>
Result<ExitCode> with_desk(Invocation& in, Work work) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  std::string told;
  auto done = ports.registry().together(
      [&]() -> Result<void> {
        auto worked = work(ports, callback_desk(ports, change_of(in, ports)));
        if (!worked) return worked.error();
        told = std::move(worked).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(told + std::string{in.dry_remark()});
  return ExitCode::done;
}

Result<ExitCode> pause(Invocation& in) {
  return with_desk(in, [&](Ports&, CallbackDesk desk) -> Result<std::string> {
    if (auto paused = desk.pause(); !paused) return paused.error();
    return std::string{
        "callbacks paused: missed calls are kept, customers who are being called are called on"};
  });
}

// Calls that were lost while callbacks were paused, judged by the rules as they are now, oldest first.
Result<std::string> backfill(Invocation& in, Ports& ports, Instant since, bool& made_status) {
  MissedBook& book = ports.missed_book();
  MissedFilter filter;
  filter.taking = std::string{to_text(Taking::paused)};
  filter.since = since;
  filter.oldest_first = true;
  std::vector<MissedId> ids;  // no more than these: what is judged again must not change under the reading
  auto found = book.missed(filter, [&](const MissedLine& line) {
    ids.push_back(line.call.id);
    return true;
  });
  if (!found) return found.error();
  auto intake = MissedIntake::open(in, ports);
  if (!intake) return intake.error();
  made_status = intake.value()->made_status();
  int made = 0;
  int joined = 0;
  for (const MissedId id : ids) {
    std::optional<MissedCall> call;
    MissedFilter one;
    one.id = id;
    auto read = book.missed(one, [&](const MissedLine& line) {
      call = line.call;
      return true;
    });
    if (!read) return read.error();
    const Taking what = intake.value()->take_again(*call).taken.what;
    made += what == Taking::task ? 1 : 0;
    joined += what == Taking::joined ? 1 : 0;
  }
  return fmt::format("; missed meanwhile: {}, callbacks made: {}, joined: {}", ids.size(), made, joined);
}

Result<ExitCode> resume(Invocation& in) {
  bool made_status = false;
  auto done = with_desk(in, [&](Ports& ports, CallbackDesk desk) -> Result<std::string> {
    if (auto on = desk.resume(); !on) return on.error();
    std::string told = "callbacks go on";
    if (const auto since = in.instant("backfill")) {
      auto taken = backfill(in, ports, *since, made_status);
      if (!taken) return taken.error();
      told += taken.value();
    }
    return told;
  });
  if (done) tell_status(in, made_status);
  return done;
}

Result<ExitCode> freeze(Invocation& in) {
  return with_desk(in, [&](Ports&, CallbackDesk desk) -> Result<std::string> {
    auto frozen = desk.freeze();
    if (!frozen) return frozen.error();
    return fmt::format("callbacks frozen; rules disabled: {}, callbacks cancelled: {}", frozen.value().rules,
                       frozen.value().cancelled);
  });
}

Result<ExitCode> unfreeze(Invocation& in) {
  return with_desk(in, [&](Ports&, CallbackDesk desk) -> Result<std::string> {
    auto off = desk.unfreeze();
    if (!off) return off.error();
    return fmt::format("callbacks unfrozen; rules that are off until they are enabled: {}", off.value());
  });
}

Result<ExitCode> limit(Invocation& in) {
  return with_desk(in, [&](Ports& ports, const CallbackDesk&) -> Result<std::string> {
    auto settings = ports.registry().load();
    if (!settings) return settings.error();
    CallbackSwitches switches = settings.value().callbacks;
    switches.lines_max = static_cast<int>(in.integer("lines").value_or(0));
    if (auto set = ports.registry().set_callbacks(switches, change_of(in, ports)); !set) return set.error();
    if (switches.lines_max == 0) return std::string{"callbacks at once: unlimited"};
    return fmt::format("callbacks at once: {}", switches.lines_max);
  });
}

void add_counts(std::vector<std::vector<Cell>>& rows, const CallbackRule& rule,
                const CallbackCounts& counts) {
  rows.push_back({Cell{std::string{rule.name}}, Cell{rule.enabled}, Cell{counts.open}, Cell{counts.due},
                  Cell{counts.live}, Cell{counts.blocked}});
}

// Rules in their order, then those that are gone and have callbacks that are not over.
NestedRows rule_rows(const std::vector<CallbackCounts>& counts, const dialctl::Settings& now,
                     const dialctl::Settings& past) {
  NestedRows rows{{{.name = "rule"},
                   {.name = "enabled", .kind = CellKind::boolean},
                   {.name = "open", .kind = CellKind::integer},
                   {.name = "due", .kind = CellKind::integer},
                   {.name = "live", .kind = CellKind::integer},
                   {.name = "blocked", .kind = CellKind::integer}},
                  {}};
  for (const CallbackRule& rule : now.rules) {
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&](const CallbackCounts& one) { return one.rule == rule.id; });
    add_counts(rows.rows, rule, found == counts.end() ? CallbackCounts{rule.id} : *found);
  }
  for (const CallbackCounts& one : counts) {
    const auto* rule = find(past.rules, one.rule);
    if (rule == nullptr || find(now.rules, one.rule) != nullptr) continue;
    CallbackRule gone = *rule;
    gone.enabled = false;
    add_counts(rows.rows, gone, one);
  }
  return rows;
}

Result<ExitCode> status(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto now = ports.registry().load();
  if (!now) return now.error();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  auto counts = ports.missed_book().counts(in.now());
  if (!counts) return counts.error();
  CallbackCounts sum;
  for (const CallbackCounts& one : counts.value()) {
    sum.open += one.open;
    sum.due += one.due;
    sum.live += one.live;
    sum.blocked += one.blocked;
  }
  const CallbackSwitches& switches = now.value().callbacks;
  Rows out = in.rows(true);
  out.add({Cell{sum.open}, Cell{sum.due}, Cell{sum.live}, Cell{sum.blocked}, Cell{switches.paused},
           Cell{switches.frozen}, Cell{switches.lines_max},
           Cell{rule_rows(counts.value(), now.value(), past.value())}});
  return out.finish();
}

Command switch_command(std::string_view verb, std::string_view summary, Example example, Handler run) {
  return {.verb = verb,
          .summary = summary,
          .examples = {example},
          .flags = {reason_flag()},
          .access = Access::write,
          .run = run};
}

Command status_command() {
  return {.verb = "status",
          .summary = "Show the switches over callbacks, and how many are open",
          .examples = {{"dialctl callbacks status --json", "for a program"}},
          .columns = {{.name = "open", .kind = CellKind::integer, .help = "callbacks that are not over"},
                      {.name = "due", .kind = CellKind::integer, .help = "of these, ready and due"},
                      {.name = "live", .kind = CellKind::integer, .help = "being called"},
                      {.name = "blocked", .kind = CellKind::integer, .help = "wait for a person"},
                      {.name = "paused", .kind = CellKind::boolean, .help = "none is taken, none is made"},
                      {.name = "frozen", .kind = CellKind::boolean, .help = "the rules were turned off"},
                      {.name = "lines", .kind = CellKind::integer, .help = "at once; 0 is unlimited"},
                      {.name = "rules", .kind = CellKind::rows, .help = "the same of each rule"}},
          .shape = Shape::record,
          .access = Access::read,
          .run = status};
}

}  // namespace

std::vector<Command> callback_switch_commands() {
  std::vector<Command> commands{
      switch_command("pause", "Take no missed calls and make no callbacks; those that wait stay",
                     {"dialctl callbacks pause --reason 'fire drill'", "within a second"}, pause),
      switch_command("resume", "Go on with callbacks, and with those that wait",
                     {"dialctl callbacks resume --backfill -2h", "and take what was missed meanwhile"},
                     resume),
      switch_command("freeze", "Turn every rule off",
                     {"dialctl callbacks freeze --reason 'contract ended'",
                      "no rule takes a call until it is enabled by hand"},
                     freeze),
      switch_command("unfreeze", "Let rules be enabled again; each stays off until it is",
                     {"dialctl callbacks unfreeze", "then dialctl rule enable NAME"}, unfreeze),
      switch_command("limit", "Set how many callbacks there are at once, over all rules",
                     {"dialctl callbacks limit --lines 15", "0 is unlimited"}, limit),
      status_command()};
  commands[1].flags.insert(commands[1].flags.begin(),
                           {.name = "backfill",
                            .help = "judge again what was lost since then while callbacks were paused",
                            .value_name = "SINCE",
                            .value = {.kind = ValueKind::instant}});
  commands[4].flags.insert(commands[4].flags.begin(),
                           {.name = "lines",
                            .help = "at once; 0 is unlimited",
                            .value_name = "N",
                            .value = {.kind = ValueKind::integer, .least = 0, .most = 100'000},
                            .required = true});
  return commands;
}

}  // namespace dialctl::cli
