// The whole of the settings, from one snapshot.
#pragma once

#include "adapters/sqlite/connection.h"
#include "engine/model/settings.h"

namespace dialctl::sqlite {

// Inside a transaction that is open already, or in one of its own.
Settings read_settings(Connection& connection);

// With the rows that have been removed, of what attempts and histories refer to.
Settings read_settings_of_the_past(Connection& connection);

std::vector<OwnNumber> read_own_numbers(Connection& connection);              // ascending
std::vector<OperatorId> read_members(Connection& connection, GroupId group);  // ascending

}  // namespace dialctl::sqlite
