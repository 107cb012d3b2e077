// Ownership, passes, all or nothing.
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

template <class Work>
std::optional<Error> gone(Work work) {
  try {
    work();
  } catch (const StoreGone& thrown) {
    return thrown.error();
  }
  return std::nullopt;
}

Record note(const char* detail) {
  return Journalled{at(0), "test.note", "order:1", detail};
}

}  // namespace

TEST_CASE_TEMPLATE("RN-01 ownership raises the epoch and names the installation", Bed, SqliteBed, MemoryBed) {
  Bed bed;
  const Ownership first = must(bed.store().take_ownership("one", kStart));
  CHECK(first.epoch == 1);
  CHECK(first.installation.size() == 8);
  CHECK(!first.last_attempt);
  const Ownership again = must(bed.store().take_ownership("one", kStart));
  CHECK(again.epoch == 2);
  CHECK(again.installation == first.installation);
}

TEST_CASE_TEMPLATE("RN-01 a second owner ends the first one's passes", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  auto second = ready.bed.another();
  CHECK(second->take_ownership("two", at(1)).value().epoch == 2);
  const auto refused = gone([&] { ready.store.begin_pass(); });
  REQUIRE(refused);
  CHECK(refused->kind == ErrorKind::conflict);
  const auto taken = ready.store.take_ownership("one", at(2));
  REQUIRE(!taken);
  CHECK(taken.error().kind == ErrorKind::conflict);
  commit(*second, {note("second")});
  CHECK(ready.bed.journal().size() == 1);
}

TEST_CASE_TEMPLATE("RN-01 without ownership there is no pass", Bed, SqliteBed, MemoryBed) {
  Bed bed;
  CHECK(gone([&] { bed.store().begin_pass(); }));
}

TEST_CASE_TEMPLATE("RN-02 ids of attempts go on from the last one", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {IntentMade{intent(5, ready.only_task(), ready.order, 7, at(0))}});
  CHECK(ready.bed.another()->take_ownership("two", at(1)).value().last_attempt == attempt_id(5));
}

TEST_CASE_TEMPLATE("RN-02 a pass that breaks a rule keeps nothing", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  const auto refused = gone([&] {
    commit(ready.store,
           {note("lost"), StatusEntered{ready.order, kDone, at(5), "robot", "key 2", {}, {}},
            NumberLocked{number(7), at(100)}, NumberMarkedBad{ready.order, number(7)},
            OperatorStatusSet{kAnna, OperatorStatus::on_break, "three misses", at(5)},
            IntentMade{intent(1, task, ready.order, 7, at(5))}});  // the task was cancelled just before
  });
  REQUIRE(refused);
  CHECK(refused->kind == ErrorKind::store);
  CHECK(ready.bed.journal().empty());
  CHECK(ready.bed.attempts() == 0);
  CHECK(ready.bed.history(ready.order) == std::vector{kNew});
  const DueTask seen = ready.store.task(task, at(6)).value();
  CHECK(seen.phase == TaskPhase::ready);
  CHECK(seen.order.status == kNew);
  CHECK(!seen.numbers.at(0).locked_until);
  CHECK(!seen.numbers.at(0).number.bad);
  CHECK(ready.store.load_settings().operators.at(0).status == OperatorStatus::ready);
  CHECK(ready.store.buckets().size() == 1);
  commit(ready.store, {note("kept")});
  CHECK(ready.bed.journal().size() == 1);
}

TEST_CASE_TEMPLATE("RN-02 a pass that is rolled back keeps nothing", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  ready.store.begin_pass();
  ready.store.roll_back();
  ready.store.begin_pass();
  ready.store.commit({});
  CHECK(ready.bed.journal().empty());
}

TEST_CASE_TEMPLATE("RN-02 two stores have no pass at the same time", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  ready.store.begin_pass();
  auto second = ready.bed.another();
  const auto taken = second->take_ownership("two", at(1));
  REQUIRE(!taken);
  CHECK(taken.error().kind == ErrorKind::busy);
  ready.store.roll_back();
  CHECK(second->take_ownership("two", at(1)).ok());
}

TEST_CASE_TEMPLATE("RN-04 the change mark tells what others have committed", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const ChangeMark start = ready.store.change_mark();
  CHECK(ready.store.change_mark() == start);
  commit(ready.store, {note("own")});
  CHECK(ready.store.change_mark() == start);

  ready.bed.add_order(sample_order("A-2", {9}), entered({}));
  const ChangeMark order = ready.store.change_mark();
  CHECK(order.commits_of_others != start.commits_of_others);
  CHECK(order.settings_version == start.settings_version);

  ready.bed.list_number(number(7), {}, "call", {});
  const ChangeMark listed = ready.store.change_mark();
  CHECK(listed.blacklist_version > order.blacklist_version);
  CHECK(listed.settings_version == order.settings_version);

  commit(ready.store, {OperatorStatusSet{kAnna, OperatorStatus::on_break, "three misses", at(5)}});
  CHECK(ready.store.change_mark().settings_version > listed.settings_version);
}

TEST_CASE_TEMPLATE("RN-04 settings are read as they were written", Bed, SqliteBed, MemoryBed) {
  Bed bed;
  const Settings wanted = sample_settings();
  bed.set_settings(wanted);
  const Settings read = bed.store().load_settings();
  CHECK(read.version > 0);
  REQUIRE(read.projects.size() == 2);
  CHECK(read.projects[0].name == "shop");
  CHECK(read.projects[1].id == kClinic);
  CHECK(read.queues.at(0).strategy == Strategy::agent_with_fewest_calls);
  CHECK(read.groups.at(0).members == std::vector{kAnna, kBoris});
  CHECK(read.policies.at(0).intervals == wanted.policies[0].intervals);
  CHECK(read.legal_windows.at(0).reason == "agreed with the customers");
  CHECK(read.modes == wanted.modes);
  CHECK(read.line == wanted.line);
  CHECK(read.operators.at(1).access == wanted.operators[1].access);
  CHECK(read.lines_max == 40);
  CHECK(read.calls_per_second_milli == 5000);
}
