// robot: calls with a message, started and stopped by hand (RB-03).
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/declared/field.h"

namespace dialctl::cli {
namespace {

Result<OrderEdit> start_edit(Invocation& in, Ports&, const dialctl::Settings& settings) {
  const auto* tmpl = find_named(settings.templates, in.text("template"));
  if (tmpl == nullptr) return no_such("template", in.text("template"));
  OrderEdit edit;
  edit.robot_start = tmpl->id;
  return edit;
}

Result<OrderEdit> stop_edit(Invocation&, Ports&, const dialctl::Settings&) {
  OrderEdit edit;
  edit.robot_stop = true;
  return edit;
}

Result<ExitCode> start(Invocation& in) {
  return change_orders(in, "start robot calls for", start_edit);
}
Result<ExitCode> stop(Invocation& in) {
  return change_orders(in, "stop the pending robot calls of", stop_edit);
}

Command start_command() {
  Command command = change_command();
  command.verb = "start";
  command.summary = "Call orders with a template, from now on";
  command.description =
      "Gates refuse as ever: nobody is called outside of the hours, or while on the blacklist. Where the "
      "template needs operators and the project has no queue, the start waits and is shown as blocked. An "
      "order "
      "whose robot calls are pending already is refused.";
  command.examples = {
      {"dialctl robot start shop/1001 --template confirm", "one order"},
      {"dialctl robot start --template confirm --where project=shop --where status=new --expect 120 --yes",
       "a selection, only if it is as large as expected"}};
  command.flags.insert(command.flags.begin(), {.name = "template",
                                               .help = "what is said, and what keys do",
                                               .value_name = "NAME",
                                               .value = {.complete = "template-name"},
                                               .required = true});
  command.run = start;
  return command;
}

Command stop_command() {
  Command command = change_command();
  command.verb = "stop";
  command.summary = "End the pending robot calls of orders; a live call is left alone";
  command.examples = {
      {"dialctl robot stop shop/1001", "one order"},
      {"dialctl robot stop --where status=new --where state=ready --yes", "all that wait in a status"}};
  command.run = stop;
  return command;
}

}  // namespace

Noun robot_noun() {
  return {.name = "robot",
          .summary = "Robot calls, started and stopped by hand",
          .commands = {start_command(), stop_command()}};
}

}  // namespace dialctl::cli
