// The verbs of `operator` that are about call modes: access, start and stop.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace dialctl::cli {

std::vector<Command> session_commands();

}  // namespace dialctl::cli
