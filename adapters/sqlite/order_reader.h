// Orders as values.
#pragma once

#include <optional>

#include "adapters/sqlite/statement.h"
#include "engine/model/order.h"

namespace dialctl::sqlite {

class OrderReader {
 public:
  explicit OrderReader(Connection& connection);
  std::optional<Order> order(OrderId id);

  // For statements that read more than the order: its columns, and those of a number, and their values when
  // they come next. The order is without its numbers.
  static constexpr const char* kColumns =
      " customer_order.id, project_id, external_id, status_id, status_since, priority, owner, held, tags,"
      " fields, created_at, batch_id";
  static constexpr const char* kNumberColumns = " order_number.e164, raw, region, zones, origin, bad";
  static Order read(Rows& rows);
  static OrderNumber read_number(Rows& rows);

 private:
  Statement order_;
  Statement numbers_;
};

}  // namespace dialctl::sqlite
