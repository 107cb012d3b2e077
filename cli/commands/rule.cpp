// rule: which missed calls are called back, and how (CB-01 to CB-20).
#include <fmt/format.h>

#include "cli/commands/callback_words.h"
#include "cli/commands/missed_intake.h"
#include "cli/commands/nouns.h"
#include "cli/commands/number_words.h"
#include "cli/commands/rule_fields.h"
#include "cli/commands/rule_test.h"
#include "cli/commands/rule_words.h"
#include "cli/declared/noun.h"
#include "engine/decide/callback_rules.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

// All of --place anew.
Result<void> set_places(Invocation& in, Ports& ports, CallbackRule& row, const All& settings) {
  if (!in.given("place")) return {};
  const auto& words = in.all("place");
  row.places.clear();
  for (const std::string& text : words) {
    if (text == "any" && words.size() == 1) return {};
    if (text == "any")
      return Error{ErrorKind::usage, "rule.bad-place", "place 'any' takes in all other places",
                   "give --place any alone, or leave it out"};
    auto place = parse_place(text, ports, settings);
    if (!place) return place.error();
    if (std::find(row.places.begin(), row.places.end(), place.value()) == row.places.end())
      row.places.push_back(std::move(place).value());
  }
  return {};
}

// What can be judged only with a number plan and the zones at hand.
Result<void> check_words(Invocation& in, Ports& ports, CallbackRule& row, const All& settings) {
  if (in.given("caller-id") && !row.caller_id.empty()) {
    auto number = number_of(ports, settings, std::nullopt, row.caller_id);
    if (!number) return number.error();
    row.caller_id = number.value().text();
  }
  if (!in.given("zone") || row.zone.empty()) return {};
  if (auto zone = ports.zones().find(row.zone); !zone) return zone.error();
  return {};
}

Error fixed_by_profile(const CallbackRule& row, std::string_view flag, std::string_view value) {
  return {ErrorKind::usage, "rule.profile",
          fmt::format("rule '{}': profile {} fixes --{} to {}", row.name, to_text(row.profile), flag, value),
          fmt::format("leave --{} out, or give --profile none", flag)};
}

// CB-20: what the profile fixes follows it; a flag that says otherwise is refused.
Result<void> keep_to_profile(const Invocation& in, CallbackRule& row, const All& settings) {
  CallbackRule kept = row;
  take_profile(kept, row.profile);
  if (kept.apply != row.apply && in.given("apply"))
    return fixed_by_profile(row, "apply", to_text(kept.apply));
  if (kept.cancel_on != row.cancel_on && in.given("cancel-on"))
    return fixed_by_profile(row, "cancel-on", to_text(kept.cancel_on));
  if (kept.only_when_empty != row.only_when_empty && in.given("only-when-empty")) {
    const auto* queue = find(settings.queues, *kept.only_when_empty);
    return fixed_by_profile(row, "only-when-empty", queue != nullptr ? queue->name : "its queue");
  }
  row = std::move(kept);
  return {};
}

Result<CallbackRule> named_rule(const Invocation& in, const All& settings) {
  const auto* known = find_named(settings.rules, in.text("name"));
  if (known == nullptr) return no_such("rule", in.text("name"));
  return *known;
}

Result<CallbackRule> fresh_rule(Invocation& in, const All& settings) {
  CallbackRule row;
  row.name = in.text("name");
  row.enabled = !settings.callbacks.frozen;
  if (!row.enabled) in.note("callbacks are frozen: the rule is added disabled");
  return row;
}

// A target that is a bare number is an operator of that name, who is added ready where there is none: he has
// a place in reports, in limits and on the screen like everybody who is rung.
// His name, where he was added.
Result<std::string> set_number_target(Invocation& in, Ports& ports, CallbackRule& row, const All& settings) {
  auto number = number_of_target(in.text("target"), ports, settings);
  if (!number) return number.error();
  if (number.value().empty()) return std::string{};
  row.target.kind = TargetKind::operator_name;
  if (const auto* known = find_named(settings.operators, number.value())) {
    row.target.id = known->id.value;
    return std::string{};
  }
  OperatorSettings one;
  one.name = number.value();
  one.endpoint = number.value();
  one.status = OperatorStatus::ready;
  auto made = ports.registry().put(one, change_of(in, ports));
  if (!made) return made.error();
  row.target.id = made.value().value;
  return one.name;
}

// What a rule needs and was not there: the status of its callbacks, since the loop takes missed calls too and
// makes none, and an operator.
struct MadeAlong {
  bool status = false;
  std::string operator_name;
};

Result<MadeAlong> put_rule(Invocation& in, Ports& ports, bool is_new) {
  auto loaded = ports.registry().load();
  if (!loaded) return loaded.error();
  const All& settings = loaded.value();
  auto status = is_new ? make_callback_status(in, ports, settings) : Result<bool>{false};
  if (!status) return status.error();
  auto made = is_new ? fresh_rule(in, settings) : named_rule(in, settings);
  if (!made) return made.error();
  CallbackRule& row = made.value();
  if (in.given("profile")) take_profile(row, *parse_text<RuleProfile>(in.text("profile")));
  if (auto set = set_fields<Rules>(in, row, settings); !set) return set.error();
  auto number = set_number_target(in, ports, row, settings);
  if (!number) return number.error();
  if (auto set = set_places(in, ports, row, settings); !set) return set.error();
  if (auto right = check_words(in, ports, row, settings); !right) return right.error();
  if (auto kept = keep_to_profile(in, row, settings); !kept) return kept.error();
  if (auto right = check_rule(row); !right) return right.error();
  auto put = ports.registry().put(row, change_of(in, ports));
  if (!put) return put.error();
  return MadeAlong{status.value(), std::move(number).value()};
}

Result<ExitCode> write_rule(Invocation& in, bool is_new) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  MadeAlong made;
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto put = put_rule(in, all, is_new);
        if (!put) return put.error();
        made = std::move(put).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  tell_status(in, made.status);
  if (!made.operator_name.empty() && !in.dry_run())
    in.note(fmt::format("operator '{}' added, ready: the rule rings that number", made.operator_name));
  if (is_new && in.flag("print-id")) {
    in.print(std::string{in.text("name")} + "\n");
    return ExitCode::done;
  }
  in.note(fmt::format("rule '{}' {}{}", in.text("name"), is_new ? "added" : "changed", in.dry_remark()));
  return ExitCode::done;
}

Result<ExitCode> add(Invocation& in) {
  return write_rule(in, true);
}
Result<ExitCode> set(Invocation& in) {
  return write_rule(in, false);
}

// One of --to, --first, --last, in a list of so many.
Result<int> wanted_position(const Invocation& in, std::size_t count) {
  const int given = (in.given("to") ? 1 : 0) + (in.flag("first") ? 1 : 0) + (in.flag("last") ? 1 : 0);
  if (given != 1)
    return Error{ErrorKind::usage, "rule.which-position", "give one of --to, --first and --last",
                 "dialctl rule move NAME --to 2"};
  if (in.flag("first")) return 1;
  const auto most = static_cast<std::int64_t>(count);
  const std::int64_t to = in.flag("last") ? most : in.integer("to").value_or(0);
  if (to < 1 || to > most)
    return Error{ErrorKind::usage, "rule.which-position",
                 fmt::format("there is no position {}: the list has {}", to, most),
                 fmt::format("give --to 1 to {}, --first or --last", most)};
  return static_cast<int>(to);
}

// Reads the rule, does `work` with it, keeps it.
template <class Work>
Result<ExitCode> with_rule(Invocation& in, Work work) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  std::string told;
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        auto row = named_rule(in, settings.value());
        if (!row) return row.error();
        auto worked = work(all, settings.value(), row.value());
        if (!worked) return worked.error();
        told = std::move(worked).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(fmt::format("rule '{}' {}{}", in.text("name"), told, in.dry_remark()));
  return ExitCode::done;
}

Result<ExitCode> move(Invocation& in) {
  return with_rule(in, [&](Ports& ports, const All& settings, CallbackRule& row) -> Result<std::string> {
    auto position = wanted_position(in, settings.rules.size());
    if (!position) return position.error();
    if (auto moved = ports.registry().move_rule(row.id, position.value(), change_of(in, ports)); !moved)
      return moved.error();
    return fmt::format("is at position {} of {}", position.value(), settings.rules.size());
  });
}

Result<ExitCode> enable(Invocation& in) {
  return with_rule(in, [&](Ports& ports, const All&, CallbackRule& row) -> Result<std::string> {
    if (auto on = callback_desk(ports, change_of(in, ports)).enable(row); !on) return on.error();
    return std::string{"enabled: it takes calls that are missed from now on"};
  });
}

// CB-07: a rule that is disabled already keeps to what it was told.
Result<DisabledTasks> wanted_tasks(const Invocation& in, const CallbackRule& row) {
  const DisabledTasks usual = CallbackDesk::usual_when_disabled(row);
  if (!in.given("tasks")) return row.enabled ? usual : row.when_disabled;
  const auto wanted = *parse_text<DisabledTasks>(in.text("tasks"));
  if (row.profile != RuleProfile::none && wanted != usual)
    return fixed_by_profile(row, "tasks", to_text(usual));
  return wanted;
}

Result<ExitCode> disable(Invocation& in) {
  return with_rule(in, [&](Ports& ports, const All&, CallbackRule& row) -> Result<std::string> {
    auto tasks = wanted_tasks(in, row);
    if (!tasks) return tasks.error();
    auto cancelled = callback_desk(ports, change_of(in, ports)).disable(row, tasks.value());
    if (!cancelled) return cancelled.error();
    std::string told = fmt::format("disabled, tasks: {}", to_text(tasks.value()));
    if (tasks.value() == DisabledTasks::cancel)
      told += fmt::format("; callbacks cancelled: {}", cancelled.value());
    return told;
  });
}

Result<ExitCode> remove(Invocation& in) {
  return with_rule(in, [&](Ports& ports, const All&, CallbackRule& row) -> Result<std::string> {
    auto cancelled = callback_desk(ports, change_of(in, ports)).remove(row.id);
    if (!cancelled) return cancelled.error();
    return fmt::format("removed; callbacks cancelled: {}", cancelled.value());
  });
}

Positional which() {
  return {.name = "name", .help = "its name", .value = {.complete = "rule-name"}};
}

std::vector<Flag> with_place(std::vector<Flag> flags) {
  flags.insert(
      flags.begin(),
      {.name = "place",
       .help = "where a call was lost: any, transfer, or queue, project, operator, group, number, site, "
               "scenario or tag and :NAME; all of them anew",
       .value_name = "PLACE",
       .repeats = true});
  return flags;
}

Command move_command() {
  return {.verb = "move",
          .summary = "Change its place in the list",
          .description =
              "The first rule from the top that takes a missed call decides. Tries that are planned "
              "already are decided anew.",
          .examples = {{"dialctl rule move vip --first", "asked before all others"}},
          .positionals = {which()},
          .flags = {{.name = "to",
                     .help = "this position; 1 is asked first",
                     .value_name = "N",
                     .value = {.kind = ValueKind::integer, .least = 1}},
                    {.name = "first", .help = "before all others"},
                    {.name = "last", .help = "after all others"},
                    reason_flag()},
          .access = Access::write,
          .run = move};
}

std::vector<Command> switch_commands() {
  return {
      {.verb = "enable",
       .summary = "Take missed calls from now on",
       .examples = {{"dialctl rule enable evening", "calls that were missed before are not taken"}},
       .positionals = {which()},
       .flags = {reason_flag()},
       .access = Access::write,
       .run = enable},
      {.verb = "disable",
       .summary = "Take no more missed calls",
       .examples = {{"dialctl rule disable evening --tasks cancel", "its callbacks end too"}},
       .positionals = {which()},
       .flags = {{.name = "tasks",
                  .help =
                      "those made before: drain finishes them (default), cancel ends them, hold keeps them",
                  .value_name = "HOW",
                  .value = {.kind = ValueKind::choice, .choices = {"drain", "cancel", "hold"}}},
                 reason_flag()},
       .access = Access::write,
       .run = disable}};
}

}  // namespace

Noun rule_noun() {
  Noun noun{
      .name = "rule",
      .summary = "Which missed calls are called back, and how",
      .commands = declared_commands<Rules>(
          "Add a rule at the end of the list",
          {{"dialctl rule add evening --place queue:sales --target lost-by --intervals 0s,5m,15m",
            "calls that were lost in a queue"},
           {"dialctl rule add rest --profile uis --shortest-wait 10s", "all others, as that system does"}},
          "rule-name"),
      .completers = {{"rule-name", names_of<Rules>}}};
  for (Command& command : noun.commands) {
    if (command.verb == "remove") {
      command.summary = "Remove it; its callbacks that are not being called are cancelled";
      command.run = remove;
    }
    if (command.verb != "add" && command.verb != "set") continue;
    command.run = command.verb == "add" ? add : set;
    command.flags = with_place(std::move(command.flags));
  }
  noun.commands.push_back(move_command());
  for (Command& command : switch_commands())
    noun.commands.push_back(std::move(command));
  noun.commands.push_back(rule_test_command());
  return noun;
}

}  // namespace dialctl::cli
