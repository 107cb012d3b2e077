// Heads of lines in each order, rounds of operators, and passes that are taken back.
#include <algorithm>
#include <doctest/doctest.h>

#include "engine/model/random.h"
#include "tests/adapters/store_contract/line_bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

using SortedAs = std::tuple<std::int64_t, std::int64_t, TaskId>;

SortedAs sorted_as(LineSort sort, const InLine& task) {
  switch (sort) {
    case LineSort::due:
      return {to_millis(task.next_at), 0, task.task};
    case LineSort::planned:
      return {to_millis(*task.planned_at), 0, task.task};
    case LineSort::entry:
      return {to_millis(task.entered), 0, task.task};
    case LineSort::fewest:
      return {task.auto_attempts, task.place_key, task.task};
    case LineSort::key_only:
      return {task.place_key, 0, task.task};
  }
  return {};
}

// So many orders of one bucket, in few different places, so that there are ties in each way of sorting.
template <class Bed>
std::vector<InLine> fill(Lined<Bed>& lined, int count, Random chance) {
  std::vector<Record> moves;
  std::vector<InLine> made;
  for (int i = 0; i < count; ++i) {
    const Instant came = at(-static_cast<int>(chance.below(20)) - 900);
    const Instant created = at(-static_cast<int>(chance.below(30)) - 2000);
    const TaskId task = lined.add(CallMode::new_order, came, created);
    TaskMoved record = lined.moved(task, TaskPhase::ready, at(static_cast<int>(chance.below(40)) - 20));
    record.auto_attempts = static_cast<int>(chance.below(4));
    moves.emplace_back(record);
    made.push_back(
        {task, lined.orders.back(), {}, record.next_at, came, *record.auto_attempts, to_millis(created), {}});
  }
  commit(lined.store, moves);
  return made;
}

template <class Bed>
void check_heads(Lined<Bed>& lined, std::vector<InLine> made) {
  const BucketId bucket = lined.store.line_buckets(at(0)).at(0).id;
  for (const LineSort sort : {LineSort::due, LineSort::entry, LineSort::fewest, LineSort::key_only}) {
    std::sort(made.begin(), made.end(),
              [&](const InLine& a, const InLine& b) { return sorted_as(sort, a) < sorted_as(sort, b); });
    for (const int due_by : {-21, -20, 0, 19, 999}) {
      std::vector<InLine> wanted;
      std::copy_if(made.begin(), made.end(), std::back_inserter(wanted),
                   [&](const InLine& task) { return task.next_at <= at(due_by); });
      for (const int limit : {1, 7, 100'000}) {
        CAPTURE(static_cast<int>(sort));
        CAPTURE(due_by);
        CAPTURE(limit);
        auto first = wanted;
        first.resize(std::min(first.size(), static_cast<std::size_t>(limit)));
        CHECK(Lined<Bed>::ids(lined.store.heads({bucket, sort, at(due_by), limit})) ==
              Lined<Bed>::ids(first));
      }
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("CM-06 heads of a line, by each way of sorting, as a sorted list has them", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  auto made = fill(lined, 150, Random{11});
  check_heads(lined, made);
  // Those of other lines, handed out and over, are not among them.
  lined.add(CallMode::reconfirm);
  commit(lined.store,
         {TaskHanded{made[3].task, kAnna, at(1)}, lined.moved(made[5].task, TaskPhase::done, at(0)),
          lined.moved(made[7].task, TaskPhase::ready, at(0), ModePart::no_answer)});
  for (const int gone : {7, 5, 3})
    made.erase(made.begin() + gone);
  check_heads(lined, made);
}

TEST_CASE_TEMPLATE(
    "AD-03 planned callbacks by their own time, those that a gate has put off once they are due", Bed,
    SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  struct Planned {
    int planned;
    int next;
  };
  const Planned cases[] = {{0, 0}, {-5, 10}, {-9, -2}, {3, 3}, {3, -4}, {20, 1}, {-9, -9}};
  std::vector<Record> moves;
  for (const Planned& one : cases) {
    TaskMoved record = lined.moved(lined.add(), TaskPhase::ready, at(one.next), ModePart::planned_callback);
    record.planned_at = at(one.planned);
    moves.emplace_back(record);
  }
  commit(lined.store, moves);
  const TaskId retry = lined.add();
  commit(lined.store, {lined.moved(retry, TaskPhase::ready, at(-20), ModePart::no_answer)});
  const auto planned = [&](int due_by, int put_off_by, int limit = 99) {
    std::string text;
    for (const Bucket& bucket : lined.store.line_buckets(at(0)))
      text += Lined<Bed>::ids(
          lined.store.heads({bucket.id, LineSort::planned, at(due_by), limit, at(put_off_by)}));
    return text;
  };
  CHECK(planned(0, 0) == "3 7 1");
  CHECK(planned(5, 0) == "3 7 1 4 5");  // 6 has not come, 2 is put off to later
  CHECK(planned(10, 9) == "3 7 1 4 5");
  CHECK(planned(10, 10) == "3 7 2 1 4 5");
  CHECK(planned(20, 20) == "3 7 2 1 4 5 6");
  CHECK(planned(20, 20, 3) == "3 7 2");
  CHECK(planned(-10, 0).empty());
}

TEST_CASE_TEMPLATE("CM-06 heads of a line that is longer than what is sorted at once", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  check_heads(lined, fill(lined, 1'100, Random{12}));
}

TEST_CASE_TEMPLATE("CM-06 a bucket without a line has no heads, and robot calls are in no line", Bed,
                   SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  lined.bed.add_order(sample_order("robot", {900}), entered(ready_at(at(0))));
  CHECK(lined.store.line_buckets(at(99)).empty());
  CHECK(lined.store.lapsed(at(99)).empty());
  for (const LineSort sort :
       {LineSort::due, LineSort::planned, LineSort::entry, LineSort::fewest, LineSort::key_only})
    CHECK(lined.store.heads({BucketId{99}, sort, at(99), 9}).empty());
}

TEST_CASE_TEMPLATE("AD-02 a round of an operator outlives the loop, and is removed when it is over", Bed,
                   SqliteBed, MemoryBed) {
  Lined<Bed> lined;
  const TaskId one = lined.add();
  const TaskId two = lined.add();
  CHECK(lined.store.agent_rounds().empty());
  AttemptIntent call = intent(9, one, lined.orders[0], 2, at(4));
  call.tmpl = {};
  call.mode = CallMode::new_order;
  call.agent = kBoris;
  call.planned_at = at(-3);
  AgentRound boris = lined.round(kBoris, one, RoundStep::result_wanted);
  boris.attempt = attempt_id(9);
  boris.result_until = at(125);
  commit(lined.store, {TaskHanded{one, kBoris, at(60)}, IntentMade{call}, boris,
                       TaskHanded{two, kAnna, at(60)}, lined.round(kAnna, two)});
  const auto rounds = lined.bed.another()->agent_rounds();
  REQUIRE(rounds.size() == 2);
  CHECK(rounds[0].operator_id == kAnna);
  CHECK(rounds[0].task == two);
  CHECK(rounds[0].step == RoundStep::ringing);
  CHECK_FALSE(rounds[0].attempt.has_value());
  CHECK_FALSE(rounds[0].result_until.has_value());
  CHECK(rounds[1].operator_id == kBoris);
  CHECK(rounds[1].order == lined.orders[0]);
  CHECK(rounds[1].leg == boris.leg);
  CHECK(rounds[1].step == RoundStep::result_wanted);
  CHECK(rounds[1].since == at(5));
  CHECK(rounds[1].attempt == attempt_id(9));
  CHECK(rounds[1].result_until == at(125));
  const auto open = lined.store.open_attempts();
  REQUIRE(open.size() == 1);
  CHECK_FALSE(open[0].intent.tmpl);
  CHECK(open[0].intent.mode == CallMode::new_order);
  CHECK(open[0].intent.agent == kBoris);
  CHECK(open[0].intent.planned_at == at(-3));

  AgentRound talking = lined.round(kAnna, two, RoundStep::talking);
  commit(lined.store, {talking});  // in place of the other
  REQUIRE(lined.store.agent_rounds().size() == 2);
  CHECK(lined.store.agent_rounds()[0].step == RoundStep::talking);
  // The lease of a round under way does not end.
  CHECK(lined.store.lapsed(at(60)).empty());
  CHECK(lined.store.line_buckets(at(60)).empty());
  commit(lined.store, {LeasesEnded{at(60)}});
  CHECK(lined.seen(two).phase == TaskPhase::handed);
  commit(lined.store, {AgentRoundOver{kAnna}});
  REQUIRE(lined.store.agent_rounds().size() == 1);
  CHECK(lined.ids(lined.store.lapsed(at(60))) == "2");
  commit(lined.store, {AgentRoundOver{kAnna}, LeasesEnded{at(60)}});  // twice is once
  CHECK(lined.seen(two).phase == TaskPhase::ready);
}

TEST_CASE_TEMPLATE("RN-02 nothing of a line is kept of a pass that breaks a rule", Bed, SqliteBed,
                   MemoryBed) {
  Lined<Bed> lined;
  const TaskId ready = lined.add();
  const TaskId handed = lined.add();
  const TaskId left = lined.add();
  const TaskId lapsed = lined.add();
  commit(lined.store, {TaskHanded{handed, kAnna, at(60)}, TaskHanded{lapsed, kAnna, at(10)}});
  TaskMoved tried = lined.moved(ready, TaskPhase::ready, at(30), ModePart::no_answer);
  tried.auto_attempts = 5;
  StatusEntered leave = fed(CallMode::random_2, at(3), kDone);
  leave.order = lined.orders[2];
  CHECK_THROWS_AS(commit(lined.store, {tried, TaskHanded{left, kBoris, at(60)}, leave, LeasesEnded{at(10)},
                                       OwnerSet{lined.orders[1], "boris"}, lined.round(kAnna, handed),
                                       TaskHanded{TaskId{99}, kAnna, at(60)}}),
                  StoreGone);
  CHECK(lined.in_line() == "1 3");
  CHECK(lined.line().front().auto_attempts == 0);
  CHECK(lined.seen(ready).place->part == ModePart::unprocessed);
  CHECK(lined.seen(handed).phase == TaskPhase::handed);
  CHECK(lined.seen(handed).order.owner == "anna");
  CHECK(lined.ids(lined.store.lapsed(at(10))) == "4");
  CHECK(lined.store.agent_rounds().empty());
  CHECK(lined.bed.history(lined.orders[2]) == std::vector{kNew});
  CHECK_FALSE(lined.store.task(TaskId{5}, at(0)).has_value());
}
