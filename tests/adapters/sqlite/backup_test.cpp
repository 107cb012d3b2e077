#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include "adapters/os/file_lock.h"
#include "adapters/sqlite/administration.h"
#include "adapters/sqlite/migrations.h"
#include "tests/adapters/sqlite/child.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::Connection;
using sqlite::Role;
using sqlite::SqliteAdministration;

namespace {

constexpr Milliseconds kTimeout{5000};

std::int64_t count(const std::string& path, const std::string& what) {
  return SQLite::Database(path, SQLite::OPEN_READONLY).execAndGet("SELECT " + what).getInt64();
}

}  // namespace

TEST_CASE("fault 22 a backup is private, whole, and not written over what is there") {
  Ready<SqliteBed> ready;
  SqliteAdministration administration(ready.bed.connection().path(), kTimeout);
  ScratchFolder folder;
  const std::string target = folder.file("backup");
  const BackedUp done = must(administration.backup(target, false));
  CHECK(done.path == target);
  CHECK(done.bytes > 0);
  struct stat status {};
  REQUIRE(::stat(target.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(!std::filesystem::exists(target + ".part"));
  CHECK(!std::filesystem::exists(target + "-wal"));
  CHECK(count(target, "count(*) FROM customer_order") == 1);
  const auto again = administration.backup(target, false);
  REQUIRE(!again);
  CHECK(again.error().kind == ErrorKind::conflict);
  CHECK(administration.backup(target, true).ok());
  CHECK(!administration.backup(folder.file("no/folder"), false).ok());
}

TEST_CASE("fault 22 a backup under load restores to a point in time") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  must(Connection::open({path, Role::writer, kTimeout, true}));
  // Two rows in step with each other in each transaction: a torn copy would show a difference.
  Child writer([&] {
    auto connection = must(Connection::open({path, Role::writer, kTimeout, false}));
    connection->database().exec("PRAGMA synchronous = OFF");
    for (;;) {
      sqlite::WriteTransaction transaction(*connection);
      connection->database().exec("INSERT INTO journal (at, kind, subject, detail) VALUES (1, 'a', '', 'x')");
      connection->database().exec("INSERT INTO journal (at, kind, subject, detail) VALUES (1, 'b', '', 'x')");
      transaction.commit();
    }
    return 0;
  });
  SqliteAdministration administration(path, kTimeout);
  std::int64_t last = -1;
  for (int round = 0; round < 8; ++round) {
    const std::string target = folder.file("backup");
    (void)must(administration.backup(target, true));
    const std::string restored = folder.file("restored");
    os::FileLocks locks;
    (void)must(SqliteAdministration(restored, kTimeout).restore(target, locks, at(round), false));
    CHECK(must(SqliteAdministration(restored, kTimeout).verify()).empty());
    const auto first = count(restored, "count(*) FROM journal WHERE kind = 'a'");
    CHECK(first == count(restored, "count(*) FROM journal WHERE kind = 'b'"));
    CHECK(first >= last);
    last = first;
  }
  CHECK(last > 0);
}

TEST_CASE("fault 22 restore keeps the database that was in place, and gives a working one") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  const std::string backup = folder.file("backup");
  os::FileLocks locks;
  {
    auto connection = must(Connection::open({path, Role::writer, kTimeout, true}));
    (void)must(SqliteAdministration(path, kTimeout).backup(backup, false));
    connection->database().exec("INSERT INTO setting VALUES ('later', '1')");
    const auto used = SqliteAdministration(path, Milliseconds{100}).restore(backup, locks, at(0), false);
    REQUIRE(!used);
    CHECK(used.error().kind == ErrorKind::busy);
    CHECK(count(path, "count(*) FROM setting") == 1);
  }
  const Restored done = must(SqliteAdministration(path, kTimeout).restore(backup, locks, at(0), false));
  CHECK(count(path, "count(*) FROM setting") == 0);
  CHECK(count(done.kept, "count(*) FROM setting") == 1);
  auto connection = must(Connection::open({path, Role::loop, kTimeout, false}));
  CHECK(connection->database().execAndGet("PRAGMA journal_mode").getString() == "wal");
  CHECK(!std::filesystem::exists(path + ".restoring"));
}

TEST_CASE("fault 22 restore is refused while a loop owns the database, and not when it is dead") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  const std::string backup = folder.file("backup");
  must(Connection::open({path, Role::writer, kTimeout, true}));
  (void)must(SqliteAdministration(path, kTimeout).backup(backup, false));
  os::FileLocks locks;
  auto owner = must(locks.take(path, "run", at(0)));
  const auto refused = SqliteAdministration(path, kTimeout).restore(backup, locks, at(0), false);
  REQUIRE(!refused);
  CHECK(refused.error().code == "lock.held");
  owner.reset();
  CHECK(SqliteAdministration(path, kTimeout).restore(backup, locks, at(0), false).ok());
}

TEST_CASE("fault 17 a damaged or foreign backup is refused before anything is touched") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  must(Connection::open({path, Role::writer, kTimeout, true}))
      ->database()
      .exec("INSERT INTO setting VALUES ('a', '1')");
  os::FileLocks locks;
  SqliteAdministration administration(path, kTimeout);
  CHECK(administration.restore(folder.file("none"), locks, at(0), false).error().kind ==
        ErrorKind::not_found);
  std::ofstream(folder.file("text")) << std::string(9000, 'x');
  CHECK(!administration.restore(folder.file("text"), locks, at(0), false).ok());
  SQLite::Database(folder.file("other"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE t (x)");
  CHECK(administration.restore(folder.file("other"), locks, at(0), false).error().code == "store.foreign");
  const std::string broken = folder.file("broken");
  (void)must(administration.backup(broken, false));
  SQLite::Database(broken, SQLite::OPEN_READWRITE)
      .exec("PRAGMA foreign_keys = OFF; INSERT INTO group_member VALUES (5, 6)");
  const auto refused = administration.restore(broken, locks, at(0), false);
  REQUIRE(!refused);
  CHECK(refused.error().code == "restore.damaged");
  CHECK(count(path, "count(*) FROM setting") == 1);
  CHECK(!std::filesystem::exists(path + ".restoring"));
}

TEST_CASE("fault 19 restore migrates an older backup") {
  ScratchFolder folder;
  const std::string old = folder.file("old");
  {
    SQLite::Database database(old, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    REQUIRE(sqlite::migrate(database, old, sqlite::embedded_migrations().first(1)).ok());
  }
  os::FileLocks locks;
  SqliteAdministration administration(folder.file("db"), kTimeout);
  CHECK(must(administration.restore(old, locks, at(0), false)).kept.empty());
  CHECK(must(administration.info()).version == sqlite::newest_version());
}

TEST_CASE("fault 18 a checkpoint moves the log into the file") {
  Ready<SqliteBed> ready;
  SqliteAdministration administration(ready.bed.connection().path(), kTimeout);
  CHECK(must(administration.info()).log_bytes > 0);
  const Checkpointed done = must(administration.checkpoint());
  CHECK(done.log_pages > 0);
  CHECK(done.moved_pages == done.log_pages);
  const DatabaseInfo info = must(administration.info());
  CHECK(info.log_bytes == 0);
  CHECK(info.version == info.newest_version);
  CHECK(info.installation.size() == 8);
  CHECK(info.settings_version > 1);
  CHECK(std::find(info.rows.begin(), info.rows.end(),
                  std::pair<std::string, std::int64_t>{"customer_order", 1}) != info.rows.end());
}

TEST_CASE("fault 18 commands leave the log alone while a loop is there") {
  Ready<SqliteBed> ready;
  const std::string path = ready.bed.connection().path();
  (void)must(SqliteAdministration(path, kTimeout).checkpoint());
  const auto before = std::filesystem::file_size(path);
  auto command = must(Connection::open({path, Role::writer, kTimeout, false}));
  for (int each = 0; each < 300; ++each) {
    command->database().exec(
        "INSERT INTO journal (at, kind, subject, detail) VALUES (1, 'a', '', hex(zeroblob(9000)))");
  }
  CHECK(std::filesystem::file_size(path) == before);
  commit(ready.store, {Journalled{at(0), "test.note", "", ""}});  // the loop does it
  CHECK(std::filesystem::file_size(path) > before);
}
