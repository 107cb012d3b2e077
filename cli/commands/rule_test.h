// `rule test`: which rule would take a missed call (CB-19).
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Command rule_test_command();

}  // namespace dialctl::cli
