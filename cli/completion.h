// Completion scripts, generated from the command table. Nouns, verbs, flags and fixed choices are in the
// script; names of things are asked of `dialctl __complete KIND PREFIX` when they are needed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/command_table.h"

namespace dialctl::cli {

enum class Shell { bash, zsh, fish };
std::optional<Shell> parse_shell(std::string_view name);

std::string completion_script(Shell shell, const CommandTable& table);
std::string bash_completion(const std::vector<Noun>& nouns);
std::string zsh_completion(const std::vector<Noun>& nouns);
std::string fish_completion(const std::vector<Noun>& nouns);

}  // namespace dialctl::cli
