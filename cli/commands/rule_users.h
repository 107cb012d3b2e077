// `remove` of what rules of callbacks may name: --orphan lets it go all the same, --cascade takes these rules
// along (CB-10).
#pragma once

#include <algorithm>
#include <string>

#include "cli/commands/callback_words.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {

// As a place where calls are lost, as a target, or as the queue that must be empty.
bool is_named_by(const CallbackRule& rule, const QueueSettings& row);
bool is_named_by(const CallbackRule& rule, const OperatorSettings& row);
bool is_named_by(const CallbackRule& rule, const Group& row);

std::vector<Flag> rule_user_flags();

template <class Noun>
Result<std::string> remove_with_rules(Invocation& in, Ports& ports) {
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(Noun::rows(settings.value()), in.text("name"));
  if (row == nullptr) return no_such(Noun::kNoun, in.text("name"));
  const Change change = change_of(in, ports);
  std::string told = std::string{Noun::kNoun} + " '" + row->name + "' removed";
  if (in.flag("cascade")) {
    int callbacks = 0;
    for (const CallbackRule& rule : settings.value().rules) {
      if (!is_named_by(rule, *row)) continue;
      auto cancelled = callback_desk(ports, change).remove(rule.id);
      if (!cancelled) return cancelled.error();
      callbacks += cancelled.value();
      told += ", rule '" + rule.name + "' too";
    }
    told += "; callbacks cancelled: " + std::to_string(callbacks);
  }
  auto removed = in.flag("orphan") ? ports.registry().remove_from_rules(row->id, change)
                                   : ports.registry().remove(row->id, change);
  if (!removed) return removed.error();
  return told;
}

template <class Noun>
Result<ExitCode> remove_beside(Invocation& in) {
  if (in.flag("orphan") && in.flag("cascade"))
    return Error{ErrorKind::usage, "settings.two-ways", "--orphan keeps the rules, --cascade removes them",
                 "give one of the two"};
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  std::string told;
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto removed = remove_with_rules<Noun>(in, all);
        if (!removed) return removed.error();
        told = std::move(removed).value();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(told + std::string{in.dry_remark()});
  return ExitCode::done;
}

// The noun's `remove` becomes that.
template <class Description>
void remove_beside_rules(Noun& noun) {
  const auto command = std::find_if(noun.commands.begin(), noun.commands.end(),
                                    [](const Command& one) { return one.verb == "remove"; });
  command->run = remove_beside<Description>;
  for (const Flag& flag : rule_user_flags())
    command->flags.push_back(flag);
}

}  // namespace dialctl::cli
