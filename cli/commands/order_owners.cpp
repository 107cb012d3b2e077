// order fetch and assign: whose orders they are (AD-05, AD-06).
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

#include "cli/commands/mode_words.h"
#include "cli/commands/order_lines.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

// --project and --mode, where the operator has more than one mode that can be fetched from.
Result<ModeCell> fetch_cell(const Invocation& in, const Rulebook& rules, const OperatorSettings& who) {
  auto filter = line_filter(in, rules.settings());
  if (!filter) return filter.error();
  std::vector<ModeCell> cells;
  std::vector<ModeCell> open;
  for (const ModeCell& cell : who.access) {
    if (filter.value().project.value_or(cell.project) != cell.project) continue;
    if (filter.value().mode.value_or(cell.mode) != cell.mode) continue;
    cells.push_back(cell);
    if (rules.mode(cell.project, cell.mode).fetch) open.push_back(cell);
  }
  if (open.size() == 1) return open.front();
  if (cells.size() == 1) return cells.front();
  if (cells.empty())
    return Error{ErrorKind::refused, "line.no-access",
                 "operator '" + who.name + "' has access to no such call mode",
                 "dialctl operator access " + who.name + " --allow PROJECT:MODE"};
  return Error{ErrorKind::usage, "fetch.which-mode", "operator '" + who.name + "' has several call modes",
               "name one: --project NAME --mode MODE"};
}

Result<ExitCode> fetch_orders(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  std::vector<OrderId> fetched;
  auto done = ports.line_book().change(
      [&]() -> Result<void> {
        auto settings = ports.registry().load();
        if (!settings) return settings.error();
        const Rulebook rules(settings.value());
        auto who = operator_of(in, settings.value());
        if (!who) return who.error();
        auto cell = fetch_cell(in, rules, *who.value());
        if (!cell) return cell.error();
        FetchRequest request{{who.value(), {}, ports.who(), in.now()}, cell.value(), std::nullopt};
        if (in.given("count")) request.count = static_cast<int>(*in.integer("count"));
        auto got = fetch(ports.line_book(), rules, ports.zones(), request);
        if (!got) return got.error();
        fetched = std::move(got).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  Rows out = in.rows();
  for (const OrderId order : fetched) {
    if (!out.add({Cell{order.value}})) break;
  }
  in.note(fmt::format("{} orders are {}'s now{}", fetched.size(), in.text("operator"), in.dry_remark()));
  return out.finish();
}

// "anna=2", or "anna".
Result<Assignee> assignee_of(std::string_view word, const All& settings, bool weighted) {
  Assignee one;
  const auto equals = word.find('=');
  one.name = word.substr(0, equals);
  if (find_named(settings.operators, one.name) == nullptr) return no_such("operator", one.name);
  if (equals == std::string_view::npos) return one;
  const auto text = word.substr(equals + 1);
  const auto number = parse_integer(text);
  if (!weighted || !number || *number < 1 || *number > 1000)
    return Error{ErrorKind::usage, "assign.weight", fmt::format("'{}' is no operator with a weight", word),
                 "write --to anna=2 with --share weight; weights are 1 to 1000"};
  one.weight = static_cast<int>(*number);
  return one;
}

struct AssignPlan {
  std::vector<Assignment> given;
  std::int64_t left = 0;  // for whom nobody has room, access, or a mode
  std::string why_left;
};

// The orders of one mode, and who may be given them.
struct Cellful {
  std::vector<OrderId> orders;
  std::map<std::string, int> unprocessed_of;  // of these, by their owner: they are given out anew
  std::vector<Assignee> to;
};

Result<AssignPlan> plan(Invocation& in, Ports& ports, const Rulebook& rules,
                        const std::vector<OrderId>& orders) {
  const All& settings = rules.settings();
  LineBook& book = ports.line_book();
  const std::string_view by_word = in.given("share") ? in.text("share") : "evenly";
  const AssignBy by = by_word == "weight"          ? AssignBy::weight
                      : by_word == "free-capacity" ? AssignBy::free_capacity
                                                   : AssignBy::evenly;
  std::vector<Assignee> named;
  for (const std::string& word : in.all("to")) {
    auto one = assignee_of(word, settings, by == AssignBy::weight);
    if (!one) return one.error();
    named.push_back(std::move(one).value());
  }
  const auto counts = book.counts(in.now());
  AssignPlan plan;
  std::map<ModeCell, Cellful> cells;
  for (const OrderId order : orders) {
    const auto id = book.task_in_line(order);
    const auto task = id ? book.task(*id, in.now()) : std::nullopt;
    if (!task) {
      ++plan.left;
      plan.why_left = "they are in no call mode";
      continue;
    }
    Cellful& content = cells[{task->order.project, task->place->mode}];
    content.orders.push_back(order);
    if (task->place->part == ModePart::unprocessed) content.unprocessed_of[task->order.owner] += 1;
  }
  for (auto& [cell, content] : cells) {
    const ModeSettings& mode = rules.mode(cell.project, cell.mode);
    for (const OperatorSettings& one : settings.operators) {
      const auto is = [&](const Assignee& other) { return other.name == one.name; };
      const auto wanted = std::find_if(named.begin(), named.end(), is);
      if ((!named.empty() && wanted == named.end()) || !has_access(one, cell)) continue;
      Assignee to = named.empty() ? Assignee{one.name, 1, 0, 0} : *wanted;
      to.own_max = mode.own_max;
      for (const PartCount& count : counts) {
        const bool his = count.project == cell.project && count.line.mode == cell.mode &&
                         count.line.part == ModePart::unprocessed && count.line.owner == one.name;
        if (his) to.owned += static_cast<int>(count.all());
      }
      if (const auto again = content.unprocessed_of.find(one.name); again != content.unprocessed_of.end())
        to.owned -= again->second;
      content.to.push_back(std::move(to));
    }
    if (content.to.empty())
      return Error{ErrorKind::refused, "assign.no-access",
                   "none of these operators has access to " + cell_text(cell, settings),
                   "dialctl operator access NAME --allow " + cell_text(cell, settings)};
    auto given = assign(content.orders, content.to, by);
    if (!given) return given.error();
    const auto left = static_cast<std::int64_t>(content.orders.size() - given.value().size());
    plan.left += left;
    if (left > 0) plan.why_left = "nobody has room for them (own-max)";
    plan.given.insert(plan.given.end(), given.value().begin(), given.value().end());
  }
  return plan;
}

Result<std::vector<OrderId>> orders_of(Ports& ports, const OrderSelection& selection) {
  if (!selection.filter) return selection.ids;
  std::vector<OrderId> ids;
  auto listed = ports.order_book().list(*selection.filter, {}, [&](const OrderLine& line) {
    ids.push_back(line.id);
    return true;
  });
  if (!listed) return listed.error();
  return ids;
}

Result<ExitCode> assign_orders(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  const Rulebook rules(settings.value());
  auto selection = order_selection(in, ports, settings.value());
  if (!selection) return selection.error();
  auto orders = orders_of(ports, selection.value());
  if (!orders) return orders.error();
  const auto count = static_cast<std::int64_t>(orders.value().size());
  if (!in.given("order") || count != 1 || in.given("expect")) {
    if (auto sure = in.confirm(fmt::format("assign {} orders", count), count); !sure) return sure.error();
  }
  AssignPlan done_plan;
  auto done = ports.line_book().change(
      [&]() -> Result<void> {
        auto made = plan(in, ports, rules, orders.value());
        if (!made) return made.error();
        done_plan = std::move(made).value();
        std::vector<Record> records;
        for (const Assignment& one : done_plan.given) {
          records.emplace_back(OwnerSet{one.order, one.to});
          records.emplace_back(Journalled{in.now(), "order.assigned",
                                          fmt::format("order:{}", one.order.value), "to " + one.to,
                                          ports.who()});
        }
        ports.line_book().apply(records);
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  Rows out = in.rows();
  for (const Assignment& one : done_plan.given) {
    if (!out.add({Cell{one.order.value}, Cell{one.to}})) break;
  }
  in.note(fmt::format("{} assigned{}", done_plan.given.size(), in.dry_remark()));
  if (done_plan.left == 0) return out.finish();
  in.note(fmt::format("{} not assigned: {}", done_plan.left, done_plan.why_left));
  return out.finish(ExitCode::partly);
}

Command fetch_command() {
  Command command{
      .verb = "fetch",
      .summary = "Give an operator unprocessed orders that are nobody's",
      .description =
          "As many as the mode allows in one fetch, until he has as many unprocessed ones "
          "as the mode allows. Without dialling, and without a lease: they are his.",
      .examples = {{"dialctl order fetch --operator anna --project shop --mode new", "ten at most"}},
      .flags = {{.name = "operator",
                 .help = "who fetches",
                 .value_name = "NAME",
                 .value = {.complete = "operator-name"},
                 .required = true},
                {.name = "count",
                 .help = "fewer than the mode allows",
                 .value_name = "N",
                 .value = {.kind = ValueKind::integer, .least = 1, .most = 1'000'000}}},
      .columns = {{.name = "id", .kind = CellKind::integer, .help = "an order that is his now"}},
      .shape = Shape::list,
      .access = Access::write,
      .run = fetch_orders};
  for (Flag& flag : line_filter_flags())
    command.flags.push_back(flag);
  return command;
}

Command assign_command() {
  Command command = change_command();
  command.verb = "assign";
  command.summary = "Give orders to operators: by hand, evenly, by weight, or by free capacity";
  command.examples = {{"dialctl order assign shop/1001 --to anna", "by hand"},
                      {"dialctl order assign --where mode=new --where owner= --to anna --to boris --dry-run",
                       "evenly, to see"},
                      {"dialctl order assign --where mode=new --share weight --to anna=2 --to boris=1 --yes",
                       "two for anna, one for boris"}};
  command.columns = {{.name = "id", .kind = CellKind::integer, .help = "an order that has a new owner"},
                     {.name = "owner", .help = "the operator whose it is now"}};
  command.flags.push_back({.name = "to",
                           .help = "an operator; without one, all who have access. With a weight: NAME=2",
                           .value_name = "NAME",
                           .value = {.complete = "operator-name"},
                           .repeats = true});
  command.flags.push_back(
      {.name = "share",
       .help = "how shares are measured; evenly",
       .value_name = "HOW",
       .value = {.kind = ValueKind::choice, .choices = {"evenly", "weight", "free-capacity"}}});
  command.run = assign_orders;
  return command;
}

}  // namespace

std::vector<Command> owner_commands() {
  return {fetch_command(), assign_command()};
}

}  // namespace dialctl::cli
