// Help as text, from the command table. Each begins with
// examples; lines are at most 100 columns where words allow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"

namespace dialctl::cli {

std::string help_of_program(const CommandTable& table);
std::string help_of_noun(const Noun& noun);
std::string help_of_command(const Noun& noun, const Command& command);

// "-q, --quiet", "    --sort COLUMN".
std::string flag_usage(const Flag& flag);
// The help text with what is not said in it: choices and whether it may be repeated or must be given.
std::string flag_help(const Flag& flag);
// The examples of the commands, in their order, at most `most`.
std::vector<Example> examples_of(const Noun& noun, std::size_t most);
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

struct ExitMeaning {
  ExitCode code;
  std::string_view meaning;
};
const std::vector<ExitMeaning>& exit_meanings();

}  // namespace dialctl::cli
