// help [NOUN [VERB]]
#include "cli/help.h"

#include <fmt/format.h>

#include "cli/commands/nouns.h"
#include "cli/invocation.h"
#include "cli/parse.h"

namespace dialctl::cli {

namespace {

Result<ExitCode> help(Invocation& in) {
  const std::vector<std::string>& words = in.all("command");
  if (words.empty()) {
    in.print(help_of_program(in.table()));
    return ExitCode::done;
  }
  auto found = find_command(in.table(), words);
  if (!found) return found.error();
  const FoundCommand& command = found.value();
  if (command.noun == nullptr || !command.rest.empty()) {
    return Error{ErrorKind::usage, "usage.unexpected-argument",
                 fmt::format("help: '{}' is more than a command", fmt::join(words, " ")),
                 "dialctl help NOUN VERB"};
  }
  const bool whole_noun = words.size() == 1 && command.noun->commands.size() > 1;
  in.print(command.command == nullptr || whole_noun ? help_of_noun(*command.noun)
                                                    : help_of_command(*command.noun, *command.command));
  return ExitCode::done;
}

Result<std::vector<std::string>> nouns(Invocation& in, std::string_view prefix) {
  std::vector<std::string> names;
  for (const NounEntry& entry : in.table().entries()) {
    if (!entry.hidden && entry.name.starts_with(prefix)) names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace

Noun help_noun() {
  return {
      .name = "help",
      .summary = "What a command does",
      .commands = {{.summary = "Explain the program, a noun or a command",
                    .examples = {{"dialctl help", "every command on a screen"},
                                 {"dialctl help config show", "one command with its flags and columns"}},
                    .positionals = {{.name = "command",
                                     .help = "a noun, or a noun and a verb",
                                     .value = {.complete = "noun"},
                                     .required = false,
                                     .repeats = true}},
                    .shape = Shape::text,
                    .loads_settings = false,
                    .run = help}},
      .completers = {{"noun", nouns}},
  };
}

}  // namespace dialctl::cli
