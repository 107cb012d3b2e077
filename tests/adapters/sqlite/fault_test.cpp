// The database is full, read-only, gone, damaged or held by somebody else.
#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sqlite/administration.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "tests/adapters/sqlite/child.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::Connection;
using sqlite::Role;

namespace {

std::optional<Error> gone(const std::function<void()>& work) {
  try {
    work();
  } catch (const StoreGone& thrown) {
    return thrown.error();
  }
  return std::nullopt;
}

Record long_note() {
  return Journalled{at(0), "test.note", "order:1", std::string(3000, 'x')};
}

}  // namespace

TEST_CASE("fault 11 fault 14 a file that may not grow ends the loop, and nothing of the pass is kept") {
  Ready<SqliteBed> ready;
  const std::string path = ready.bed.connection().path();
  const std::size_t before = ready.bed.journal().size();
  Child full([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = ready.bed.another();
    must(store->take_ownership("full", at(1)));
    struct stat status {};
    ::stat((path + "-wal").c_str(), &status);
    const rlimit limit{static_cast<rlim_t>(status.st_size + 80'000), RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    for (int pass = 0; pass < 50; ++pass) {
      const auto error = gone([&] { commit(*store, {long_note(), long_note()}); });
      if (error) return error->kind == ErrorKind::store ? 100 + pass : 1;
    }
    return 2;
  });
  const int passes_kept = full.exit_code() - 100;
  REQUIRE(passes_kept >= 1);
  CHECK(ready.bed.journal().size() == before + 2 * static_cast<std::size_t>(passes_kept));
  CHECK(must(sqlite::SqliteAdministration(path, Milliseconds{500}).verify()).empty());
}

TEST_CASE("fault 15 a read-only file is refused to writers with a hint, and readers still read") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  must(Connection::open({path, Role::writer, Milliseconds{500}, true}));
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(path.c_str(), 0444);
  Child nobody([&] {
    give_up_root();
    const auto writer = Connection::open({path, Role::writer, Milliseconds{100}, false});
    if (writer || writer.error().kind != ErrorKind::store || writer.error().hint.empty()) return 1;
    const auto reader = Connection::open({path, Role::reader, Milliseconds{100}, false});
    if (!reader) return 2;
    return reader.value()->database().execAndGet("SELECT count(*) FROM installation").getInt() == 1 ? 0 : 3;
  });
  CHECK(nobody.exit_code() == 0);
}

TEST_CASE("fault 15 a reader in a read-only folder reads beside a loop that writes") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  auto writer = must(Connection::open({path, Role::writer, Milliseconds{500}, true}));
  writer->database().exec("INSERT INTO setting VALUES ('a', 'b')");  // in the log, not in the file
  ::chmod(folder.path().c_str(), 0555);
  for (const char* part : {"", "-wal", "-shm"})
    ::chmod((path + part).c_str(), 0444);
  Child nobody([&] {
    give_up_root();
    const auto reader = Connection::open({path, Role::reader, Milliseconds{100}, false});
    if (!reader) return 2;
    return reader.value()->database().execAndGet("SELECT count(*) FROM setting").getInt() == 1 ? 0 : 3;
  });
  CHECK(nobody.exit_code() == 0);
  ::chmod(folder.path().c_str(), 0755);
}

TEST_CASE("fault 16 a database that another command writes to is busy, and the loop may try again") {
  Ready<SqliteBed> ready;
  {
    sqlite::WriteTransaction held(ready.bed.connection());
    const auto refused = gone([&] { ready.store.begin_pass(); });
    REQUIRE(refused);
    CHECK(refused->kind == ErrorKind::busy);
    CHECK(!refused->hint.empty());
  }
  commit(ready.store, {long_note()});
  ready.store.begin_pass();
  sqlite::SqliteRegistry registry(ready.bed.connection());
  const auto put = registry.set_caps(1, 1, {"x", "", at(0)});
  REQUIRE(!put);
  CHECK(put.error().kind == ErrorKind::busy);
  ready.store.roll_back();
}

TEST_CASE("fault 16 eight writers lose nothing") {
  ScratchFolder folder;
  const std::string path = folder.file("db");
  must(Connection::open({path, Role::writer, Milliseconds{500}, true}));
  constexpr int kEach = 150;
  std::vector<std::unique_ptr<Child>> children;
  for (int each = 0; each < 8; ++each) {
    children.push_back(std::make_unique<Child>([&, each] {
      auto connection = must(Connection::open({path, Role::writer, Milliseconds{60'000}, false}));
      connection->database().exec("PRAGMA synchronous = OFF");
      sqlite::SqliteRegistry registry(*connection);
      for (int put = 0; put < kEach; ++put) {
        const Listing listing{number(each * 1000 + put), {}, "test", "", at(0), {}};
        if (!registry.blacklist_add({&listing, 1}, {"w", "", at(0)})) return 1;
      }
      return 0;
    }));
  }
  for (auto& child : children)
    CHECK(child->exit_code() == 0);
  auto connection = must(Connection::open({path, Role::reader, Milliseconds{500}, false}));
  CHECK(connection->database().execAndGet("SELECT count(*) FROM blacklist").getInt() == 8 * kEach);
  CHECK(connection->database().execAndGet("SELECT blacklist FROM revision").getInt() == 1 + 8 * kEach);
  CHECK(must(sqlite::SqliteAdministration(path, Milliseconds{500}).verify()).empty());
}

TEST_CASE("fault 17 damage that quick_check misses is found by verify") {
  Ready<SqliteBed> ready;
  const std::string path = ready.bed.connection().path();
  for (int each = 0; each < 400; ++each) {
    ready.bed.add_order(sample_order("B-" + std::to_string(each), {1000 + each}),
                        entered(ready_at(at(each))));
  }
  sqlite::SqliteAdministration administration(path, Milliseconds{500});
  (void)must(administration.checkpoint());
  CHECK(must(administration.verify()).empty());
  const int root = ready.bed.connection()
                       .database()
                       .execAndGet(
                           "SELECT pageno FROM dbstat WHERE name = 'order_number_e164' AND pagetype = 'leaf'"
                           " LIMIT 1")
                       .getInt();
  const int page_size = ready.bed.connection().database().execAndGet("PRAGMA page_size").getInt();
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  // One digit of one key in the index: the pages stay well formed.
  std::vector<char> page(static_cast<std::size_t>(page_size));
  const off_t place = static_cast<off_t>(root - 1) * page_size;
  REQUIRE(::pread(file, page.data(), page.size(), place) == page_size);
  const std::string text(page.begin(), page.end());
  const auto found = text.find("+380440001");
  REQUIRE(found != std::string::npos);
  page[found + 9] = '7';
  REQUIRE(::pwrite(file, page.data(), page.size(), place) == page_size);
  ::close(file);
  const auto findings = must(administration.verify());
  REQUIRE(!findings.empty());
  CHECK(findings[0].check == "integrity");
  CHECK(!administration.backup(path + ".copy", false).ok());
  CHECK(!std::filesystem::exists(path + ".copy"));
}

TEST_CASE("fault 17 random damage is reported and never crashes") {
  ScratchFolder folder;
  const std::string sound = folder.file("sound");
  {
    Ready<SqliteBed> ready;
    for (int each = 0; each < 100; ++each) {
      ready.bed.add_order(sample_order("B-" + std::to_string(each), {1000 + each}),
                          entered(ready_at(at(each))));
    }
    (void)must(
        sqlite::SqliteAdministration(ready.bed.connection().path(), Milliseconds{500}).backup(sound, false));
  }
  std::mt19937 random(17);
  const auto size = std::filesystem::file_size(sound);
  int found = 0;
  constexpr int kRounds = 60;
  for (int round = 0; round < kRounds; ++round) {
    const std::string path = folder.file("damaged");
    std::filesystem::copy_file(sound, path, std::filesystem::copy_options::overwrite_existing);
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(static_cast<std::streamoff>(random() % (size - 600)));
      for (int byte = 0; byte < 600; ++byte)
        file.put(static_cast<char>(random()));
    }
    const auto findings = sqlite::SqliteAdministration(path, Milliseconds{500}).verify();
    if (!findings || !findings.value().empty()) ++found;
    auto connection = Connection::open({path, Role::loop, Milliseconds{100}, false});
    if (connection) {
      (void)gone([&] {
        sqlite::SqliteStore store(std::move(connection).value());
        if (!store.take_ownership("x", at(0))) return;
        store.begin_pass();
        for (const BucketState& state : store.buckets())
          (void)store.due_tasks(state.bucket.id, at(99), 50);
        store.commit({long_note()});
      });
    }
    for (const char* part : {"-wal", "-shm"})
      std::filesystem::remove(path + part);
  }
  CHECK(found > kRounds / 6);  // the rest fell on free bytes or text
}

TEST_CASE("fault 17 verify finds a ledger that does not add up") {
  Ready<SqliteBed> ready;
  const std::string path = ready.bed.connection().path();
  commit(ready.store, {IntentMade{intent(1, ready.only_task(), ready.order, 7, at(0))}});
  sqlite::SqliteAdministration administration(path, Milliseconds{500});
  CHECK(must(administration.verify()).empty());
  ready.bed.connection().database().exec("DELETE FROM open_attempt");
  const auto findings = must(administration.verify());
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].check == "ledger.attempt-neither-open-nor-ended");
  CHECK(findings[1].check == "ledger.live-without-open-attempt");
}

TEST_CASE("fault 20 a database that is removed, moved away or replaced ends the loop before its next pass") {
  for (const int way : {0, 1, 2, 3}) {
    CAPTURE(way);
    Ready<SqliteBed> ready;
    const std::string path = ready.bed.connection().path();
    commit(ready.store, {long_note()});
    (void)ready.store.change_mark();
    switch (way) {
      case 0:
        std::filesystem::remove(path);
        break;
      case 1:
        std::filesystem::rename(path, path + ".away");
        break;
      case 2:
        std::filesystem::copy_file(path, path + ".copy");
        std::filesystem::rename(path + ".copy", path);
        break;
      default:
        std::filesystem::remove(path + "-wal");
    }
    const auto marked = gone([&] { (void)ready.store.change_mark(); });
    REQUIRE(marked);
    CHECK(marked->kind == ErrorKind::store);
    CHECK(marked->code == "store.replaced");
    CHECK(gone([&] { ready.store.begin_pass(); }));
  }
}

TEST_CASE("fault 19 a loop ends when a newer program has migrated its database") {
  Ready<SqliteBed> ready;
  ready.bed.connection().database().exec("PRAGMA user_version = 9999");
  const auto refused = gone([&] { ready.store.begin_pass(); });
  REQUIRE(refused);
  CHECK(refused->code == "store.newer");
}

TEST_CASE("RN-07 a reader judges by the same gates and can record nothing") {
  Ready<SqliteBed> ready;
  const std::string path = ready.bed.connection().path();
  sqlite::SqliteStore reader(must(Connection::open({path, Role::reader, Milliseconds{100}, false})));
  reader.begin_pass();
  CHECK(reader.task(TaskId{1}, at(0)).value().order.external_id == "A-1");
  CHECK(gone([&] { reader.commit({long_note()}); }));
}
