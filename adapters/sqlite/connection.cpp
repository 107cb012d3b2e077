#include "adapters/sqlite/connection.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "adapters/sqlite/bulk_rows.h"
#include "adapters/sqlite/migrations.h"
#include "adapters/sqlite/sql_error.h"

namespace dialctl::sqlite {
namespace {

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

// SQLite would make the file with the mode of the umask; the log and its index take the file's mode.
Result<void> make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file >= 0) {
    ::close(file);
    return {};
  }
  if (errno == EEXIST) return {};
  return Error{ErrorKind::store, "store.cannot-create",
               fmt::format("{}: the database cannot be made: {}", path, std::strerror(errno)),
               "check that the folder of --db exists and can be written"};
}

// The path as a URI, so that `immutable` can be said.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char letter : path) {
    if (letter == '%' || letter == '?' || letter == '#') {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(letter));
    } else {
      uri += letter;
    }
  }
  return uri + "?immutable=1";
}

// One connection is used by one thread at a time, so SQLite need not lock it; and nobody asks SQLite how much
// memory it has, so allocations need not be counted under a lock. Together a tenth of an insert's time.
constexpr int kNoLocks = SQLITE_OPEN_NOMUTEX;
void count_no_memory() {
  static const int done =
      sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // refused, harmlessly, after the first use
  static_cast<void>(done);
}
// Small pieces of memory that a connection keeps for itself: the default of 40 is used up by a dozen prepared
// statements, and then each row of each statement goes to malloc().
constexpr int kSmallPieceBytes = 1200;
constexpr int kSmallPieces = 256;

}  // namespace

Connection::Connection(const OpenRequest& request, const std::string& file_name, int flags)
    : path_(request.path),
      log_path_(request.path + "-wal"),
      log_index_path_(request.path + "-shm"),
      role_(request.role),
      database_(file_name, flags | kNoLocks, static_cast<int>(request.lock_timeout.count())),
      file_(identity_of(request.path)) {
  set_pragmas(request.lock_timeout);
  if (role_ != Role::reader) add_bulk_rows(database_.getHandle());
}

void Connection::set_pragmas(Milliseconds lock_timeout) {
  database_.setBusyTimeout(static_cast<int>(lock_timeout.count()));
  sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_LOOKASIDE, nullptr, kSmallPieceBytes,
                    kSmallPieces);
  database_.exec(
      "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
      "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;");
  set_page_cache(kPageCacheKib);
  switch (role_) {
    case Role::reader:
      database_.exec("PRAGMA query_only = ON");
      return;
    case Role::writer:
      database_.exec("PRAGMA wal_autocheckpoint = 0");
      return;
    case Role::loop:
      database_.exec("PRAGMA wal_autocheckpoint = 1000");
      return;
  }
}

void Connection::set_page_cache(int kib) {
  database_.exec("PRAGMA cache_size = -" + std::to_string(kib));  // negative: not pages, KiB
}

// SQLite's own waiting looks ever more seldom, down to ten times a second: beside a loop that writes all the
// time, whose pauses are shorter, a command might never get its turn.
void Connection::wait_for_writers(Milliseconds at_most) {
  wait_at_most_ = at_most;
  sqlite3_busy_handler(database_.getHandle(), &Connection::look_again, this);
}

int Connection::look_again(void* self, int looked) {
  auto& connection = *static_cast<Connection*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (looked == 0) connection.waits_since_ = now;
  if (now - connection.waits_since_ >= connection.wait_at_most_) return 0;
  std::this_thread::sleep_for(looked < 100 ? std::chrono::microseconds{500} : std::chrono::milliseconds{2});
  return 1;
}

Connection::FileIdentity Connection::identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

void Connection::expect_same_file() {
  const auto same = [](const std::string& path, FileIdentity& known) {
    const FileIdentity seen = identity_of(path);
    if (known == FileIdentity{}) known = seen;
    return seen == known;
  };
  if (file_ == identity_of(path_) && same(log_path_, log_) && same(log_index_path_, log_index_)) return;
  throw StoreGone(Error{ErrorKind::store, "store.replaced",
                        path_ + ": the database's file was removed or replaced while it was open",
                        "put the file back or restore a backup, then start again"});
}

Result<std::unique_ptr<Connection>> Connection::open(const OpenRequest& request) {
  count_no_memory();
  const auto open_as = [&](const std::string& name, int flags) {
    return std::unique_ptr<Connection>(new Connection(request, name, flags));
  };
  using Opened = Result<std::unique_ptr<Connection>>;
  const auto checked = [&](std::unique_ptr<Connection> connection) -> Opened {
    if (auto right = check_version(connection->database(), request.path); !right) return right.error();
    return connection;
  };
  if (!exists(request.path) && !request.create) {
    return Error{ErrorKind::not_found, "store.missing", request.path + ": there is no database",
                 "make one with `dialctl init`, or name it with --db"};
  }
  return or_error(request.path, [&]() -> Opened {
    if (request.role == Role::reader) {
      try {
        return checked(open_as(request.path, SQLite::OPEN_READONLY));
      } catch (const SQLite::Exception& exception) {
        // No log can be made in a read-only folder. Without one nobody has the database open for writing.
        const int code = exception.getErrorCode() & 0xff;
        if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || exists(request.path + "-wal")) throw;
        return checked(open_as(immutable_uri(request.path), SQLite::OPEN_READONLY | SQLite::OPEN_URI));
      }
    }
    if (request.create) {
      if (auto made = make_private_file(request.path); !made) return made.error();
    }
    std::unique_ptr<Connection> connection = open_as(request.path, SQLite::OPEN_READWRITE);
    if (auto from = migrate(connection->database(), request.path); !from) return from.error();
    connection->wait_for_writers(request.lock_timeout);
    connection->expect_same_file();
    return connection;
  });
}

WriteTransaction::WriteTransaction(Connection& connection) : connection_(connection) {
  connection_.database().exec("BEGIN IMMEDIATE");
}
void WriteTransaction::commit() {
  connection_.database().exec("COMMIT");
  open_ = false;
}
WriteTransaction::~WriteTransaction() {
  // Some errors have rolled back already.
  if (open_ && sqlite3_get_autocommit(connection_.database().getHandle()) == 0) {
    connection_.database().tryExec("ROLLBACK");
  }
}

ReadTransaction::ReadTransaction(Connection& connection)
    : connection_(connection), own_(sqlite3_get_autocommit(connection.database().getHandle()) != 0) {
  if (own_) connection_.database().exec("BEGIN");
}
ReadTransaction::~ReadTransaction() {
  if (own_) connection_.database().tryExec("ROLLBACK");
}

}  // namespace dialctl::sqlite
