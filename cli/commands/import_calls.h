// import calls: what a phone server's log tells of contacts with customers (CB-13).
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Command import_calls_command();

}  // namespace dialctl::cli
