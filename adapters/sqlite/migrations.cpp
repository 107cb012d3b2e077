#include "adapters/sqlite/migrations.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <optional>
#include <sqlite3.h>
#include <thread>

#include "adapters/sqlite/online_copy.h"
#include "engine/model/instant.h"

namespace dialctl::sqlite {
namespace {

struct Found {
  std::int64_t application = 0;
  int version = 0;
  bool empty = true;
};

// In one statement, so that it is one state.
Found look(SQLite::Database& database) {
  SQLite::Statement select(database,
                           "SELECT (SELECT user_version FROM pragma_user_version),"
                           " (SELECT application_id FROM pragma_application_id),"
                           " (SELECT count(*) FROM sqlite_schema)");
  select.executeStep();
  return {.application = select.getColumn(1).getInt64(),
          .version = select.getColumn(0).getInt(),
          .empty = select.getColumn(2).getInt() == 0};
}

// Rolls back unless committed; some errors have rolled back already.
class Transaction {
 public:
  explicit Transaction(SQLite::Database& database) : database_(database) {
    database_.exec("BEGIN IMMEDIATE");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (sqlite3_get_autocommit(database_.getHandle()) == 0) database_.tryExec("ROLLBACK");
  }
  void commit() { database_.exec("COMMIT"); }

 private:
  SQLite::Database& database_;
};

Error foreign(const std::string& path) {
  return {ErrorKind::store, "store.foreign", path + ": this is not a database of dialctl",
          "name another file with --db"};
}

Error newer(const std::string& path, int version, int newest) {
  return {ErrorKind::store, "store.newer",
          fmt::format("{}: the database has version {}, this program knows {}", path, version, newest),
          "install the newer dialctl, or `dialctl restore` a backup from before the upgrade"};
}

bool is_ours(const Found& found) {
  return found.empty ? found.version == 0 : found.application == kApplicationId;
}

// SQLite answers "busy" at once, without waiting, to those who ask for the log at the same time.
void use_log(SQLite::Database& database) {
  if (database.execAndGet("PRAGMA journal_mode").getString() == "wal") return;
  const int timeout_millis = database.execAndGet("PRAGMA busy_timeout").getInt();
  database.setBusyTimeout(0);
  for (int waited_millis = 0;; waited_millis += 10) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      break;
    } catch (const SQLite::Exception& exception) {
      if (exception.getErrorCode() != SQLITE_BUSY || waited_millis >= timeout_millis) throw;
      std::this_thread::sleep_for(Milliseconds{10});
    }
  }
  database.setBusyTimeout(timeout_millis);
}

void apply(SQLite::Database& database, std::span<const Migration> migrations, int version) {
  for (const Migration& migration : migrations) {
    if (migration.version <= version) continue;
    database.exec(std::string(migration.sql));
    database.exec(fmt::format("PRAGMA user_version = {}; PRAGMA application_id = {};", migration.version,
                              kApplicationId));
  }
}

// The copy is made under the lock of the writer, by a connection that reads: a copy of a later state can
// never take the place of the one from before.
Result<void> copy_old(const std::string& path, int newest) {
  SQLite::Database reader(path, SQLite::OPEN_READONLY);
  return copy_online(reader, copy_before(path, newest));
}

}  // namespace

int newest_version() {
  return embedded_migrations().back().version;
}

std::string copy_before(const std::string& path, int newest) {
  return fmt::format("{}.before-v{}", path, newest);
}

Result<int> migrate(SQLite::Database& database, const std::string& path,
                    std::span<const Migration> migrations) {
  const int newest = migrations.back().version;
  const auto refusal = [&](const Found& found) -> std::optional<Error> {
    if (!is_ours(found)) return foreign(path);
    if (found.version > newest) return newer(path, found.version, newest);
    return std::nullopt;
  };
  if (const auto refused = refusal(look(database))) return *refused;
  use_log(database);
  if (const int version = look(database).version; version == newest) return version;

  // Others may have met us here: what counts is what is found under the lock.
  Transaction transaction(database);
  const Found found = look(database);
  if (const auto refused = refusal(found)) return *refused;
  if (found.version == newest) return found.version;
  if (!found.empty) {
    if (auto copied = copy_old(path, newest); !copied) return copied.error();
  }
  apply(database, migrations, found.version);
  transaction.commit();
  return found.version;
}

Result<void> check_version(SQLite::Database& database, const std::string& path) {
  const Found found = look(database);
  const int newest = newest_version();
  if (found.empty) {
    return Error{ErrorKind::store, "store.empty", path + ": the database is empty",
                 "make one with `dialctl init`"};
  }
  if (!is_ours(found)) return foreign(path);
  if (found.version > newest) return newer(path, found.version, newest);
  if (found.version < newest) {
    return Error{
        ErrorKind::store, "store.older",
        fmt::format("{}: the database has version {}, this program needs {}", path, found.version, newest),
        "run `dialctl db migrate`"};
  }
  return {};
}

}  // namespace dialctl::sqlite
