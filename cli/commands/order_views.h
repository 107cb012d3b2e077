// Orders as rows.
#pragma once

#include <vector>

#include "cli/invocation.h"
#include "engine/run/order_book.h"

namespace dialctl::cli {

std::vector<Column> order_columns();
// Borrows from the line.
std::vector<Cell> order_cells(const OrderLine& line, const dialctl::Settings& settings);

std::vector<Column> story_columns();
Result<ExitCode> show_order(Invocation& in);

}  // namespace dialctl::cli
