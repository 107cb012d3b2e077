// Attempts, calls and events as rows; columns are stable, scripts rely on them.
#pragma once

#include <vector>

#include "cli/invocation.h"
#include "engine/run/call_book.h"

namespace dialctl::cli {

// Where the cells of one row after another go, so that a million rows need no memory of their own.
using CellRow = std::vector<Cell>;

std::vector<Column> attempt_columns();
void fill_attempt(CellRow& cells, const AttemptLine& line, const dialctl::Settings& settings);

std::vector<Column> call_columns();
void fill_call(CellRow& cells, const CallLine& line, const dialctl::Settings& settings);

std::vector<Column> event_columns();
void fill_event(CellRow& cells, const EventLine& line);

// --since, --before, --project and what --where says.
std::vector<Flag> period_flags();
std::vector<WhereKey> attempt_where();
Result<AttemptFilter> attempt_filter(Invocation& in, Ports& ports, const dialctl::Settings& settings);

}  // namespace dialctl::cli
