#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <vector>

#include "adapters/sqlite/administration.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/migrations.h"
#include "tests/adapters/sqlite/child.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::Connection;
using sqlite::Role;

namespace {

Result<std::unique_ptr<Connection>> open(const std::string& path, Role role = Role::writer,
                                         bool create = true) {
  return Connection::open({path, role, Milliseconds{3000}, create});
}

int version_of(const std::string& path) {
  return SQLite::Database(path, SQLite::OPEN_READONLY).execAndGet("PRAGMA user_version").getInt();
}

std::string error_code(const Result<std::unique_ptr<Connection>>& opened) {
  return opened ? "opened" : opened.error().code;
}

}  // namespace

TEST_CASE("fault 19 a new database has the newest version, is ours, and is private") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  CHECK(error_code(open(path, Role::writer, false)) == "store.missing");
  auto connection = must(open(path));
  CHECK(version_of(path) == sqlite::newest_version());
  CHECK(connection->database().execAndGet("PRAGMA application_id").getInt() == sqlite::kApplicationId);
  CHECK(connection->database().execAndGet("PRAGMA journal_mode").getString() == "wal");
  for (const char* part : {"", "-wal", "-shm"}) {
    struct stat status {};
    REQUIRE(::stat((path + part).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  CHECK(!std::filesystem::exists(sqlite::copy_before(path, sqlite::newest_version())));
}

TEST_CASE("fault 19 a newer database is refused") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  must(open(path))->database().exec("PRAGMA user_version = 9999");
  for (const Role role : {Role::reader, Role::writer, Role::loop}) {
    const auto opened = open(path, role);
    REQUIRE(!opened);
    CHECK(opened.error().kind == ErrorKind::store);
    CHECK(opened.error().code == "store.newer");
    CHECK(!opened.error().hint.empty());
  }
}

TEST_CASE("fault 19 a file that is not ours is refused") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (x)");
  CHECK(error_code(open(path)) == "store.foreign");
  std::ofstream(folder.file("text")) << std::string(5000, 'x');
  CHECK(error_code(open(folder.file("text"))) == "store.no-database");
  CHECK(error_code(open(folder.path())) == "store.cannot-open");
  CHECK(error_code(open(folder.file("no/such/folder"))) == "store.cannot-create");
}

TEST_CASE("fault 19 an older database is copied, then migrated") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  {
    SQLite::Database old(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    REQUIRE(sqlite::migrate(old, path, sqlite::embedded_migrations().first(1)).ok());
    old.exec("INSERT INTO setting (key, value) VALUES ('lines_max', '7')");
  }
  CHECK(version_of(path) == 1);
  CHECK(error_code(open(path, Role::reader)) == "store.older");
  const Migrated done = must(sqlite::SqliteAdministration(path, Milliseconds{1000}).migrate(false));
  CHECK(done.from == 1);
  CHECK(done.to == sqlite::newest_version());
  CHECK(version_of(path) == sqlite::newest_version());
  CHECK(version_of(done.copy) == 1);
  CHECK(must(open(path))->database().execAndGet("SELECT value FROM setting").getString() == "7");
  CHECK(must(sqlite::SqliteAdministration(path, Milliseconds{1000}).migrate(false)).copy.empty());
}

TEST_CASE("fault 19 a migration that fails leaves the database as it was") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  std::vector<sqlite::Migration> migrations(sqlite::embedded_migrations().begin(),
                                            sqlite::embedded_migrations().end());
  const int next = sqlite::newest_version() + 1;
  migrations.push_back({next, "bad", "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);"});
  must(open(path));
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  CHECK_THROWS_AS((void)sqlite::migrate(database, path, migrations), SQLite::Exception);
  CHECK(version_of(path) == sqlite::newest_version());
  CHECK(!database.tableExists("half"));
  CHECK(open(path).ok());
}

TEST_CASE("fault 19 eight commands that find no database make one") {
  for (int round = 0; round < 5; ++round) {
    ScratchFolder folder;
    const std::string path = folder.file("db");
    std::vector<std::unique_ptr<Child>> children;
    for (int each = 0; each < 8; ++each) {
      children.push_back(std::make_unique<Child>([&] {
        auto opened = open(path);
        return opened ? 0 : static_cast<int>(opened.error().kind) + 1;
      }));
    }
    for (auto& child : children)
      CHECK(child->exit_code() == 0);
    CHECK(version_of(path) == sqlite::newest_version());
    auto connection = must(open(path));
    CHECK(connection->database().execAndGet("SELECT count(*) FROM installation").getInt() == 1);
    CHECK(!std::filesystem::exists(sqlite::copy_before(path, sqlite::newest_version())));
  }
}

TEST_CASE("fault 19 eight commands that find an old database keep one copy of it from before") {
  ScratchFolder folder;
  for (int round = 0; round < 5; ++round) {
    const std::string path = folder.file("db" + std::to_string(round));
    {
      SQLite::Database old(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      REQUIRE(sqlite::migrate(old, path, sqlite::embedded_migrations().first(1)).ok());
    }
    std::vector<std::unique_ptr<Child>> children;
    for (int each = 0; each < 8; ++each) {
      children.push_back(std::make_unique<Child>([&] { return open(path).ok() ? 0 : 1; }));
    }
    for (auto& child : children)
      CHECK(child->exit_code() == 0);
    CHECK(version_of(path) == sqlite::newest_version());
    CHECK(version_of(sqlite::copy_before(path, sqlite::newest_version())) == 1);
  }
}
