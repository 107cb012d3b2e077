// operator watch: what reaches one operator, as it happens.
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Command watch_command();

}  // namespace dialctl::cli
