// Which orders are meant: the conditions of a filter as SQL.
// The words of the SQL are a closed list, the values are bound.
#pragma once

#include <string>

#include "adapters/sqlite/import_statement.h"
#include "engine/run/order_book.h"

namespace dialctl::sqlite {

// " WHERE ..." over customer_order AS o, its newest task AS t and its status AS s; "" without a condition.
std::string conditions(const OrderFilter& filter);
// The tables that conditions() speaks of.
extern const char* const kOrderTables;
// `filter` must stay in place until the statement has run.
void bind_conditions(BulkStatement& statement, const OrderFilter& filter);

}  // namespace dialctl::sqlite
