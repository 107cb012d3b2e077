#include "adapters/sqlite/sql_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace dialctl::sqlite {

Error error_of(const SQLite::Exception& exception, const std::string& path) {
  const auto error = [&](ErrorKind kind, const char* code, const char* what, const char* hint) {
    return Error{kind, code, fmt::format("{}: {} ({})", path, what, exception.what()), hint};
  };
  switch (exception.getErrorCode() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorKind::busy, "store.locked", "another command is writing",
                   "try again, or wait longer with --lock-timeout");
    case SQLITE_FULL:
      return error(ErrorKind::store, "store.full", "the disk is full", "free some space and start again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return error(ErrorKind::store, "store.read-only", "the database cannot be written",
                   "check the owner and the mode of the file and of its folder");
    case SQLITE_NOTADB:  // another file, or the first page of ours was overwritten
      return error(ErrorKind::store, "store.no-database", "this is no database",
                   "check the path of --db; if it was one, `dialctl restore` a backup");
    case SQLITE_CORRUPT:
      return error(ErrorKind::store, "store.corrupt", "the database is damaged",
                   "see `dialctl db verify`, then `dialctl restore` a backup");
    case SQLITE_CANTOPEN:
      return error(ErrorKind::store, "store.cannot-open", "the database cannot be opened",
                   "check the path of --db, and the owner and the mode of its folder");
    case SQLITE_IOERR:
      return error(ErrorKind::store, "store.io", "reading or writing the database failed",
                   "check the disk, then `dialctl db verify`");
    case SQLITE_CONSTRAINT:
      return error(ErrorKind::store, "store.broken-rule", "the change would break a rule of the database",
                   "please report this");
    default:
      return error(ErrorKind::store, "store.failed", "the database refused", "see `dialctl db verify`");
  }
}

bool breaks_unique(const SQLite::Exception& exception) {
  return exception.getExtendedErrorCode() == SQLITE_CONSTRAINT_UNIQUE ||
         exception.getExtendedErrorCode() == SQLITE_CONSTRAINT_PRIMARYKEY;
}

}  // namespace dialctl::sqlite
