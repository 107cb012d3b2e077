// operator: the people who talk, and whether they are ready.
#include "cli/commands/nouns.h"
#include "cli/commands/operator_access.h"
#include "cli/commands/operator_watch.h"
#include "cli/commands/rule_users.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Operators {
  using Row = OperatorSettings;
  static constexpr std::string_view kNoun = "operator";
  static const std::vector<Row>& rows(const All& settings) { return settings.operators; }
  static const std::vector<Field<Row>>& fields();
  static Result<void> check(const Row& row, const All& settings, Ports& ports);
};

// What the person has chosen is changed by ready, break and offline; these columns only show it.
Field<OperatorSettings> status_column() {
  return {"status",
          "",
          "offline, ready or break",
          {},
          CellKind::text,
          false,
          nullptr,
          [](const OperatorSettings& row, const All&) { return Cell{to_text(row.status)}; }};
}
Field<OperatorSettings> reason_column() {
  return {"status-reason",
          "",
          "why, when the dialer put him on break",
          {},
          CellKind::text,
          true,
          nullptr,
          [](const OperatorSettings& row, const All&) { return Cell{row.status_reason}; }};
}
Field<OperatorSettings> session_column() {
  return {"in-session",
          "",
          "whether a dial session of his is open",
          {},
          CellKind::boolean,
          true,
          nullptr,
          [](const OperatorSettings& row, const All&) { return Cell{row.in_session}; }};
}
Field<OperatorSettings> since_column() {
  return {"status-since",    "",
          "since when",      {},
          CellKind::instant, true,
          nullptr,           [](const OperatorSettings& row, const All&) { return Cell{row.status_since}; }};
}

const std::vector<Field<OperatorSettings>>& Operators::fields() {
  using O = OperatorSettings;
  static const std::vector<Field<O>> all{
      text_field<&O::endpoint>("endpoint", "ADDRESS", "his phone: number or address of the phone server",
                               Shown::always),
      reference_field<&O::queue, &All::queues>("queue", "whose customers he takes, or none", "queue-name",
                                               Shown::always),
      count_field<&O::position>("position", "his place in the queue's order", 1, Shown::always),
      choice_field<&O::leg>("leg", "his phone rings for each call, or stays open between calls",
                            {"ring", "open"}, Shown::always),
      status_column(),
      reason_column(),
      since_column(),
      session_column(),
  };
  return all;
}

Result<void> Operators::check(const Row& row, const All&, Ports&) {
  if (!row.endpoint.empty()) return {};
  return Error{ErrorKind::usage, "operator.no-endpoint", "an operator needs a phone", "add --endpoint 101"};
}

// Loads the operator named, changes him as `change` says, stores him.
template <class ChangeRow>
Result<ExitCode> change_operator(Invocation& in, std::string_view done_word, ChangeRow change_row) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        const auto* known = find_named(settings.value().operators, in.text("name"));
        if (known == nullptr) return no_such("operator", in.text("name"));
        return change_row(*known, settings.value(), all);
      },
      ending_of(in));
  if (!done) return done.error();
  in.note("operator '" + std::string{in.text("name")} + "' " + std::string{done_word});
  return ExitCode::done;
}

Result<ExitCode> set_status(Invocation& in, OperatorStatus status) {
  return change_operator(in, to_text(status),
                         [&](const OperatorSettings& known, const All&, Ports& all) -> Result<void> {
                           if (known.status == status) return {};
                           OperatorSettings row = known;
                           row.status = status;
                           row.status_reason = in.text("reason");
                           row.status_since = in.now();
                           auto put = all.registry().put(row, change_of(in, all));
                           if (!put) return put.error();
                           return {};
                         });
}
Result<ExitCode> ready(Invocation& in) {
  return set_status(in, OperatorStatus::ready);
}
Result<ExitCode> on_break(Invocation& in) {
  return set_status(in, OperatorStatus::on_break);
}
Result<ExitCode> offline(Invocation& in) {
  return set_status(in, OperatorStatus::offline);
}

Result<ExitCode> move(Invocation& in) {
  return change_operator(in, "moved", [&](const OperatorSettings& known, const All& settings, Ports& all) {
    std::optional<QueueId> queue;
    auto found = set_reference(queue, in.text("queue"), settings.queues, "queue");
    if (!found) return found;
    return all.registry().move_operator(known.id, queue, change_of(in, all));
  });
}

Positional who() {
  return {.name = "name", .help = "his name", .value = {.complete = "operator-name"}};
}

Command status_verb(std::string_view verb, std::string_view summary, Example example, Handler run) {
  return {.verb = verb,
          .summary = summary,
          .examples = {example},
          .positionals = {who()},
          .flags = {reason_flag()},
          .access = Access::write,
          .run = run};
}

}  // namespace

Noun operator_noun() {
  Noun noun{
      .name = "operator",
      .summary = "The people who talk to customers",
      .commands = declared_commands<Operators>("Add an operator",
                                               {{"dialctl operator add anna --endpoint 101 --queue sales",
                                                 "her phone is 101 on the phone server"}},
                                               "operator-name"),
      .completers = {{"operator-name", names_of<Operators>}}};
  remove_beside_rules<Operators>(noun);
  noun.commands.push_back(
      {.verb = "move",
       .summary = "Move an operator to another queue",
       .examples = {{"dialctl operator move anna support", "from wherever she was"}},
       .positionals = {who(),
                       {.name = "queue", .help = "the queue, or none", .value = {.complete = "queue-name"}}},
       .flags = {reason_flag()},
       .access = Access::write,
       .run = move});
  noun.commands.push_back(status_verb("ready", "He takes calls from now on",
                                      {"dialctl operator ready anna", "she has come"}, ready));
  noun.commands.push_back(
      status_verb("break", "No calls for now; a conversation goes on",
                  {"dialctl operator break anna --reason lunch", "with a word for the journal"}, on_break));
  noun.commands.push_back(status_verb("offline", "He has left; talk time and call counts begin anew",
                                      {"dialctl operator offline anna", "she has gone home"}, offline));
  for (Command& command : session_commands())
    noun.commands.push_back(std::move(command));
  noun.commands.push_back(watch_command());
  return noun;
}

}  // namespace dialctl::cli
