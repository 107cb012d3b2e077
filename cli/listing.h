// The flags that shape output, checked against what the command has: --columns, --sort, --where, --limit, -o.
#pragma once

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/output/rows.h"
#include "engine/model/result.h"

namespace dialctl::cli {

// Everything but `zone`, `terminal` and `colour`. `standard` is the format where no flag names one.
// Errors (usage): a column, sort column or key that the command lacks, with the nearest one suggested.
Result<RowOptions> row_options(const Command& command, const Arguments& arguments, Format standard);

}  // namespace dialctl::cli
