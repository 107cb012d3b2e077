#include "adapters/sqlite/references.h"

#include <fmt/format.h>

#include "adapters/sqlite/settings_rows.h"

namespace dialctl::sqlite {
namespace {

template <class Row>
Result<void> expect_row(Connection& connection, std::optional<decltype(Row::id)> id) {
  if (!id || has_row<Row>(connection, *id)) return {};
  return Error{ErrorKind::not_found, "settings.no-such-row",
               fmt::format("there is no {} with the id {}", Stored<Row>::kNoun, id->value),
               fmt::format("see `dialctl {} list`", Stored<Row>::kNoun)};
}

}  // namespace

Result<void> check_references(Connection&, const ProviderSettings&) {
  return {};
}
Result<void> check_references(Connection&, const QueueSettings&) {
  return {};
}
Result<void> check_references(Connection&, const ScheduleSettings&) {
  return {};
}
Result<void> check_references(Connection&, const AudioFile&) {
  return {};
}

Result<void> check_references(Connection& connection, const Project& row) {
  if (auto found = expect_row<QueueSettings>(connection, row.queue); !found) return found;
  if (auto found = expect_row<ProviderSettings>(connection, row.provider); !found) return found;
  if (auto found = expect_row<ScheduleSettings>(connection, row.schedule); !found) return found;
  return expect_row<RetryPolicy>(connection, row.policy);
}

Result<void> check_references(Connection& connection, const OrderStatusSettings& row) {
  if (auto found = expect_row<TemplateSettings>(connection, row.robot_template); !found) return found;
  return expect_row<OrderStatusSettings>(connection, row.timeout_to);
}

Result<void> check_references(Connection& connection, const OperatorSettings& row) {
  return expect_row<QueueSettings>(connection, row.queue);
}

Result<void> check_references(Connection& connection, const Group& row) {
  for (const OperatorId member : row.members) {
    if (auto found = expect_row<OperatorSettings>(connection, member); !found) return found;
  }
  return {};
}

Result<void> check_references(Connection& connection, const TemplateSettings& row) {
  return expect_row<RetryPolicy>(connection, row.policy);
}

Result<void> check_references(Connection& connection, const RetryPolicy& row) {
  return expect_row<OrderStatusSettings>(connection, row.when_used_up);
}

}  // namespace dialctl::sqlite
