// What rules of callbacks refer to, and which rules refer to a row (CB-10).
#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"

namespace dialctl::sqlite {

// not_found settings.no-such-row for the first reference that leads nowhere.
Result<void> check_references(Connection& connection, const CallbackRule& row);

// The rules, enabled or not, that refer to the row in the version that holds: "rule evening".
std::vector<std::string> rules_with(Connection& connection, const ProviderSettings& row);
std::vector<std::string> rules_with(Connection& connection, const Project& row);
std::vector<std::string> rules_with(Connection& connection, const QueueSettings& row);
std::vector<std::string> rules_with(Connection& connection, const OperatorSettings& row);
std::vector<std::string> rules_with(Connection& connection, const Group& row);
std::vector<std::string> rules_with(Connection& connection, const TemplateSettings& row);
std::vector<std::string> rules_with(Connection& connection, const ScheduleSettings& row);
std::vector<std::string> rules_with(Connection& connection, const AudioFile& row);

}  // namespace dialctl::sqlite
