#include "adapters/sqlite/order_reader.h"

#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

OrderReader::OrderReader(Connection& connection)
    : order_(connection,
             "SELECT project_id, external_id, status_id, status_since, priority, owner, held, tags, fields,"
             " created_at, batch_id FROM customer_order WHERE id = ?"),
      numbers_(
          connection,
          "SELECT e164, raw, region, zones, origin, bad FROM order_number"
          " JOIN callee_class ON callee_class.id = callee_class_id WHERE order_id = ? ORDER BY position") {}

std::optional<Order> OrderReader::order(OrderId id) {
  Rows rows = order_.query(id);
  if (!rows.next()) return std::nullopt;
  Order order;
  order.id = id;
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
  order.numbers = numbers(id);
  return order;
}

std::vector<OrderNumber> OrderReader::numbers(OrderId id) {
  std::vector<OrderNumber> numbers;
  Rows rows = numbers_.query(id);
  while (rows.next()) {
    numbers.push_back({.number = rows.e164(),
                       .raw = rows.text(),
                       .region = rows.text(),
                       .zones = parse_zones(rows.text()),
                       .origin = rows.parsed(parse_text<ZoneOrigin>),
                       .bad = rows.flag()});
  }
  return numbers;
}

}  // namespace dialctl::sqlite
