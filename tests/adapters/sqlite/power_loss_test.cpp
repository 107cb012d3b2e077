// The power fails while the loop writes: what it was told is durable is there afterwards, and the rest is
// whole or absent.
#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

#include "adapters/sqlite/administration.h"
#include "tests/adapters/sqlite/power_loss_disk.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::Connection;
using sqlite::Role;

namespace {

constexpr int kOrders = 40;

int seeds() {
  const char* wanted = std::getenv("DIALCTL_TEST_SEEDS");
  return wanted != nullptr ? std::atoi(wanted) : 300;
}

// A database with orders that wait, in one file.
std::string prepared(const ScratchFolder& folder) {
  const std::string path = folder.file("shop");
  Ready<SqliteBed> ready;
  for (int each = 0; each < kOrders; ++each) {
    ready.bed.add_order(sample_order("B-" + std::to_string(each), {1000 + each}), entered(ready_at(at(0))));
  }
  must(sqlite::SqliteAdministration(ready.bed.connection().path(), Milliseconds{500}).backup(path, false));
  return path;
}

// One intent a pass, as before a call, and the ends of some; a mark after each commit that returned.
void call_people(PowerLossDisk& disk, const std::string& path, const char* synchronous) {
  auto connection = must(Connection::open({path, Role::loop, Milliseconds{500}, false}));
  connection->database().exec(std::string{"PRAGMA wal_autocheckpoint = 40; PRAGMA synchronous = "} +
                              synchronous);
  sqlite::SqliteStore store(std::move(connection));
  must(store.take_ownership("test", at(0)));
  for (int call = 1; call <= kOrders; ++call) {
    store.begin_pass();
    const auto due = store.due_tasks(store.buckets().at(0).bucket.id, at(1), 1).tasks.at(0);
    std::vector<Record> records{IntentMade{intent(call, due.id, due.order.id, 0, at(1))}};
    std::get<IntentMade>(records[0]).intent.number = due.order.numbers.at(0).number;
    store.commit(records);
    disk.mark();
    if (call % 3 != 0) continue;
    TaskMoved done;
    done.task = due.id;
    done.phase = TaskPhase::done;
    done.next_at = at(2);
    done.callee = {"UA", {"Europe/Kyiv"}};
    commit(store, {AttemptEnded{ended(call, at(2), Outcome::delivered)}, done});
  }
}

struct Found {
  std::string broken;
  std::size_t attempts = 0;
};

Found found_in(const PowerLossDisk::Remains& remains, const ScratchFolder& folder) {
  const std::string path = folder.file("after");
  for (const char* end : {"", "-wal", "-shm"})
    std::filesystem::remove(path + end);
  for (const auto& [end, bytes] : remains.files)
    std::ofstream{path + end, std::ios::binary}.write(bytes.data(),
                                                      static_cast<std::streamsize>(bytes.size()));
  Found found;
  const auto findings = sqlite::SqliteAdministration(path, Milliseconds{500}).verify();
  if (!findings) return {findings.error().message, 0};
  if (!findings.value().empty()) return {findings.value()[0].check, 0};
  auto connection = must(Connection::open({path, Role::loop, Milliseconds{500}, false}));
  found.attempts =
      static_cast<std::size_t>(connection->database().execAndGet("SELECT count(*) FROM attempt").getInt());
  return found;
}

struct Losses {
  int damaged = 0;
  int lost = 0;  // told durable, and gone
};

Losses cut_the_power(const char* synchronous, int times) {
  ScratchFolder folder;
  const std::string path = prepared(folder);
  PowerLossDisk disk{path};
  call_people(disk, path, synchronous);
  REQUIRE(disk.steps() > kOrders * 4);
  Losses losses;
  for (int seed = 1; seed <= times; ++seed) {
    std::mt19937 dice(static_cast<unsigned>(seed));
    const auto remains = disk.after_power_loss(dice() % (disk.steps() + 1), dice);
    const Found found = found_in(remains, folder);
    if (!found.broken.empty()) ++losses.damaged;
    if (found.broken.empty() && (found.attempts < remains.marks || found.attempts > remains.marks + 1))
      ++losses.lost;
    if (std::string{synchronous} == "FULL") {
      CAPTURE(seed);
      CAPTURE(found.broken);
      REQUIRE(losses.damaged == 0);
      REQUIRE(losses.lost == 0);
    }
  }
  return losses;
}

}  // namespace

TEST_CASE(
    "fault 13 the power fails at any moment of any write: the store is whole, and each intent that was told "
    "is there") {
  cut_the_power("FULL", seeds());
}

TEST_CASE("fault 13 a store that does not wait for the disk is caught") {
  CHECK(cut_the_power("NORMAL", 60).lost > 0);
  CHECK(cut_the_power("OFF", 60).damaged + cut_the_power("OFF", 60).lost > 0);
}
