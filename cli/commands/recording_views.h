// Recordings as rows, and which of them are meant.
#pragma once

#include <vector>

#include "cli/invocation.h"
#include "cli/ports.h"

namespace dialctl::cli {

std::vector<Column> recording_columns();
std::vector<Cell> recording_cells(const RecordingLine& line, const dialctl::Settings& names);
std::vector<WhereKey> recording_where();
// --where, --since, --before, --sort and --limit. Errors: no such rule; bad number.
Result<RecordingFilter> recording_filter(Invocation& in, Ports& ports, const dialctl::Settings& names);

}  // namespace dialctl::cli
