#include "adapters/sqlite/order_reader.h"

#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

OrderReader::OrderReader(Connection& connection)
    : order_(connection, (std::string{"SELECT"} + kColumns + " FROM customer_order WHERE id = ?").c_str()),
      numbers_(connection, (std::string{"SELECT"} + kNumberColumns +
                            " FROM order_number JOIN callee_class ON callee_class.id = callee_class_id"
                            " WHERE order_id = ? ORDER BY position")
                               .c_str()) {}

std::optional<Order> OrderReader::order(OrderId id) {
  Rows rows = order_.query(id);
  if (!rows.next()) return std::nullopt;
  Order order = read(rows);
  Rows numbers = numbers_.query(id);
  while (numbers.next())
    order.numbers.push_back(read_number(numbers));
  return order;
}

Order OrderReader::read(Rows& rows) {
  Order order;
  order.id = rows.id<OrderId>();
  order.project = rows.id<ProjectId>();
  order.external_id = rows.text();
  order.status = rows.id<StatusId>();
  order.status_since = rows.instant();
  order.priority = rows.number();
  order.owner = rows.text();
  order.held = rows.flag();
  order.tags = parse_list(rows.text());
  order.fields = parse_fields(rows.text());
  order.created = rows.instant();
  order.batch = rows.maybe_id<BatchId>().value_or(BatchId{});
  return order;
}

OrderNumber OrderReader::read_number(Rows& rows) {
  return {.number = rows.e164(),
          .raw = rows.text(),
          .region = rows.text(),
          .zones = parse_zones(rows.text()),
          .origin = rows.parsed(parse_text<ZoneOrigin>),
          .bad = rows.flag()};
}

}  // namespace dialctl::sqlite
