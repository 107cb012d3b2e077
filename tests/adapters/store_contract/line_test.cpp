// Places in the lines of call modes: how they are made, lent, moved and left.
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/line_bed.h"

using namespace dialctl;
using namespace dialctl::contract;

TEST_CASE_TEMPLATE("ST-04 CM-01 a status that feeds a mode makes one place for each entry", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  const TaskId first = lined.add();
  const auto buckets = lined.store.line_buckets(at(0));
  REQUIRE(buckets.size() == 1);
  CHECK(buckets[0].project == kShop);
  CHECK_FALSE(buckets[0].tmpl);
  CHECK(buckets[0].callee == kKyiv);
  CHECK(buckets[0].priority == 2);
  CHECK(buckets[0].line == ModeLine{CallMode::new_order, ModePart::unprocessed, "anna"});
  REQUIRE(lined.line().size() == 1);
  const InLine place = lined.line().front();
  CHECK(place.task == first);
  CHECK(place.order == lined.orders[0]);
  CHECK(place.bucket == buckets[0].id);
  CHECK(place.next_at == at(-900));
  CHECK(place.entered == at(-900));
  CHECK(place.auto_attempts == 0);
  CHECK(place.place_key == to_millis(at(-1000)));
  const DueTask seen = lined.seen(first);
  CHECK(seen.phase == TaskPhase::ready);
  CHECK_FALSE(seen.tmpl);
  REQUIRE(seen.place.has_value());
  CHECK(seen.place->mode == CallMode::new_order);
  CHECK(seen.place->part == ModePart::unprocessed);
  CHECK(seen.place->entered == at(-900));
  CHECK_FALSE(seen.handed_to.has_value());

  TaskMoved tried = lined.moved(first, TaskPhase::ready, at(60), ModePart::no_answer);
  tried.rounds_done = 3;
  tried.auto_attempts = 3;
  StatusEntered again = fed(CallMode::random_1, at(7), kDone);
  again.order = lined.orders[0];
  commit(lined.store, {tried, again});
  CHECK(lined.in_line() == "2");
  const InLine other = lined.line().front();
  CHECK(other.entered == at(7));
  CHECK(other.auto_attempts == 3);  // of the order
  CHECK(other.place_key == place_key(CallMode::random_1, kShop, "L-1", at(-1000), at(7)));
  CHECK(lined.seen(other.task).rounds_done == 0);  // of the mode
  CHECK(lined.bed.task(first).phase == TaskPhase::cancelled);
}

TEST_CASE_TEMPLATE("ST-04 an entry may start robot calls and make a place, each once", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  StatusEntered both = fed(CallMode::new_order);
  both.start = ready_at(at(0));
  lined.bed.add_order(sample_order("both", {7}), both);
  CHECK(lined.store.buckets().size() == 2);
  CHECK(lined.store.line_buckets(at(0)).size() == 1);
  REQUIRE(lined.line().size() == 1);
  CHECK(lined.seen(lined.line().front().task).place.has_value());
}

TEST_CASE_TEMPLATE("ST-04 leaving the status gives the place up, also one that is with an operator", Bed,
                   SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId ready = lined.add();
  const TaskId handed = lined.add();
  const TaskId blocked = lined.add();
  const TaskId live = lined.add();
  TaskMoved stuck = lined.moved(blocked, TaskPhase::blocked, at(0));
  stuck.reason = "blacklist";
  AttemptIntent call = intent(1, live, lined.orders[3], 8, at(0));
  call.tmpl = {};
  call.mode = CallMode::new_order;
  call.agent = kAnna;
  commit(lined.store, {TaskHanded{handed, kAnna, at(50)}, stuck, IntentMade{call}});
  std::vector<Record> leave;
  for (const OrderId order : lined.orders)
    leave.emplace_back(StatusEntered{order, kDone, at(2), "anna", "", {}, {}});
  commit(lined.store, leave);
  for (const TaskId task : {ready, handed, blocked}) {
    CHECK(lined.bed.task(task).phase == TaskPhase::cancelled);
    CHECK(lined.bed.task(task).reason == "status-left");
  }
  CHECK(lined.bed.task(live).phase == TaskPhase::live);
  CHECK(lined.in_line().empty());
  CHECK(lined.store.lapsed(at(100'000)).empty());
  CHECK(lined.store.line_buckets(at(100'000)).empty());
  commit(lined.store, {AttemptEnded{ended(1, at(3), Outcome::busy)},
                       lined.moved(live, TaskPhase::ready, at(60), ModePart::no_answer)});
  CHECK(lined.bed.task(live).phase == TaskPhase::cancelled);
  CHECK(lined.in_line().empty());
}

TEST_CASE_TEMPLATE("CM-07 what is handed out is not in line until its lease has ended", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  const TaskId one = lined.add();
  const TaskId two = lined.add();
  TaskMoved tried = lined.moved(one, TaskPhase::ready, at(-5), ModePart::no_answer);
  tried.rounds_done = 2;
  commit(lined.store, {tried, TaskHanded{one, kBoris, at(60)}});
  CHECK(lined.in_line() == "2");
  CHECK(lined.seen(one).phase == TaskPhase::handed);
  CHECK(lined.seen(one).handed_to == kBoris);
  CHECK(lined.seen(one).handed_until == at(60));
  CHECK(lined.store.lapsed(at(59)).empty());
  CHECK(lined.ids(lined.store.lapsed(at(60))) == "1");
  commit(lined.store, {TaskHanded{one, kAnna, at(90)}, TaskHanded{two, kAnna, at(30)}});  // lent again
  CHECK(lined.ids(lined.store.lapsed(at(60))) == "2");
  CHECK(lined.ids(lined.store.lapsed(at(90))) == "1 2");
  CHECK(lined.store.line_buckets(at(29)).empty());
  REQUIRE(lined.store.line_buckets(at(30)).size() == 1);
  CHECK(lined.store.line_buckets(at(30))[0].line->part == ModePart::unprocessed);

  commit(lined.store, {LeasesEnded{at(89)}});
  CHECK(lined.in_line() == "2");
  commit(lined.store, {LeasesEnded{at(90)}});
  CHECK(lined.in_line() == "2 1");  // as they were: 2 by its entry, 1 by its retry
  const DueTask back = lined.seen(one);
  CHECK(back.phase == TaskPhase::ready);
  CHECK(back.rounds_done == 2);
  CHECK(back.next_at == at(-5));
  CHECK(back.place->part == ModePart::no_answer);
}

TEST_CASE_TEMPLATE("CM-07 only a place in a line that is not over can be lent", Bed, SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId done = lined.add();
  const TaskId blocked = lined.add();
  const OrderId robot = lined.bed.add_order(sample_order("robot", {900}), entered(ready_at(at(0))));
  CHECK(lined.store.order(robot).has_value());
  TaskMoved stuck = lined.moved(blocked, TaskPhase::blocked, at(0));
  stuck.reason = "blacklist";
  commit(lined.store, {lined.moved(done, TaskPhase::done, at(0)), stuck});
  commit(lined.store, {TaskHanded{done, kAnna, at(60)}, TaskHanded{blocked, kAnna, at(60)}});  // nothing
  CHECK(lined.seen(done).phase == TaskPhase::done);
  CHECK(lined.seen(blocked).phase == TaskPhase::blocked);
  for (const TaskId task : {TaskId{3}, TaskId{99}})
    CHECK_THROWS_AS(commit(lined.store, {TaskHanded{task, kAnna, at(60)}}), StoreGone);
}

TEST_CASE_TEMPLATE("CM-02 AD-04 a moved task goes to its part, and keeps the part that nothing is said of",
                   Bed, SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId task = lined.add();
  for (const ModePart part : {ModePart::planned_callback, ModePart::no_answer, ModePart::unprocessed}) {
    TaskMoved record = lined.moved(task, TaskPhase::ready, at(30), part);
    record.auto_attempts = 4;
    commit(lined.store, {record});
    const auto buckets = lined.store.line_buckets(at(0));
    REQUIRE(buckets.size() == 1);
    CHECK(buckets[0].line == ModeLine{CallMode::new_order, part, "anna"});
    CHECK(lined.seen(task).place->part == part);
    commit(lined.store, {lined.moved(task, TaskPhase::ready, at(31))});
    CHECK(lined.seen(task).place->part == part);
    CHECK(lined.seen(task).place->auto_attempts == 4);
    CHECK(lined.line().front().next_at == at(31));
    CHECK(lined.line().front().entered == at(-900));
  }
}

TEST_CASE_TEMPLATE(
    "AD-03 a planned callback keeps its time when it is put off, lent or made anew, not in another part", Bed,
    SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId task = lined.add();
  TaskMoved planned = lined.moved(task, TaskPhase::ready, at(30), ModePart::planned_callback);
  planned.planned_at = at(30);
  commit(lined.store, {planned, lined.moved(task, TaskPhase::ready, at(90), ModePart::planned_callback),
                       TaskHanded{task, kAnna, at(10)}});
  CHECK(lined.seen(task).place->planned_at == at(30));
  CHECK(lined.seen(task).next_at == at(90));
  commit(lined.store, {TaskReturned{task}, lined.moved(task, TaskPhase::ready, at(91))});
  CHECK(lined.seen(task).place->planned_at == at(30));
  CHECK(lined.line().front().planned_at == at(30));
  planned.planned_at = planned.next_at = at(70);
  commit(lined.store, {planned});
  CHECK(lined.seen(task).place->planned_at == at(70));
  commit(lined.store, {lined.moved(task, TaskPhase::ready, at(91), ModePart::no_answer)});
  CHECK_FALSE(lined.seen(task).place->planned_at.has_value());
}

TEST_CASE_TEMPLATE("CM-03 a place that is over is taken up again, as one that was tried, with all its rounds",
                   Bed, SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId used_up = lined.add();
  const TaskId ready = lined.add();
  TaskMoved over = lined.moved(used_up, TaskPhase::done, at(30), ModePart::planned_callback);
  over.planned_at = at(30);
  over.rounds_done = 3;
  over.number_index = 1;
  over.auto_attempts = 3;
  over.reason = "attempts-used-up";
  commit(lined.store, {over, OwnerSet{lined.orders[0], "boris"}});
  commit(lined.store, {LineAgain{used_up, at(40), kKyiv}});
  const DueTask again = lined.seen(used_up);
  CHECK(again.phase == TaskPhase::ready);
  CHECK(again.next_at == at(40));
  CHECK(again.rounds_done == 0);
  CHECK(again.number_index == 0);
  CHECK(again.place->part == ModePart::no_answer);
  CHECK(again.place->auto_attempts == 3);  // that it has had
  CHECK_FALSE(again.place->planned_at.has_value());
  CHECK(lined.bed.task(used_up).reason.empty());
  CHECK(lined.store.line_buckets(at(40)).back().line ==
        ModeLine{CallMode::new_order, ModePart::no_answer, "boris"});
  const OrderId robot = lined.bed.add_order(sample_order("robot", {900}), entered(ready_at(at(0))));
  CHECK(lined.store.order(robot).has_value());
  for (const TaskId task : {ready, used_up, TaskId{3}, TaskId{99}})  // not over, or in no line
    CHECK_THROWS_AS(commit(lined.store, {LineAgain{task, at(50), kKyiv}}), StoreGone);
}

TEST_CASE_TEMPLATE("AD-05 AD-06 an order's place goes to its new owner's line, lent or not", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  const TaskId one = lined.add();
  const TaskId over = lined.add();
  commit(lined.store, {lined.moved(over, TaskPhase::done, at(0)), OwnerSet{lined.orders[0], "boris"},
                       OwnerSet{lined.orders[1], "boris"}});
  const auto owner = [&] { return lined.store.line_buckets(at(1'000)).at(0).line->owner; };
  REQUIRE(lined.store.line_buckets(at(0)).size() == 1);
  CHECK(owner() == "boris");
  CHECK(lined.seen(one).order.owner == "boris");
  CHECK(lined.bed.task(over).phase == TaskPhase::done);
  CHECK(lined.seen(over).order.owner == "boris");
  commit(lined.store, {TaskHanded{one, kAnna, at(50)}, OwnerSet{lined.orders[0], ""}});
  CHECK(lined.seen(one).phase == TaskPhase::handed);
  CHECK(lined.seen(one).handed_until == at(50));
  CHECK(owner().empty());
  commit(lined.store, {LeasesEnded{at(50)}});
  CHECK(owner().empty());
  CHECK(lined.in_line() == "1");
  // A place that is made later is the new owner's, too.
  StatusEntered again = fed(CallMode::reconfirm, at(60), kDone);
  again.order = lined.orders[1];
  commit(lined.store, {again});
  CHECK(lined.line().size() == 2);
  CHECK(lined.store.line_buckets(at(60)).at(1).line ==
        ModeLine{CallMode::reconfirm, ModePart::unprocessed, "boris"});
  CHECK_THROWS_AS(commit(lined.store, {OwnerSet{OrderId{99}, "anna"}}), StoreGone);
}
