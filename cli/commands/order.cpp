// order: customers with their numbers, one or many (ST-05, ST-06).
#include <fmt/format.h>

#include "cli/commands/nouns.h"
#include "cli/commands/order_lines.h"
#include "cli/commands/order_views.h"
#include "cli/commands/order_words.h"
#include "cli/declared/noun.h"
#include "engine/decide/enter_status.h"
#include "engine/decide/order_draft.h"

namespace dialctl::cli {
namespace {

Result<OrderPage> page_of(const Invocation& in) {
  OrderPage page;
  page.limit = in.listing().limit;
  if (!in.listing().sort) return page;
  page.descending = in.listing().sort->descending;
  const std::string& key = in.listing().sort->key;
  if (key == "created") page.sort = OrderSort::created;
  if (key == "priority") page.sort = OrderSort::priority;
  if (key == "next") page.sort = OrderSort::next;
  if (key == "status_since") page.sort = OrderSort::status_since;
  return page;
}

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto filter = order_filter(in, ports, settings.value());
  if (!filter) return filter.error();
  if (in.given("as")) {
    const auto* who = find_named(settings.value().operators, in.text("as"));
    if (who == nullptr) return no_such("operator", in.text("as"));
    filter.value().cells = who->access;
  }
  auto page = page_of(in);
  if (!page) return page.error();
  Rows out = in.rows();
  auto listed = ports.order_book().list(filter.value(), page.value(), [&](const OrderLine& line) {
    return out.add(order_cells(line, settings.value()));
  });
  if (!listed) return listed.error();
  return out.finish();
}

Result<StatusId> status_for(const Invocation& in, const dialctl::Settings& settings) {
  if (in.given("status")) {
    const auto* status = find_named(settings.statuses, in.text("status"));
    if (status == nullptr) return no_such("order-status", in.text("status"));
    return status->id;
  }
  for (const auto& status : settings.statuses) {
    if (status.meaning == StatusMeaning::open) return status.id;
  }
  return Error{ErrorKind::not_found, "order.no-status", "there is no order status with meaning open",
               "make one: dialctl order-status add new --meaning open"};
}

Result<std::string> owner_for(const Invocation& in, const dialctl::Settings& settings) {
  const std::string owner{in.text("owner")};
  if (owner.empty() || owner == "none") return std::string{};
  if (find_named(settings.operators, owner) == nullptr) return no_such("operator", owner);
  return owner;
}

// --tag 'vip, late' --tag new: as in a cell of an import.
std::vector<std::string> tags_of(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words)
    all += word + ',';
  return parse_tags(all);
}

// --name is short for --field fio=.
std::vector<std::string> field_words(const Invocation& in) {
  std::vector<std::string> words;
  if (in.given("name")) words.push_back(std::string{kNameField} + '=' + std::string{in.text("name")});
  const auto& fields = in.all("field");
  words.insert(words.end(), fields.begin(), fields.end());
  return words;
}

Result<Order> order_from(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  auto project = project_of(in, settings);
  if (!project) return project.error();
  auto external_id = parse_external_id(in.text("external-id"));
  if (!external_id) return external_id.error();
  auto status = status_for(in, settings);
  if (!status) return status.error();
  auto owner = owner_for(in, settings);
  if (!owner) return owner.error();
  auto fields = fields_of(field_words(in));
  if (!fields) return fields.error();
  auto numbers = numbers_of(in.all("phone"), in.maybe("zone"), *project.value(), ports);
  if (!numbers) return numbers.error();
  Order order;
  order.project = project.value()->id;
  order.external_id = std::move(external_id).value();
  order.status = status.value();
  order.status_since = in.now();
  order.priority = static_cast<int>(in.integer("priority").value_or(0));
  order.owner = owner.value();
  order.tags = tags_of(in.all("tag"));
  order.fields = std::move(fields).value();
  std::erase_if(order.fields, [](const auto& field) { return field.second.empty(); });
  order.numbers = std::move(numbers).value();
  order.created = in.now();
  return order;
}

Result<ExitCode> add(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto order = order_from(in, ports, settings.value());
  if (!order) return order.error();
  const Rulebook rules(settings.value());
  const std::string who = ports.who();
  const StatusEntered entry =
      first_entry(rules, order.value(), {order.value().status, in.now(), who, in.text("reason")});
  auto id = ports.order_book().add(order.value(), entry, in.dry_run());
  if (!id) return id.error();
  Rows out = in.rows();
  out.add({Cell{id.value().value}, Cell{order.value().external_id}});
  if (entry.start && entry.start->phase == TaskPhase::blocked)
    in.note("its robot calls wait: " + entry.start->blocked_by);
  return out.finish();
}

Result<OrderEdit> set_edit(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  OrderEdit edit;
  auto fields = fields_of(field_words(in));
  if (!fields) return fields.error();
  edit.fields = std::move(fields).value();
  if (in.given("priority")) edit.priority = static_cast<int>(*in.integer("priority"));
  if (in.given("owner")) {
    auto owner = owner_for(in, settings);
    if (!owner) return owner.error();
    edit.owner = owner.value();
  }
  edit.tags_added = tags_of(in.all("tag"));
  edit.tags_removed = tags_of(in.all("untag"));
  if (in.given("status")) {
    auto status = status_for(in, settings);
    if (!status) return status.error();
    edit.status = status.value();
  }
  if (in.given("phone")) {
    auto project = project_of(in, settings);
    if (!project) return project.error();
    auto numbers = numbers_of(in.all("phone"), in.maybe("zone"), *project.value(), ports);
    if (!numbers) return numbers.error();
    edit.numbers = std::move(numbers).value();
  }
  return edit;
}

Result<OrderEdit> cancel_edit(Invocation& in, Ports&, const dialctl::Settings& settings) {
  OrderEdit edit;
  edit.robot_stop = true;
  if (in.given("status")) {
    auto status = status_for(in, settings);
    if (!status) return status.error();
    edit.status = status.value();
    return edit;
  }
  for (const auto& status : settings.statuses) {
    if (status.meaning != StatusMeaning::cancelled) continue;
    edit.status = status.id;
    return edit;
  }
  return Error{ErrorKind::not_found, "order.no-status", "there is no order status with meaning cancelled",
               "make one: dialctl order-status add cancelled --meaning cancelled"};
}

Result<ExitCode> set(Invocation& in) {
  return change_orders(in, "change", set_edit);
}
Result<ExitCode> hold(Invocation& in) {
  return change_orders(in, "hold", [](Invocation&, Ports&, const dialctl::Settings&) -> Result<OrderEdit> {
    OrderEdit edit;
    edit.held = true;
    return edit;
  });
}
Result<ExitCode> release(Invocation& in) {
  return change_orders(in, "release", [](Invocation&, Ports&, const dialctl::Settings&) -> Result<OrderEdit> {
    OrderEdit edit;
    edit.held = false;
    return edit;
  });
}
Result<ExitCode> requeue(Invocation& in) {
  return change_orders(in, "queue again",
                       [](Invocation&, Ports&, const dialctl::Settings&) -> Result<OrderEdit> {
                         OrderEdit edit;
                         edit.requeue = true;
                         return edit;
                       });
}
Result<ExitCode> cancel(Invocation& in) {
  return change_orders(in, "cancel", cancel_edit);
}

std::vector<Flag> value_flags() {
  return {
      {.name = "name", .help = "the customer's name, the field fio", .value_name = "NAME"},
      {.name = "field",
       .help = "a field; an empty value removes it",
       .value_name = "NAME=VALUE",
       .repeats = true},
      {.name = "phone",
       .help = "a telephone number, in dialling order",
       .value_name = "NUMBER",
       .repeats = true},
      {.name = "zone", .help = "the numbers' time zone, instead of their own", .value_name = "ZONE"},
      {.name = "status",
       .help = "the status to enter",
       .value_name = "NAME",
       .value = {.complete = "order-status-name"}},
      {.name = "priority",
       .help = "higher is called first",
       .value_name = "N",
       .value = {.kind = ValueKind::integer, .least = -kPriorityMost, .most = kPriorityMost}},
      {.name = "owner",
       .help = "the operator whose it is, or none",
       .value_name = "NAME",
       .value = {.complete = "operator-name"}},
      {.name = "tag", .help = "a tag to add", .value_name = "TAG", .repeats = true},
      {.name = "project",
       .help = "whose order; where it can be left open, the only one",
       .value_name = "NAME",
       .value = {.complete = "project-name"}},
  };
}

Command add_command() {
  Command command{
      .verb = "add",
      .summary = "Add one order by hand",
      .examples = {{"dialctl order add 1001 --project shop --phone '044 123-45-67' --name 'Anna Kovalenko'",
                    "it enters the first open status"}},
      .positionals = {{.name = "external-id", .help = "the shop's own id"}},
      .flags = value_flags(),
      .columns = {{.name = "id", .kind = CellKind::integer, .help = "dialctl's id"},
                  {.name = "external_id", .help = "the shop's own id"}},
      .shape = Shape::record,
      .access = Access::write,
      .run = add};
  command.flags.push_back(reason_flag());
  command.flags.push_back(print_id_flag());
  return command;
}

Command set_command() {
  Command command = change_command();
  command.verb = "set";
  command.summary = "Change what the flags name, of one or many orders";
  command.examples = {
      {"dialctl order set shop/1001 --priority 10 --tag vip", "one order"},
      {"dialctl order set --where tag=late --status waiting --expect 12 --yes", "a selection"}};
  for (Flag& flag : value_flags())
    command.flags.push_back(flag);
  command.flags.push_back(
      {.name = "untag", .help = "a tag to take off", .value_name = "TAG", .repeats = true});
  command.run = set;
  return command;
}

Flag as_flag() {
  return {.name = "as",
          .help = "what this operator may see: orders of his call modes, and those of his calls",
          .value_name = "OPERATOR",
          .value = {.complete = "operator-name"}};
}

Command simple_change(std::string_view verb, std::string_view summary, std::vector<Example> examples,
                      Handler run) {
  Command command = change_command();
  command.verb = verb;
  command.summary = summary;
  command.examples = std::move(examples);
  command.run = run;
  return command;
}

Command cancel_command() {
  Command command =
      simple_change("cancel", "Move orders to a cancelled status and end their pending robot calls",
                    {{"dialctl order cancel shop/1001 --reason 'by mail'", "one order"}}, cancel);
  command.flags.push_back({.name = "status",
                           .help = "which, where several mean cancelled",
                           .value_name = "NAME",
                           .value = {.complete = "order-status-name"}});
  return command;
}

}  // namespace

Noun order_noun() {
  Noun noun{
      .name = "order",
      .summary = "Customers and what they are waiting for",
      .commands = {
          add_command(),
          {.verb = "list",
           .summary = "List orders",
           .examples = {{"dialctl order list --where status=new --sort -priority --limit 20",
                         "what is up next"},
                        {"dialctl order list --where state=ready --due-before now -o id", "ids for a pipe"}},
           .flags = {due_before_flag(), as_flag()},
           .columns = order_columns(),
           .shape = Shape::list,
           .access = Access::read,
           .listing = Listing::by_command,
           .where = order_where(),
           .sort_keys = {"id", "created", "priority", "next", "status_since"},
           .run = list},
          {.verb = "show",
           .summary = "Tell an order's whole story",
           .examples = {{"dialctl order show shop/1001", "numbers, history, attempts and what comes next"}},
           .positionals = {{.name = "order", .help = "its id, or PROJECT/EXTERNAL-ID"}},
           .flags = {as_flag()},
           .columns = story_columns(),
           .shape = Shape::record,
           .access = Access::read,
           .run = show_order},
          set_command(),
          simple_change("hold", "Do not call until released",
                        {{"dialctl order hold shop/1001 --reason 'asked for tomorrow'", "one order"}}, hold),
          simple_change("release", "Call held orders again",
                        {{"dialctl order release --where state=held --yes", "all"}}, release),
          simple_change("requeue", "Make robot calls, or a place in line, due now; what is over begins anew",
                        {{"dialctl attempt list --where outcome=busy --since yesterday -o id | dialctl order "
                          "requeue --ids-from - --by attempt --yes",
                          "everybody who was busy"}},
                        requeue),
          cancel_command(),
      }};
  for (auto make : {line_commands, owner_commands}) {
    for (Command& command : make())
      noun.commands.push_back(std::move(command));
  }
  return noun;
}

}  // namespace dialctl::cli
