// What must hold of a database, looked at without trusting it.
#pragma once

#include <vector>

#include "engine/run/store_administration.h"

namespace SQLite {
class Database;
}

namespace dialctl::sqlite {

// Also of a damaged database: what cannot be read becomes a finding. At most kFindingsMost.
inline constexpr std::size_t kFindingsMost = 100;
std::vector<Finding> find_faults(SQLite::Database& database);

}  // namespace dialctl::sqlite
