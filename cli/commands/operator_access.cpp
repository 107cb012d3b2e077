// operator access, start and stop: who may work in which call modes, and whose phone is dialled for (CM-05,
// CM-07).
#include "cli/commands/operator_access.h"

#include <fmt/format.h>
#include <map>

#include "cli/commands/mode_words.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

Result<std::vector<ModeCell>> all_cells(const std::vector<std::string>& words, const All& settings) {
  std::vector<ModeCell> all;
  for (const std::string& word : words) {
    auto cells = cells_of(word, settings);
    if (!cells) return cells.error();
    all.insert(all.end(), cells.value().begin(), cells.value().end());
  }
  return all;
}

Result<void> change_ticks(Invocation& in, Ports& ports, const All& settings) {
  const auto* who = find_named(settings.operators, in.text("name"));
  if (who == nullptr) return no_such("operator", in.text("name"));
  auto allowed = all_cells(in.all("allow"), settings);
  if (!allowed) return allowed.error();
  auto denied = all_cells(in.all("deny"), settings);
  if (!denied) return denied.error();
  return ports.registry().change_access(who->id, allowed.value(), denied.value(), change_of(in, ports));
}

// Every tick, and every cell with orders.
Result<ExitCode> show_matrix(Invocation& in, Ports& ports, const All& settings) {
  std::map<ModeCell, std::int64_t> orders;
  auto looked = ports.line_book().look([&]() -> Result<void> {
    for (const PartCount& count : ports.line_book().counts(in.now()))
      orders[{count.project, count.line.mode}] += count.all();
    return {};
  });
  if (!looked) return looked.error();
  Rows out = in.rows();
  for (const OperatorSettings& one : settings.operators) {
    if (in.given("name") && one.name != in.text("name")) continue;
    std::map<ModeCell, bool> cells;
    for (const auto& [cell, count] : orders)
      cells[cell] = false;
    for (const ModeCell& cell : one.access)
      cells[cell] = true;
    for (const auto& [cell, allowed] : cells) {
      if (!out.add({Cell{one.name}, Cell{project_name(settings, cell.project)}, Cell{to_text(cell.mode)},
                    Cell{allowed}, Cell{orders[cell]}}))
        return out.finish();
    }
  }
  return out.finish();
}

Result<ExitCode> access(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  const bool changes = in.given("allow") || in.given("deny");
  if (changes && !in.given("name"))
    return Error{ErrorKind::usage, "operator.which", "--allow and --deny are about one operator",
                 "dialctl operator access NAME --allow PROJECT:MODE"};
  if (changes) {
    auto done = ports.registry().together(
        [&]() -> Result<void> {
          auto settings = ports.registry().load();
          if (!settings) return settings.error();
          return change_ticks(in, ports, settings.value());
        },
        ending_of(in));
    if (!done) return done.error();
    in.note(fmt::format("operator '{}': access changed{}", in.text("name"), in.dry_remark()));
  }
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  if (in.given("name") && find_named(settings.value().operators, in.text("name")) == nullptr)
    return no_such("operator", in.text("name"));
  return show_matrix(in, ports, settings.value());
}

// What a dial session needs, where it is missing.
Result<void> can_dial(const OperatorSettings& who, const Rulebook& rules) {
  bool dialed = false;
  bool fed = false;
  for (const ModeCell& cell : who.access) {
    dialed = dialed || hands_out(rules.mode(cell.project, cell.mode).dial_way, HandOutBy::dialer);
    for (const auto& status : rules.settings().statuses)
      fed = fed || status.mode == cell.mode;
  }
  if (who.access.empty())
    return Error{ErrorKind::refused, "line.no-access",
                 "operator '" + who.name + "' has access to no call mode",
                 "dialctl operator access " + who.name + " --allow PROJECT:MODE"};
  if (!fed)
    return Error{ErrorKind::refused, "mode.no-status", "no status feeds the call modes of '" + who.name + "'",
                 "dialctl order-status set STATUS --mode MODE"};
  if (!dialed)
    return Error{ErrorKind::refused, "mode.by-hand",
                 "the call modes of '" + who.name + "' are dialled by hand",
                 "dialctl mode set PROJECT MODE --dial-way auto"};
  return {};
}

Result<ExitCode> set_session(Invocation& in, bool on) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto done = ports.registry().together(
      [&]() -> Result<void> {
        auto settings = ports.registry().load();
        if (!settings) return settings.error();
        const auto* known = find_named(settings.value().operators, in.text("name"));
        if (known == nullptr) return no_such("operator", in.text("name"));
        OperatorSettings row = *known;
        row.in_session = on;
        if (on) {
          const Rulebook rules(settings.value());
          if (auto can = can_dial(row, rules); !can) return can;
          if (row.status != OperatorStatus::ready) {
            row.status = OperatorStatus::ready;
            row.status_reason = "";
            row.status_since = in.now();
          }
        }
        auto put = ports.registry().put(row, change_of(in, ports));
        if (!put) return put.error();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(fmt::format("operator '{}': dial session {}{}", in.text("name"), on ? "started" : "stopped",
                      in.dry_remark()));
  return ExitCode::done;
}

Result<ExitCode> start(Invocation& in) {
  return set_session(in, true);
}
Result<ExitCode> stop(Invocation& in) {
  return set_session(in, false);
}

Positional who(bool required) {
  return {.name = "name", .help = "his name", .value = {.complete = "operator-name"}, .required = required};
}

}  // namespace

std::vector<Command> session_commands() {
  const Flag allow{.name = "allow",
                   .help = "may work in this mode; PROJECT is all modes of the project",
                   .value_name = "PROJECT:MODE",
                   .repeats = true};
  const Flag deny{.name = "deny", .help = "may not", .value_name = "PROJECT:MODE", .repeats = true};
  return {
      {.verb = "access",
       .summary = "Show or change which call modes operators may work in",
       .description = "Without a tick an operator gets no order of that mode, neither dialled nor by hand.",
       .examples = {{"dialctl operator access", "the matrix, with the orders of each mode"},
                    {"dialctl operator access anna --allow shop:new --deny shop:reconfirm", "two ticks"}},
       .positionals = {who(false)},
       .flags = {allow, deny, reason_flag()},
       .columns = {{.name = "operator", .help = "who"},
                   {.name = "project", .help = "whose orders"},
                   {.name = "mode", .help = "the call mode"},
                   {.name = "allowed", .kind = CellKind::boolean, .help = "whether there is a tick"},
                   {.name = "orders", .kind = CellKind::integer, .help = "in the mode now"}},
       .shape = Shape::list,
       .access = Access::write,
       .run = access},
      {.verb = "start",
       .summary = "Open a dial session: his phone rings, then the customer's, one order after the other",
       .examples = {{"dialctl operator start anna", "she is ready, and the dialer hands her orders"}},
       .positionals = {who(true)},
       .flags = {reason_flag()},
       .access = Access::write,
       .run = start},
      {.verb = "stop",
       .summary = "End his dial session; a call under way goes on to its end",
       .examples = {{"dialctl operator stop anna", "he stays ready for his queue's customers"}},
       .positionals = {who(true)},
       .flags = {reason_flag()},
       .access = Access::write,
       .run = stop}};
}

}  // namespace dialctl::cli
