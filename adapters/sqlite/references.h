// What settings rows refer to, and what refers to them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"

namespace dialctl::sqlite {

// not_found settings.no-such-row for the first reference that leads nowhere.
Result<void> check_references(Connection& connection, const ProviderSettings& row);
Result<void> check_references(Connection& connection, const Project& row);
Result<void> check_references(Connection& connection, const OrderStatusSettings& row);
Result<void> check_references(Connection& connection, const QueueSettings& row);
Result<void> check_references(Connection& connection, const OperatorSettings& row);
Result<void> check_references(Connection& connection, const Group& row);
Result<void> check_references(Connection& connection, const TemplateSettings& row);
Result<void> check_references(Connection& connection, const ScheduleSettings& row);
Result<void> check_references(Connection& connection, const RetryPolicy& row);
Result<void> check_references(Connection& connection, const AudioFile& row);

// What stands in the way of a removal, as people name it: "project shop", "order 1007". Ten at most.
std::vector<std::string> users_of(Connection& connection, const ProviderSettings& row);
std::vector<std::string> users_of(Connection& connection, const Project& row);
std::vector<std::string> users_of(Connection& connection, const OrderStatusSettings& row);
std::vector<std::string> users_of(Connection& connection, const QueueSettings& row);
std::vector<std::string> users_of(Connection& connection, const OperatorSettings& row);
std::vector<std::string> users_of(Connection& connection, const Group& row);
std::vector<std::string> users_of(Connection& connection, const TemplateSettings& row);
std::vector<std::string> users_of(Connection& connection, const ScheduleSettings& row);
std::vector<std::string> users_of(Connection& connection, const RetryPolicy& row);
std::vector<std::string> users_of(Connection& connection, const AudioFile& row);

// The same without rules of callbacks (CB-10).
std::vector<std::string> users_beside_rules(Connection& connection, const QueueSettings& row);
std::vector<std::string> users_beside_rules(Connection& connection, const OperatorSettings& row);
std::vector<std::string> users_beside_rules(Connection& connection, const Group& row);

}  // namespace dialctl::sqlite
