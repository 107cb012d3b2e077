// Recordings (CB-17): as they stand, and which the loop is to do something about.
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

Recording sample(int attempt) {
  Recording row;
  row.attempt = attempt_id(attempt);
  row.provider = kProvider;
  row.notice = "notice.wav";
  row.began = at(10);
  row.keep_for = Seconds{100};
  return row;
}

Recording fetched(int attempt, Instant until) {
  Recording row = sample(attempt);
  row.state = RecordingState::fetched;
  row.name = "shop.r-1";
  row.ended = at(30);
  row.file = {"a.wav", 320044, std::string(64, 'b'), Milliseconds{20000}};
  row.keep_until = until;
  return row;
}

// Attempts 1 to `count`, over.
template <class Bed>
void call(Ready<Bed>& ready, int count) {
  const TaskId task = ready.only_task();
  for (int attempt = 1; attempt <= count; ++attempt) {
    TaskMoved back;
    back.task = task;
    back.next_at = at(0);
    back.callee = {"UA", {"Europe/Kyiv"}};
    commit(ready.store, {IntentMade{intent(attempt, task, ready.order, 7, at(attempt))}});
    commit(ready.store, {AttemptEnded{ended(attempt, at(attempt), Outcome::busy)}, back});
  }
}

template <class Bed>
std::string due(Ready<Bed>& ready, int second, int limit = 99) {
  std::string text;
  for (const Recording& row : ready.store.due_recordings(at(second), limit).recordings)
    text += (text.empty() ? "" : " ") + std::to_string(row.attempt.value - attempt_id(0).value);
  return text;
}

}  // namespace

TEST_CASE_TEMPLATE("CB-17 a recording is kept with all that is known of it, as it is now", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  call(ready, 1);
  const Recording began = sample(1);
  commit(ready.store, {began});
  auto restarted = ready.bed.another();
  auto seen = restarted->due_recordings(at(0), 9).recordings;
  REQUIRE(seen.size() == 1);
  CHECK(seen[0] == began);

  Recording row = fetched(1, at(130));
  row.own_gone_at = at(140);
  commit(ready.store, {row});
  seen = restarted->due_recordings(at(130), 9).recordings;
  REQUIRE(seen.size() == 1);
  CHECK(seen[0] == row);
}

TEST_CASE_TEMPLATE("CB-17 due are those that go on or wait for their file, and those whose time is over", Bed,
                   SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  call(ready, 6);
  Recording waits = fetched(2, at(500));
  waits.state = RecordingState::ended;
  waits.file = {};
  Recording gone = fetched(5, at(50));
  gone.state = RecordingState::deleted;
  gone.own_gone_at = gone.their_gone_at = at(60);
  Recording failed = sample(6);
  failed.state = RecordingState::failed;
  failed.reason = "no bridge";
  failed.keep_until = at(300);
  commit(ready.store, {sample(1), waits, fetched(3, at(200)), fetched(4, at(100)), gone, failed});
  CHECK(due(ready, 0) == "1 2");
  CHECK(ready.store.due_recordings(at(0), 9).next_after == at(100));
  CHECK(due(ready, 99) == "1 2");
  CHECK(due(ready, 100) == "1 4 2");
  CHECK(ready.store.due_recordings(at(100), 9).next_after == at(200));
  CHECK(due(ready, 300) == "1 4 3 6 2");
  CHECK(ready.store.due_recordings(at(300), 9).next_after == at(500));
  CHECK(due(ready, 500) == "1 4 3 6 2");
  CHECK_FALSE(ready.store.due_recordings(at(500), 9).next_after);
  CHECK(due(ready, 300, 2) == "1 4");
}

TEST_CASE_TEMPLATE("CB-17 until when it is kept never moves to a later instant", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  call(ready, 1);
  commit(ready.store, {fetched(1, at(200))});
  commit(ready.store, {fetched(1, at(100))});  // a command
  commit(ready.store, {fetched(1, at(300))});  // the loop, which has not seen it yet
  CHECK(due(ready, 99).empty());
  CHECK(due(ready, 100) == "1");
}

TEST_CASE_TEMPLATE("CB-17 a pass that fails leaves recordings as they were", Bed, SqliteBed, MemoryBed) {
  Ready<Bed> ready;
  call(ready, 1);
  commit(ready.store, {sample(1)});
  Recording other = fetched(1, at(5));
  CHECK_THROWS_AS(commit(ready.store, {other, sample(77)}), StoreGone);  // there is no such attempt
  CHECK(ready.store.due_recordings(at(900), 9).recordings.at(0) == sample(1));
}

TEST_CASE_TEMPLATE("CO-01 an attempt's facts tell of its notice and its recording", Bed, SqliteBed,
                   MemoryBed) {
  Ready<Bed> ready;
  call(ready, 1);
  for (const auto kind :
       {AttemptFactKind::notice_played, AttemptFactKind::recording, AttemptFactKind::not_recorded})
    commit(ready.store, {FactSeen{{attempt_id(1), at(7), kind, "detail"}}});
  const auto facts = ready.bed.facts();
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].kind == AttemptFactKind::notice_played);
  CHECK(facts[2].kind == AttemptFactKind::not_recorded);
  CHECK(facts[2].detail == "detail");
}
