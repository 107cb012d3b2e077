// Orders, statuses, tasks and what is due.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

TaskMoved moved(TaskId task, TaskPhase phase, Instant next_at) {
  TaskMoved record;
  record.task = task;
  record.phase = phase;
  record.next_at = next_at;
  record.callee = {"UA", {"Europe/Kyiv"}};
  return record;
}

std::vector<std::string> names(const DueTasks& due) {
  std::vector<std::string> all;
  for (const DueTask& task : due.tasks)
    all.push_back(task.order.external_id);
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("ST-05 an order is read as it was written", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const Order order = ready.store.order(ready.order).value();
  CHECK(order.id == ready.order);
  CHECK(order.project == kShop);
  CHECK(order.external_id == "A-1");
  CHECK(order.status == kNew);
  CHECK(order.status_since == at(-900));
  CHECK(order.priority == 2);
  CHECK(order.owner == "anna");
  CHECK(order.held);
  CHECK(order.tags == std::vector<std::string>{"urgent", "vip"});
  CHECK(order.fields == Fields{{"fio", "Олена \"Lena\"\n"}, {"order_id", "A-1"}, {"a", ""}});
  REQUIRE(order.numbers.size() == 2);
  CHECK(order.numbers[1].number == number(8));
  CHECK(order.numbers[1].raw == "044 0000008");
  CHECK(order.numbers[1].region == "UA");
  CHECK(order.numbers[1].zones == ZoneSet{"Europe/Kyiv"});
  CHECK(order.numbers[1].origin == ZoneOrigin::number);
  CHECK(order.created == at(-1000));
  CHECK(!ready.store.order(OrderId{99}));
}

TEST_CASE_TEMPLATE("RN-02 a due task brings its order and its place", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const auto buckets = ready.store.buckets();
  REQUIRE(buckets.size() == 1);
  CHECK(buckets[0].bucket.project == kShop);
  CHECK(buckets[0].bucket.tmpl == kTemplate);
  CHECK(buckets[0].bucket.callee == CalleeClass{"UA", {"Europe/Kyiv"}});
  CHECK(buckets[0].bucket.priority == 2);
  CHECK(buckets[0].next_at == at(0));
  const DueTasks due = ready.store.due_tasks(buckets[0].bucket.id, at(0), 50);
  REQUIRE(due.tasks.size() == 1);
  CHECK(!due.next_after);
  CHECK(due.tasks[0].order.external_id == "A-1");
  CHECK(due.tasks[0].tmpl == kTemplate);
  CHECK(due.tasks[0].bucket == buckets[0].bucket.id);
  CHECK(due.tasks[0].phase == TaskPhase::ready);
  CHECK(due.tasks[0].numbers.size() == 2);
  CHECK(!ready.store.task(TaskId{99}, at(0)));
}

TEST_CASE_TEMPLATE("RN-02 due tasks come earliest first, and say when there is more", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  ready.bed.add_order(sample_order("late", {11}), entered(ready_at(at(30))));
  ready.bed.add_order(sample_order("early", {12}), entered(ready_at(at(-30))));
  ready.bed.add_order(sample_order("same", {13}), entered(ready_at(at(0))));
  const BucketId bucket = ready.store.buckets().at(0).bucket.id;
  CHECK(ready.store.buckets().at(0).next_at == at(-30));

  const DueTasks all = ready.store.due_tasks(bucket, at(0), 50);
  CHECK(names(all) == std::vector<std::string>{"early", "A-1", "same"});
  CHECK(all.next_after == at(30));
  const DueTasks two = ready.store.due_tasks(bucket, at(0), 2);
  CHECK(names(two) == std::vector<std::string>{"early", "A-1"});
  CHECK(two.next_after == at(0));
  CHECK(!ready.store.due_tasks(bucket, at(30), 50).next_after);
  CHECK(ready.store.due_tasks(bucket, at(-31), 50).tasks.empty());
  CHECK(ready.store.due_tasks(bucket, at(-31), 50).next_after == at(-30));
  CHECK(ready.store.due_tasks(BucketId{99}, at(0), 50).tasks.empty());
}

TEST_CASE_TEMPLATE("RN-02 a bucket is what opens together", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  Order omsk = sample_order("omsk", {20});
  ready.bed.add_order(omsk, entered(ready_at(at(5), "Asia/Omsk")));
  Order urgent = sample_order("urgent", {21});
  urgent.priority = 9;
  ready.bed.add_order(urgent, entered(ready_at(at(6))));
  Order other = sample_order("other", {22});
  other.project = kClinic;
  ready.bed.add_order(other, entered(ready_at(at(7))));
  auto buckets = ready.store.buckets();
  REQUIRE(buckets.size() == 4);
  std::sort(buckets.begin(), buckets.end(), [](auto& a, auto& b) { return a.next_at < b.next_at; });
  CHECK(buckets[1].bucket.callee.zones == ZoneSet{"Asia/Omsk"});
  CHECK(buckets[2].bucket.priority == 9);
  CHECK(buckets[3].bucket.project == kClinic);
  CHECK(names(ready.store.due_tasks(buckets[3].bucket.id, at(9), 9)) == std::vector<std::string>{"other"});
}

TEST_CASE_TEMPLATE("RT-01 a moved task keeps its count, and waits in the bucket of its next number", Bed,
                   SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  TaskMoved record = moved(task, TaskPhase::ready, at(1200));
  record.rounds_done = 1;
  record.number_index = 1;
  record.round_began = at(3);
  record.callee.zones = {"Asia/Omsk", "Asia/Tomsk"};
  record.outcome = Outcome::busy;
  record.reason = "retry";
  commit(ready.store, {record});
  const auto buckets = ready.store.buckets();
  REQUIRE(buckets.size() == 1);
  CHECK(buckets[0].bucket.callee.zones == ZoneSet{"Asia/Omsk", "Asia/Tomsk"});
  CHECK(buckets[0].next_at == at(1200));
  const DueTask seen = ready.store.task(task, at(5)).value();
  CHECK(seen.rounds_done == 1);
  CHECK(seen.number_index == 1);
  CHECK(seen.round_began == at(3));
  CHECK(seen.next_at == at(1200));
  CHECK(ready.bed.task(task).outcome == Outcome::busy);
  CHECK(ready.bed.task(task).reason == "retry");

  commit(ready.store, {moved(task, TaskPhase::ready, at(1300))});  // put off: the last outcome stays
  CHECK(ready.bed.task(task).outcome == Outcome::busy);
}

TEST_CASE_TEMPLATE("RT-01 a task that is over stays over", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  commit(ready.store, {moved(task, TaskPhase::done, at(0))});
  CHECK(ready.store.buckets().empty());
  CHECK_THROWS_AS(commit(ready.store, {moved(task, TaskPhase::ready, at(5))}), StoreGone);
  CHECK_THROWS_AS(commit(ready.store, {IntentMade{intent(1, task, ready.order, 7, at(5))}}), StoreGone);
  CHECK(ready.store.task(task, at(5)).value().phase == TaskPhase::done);
}

TEST_CASE_TEMPLATE("ST-01 an entry is history, and moves the order", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {StatusEntered{ready.order, kDone, at(10), "anna", "paid", at(70), {}}});
  const Order order = ready.store.order(ready.order).value();
  CHECK(order.status == kDone);
  CHECK(order.status_since == at(10));
  commit(ready.store, {StatusEntered{ready.order, kNew, at(20), "anna", "not paid", {}, {}}});
  CHECK(ready.bed.history(ready.order) == std::vector{kNew, kDone, kNew});
}

TEST_CASE_TEMPLATE("ST-02 leaving a status cancels what is pending", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId pending = ready.only_task();
  TaskStart blocked = ready_at(at(0));
  blocked.phase = TaskPhase::blocked;
  blocked.blocked_by = "queue";
  commit(ready.store, {TaskStarted{ready.order, blocked, at(1), "anna"}});
  commit(ready.store, {StatusEntered{ready.order, kDone, at(2), "anna", "", {}, {}}});
  CHECK(ready.bed.task(pending).phase == TaskPhase::cancelled);
  CHECK(ready.bed.task(TaskId{2}).phase == TaskPhase::cancelled);
  CHECK(!ready.bed.task(pending).reason.empty());
  CHECK(ready.store.buckets().empty());
}

TEST_CASE_TEMPLATE("ST-02 leaving a status leaves a live call alone", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId live = ready.only_task();
  commit(ready.store, {IntentMade{intent(1, live, ready.order, 7, at(0))}});
  commit(ready.store, {StatusEntered{ready.order, kDone, at(2), "anna", "", {}, ready_at(at(9))}});
  CHECK(ready.bed.task(live).phase == TaskPhase::live);
  CHECK(ready.store.open_attempts().size() == 1);
  REQUIRE(ready.store.buckets().size() == 1);  // the new start, once
  CHECK(ready.store.buckets()[0].next_at == at(9));
}

TEST_CASE_TEMPLATE("ST-02 the task of a live call ends with it when the status was left meanwhile", Bed,
                   SqliteBed, MemoryBed) {
  for (const TaskPhase wanted : {TaskPhase::ready, TaskPhase::blocked, TaskPhase::done}) {
    Ready<Bed> ready;
    const TaskId live = ready.only_task();
    commit(ready.store, {IntentMade{intent(1, live, ready.order, 7, at(0))}});
    commit(ready.store, {StatusEntered{ready.order, kDone, at(2), "anna", "", {}, {}}});
    CHECK(ready.bed.task(live).phase == TaskPhase::live);
    TaskMoved after = moved(live, wanted, at(60));
    after.reason = "busy";
    commit(ready.store, {AttemptEnded{ended(1, at(3), Outcome::busy)}, after});
    CHECK(ready.bed.task(live).phase == (wanted == TaskPhase::done ? TaskPhase::done : TaskPhase::cancelled));
    CHECK(ready.bed.task(live).reason == (wanted == TaskPhase::done ? "busy" : "status-left"));
    CHECK(ready.store.buckets().empty());
  }
}

TEST_CASE_TEMPLATE("ST-02 an entry starts robot calls exactly once", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {StatusEntered{ready.order, kDone, at(2), "anna", "", {}, {}},
                       StatusEntered{ready.order, kNew, at(3), "anna", "", {}, ready_at(at(40))}});
  const auto buckets = ready.store.buckets();
  REQUIRE(buckets.size() == 1);
  CHECK(ready.store.due_tasks(buckets[0].bucket.id, at(50), 9).tasks.size() == 1);
  CHECK(buckets[0].next_at == at(40));
}

TEST_CASE_TEMPLATE("RB-03 a start by hand adds a task, and no entry", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {TaskStarted{ready.order, ready_at(at(60)), at(1), "anna"},
                       TaskStarted{ready.order, ready_at(at(61)), at(1), "anna"}});
  CHECK(ready.bed.history(ready.order) == std::vector{kNew});
  CHECK(ready.store.due_tasks(ready.store.buckets().at(0).bucket.id, at(99), 9).tasks.size() == 3);
}

TEST_CASE_TEMPLATE("ST-02 a start that lacks a link is blocked until it is mended", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  const auto start = [](const char* reason) {
    TaskStart blocked = ready_at(at(0));
    blocked.phase = TaskPhase::blocked;
    blocked.blocked_by = reason;
    return blocked;
  };
  commit(ready.store, {TaskMoved{moved(ready.only_task(), TaskPhase::done, at(0))},
                       TaskStarted{ready.order, start("queue: none"), at(1), "anna"},
                       TaskStarted{ready.order, start("blacklist"), at(1), "anna"},
                       TaskStarted{ready.order, start("order-released"), at(1), "anna"}});
  CHECK(ready.store.buckets().empty());
  CHECK(ready.store.task(TaskId{2}, at(2)).value().phase == TaskPhase::blocked);
  CHECK(ready.bed.task(TaskId{2}).reason == "queue: none");
  commit(ready.store, {LinksMended{at(3)}});
  CHECK(ready.bed.task(TaskId{2}).phase == TaskPhase::ready);
  CHECK(ready.bed.task(TaskId{2}).reason.empty());
  CHECK(ready.bed.task(TaskId{3}).phase == TaskPhase::blocked);
  CHECK(ready.bed.task(TaskId{4}).phase == TaskPhase::blocked);
  REQUIRE(ready.store.buckets().size() == 1);
  CHECK(ready.store.due_tasks(ready.store.buckets()[0].bucket.id, at(3), 9).tasks.size() == 1);
}

TEST_CASE_TEMPLATE("ST-02 a blocked task says by what", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  CHECK_THROWS_AS(commit(ready.store, {moved(ready.only_task(), TaskPhase::blocked, at(5))}), StoreGone);
}

TEST_CASE_TEMPLATE("ST-03 status time-outs come earliest first, also when nobody ran", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  CHECK(ready.store.due_timeouts(at(999), 9).orders.empty());
  CHECK(!ready.store.due_timeouts(at(999), 9).next_after);
  const OrderId late = ready.bed.add_order(sample_order("late", {30}), entered({}, at(60)));
  const OrderId early = ready.bed.add_order(sample_order("early", {31}), entered({}, at(-60)));
  const DueTimeouts first = ready.store.due_timeouts(at(0), 9);
  REQUIRE(first.orders.size() == 1);
  CHECK(first.orders[0].order == early);
  CHECK(first.orders[0].status == kNew);
  CHECK(first.orders[0].due == at(-60));
  CHECK(first.next_after == at(60));
  const DueTimeouts limited = ready.store.due_timeouts(at(60), 1);
  CHECK(limited.orders.size() == 1);
  CHECK(limited.next_after == at(60));
  CHECK(ready.store.due_timeouts(at(60), 9).orders.size() == 2);

  commit(ready.store, {StatusEntered{early, kDone, at(1), "timeout", "", {}, {}},
                       StatusEntered{late, kDone, at(1), "anna", "", at(90), {}}});
  const DueTimeouts moved_on = ready.store.due_timeouts(at(89), 9);
  CHECK(moved_on.orders.empty());
  CHECK(moved_on.next_after == at(90));
}
