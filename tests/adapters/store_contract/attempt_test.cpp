// Attempts, their evidence, and what the gates are told of numbers.
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

TaskMoved back(TaskId task, Instant next_at) {
  TaskMoved record;
  record.task = task;
  record.next_at = next_at;
  record.callee = {"UA", {"Europe/Kyiv"}};
  return record;
}

// A call from intent to end, with the task ready again.
template <class Bed>
void call(Ready<Bed>& ready, int attempt, TaskId task, Instant when, Outcome outcome) {
  commit(ready.store, {IntentMade{intent(attempt, task, ready.order, 7, when)}});
  commit(ready.store, {AttemptEnded{ended(attempt, when + Seconds{9}, outcome)}, back(task, when)});
}

}  // namespace

TEST_CASE_TEMPLATE("RN-02 an intent is open, durable and takes its task live", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  const AttemptIntent wanted = intent(1, task, ready.order, 7, at(0));
  commit(ready.store, {IntentMade{wanted}});
  CHECK(ready.store.buckets().empty());
  CHECK(ready.store.task(task, at(1)).value().phase == TaskPhase::live);

  auto restarted = ready.bed.another();
  const auto open = restarted->open_attempts();
  REQUIRE(open.size() == 1);
  const AttemptIntent& read = open[0].intent;
  CHECK(read.id == wanted.id);
  CHECK(read.task == task);
  CHECK(read.order == ready.order);
  CHECK(read.project == kShop);
  CHECK(read.tmpl == kTemplate);
  CHECK(read.provider == kProvider);
  CHECK(read.number == number(7));
  CHECK(read.caller_id == wanted.caller_id);
  CHECK(read.round == 2);
  CHECK(read.at == at(0));
  CHECK(read.zone == "Europe/Kyiv");
  CHECK(read.zone_origin == ZoneOrigin::number);
  CHECK(read.local_time == wanted.local_time);
  CHECK(read.gates == wanted.gates);
  CHECK(read.settings_version == 4);
  CHECK(read.blacklist_version == 9);
  CHECK(open[0].step == CallStep::intent);
  CHECK(!open[0].operator_id);
  CHECK(!open[0].operator_leg);
  CHECK(!open[0].answered_at);
  CHECK(!open[0].ending_as);
  CHECK(open[0].offers == 0);
  CHECK(open[0].task.id == task);
  CHECK(open[0].task.order.external_id == "A-1");
  CHECK(open[0].task.phase == TaskPhase::live);
}

TEST_CASE_TEMPLATE("RN-02 a step is what a restarted loop resumes from", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {IntentMade{intent(1, ready.only_task(), ready.order, 7, at(0))}});
  const LegId leg{LegKind::offer, attempt_id(1), 3};
  commit(ready.store,
         {StepChanged{attempt_id(1), CallStep::talking, kBoris, leg, at(4), Outcome::delivered_operator, 3}});
  const auto open = ready.store.open_attempts();
  REQUIRE(open.size() == 1);
  CHECK(open[0].step == CallStep::talking);
  CHECK(open[0].operator_id == kBoris);
  CHECK(open[0].operator_leg == leg);
  CHECK(open[0].answered_at == at(4));
  CHECK(open[0].ending_as == Outcome::delivered_operator);
  CHECK(open[0].offers == 3);
  commit(ready.store, {StepChanged{attempt_id(1), CallStep::unknown, {}, {}, {}, {}, 3}});
  CHECK(!ready.store.open_attempts().at(0).operator_id);
  CHECK_THROWS_AS(commit(ready.store, {StepChanged{attempt_id(2), CallStep::placed, {}, {}, {}, {}, 0}}),
                  StoreGone);
}

TEST_CASE_TEMPLATE("RN-02 a number or an order with an open attempt gets no second one", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  const OrderId second = ready.bed.add_order(sample_order("A-2", {7, 9}), entered(ready_at(at(0))));
  commit(ready.store, {TaskStarted{ready.order, ready_at(at(0)), at(0), "anna"}});  // task 3
  commit(ready.store, {IntentMade{intent(1, task, ready.order, 7, at(0))}});
  const auto refused = [&](const AttemptIntent& made) {
    CHECK_THROWS_AS(commit(ready.store, {IntentMade{made}}), StoreGone);
  };
  refused(intent(2, TaskId{2}, second, 7, at(1)));       // the number
  refused(intent(2, TaskId{3}, ready.order, 8, at(1)));  // the order
  refused(intent(1, TaskId{2}, second, 9, at(1)));       // the id
  refused(intent(2, TaskId{99}, second, 9, at(1)));      // no such task
  refused(intent(2, TaskId{3}, second, 9, at(1)));       // another order's task
  CHECK(ready.bed.attempts() == 1);
  commit(ready.store, {IntentMade{intent(2, TaskId{2}, second, 9, at(1))}});
  CHECK(ready.bed.attempts() == 2);
}

TEST_CASE_TEMPLATE("CO-01 facts and ends are kept as they were seen", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  commit(ready.store, {IntentMade{intent(1, task, ready.order, 7, at(0))}});
  commit(ready.store, {FactSeen{{attempt_id(1), at(1), AttemptFactKind::sent, ""}},
                       FactSeen{{attempt_id(1), at(3), AttemptFactKind::key, "1"}}});
  commit(ready.store, {AttemptEnded{ended(1, at(70), Outcome::delivered_operator)}, back(task, at(80))});
  const auto facts = ready.bed.facts();
  REQUIRE(facts.size() == 2);
  CHECK(facts[1].attempt == attempt_id(1));
  CHECK(facts[1].at == at(3));
  CHECK(facts[1].kind == AttemptFactKind::key);
  CHECK(facts[1].detail == "1");
  const auto ends = ready.bed.ends();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].outcome == Outcome::delivered_operator);
  CHECK(ends[0].raw_code == "16");
  CHECK(ends[0].operator_id == kAnna);
  CHECK(ends[0].conversation == Seconds{61});
  CHECK(ends[0].cost_micros == 3'600'000);
  CHECK(ends[0].currency == "UAH");
  CHECK(ready.store.open_attempts().empty());
  CHECK_THROWS_AS(commit(ready.store, {AttemptEnded{ended(1, at(71), Outcome::busy)}}), StoreGone);
  CHECK_THROWS_AS(commit(ready.store, {FactSeen{{attempt_id(9), at(1), AttemptFactKind::sent, ""}}}),
                  StoreGone);
  CHECK(ready.bed.ends().at(0).outcome == Outcome::delivered_operator);
}

TEST_CASE_TEMPLATE("AD-04 the next number is dialled in the pass that ends the one before", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  commit(ready.store, {IntentMade{intent(1, task, ready.order, 7, at(0))}});
  commit(ready.store,
         {AttemptEnded{ended(1, at(9), Outcome::busy)}, IntentMade{intent(2, task, ready.order, 8, at(9))}});
  REQUIRE(ready.store.open_attempts().size() == 1);
  CHECK(ready.store.open_attempts()[0].intent.number == number(8));
}

TEST_CASE_TEMPLATE("RT-02 dialled instants are those of seven days, ascending", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  const int day = 24 * 3600;
  call(ready, 1, task, at(0), Outcome::busy);
  call(ready, 2, task, at(day), Outcome::not_placed);  // as if it had not been tried
  call(ready, 3, task, at(2 * day), Outcome::unknown);
  call(ready, 4, task, at(3 * day), Outcome::agent_error);
  commit(ready.store, {IntentMade{intent(5, task, ready.order, 7, at(4 * day))}});  // may have rung
  const auto dialled = [&](Instant now) { return ready.store.task(task, now).value().numbers.at(0).dialled; };
  CHECK(dialled(at(4 * day)) == std::vector{at(0), at(2 * day), at(3 * day), at(4 * day)});
  CHECK(dialled(at(7 * day)).front() == at(0));
  CHECK(dialled(at(7 * day) + Milliseconds{1}).front() == at(2 * day));
  CHECK(ready.store.task(task, at(4 * day)).value().numbers.at(1).dialled.empty());
}

TEST_CASE_TEMPLATE("RT-02 of many dialled instants the last ones are told", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  for (int each = 0; each < 70; ++each)
    call(ready, each + 1, task, at(each * 60), Outcome::busy);
  const auto dialled = ready.store.task(task, at(70 * 60)).value().numbers.at(0).dialled;
  REQUIRE(dialled.size() == 64);
  CHECK(dialled.front() == at(6 * 60));
  CHECK(dialled.back() == at(69 * 60));
}

TEST_CASE_TEMPLATE("RT-04 a listed number is told in the pass, whoever listed it meanwhile", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  const auto facts = [&](Instant now) { return ready.store.task(task, now).value().numbers.at(0); };
  CHECK(!facts(at(0)).blacklisted);
  ready.bed.list_number(number(7), {}, "sms-stop", at(100));
  CHECK(facts(at(0)).blacklisted);
  CHECK(facts(at(0)).blacklist_source == "sms-stop");
  CHECK(facts(at(0)).blacklist_expires == at(100));
  CHECK(facts(at(99)).blacklisted);
  CHECK(!facts(at(100)).blacklisted);
  ready.bed.list_number(number(7), kClinic, "clinic", {});
  CHECK(!facts(at(100)).blacklisted);  // another project's
  ready.bed.list_number(number(7), kShop, "shop", {});
  CHECK(facts(at(0)).blacklist_source == "shop");  // the project's own before the one for all
  CHECK(facts(at(100)).blacklisted);
  CHECK(!facts(at(100)).blacklist_expires);
  ready.bed.unlist_number(number(7), kShop);
  CHECK(!facts(at(100)).blacklisted);
  CHECK(!ready.store.task(task, at(0)).value().numbers.at(1).blacklisted);
}

TEST_CASE_TEMPLATE("RN-02 an open attempt blocks its number for everybody", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  ready.bed.add_order(sample_order("A-2", {9, 7}), entered(ready_at(at(0))));
  commit(ready.store, {IntentMade{intent(1, task, ready.order, 7, at(0))}});
  const auto other = [&] { return ready.store.task(TaskId{2}, at(1)).value().numbers; };
  CHECK(!other().at(0).open_attempt);
  CHECK(other().at(1).open_attempt);
  commit(ready.store, {AttemptEnded{ended(1, at(9), Outcome::busy)}, back(task, at(20))});
  CHECK(!other().at(1).open_attempt);
}

TEST_CASE_TEMPLATE("PA-05 a locked number is locked in every order, until the last lock", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  const TaskId task = ready.only_task();
  commit(ready.store, {NumberLocked{number(8), at(500)}, NumberLocked{number(8), at(400)}});
  const auto numbers = ready.store.task(task, at(1)).value().numbers;
  CHECK(!numbers.at(0).locked_until);
  CHECK(numbers.at(1).locked_until == at(500));
}

TEST_CASE_TEMPLATE("RB-09 a bad number is marked in its order alone", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const OrderId other = ready.bed.add_order(sample_order("A-2", {8}), entered({}));
  commit(ready.store, {NumberMarkedBad{ready.order, number(8)}});
  CHECK(!ready.store.order(ready.order).value().numbers.at(0).bad);
  CHECK(ready.store.order(ready.order).value().numbers.at(1).bad);
  CHECK(!ready.store.order(other).value().numbers.at(0).bad);
}
