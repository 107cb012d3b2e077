// What the loop keeps of operators, queues and providers, and the journal.
#include <doctest/doctest.h>
#include <limits>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

TEST_CASE_TEMPLATE("QU-03 what is known of an operator outlives the loop", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {IntentMade{intent(1, ready.only_task(), ready.order, 7, at(0))}});
  OperatorState busy;
  busy.operator_id = kBoris;
  busy.activity = Activity::talking;
  busy.since = at(1);
  busy.attempt = attempt_id(1);
  busy.leg = LegId{LegKind::open, attempt_id(2), 0};
  busy.last_bridge_end = at(-5);
  busy.last_offered = at(-4);
  busy.not_before = at(90);
  busy.talk_time = Seconds{333};
  busy.calls_answered = 12;
  busy.misses_in_row = 2;
  busy.counters_from = at(-800);
  OperatorState idle;
  idle.operator_id = kAnna;
  commit(ready.store, {busy, idle});
  const LoopMemory memory = ready.bed.another()->load_memory();
  REQUIRE(memory.operators.size() == 2);
  const auto read = memory.operators[0].operator_id == kBoris ? memory.operators[0] : memory.operators[1];
  CHECK(read.activity == Activity::talking);
  CHECK(read.since == at(1));
  CHECK(read.attempt == attempt_id(1));
  CHECK(read.leg == busy.leg);
  CHECK(read.last_bridge_end == at(-5));
  CHECK(read.last_offered == at(-4));
  CHECK(read.not_before == at(90));
  CHECK(read.talk_time == Seconds{333});
  CHECK(read.calls_answered == 12);
  CHECK(read.misses_in_row == 2);
  CHECK(read.counters_from == at(-800));

  busy.attempt.reset();
  busy.leg.reset();
  busy.activity = Activity::idle;
  commit(ready.store, {busy});
  CHECK(ready.store.load_memory().operators.size() == 2);
}

TEST_CASE_TEMPLATE("QU-04 a queue's place outlives the loop", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  CHECK(ready.store.load_memory().queues.empty());
  commit(ready.store, {QueueState{kQueue, 4, kBoris, std::numeric_limits<std::uint64_t>::max() - 1}});
  const LoopMemory memory = ready.bed.another()->load_memory();
  REQUIRE(memory.queues.size() == 1);
  CHECK(memory.queues[0].queue == kQueue);
  CHECK(memory.queues[0].last_offered_position == 4);
  CHECK(memory.queues[0].last_missed == kBoris);
  CHECK(memory.queues[0].random_state == std::numeric_limits<std::uint64_t>::max() - 1);
  commit(ready.store, {QueueState{kQueue, {}, {}, 5}});
  CHECK(!ready.store.load_memory().queues.at(0).last_missed);
}

TEST_CASE_TEMPLATE("QU-05 the engine puts an operator on break, with the reason", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  const auto version = ready.store.load_settings().version;
  commit(ready.store, {OperatorStatusSet{kBoris, OperatorStatus::on_break, "3 misses in a row", at(7)}});
  const Settings settings = ready.store.load_settings();
  CHECK(settings.version > version);
  CHECK(settings.operators.at(1).status == OperatorStatus::on_break);
  CHECK(settings.operators.at(1).status_reason == "3 misses in a row");
  CHECK(settings.operators.at(1).status_since == at(7));
  CHECK(settings.operators.at(0).status == OperatorStatus::ready);
  CHECK_THROWS_AS(commit(ready.store, {OperatorStatusSet{OperatorId{9}, OperatorStatus::ready, "", at(8)}}),
                  StoreGone);
}

TEST_CASE_TEMPLATE("RN-05 the journal keeps its lines in their order", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {Journalled{at(3), "clock.jump", "installation", "61 s"},
                       ProviderSeen{kProvider, ProviderCondition::down, "refused", at(3)}});
  commit(ready.store, {Journalled{at(2), "operator.break", "operator:boris", "3 misses"},
                       ProviderSeen{kProvider, ProviderCondition::up, "", at(4)}});
  const auto journal = ready.bed.journal();
  REQUIRE(journal.size() == 2);
  CHECK(journal[0].kind == "clock.jump");
  CHECK(journal[1].at == at(2));
  CHECK(journal[1].subject == "operator:boris");
  CHECK(journal[1].detail == "3 misses");
}

TEST_CASE_TEMPLATE("PA-02 who wanted an operator outlives the loop, once for each call", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  commit(ready.store, {IntentMade{intent(1, ready.only_task(), ready.order, 7, at(0))}});
  const OperatorNeeded lost{attempt_id(1), kQueue, kShop, at(9), NeedKind::key, NeedMet::lost};
  commit(ready.store, {lost});
  OperatorNeeded again = lost;
  again.met = NeedMet::served;
  commit(ready.store, {again});  // taken up after a crash, and told of once more
  const auto memory = ready.bed.another()->load_pace_memory(at(9));
  REQUIRE(memory.needs.size() == 1);
  CHECK(memory.needs[0].attempt == attempt_id(1));
  CHECK(memory.needs[0].queue == kQueue);
  CHECK(memory.needs[0].project == kShop);
  CHECK(memory.needs[0].at == at(9));
  CHECK(memory.needs[0].kind == NeedKind::key);
  CHECK(memory.needs[0].met == NeedMet::lost);
  CHECK(ready.store.load_pace_memory(at(10)).needs.empty());
}

TEST_CASE_TEMPLATE("PA-03 the last that pacing has learnt outlives the loop", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  CHECK(ready.store.load_pace_memory(at(0)).learnt.empty());
  commit(ready.store, {PaceDecided{kQueue, at(1), "moment 1", "chosen 1", "learnt 1"},
                       PaceDecided{kQueue, at(2), "moment 2", "chosen 2", "learnt 2"},
                       PaceDecided{kQueue, at(3), "moment 3", "chosen 3", ""}});
  const auto memory = ready.bed.another()->load_pace_memory(at(0));
  REQUIRE(memory.learnt.size() == 1);
  CHECK(memory.learnt[0].queue == kQueue);
  CHECK(memory.learnt[0].at == at(2));
  CHECK(memory.learnt[0].moment == "moment 2");
  CHECK(memory.learnt[0].chosen == "chosen 2");
  CHECK(memory.learnt[0].learnt == "learnt 2");
}
