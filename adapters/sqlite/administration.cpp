#include "adapters/sqlite/administration.h"

#include <SQLiteCpp/Statement.h>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/migrations.h"
#include "adapters/sqlite/online_copy.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/verify.h"

namespace dialctl::sqlite {
namespace {

std::int64_t size_of(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

std::vector<std::pair<std::string, std::int64_t>> count_rows(SQLite::Database& database) {
  std::vector<std::pair<std::string, std::int64_t>> counts;
  SQLite::Statement tables(database,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                           " ORDER BY name");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    // A name out of the schema itself.
    counts.emplace_back(table,
                        database.execAndGet(fmt::format("SELECT count(*) FROM \"{}\"", table)).getInt64());
  }
  return counts;
}

std::vector<std::pair<std::string, std::string>> read_pragmas(SQLite::Database& database) {
  std::vector<std::pair<std::string, std::string>> pragmas;
  for (const char* name : {"journal_mode", "page_size", "page_count", "freelist_count", "synchronous",
                           "foreign_keys", "wal_autocheckpoint", "encoding"}) {
    pragmas.emplace_back(name, database.execAndGet(std::string("PRAGMA ") + name).getString());
  }
  return pragmas;
}

}  // namespace

SqliteAdministration::SqliteAdministration(std::string path, Milliseconds lock_timeout)
    : path_(std::move(path)), lock_timeout_(lock_timeout) {}

Result<Migrated> SqliteAdministration::migrate(bool dry_run) {
  int from = 0;
  if (size_of(path_) > 0) {
    auto found = or_error(path_, [&]() -> Result<int> {
      SQLite::Database database(path_, SQLite::OPEN_READONLY);
      const auto right = check_version(database, path_);
      const bool mends = right || right.error().code == "store.older" || right.error().code == "store.empty";
      if (!mends) return right.error();
      return database.execAndGet("PRAGMA user_version").getInt();
    });
    if (!found) return found.error();
    from = found.value();
  }
  if (dry_run) return Migrated{from, newest_version(), ""};
  auto connection = Connection::open({path_, Role::writer, lock_timeout_, true});
  if (!connection) return connection.error();
  const bool copied = from > 0 && from < newest_version();
  return Migrated{from, newest_version(), copied ? copy_before(path_, newest_version()) : ""};
}

Result<std::vector<Finding>> SqliteAdministration::verify() {
  auto connection = Connection::open({path_, Role::reader, lock_timeout_, false});
  if (!connection) {
    // So damaged that it cannot be opened as a database of ours: that is what verify is asked about.
    const std::string& code = connection.error().code;
    if (code != "store.corrupt" && code != "store.no-database") return connection.error();
    return std::vector<Finding>{{"integrity", connection.error().message}};
  }
  ReadTransaction snapshot(*connection.value());
  return find_faults(connection.value()->database());
}

Result<DatabaseInfo> SqliteAdministration::info() {
  auto opened = Connection::open({path_, Role::reader, lock_timeout_, false});
  if (!opened) return opened.error();
  return or_error(path_, [&]() -> Result<DatabaseInfo> {
    SQLite::Database& database = opened.value()->database();
    ReadTransaction snapshot(*opened.value());
    DatabaseInfo info;
    info.path = path_;
    info.version = database.execAndGet("PRAGMA user_version").getInt();
    info.newest_version = newest_version();
    info.installation = database.execAndGet("SELECT name FROM installation").getString();
    info.file_bytes = size_of(path_);
    info.log_bytes = size_of(path_ + "-wal");
    info.free_bytes = database.execAndGet("PRAGMA freelist_count").getInt64() *
                      database.execAndGet("PRAGMA page_size").getInt64();
    info.settings_version = database.execAndGet("SELECT settings FROM revision").getInt64();
    info.blacklist_version = database.execAndGet("SELECT blacklist FROM revision").getInt64();
    info.rows = count_rows(database);
    info.pragmas = read_pragmas(database);
    return info;
  });
}

Result<Checkpointed> SqliteAdministration::checkpoint() {
  auto opened = Connection::open({path_, Role::writer, lock_timeout_, false});
  if (!opened) return opened.error();
  return or_error(path_, [&]() -> Result<Checkpointed> {
    Connection& connection = *opened.value();
    Checkpointed done;
    int log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(connection.database().getHandle(), nullptr,
                                               SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    connection.database().check(code);
    done.log_pages = log;
    done.moved_pages = moved;
    // Emptying the log needs a moment without readers; it is no fault if there is none.
    const int emptied = sqlite3_wal_checkpoint_v2(connection.database().getHandle(), nullptr,
                                                  SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (emptied != SQLITE_BUSY) connection.database().check(emptied);
    if (emptied == SQLITE_OK) done.moved_pages = done.log_pages;
    return done;
  });
}

Result<BackedUp> SqliteAdministration::backup(const std::string& target, bool replace) {
  if (!replace && std::filesystem::exists(std::filesystem::symlink_status(target))) {
    return Error{ErrorKind::conflict, "backup.exists", target + ": there is a file already",
                 "take another name, or --force to replace it"};
  }
  auto opened = Connection::open({path_, Role::reader, lock_timeout_, false});
  if (!opened) return opened.error();
  return or_error(path_, [&]() -> Result<BackedUp> {
    if (auto copied = copy_online(opened.value()->database(), target); !copied) return copied.error();
    return BackedUp{target, size_of(target)};
  });
}

}  // namespace dialctl::sqlite
