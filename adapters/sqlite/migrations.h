// The schema's history, embedded from schemas/migrations, and how a database is brought up to date.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/model/result.h"

namespace SQLite {
class Database;
}

namespace dialctl::sqlite {

struct Migration {
  int version = 0;        // PRAGMA user_version after it
  std::string_view name;  // "0001_settings"
  std::string_view sql;
};

// PRAGMA application_id of every database of dialctl: "dlct".
inline constexpr std::int32_t kApplicationId = 0x646c6374;

// Ascending from 1, without gaps.
std::span<const Migration> embedded_migrations();
int newest_version();

// Applies what is missing, all of it in one transaction or nothing, after an old database has been copied to
// "<path>.before-v<newest>". An empty file becomes a database of the newest version, without a copy.
// Returns the version that it had. Errors (store): store.newer, store.foreign; or what the copy ran into.
// Throws SQLite::Exception.
Result<int> migrate(SQLite::Database& database, const std::string& path,
                    std::span<const Migration> migrations = embedded_migrations());

// Where migrate() leaves the copy.
std::string copy_before(const std::string& path, int newest);

// Whether this program can work on the database: it is ours and of the newest version. Errors (store):
// store.empty, store.foreign, store.newer, store.older.
Result<void> check_version(SQLite::Database& database, const std::string& path);

}  // namespace dialctl::sqlite
