// Changes of one or many orders: which are meant, the question before, the report after.
#include <fmt/format.h>

#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"
#include "cli/id_input.h"

namespace dialctl::cli {
namespace {

// An order by its own name, or the order of an attempt with --by attempt.
Result<OrderId> order_id(Invocation& in, Ports& ports, std::string_view word) {
  if (in.text("by") != "attempt") return ports.order_book().resolve(word);
  const auto attempt = parse_attempt_id(word);
  if (!attempt)
    return Error{ErrorKind::usage, "attempt.bad-id", fmt::format("'{}' is no attempt's id", word),
                 "dialctl attempt list -o id prints them"};
  return ports.order_book().order_of(*attempt);
}

Result<void> add_piped(Invocation& in, Ports& ports, OrderSelection& selection) {
  auto input = IdInput::open(in);
  if (!input) return input.error();
  std::string word;
  for (;;) {
    auto more = input.value().next(word);
    if (!more) return more.error();
    if (!more.value()) return {};
    auto id = order_id(in, ports, word);
    if (!id) {
      Error error = id.error();
      error.message = fmt::format("--ids-from line {}: {}", input.value().line(), error.message);
      return error;
    }
    selection.ids.push_back(id.value());
  }
}

}  // namespace

std::vector<Positional> order_positionals() {
  return {{.name = "order", .help = "its id, or PROJECT/EXTERNAL-ID", .required = false, .repeats = true}};
}

std::vector<Flag> selection_flags() {
  std::vector<Flag> flags = id_input_flags();
  flags.push_back({.name = "by",
                   .help = "what the ids are of; attempt: the order that was called",
                   .value_name = "KIND",
                   .value = {.kind = ValueKind::choice, .choices = {"order", "attempt"}}});
  flags.push_back(due_before_flag());
  flags.push_back(reason_flag());
  return flags;
}

Result<OrderSelection> order_selection(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  const bool named = in.given("order");
  const bool piped = in.given("ids-from");
  const bool filtered = !in.listing().where.empty() || in.given("due-before");
  if (int{named} + int{piped} + int{filtered} != 1)
    return Error{ErrorKind::usage, "order.which",
                 named || piped || filtered ? "orders are named in two ways" : "no order is named",
                 "give ids, or --ids-from FILE, or --where KEY=VALUE"};
  OrderSelection selection;
  if (filtered) {
    auto filter = order_filter(in, ports, settings);
    if (!filter) return filter.error();
    selection.filter = filter.value();
  }
  for (const std::string& word : in.all("order")) {
    auto id = order_id(in, ports, word);
    if (!id) return id.error();
    selection.ids.push_back(id.value());
  }
  if (piped) {
    if (auto added = add_piped(in, ports, selection); !added) return added.error();
  }
  // Several attempts may be of one order.
  std::sort(selection.ids.begin(), selection.ids.end());
  selection.ids.erase(std::unique(selection.ids.begin(), selection.ids.end()), selection.ids.end());
  return selection;
}

Command change_command() {
  Command command;
  command.positionals = order_positionals();
  command.flags = selection_flags();
  command.columns = {{.name = "id", .kind = CellKind::integer, .help = "an order that was refused"},
                     {.name = "code", .help = "kind of refusal"},
                     {.name = "reason", .help = "why"},
                     {.name = "hint", .help = "what to do"}};
  command.shape = Shape::list;
  command.access = Access::write;
  command.confirm = Confirm::mass;
  command.listing = Listing::by_command;
  command.where = order_where();
  return command;
}

Result<ExitCode> change_orders(Invocation& in, std::string_view what, const MakeEdit& make_edit) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto selection = order_selection(in, ports, settings.value());
  if (!selection) return selection.error();
  auto edit = make_edit(in, ports, settings.value());
  if (!edit) return edit.error();
  auto count = ports.order_book().count(selection.value());
  if (!count) return count.error();
  const bool one_by_name = in.given("order") && count.value() == 1;
  if (!one_by_name || in.given("expect")) {
    if (auto sure = in.confirm(fmt::format("{} {} orders", what, count.value()), count.value()); !sure)
      return sure.error();
  }
  const Rulebook rules(settings.value());
  const EditRequest request{std::move(selection).value(),
                            std::move(edit).value(),
                            ports.who(),
                            std::string{in.text("reason")},
                            in.now(),
                            in.dry_run(),
                            in.integer("expect")};
  auto report = [&] {
    const Working working = in.working(in.command().verb);
    return ports.order_book().change(request, rules);
  }();
  if (!report) return report.error();
  const EditReport& done = report.value();
  Rows out = in.rows();
  for (const EditRefusal& refusal : done.refusals) {
    if (!out.add({Cell{refusal.order.value}, refusal.error.code, refusal.error.message, refusal.error.hint}))
      break;
  }
  in.note(fmt::format("{} changed, {} as they were, {} refused{}", done.changed, done.unchanged, done.refused,
                      in.dry_remark()));
  if (done.refused == 0) return out.finish();
  // One order by name: its refusal is the command's.
  if (done.matched == 1) return done.refusals.front().error;
  return out.finish(ExitCode::partly);
}

}  // namespace dialctl::cli
