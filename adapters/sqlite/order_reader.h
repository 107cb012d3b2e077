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

 private:
  std::vector<OrderNumber> numbers(OrderId id);

  Statement order_;
  Statement numbers_;
};

}  // namespace dialctl::sqlite
