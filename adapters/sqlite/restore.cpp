// `restore`: everything that can be found wrong is found before the database in place is touched.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "adapters/sqlite/administration.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/online_copy.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/verify.h"

namespace dialctl::sqlite {
namespace {

void remove_with_log(const std::string& path) {
  for (const char* part : {"", "-wal", "-shm", "-journal"})
    ::unlink((path + part).c_str());
}

// A sound database of our version under the name `fresh`, made from the backup.
Result<void> prepare(const std::string& source, const std::string& fresh, Milliseconds lock_timeout) {
  auto copied = or_error(source, [&]() -> Result<void> {
    SQLite::Database backup(source, SQLite::OPEN_READONLY);
    backup.execAndGet("SELECT count(*) FROM sqlite_schema");  // what is no database is not the copy's fault
    return copy_online(backup, fresh);
  });
  if (!copied) return copied;
  auto opened = Connection::open({fresh, Role::writer, lock_timeout, false});  // migrates
  if (!opened) return opened.error();
  const std::vector<Finding> faults = find_faults(opened.value()->database());
  if (!faults.empty()) {
    return Error{
        ErrorKind::store, "restore.damaged",
        fmt::format("{}: the backup is damaged: {}: {}", source, faults.front().check, faults.front().what),
        "restore an older backup"};
  }
  return or_error(fresh, [&]() -> Result<void> {
    opened.value()->database().exec("PRAGMA journal_mode = DELETE");  // nothing is left in a log
    return {};
  });
}

// The log is moved into the file and closed, which only works while nobody else has the database open.
Result<void> close_log(const std::string& path, Milliseconds lock_timeout) {
  try {
    SQLite::Database database(path, SQLite::OPEN_READWRITE, static_cast<int>(lock_timeout.count()));
    database.exec("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception& exception) {
    if (const int code = exception.getErrorCode() & 0xff; code == SQLITE_BUSY || code == SQLITE_LOCKED) {
      return Error{ErrorKind::busy, "restore.in-use", path + ": another command has the database open",
                   "wait for it, and try again"};
    }
    // A database that is damaged is what restore is for: it is put aside with whatever log it has.
  }
  return {};
}

Result<void> put_aside(const std::string& path, const std::string& kept) {
  for (const char* part : {"-wal", "-shm", ""}) {
    if (std::rename((path + part).c_str(), (kept + part).c_str()) == 0 || errno == ENOENT) continue;
    return Error{ErrorKind::store, "store.copy-failed",
                 fmt::format("{}: cannot be put aside: {}", path + part, std::strerror(errno)),
                 "check the mode of its folder"};
  }
  return {};
}

std::string stamp(Instant now) {
  std::string text = to_iso(now);
  std::erase(text, ':');
  return text;
}

}  // namespace

Result<Restored> SqliteAdministration::restore(const std::string& source, OwnerLocks& locks, Instant now,
                                               bool dry_run) {
  if (!std::filesystem::exists(source)) {
    return Error{ErrorKind::not_found, "store.missing", source + ": there is no such backup", ""};
  }
  auto lock = locks.take(path_, "restore", now);
  if (!lock) return lock.error();
  const std::string fresh = path_ + ".restoring";
  remove_with_log(fresh);
  Result<void> done = prepare(source, fresh, lock_timeout_);
  Restored restored;
  if (done && std::filesystem::exists(path_)) {
    restored.kept = fmt::format("{}.replaced-{}", path_, stamp(now));
    if (!dry_run) done = close_log(path_, lock_timeout_);
    if (done && !dry_run) done = put_aside(path_, restored.kept);
  }
  if (done && !dry_run) done = move_durably(fresh, path_);
  remove_with_log(fresh);
  if (!done) return done.error();
  return restored;
}

}  // namespace dialctl::sqlite
