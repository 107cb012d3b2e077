// What a call mode of a project is set to, in and out of its table.
#pragma once

#include <vector>

#include "adapters/sqlite/connection.h"
#include "engine/model/settings.h"

namespace dialctl::sqlite {

std::vector<ModeSettings> read_modes(Connection& connection);  // ascending by project, mode
void write_mode(Connection& connection, const ModeSettings& row);

// The orders that stand in a status which feeds another mode from now on: out of the one's line, into the
// other's, as if they had entered the status just so. How many came.
int change_mode_of_status(Connection& connection, StatusId status, std::optional<CallMode> to);

}  // namespace dialctl::sqlite
