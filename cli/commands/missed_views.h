// Missed calls and callbacks as rows; columns are stable, scripts rely on them.
#pragma once

#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "engine/run/missed_book.h"

namespace dialctl::cli {

// Settings to take names from: those that were removed among them, where the registry still knows them.
Result<dialctl::Settings> names_of_the_past(Ports& ports);

std::vector<Column> missed_columns();
std::vector<Cell> missed_cells(const MissedLine& line, const dialctl::Settings& names);
std::vector<WhereKey> missed_where();
// --where, --since, --before, --limit and --sort.
Result<MissedFilter> missed_filter(Invocation& in, Ports& ports, const dialctl::Settings& names);

Cell rule_cell(const dialctl::Settings& names, const std::optional<RuleId>& rule);  // its name
std::vector<Column> callback_columns();
std::vector<Cell> callback_cells(const CallbackLine& line, const dialctl::Settings& names);
std::vector<WhereKey> callback_where();
// --where and --open, where the command has it.
Result<CallbackFilter> callback_filter(Invocation& in, Ports& ports, const dialctl::Settings& names);

}  // namespace dialctl::cli
