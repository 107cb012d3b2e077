// `import missed`: missed calls from a file (IM-08).
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Command import_missed_command();

}  // namespace dialctl::cli
