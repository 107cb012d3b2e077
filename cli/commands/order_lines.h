// The verbs of `order` that are about the lines of call modes: line, next, result, fetch and assign.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace dialctl::cli {

std::vector<Command> line_commands();   // line, next, result
std::vector<Command> owner_commands();  // fetch, assign

}  // namespace dialctl::cli
