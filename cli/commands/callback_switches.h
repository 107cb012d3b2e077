// The verbs of `callbacks` that are about all of them: pause, resume, freeze, unfreeze, limit, status (CB-11,
// CB-12).
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace dialctl::cli {

std::vector<Command> callback_switch_commands();

}  // namespace dialctl::cli
