#include "adapters/sqlite/online_copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace dialctl::sqlite {
namespace {

Error copy_failed(const std::string& path, const std::string& why) {
  return {ErrorKind::store, "store.copy-failed", fmt::format("{}: the copy cannot be written: {}", path, why),
          "check the space and the mode of its folder"};
}

Result<void> sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return copy_failed(path, std::strerror(errno));
  const int synced = ::fsync(file);
  const int error = errno;
  ::close(file);
  if (synced != 0) return copy_failed(path, std::strerror(error));
  return {};
}

Result<void> make_empty(const std::string& path) {
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return copy_failed(path, std::strerror(errno));
  ::close(file);
  return {};
}

// In one step: SQLite's copy begins anew whenever another process writes between two steps, and a busy
// database would never be copied. Writers are not held up, since the log lets them go on.
Result<void> fill(SQLite::Database& source, const std::string& part) {
  try {
    SQLite::Database copy(part, SQLite::OPEN_READWRITE);
    {
      SQLite::Backup backup(copy, source);
      backup.executeStep(-1);
    }
    copy.exec("PRAGMA journal_mode = DELETE");  // one file, without a log beside it
    if (const std::string complaints = integrity_complaints(copy); !complaints.empty()) {
      return Error{ErrorKind::store, "store.copy-damaged",
                   fmt::format("{}: the copy is damaged, so the database is: {}", part, complaints),
                   "see `dialctl db verify`, then `dialctl restore` an older backup"};
    }
  } catch (const SQLite::Exception& exception) {
    return copy_failed(part, exception.what());
  }
  return {};
}

}  // namespace

Result<void> move_durably(const std::string& from, const std::string& to) {
  if (auto synced = sync(from, O_RDONLY); !synced) return synced;
  if (std::rename(from.c_str(), to.c_str()) != 0) return copy_failed(to, std::strerror(errno));
  const std::string folder = std::filesystem::path(to).parent_path().string();
  return sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

std::string integrity_complaints(SQLite::Database& database) {
  std::string complaints;
  SQLite::Statement check(database, "PRAGMA integrity_check(20)");
  while (check.executeStep()) {
    const std::string line = check.getColumn(0).getString();
    if (line != "ok") complaints += (complaints.empty() ? "" : "\n") + line;
  }
  return complaints;
}

Result<void> copy_online(SQLite::Database& source, const std::string& target) {
  const std::string part = target + ".part";
  Result<void> done = make_empty(part);
  if (done) done = fill(source, part);
  if (done) done = move_durably(part, target);
  if (!done) {
    ::unlink(part.c_str());
    ::unlink((part + "-journal").c_str());
  }
  return done;
}

}  // namespace dialctl::sqlite
