// Missed calls, the callbacks that they make, and what ends these.
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

constexpr RuleId kAny{1};   // ends on any dial
constexpr RuleId kTalk{2};  // ends on a conversation

template <class Bed>
struct Callbacks {
  Callbacks() {
    Settings settings = sample_settings();
    for (const char* name : {"any", "talk"}) {
      CallbackRule rule;
      rule.name = name;
      rule.id = RuleId{static_cast<std::int64_t>(settings.rules.size()) + 1};
      rule.position = static_cast<int>(settings.rules.size()) + 1;
      rule.cancel_on = rule.id == kAny ? CancelOn::any_dial : CancelOn::success;
      settings.rules.push_back(rule);
    }
    bed.set_settings(settings);
    must(store.take_ownership("test", kStart));
  }

  static MissedCall call(const std::string& caller, const std::string& provider_call = "") {
    MissedCall missed{E164::parse(caller).value()};
    missed.provider_call = provider_call;
    missed.dialled = "+380440000001";
    missed.project = kShop;
    missed.lost_at = at(-30);
    missed.waited = Seconds{17};
    missed.lost_in = LostIn::transfer;
    missed.site = "shop.example";
    missed.scenario = "night";
    missed.queue = kQueue;
    missed.operator_id = kAnna;
    missed.tags = {"new", "vip"};
    missed.phases = {{kAnna, kBoris}, {kBoris}};
    return missed;
  }
  static MissedTaken taken(MissedCall missed, RuleId rule = kTalk, const std::string& blocked_by = "") {
    const OrderNumber number{missed.caller, "raw", "UA", {"Europe/Kyiv"}, ZoneOrigin::number, false};
    MissedTaken record{std::move(missed), "task", rule, 1, {}, at(0), "import"};
    record.start = MissedTaken::Start{kNew, number, at(5), blocked_by};
    return record;
  }
  std::vector<BucketState> buckets() { return store.buckets(); }
  // "1 2": tasks that are due at that second, over all buckets.
  std::string due(int second) {
    std::string text;
    for (const BucketState& state : buckets()) {
      for (const DueTask& task : store.due_tasks(state.bucket.id, at(second), 99).tasks)
        text += (text.empty() ? "" : " ") + std::to_string(task.id.value);
    }
    return text;
  }

  Bed bed;
  Store& store = bed.store();
};

constexpr const char* kCaller = "+380441110001";
constexpr const char* kOther = "+380441110002";

}  // namespace

TEST_CASE_TEMPLATE(
    "CB-09 a missed call that a rule takes makes one callback, with all that is known of the call", Bed,
    SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller, "call-1"))});
  const auto buckets = shop.buckets();
  REQUIRE(buckets.size() == 1);
  CHECK(buckets[0].bucket.rule == kTalk);
  CHECK(buckets[0].bucket.project == kShop);
  CHECK_FALSE(buckets[0].bucket.tmpl);
  CHECK_FALSE(buckets[0].bucket.line.has_value());
  CHECK(buckets[0].bucket.callee == CalleeClass{"UA", {"Europe/Kyiv"}});
  CHECK(buckets[0].next_at == at(5));
  CHECK(shop.due(4).empty());
  REQUIRE(shop.due(5) == "1");
  const DueTask task = shop.store.task(TaskId{1}, at(5)).value();
  CHECK(task.order.external_id == "callback:" + std::string{kCaller});
  CHECK(task.order.status == kNew);
  REQUIRE(task.numbers.size() == 1);
  CHECK(task.numbers[0].number.number.text() == kCaller);
  CHECK(task.numbers[0].number.zones == ZoneSet{"Europe/Kyiv"});
  REQUIRE(task.callback.has_value());
  CHECK(task.callback->rule == kTalk);
  CHECK(task.callback->version == 1);
  const MissedCall& seen = task.callback->missed;
  const MissedCall told = shop.call(kCaller, "call-1");
  CHECK(seen.id == MissedId{1});
  CHECK(seen.provider_call == "call-1");
  CHECK(seen.caller == told.caller);
  CHECK(seen.dialled == told.dialled);
  CHECK(seen.project == told.project);
  CHECK(seen.lost_at == told.lost_at);
  CHECK(seen.waited == told.waited);
  CHECK(seen.lost_in == told.lost_in);
  CHECK(seen.site == told.site);
  CHECK(seen.scenario == told.scenario);
  CHECK(seen.queue == told.queue);
  CHECK(seen.operator_id == told.operator_id);
  CHECK_FALSE(seen.group.has_value());
  CHECK(seen.tags == told.tags);
  CHECK(seen.phases == told.phases);
  CHECK(shop.bed.history(task.order.id) == std::vector{kNew});
}

TEST_CASE_TEMPLATE("IM-08 a call that the provider tells again changes nothing", Bed, SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller, "call-1"))});
  commit(shop.store, {shop.taken(shop.call(kOther, "call-1"))});
  CHECK(shop.due(99) == "1");
  commit(shop.store, {shop.taken(shop.call(kOther)), shop.taken(shop.call("+380441110003"))});  // without ids
  CHECK(shop.due(99) == "1 2 3");
}

TEST_CASE_TEMPLATE("CB-14 a further call joins the open callback, and makes another one when that is over",
                   Bed, SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller, "1")), shop.taken(shop.call(kCaller, "2"), kAny)});
  CHECK(shop.due(99) == "1");
  TaskMoved done;
  done.task = TaskId{1};
  done.phase = TaskPhase::done;
  done.callee = {"UA", {"Europe/Kyiv"}};
  commit(shop.store, {done, shop.taken(shop.call(kCaller, "3"), kAny)});
  CHECK(shop.due(99) == "2");
  const DueTask again = shop.store.task(TaskId{2}, at(9)).value();
  CHECK(again.callback->rule == kAny);
  CHECK(again.callback->missed.provider_call == "3");
  CHECK(again.order.id == shop.store.task(TaskId{1}, at(9)).value().order.id);
}

TEST_CASE_TEMPLATE("CB-18 a callback may be blocked from its beginning", Bed, SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller), kTalk, "zone-known")});
  CHECK(shop.buckets().empty());
  CHECK(shop.bed.task(TaskId{1}).phase == TaskPhase::blocked);
  CHECK(shop.bed.task(TaskId{1}).reason == "zone-known");
  MissedTaken ignored = shop.taken(shop.call(kOther));
  ignored.start.reset();
  ignored.taking = "short-wait";
  commit(shop.store, {ignored});
  CHECK_FALSE(shop.store.task(TaskId{2}, at(9)).has_value());
}

TEST_CASE_TEMPLATE("CB-02 a callback is lent to who has answered, called, moved, and keeps its rule", Bed,
                   SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller))});
  commit(shop.store, {TaskHanded{TaskId{1}, kBoris, at(60)}});
  CHECK(shop.due(99).empty());
  DueTask task = shop.store.task(TaskId{1}, at(9)).value();
  CHECK(task.phase == TaskPhase::handed);
  CHECK(task.handed_to == kBoris);
  CHECK(task.handed_until == at(60));
  AttemptIntent call = intent(9, TaskId{1}, task.order.id, 2, at(4));
  call.tmpl = {};
  call.number = task.numbers[0].number.number;
  call.agent = kBoris;
  call.rule = kTalk;
  call.rule_version = 3;
  commit(shop.store, {IntentMade{call}});
  const auto open = shop.store.open_attempts();
  REQUIRE(open.size() == 1);
  CHECK(open[0].intent.rule == kTalk);
  CHECK(open[0].intent.rule_version == 3);
  CHECK_FALSE(open[0].intent.mode.has_value());
  CHECK(open[0].task.callback->rule == kTalk);
  TaskMoved moved;
  moved.task = TaskId{1};
  moved.next_at = at(70);
  moved.rounds_done = 1;
  moved.plan = {kTalk, 7, at(70)};
  moved.callee = {"UA", {"Europe/Kyiv"}};
  commit(shop.store, {AttemptEnded{ended(9, at(20), Outcome::busy)}, moved});
  REQUIRE(shop.buckets().size() == 1);
  CHECK(shop.buckets()[0].bucket.rule == kTalk);
  CHECK(shop.due(70) == "1");
  CHECK(shop.store.task(TaskId{1}, at(70)).value().callback->version == 7);
  moved.plan.reset();
  commit(shop.store, {moved});
  CHECK(shop.store.task(TaskId{1}, at(70)).value().callback->version == 7);
}

TEST_CASE_TEMPLATE("CB-09 a callback goes over to the rule that plans its next try, with its bucket", Bed,
                   SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller), kTalk)});
  TaskMoved moved;
  moved.task = TaskId{1};
  moved.next_at = at(70);
  moved.rounds_done = 1;
  moved.callee = {"UA", {"Europe/Kyiv"}};
  moved.plan = {kAny, 3, at(60)};
  commit(shop.store, {moved});
  REQUIRE(shop.buckets().size() == 1);
  CHECK(shop.buckets()[0].bucket.rule == kAny);
  const DueTask task = shop.store.task(TaskId{1}, at(70)).value();
  CHECK(task.callback->rule == kAny);
  CHECK(task.callback->version == 3);
  CHECK(task.callback->missed.caller.text() == kCaller);
  commit(shop.store,
         {ContactSeen{E164::parse(kCaller).value(), false, at(9), "test"}});  // kAny ends on any dial
  CHECK(shop.bed.task(TaskId{1}).phase == TaskPhase::cancelled);
}

TEST_CASE_TEMPLATE(
    "CB-13 a contact ends callbacks that wait: a conversation all, a dial those whose rule says so", Bed,
    SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  commit(shop.store, {shop.taken(shop.call(kCaller), kTalk), shop.taken(shop.call(kOther), kAny)});
  const auto contact = [&](const char* number, bool talked) {
    commit(shop.store, {ContactSeen{E164::parse(number).value(), talked, at(9), "test"}});
  };
  contact("+380441110009", true);
  contact(kCaller, false);
  CHECK(shop.due(99) == "1 2");
  contact(kOther, false);
  CHECK(shop.due(99) == "1");
  contact(kCaller, true);
  CHECK(shop.due(99).empty());
  for (const TaskId task : {TaskId{1}, TaskId{2}}) {
    CHECK(shop.bed.task(task).phase == TaskPhase::cancelled);
    CHECK(shop.bed.task(task).reason == "contact");
  }
  int told = 0;
  for (const Journalled& line : shop.bed.journal())
    told += line.kind == "callback.cancelled" ? 1 : 0;
  CHECK(told == 2);
  // What the loop had to say of it in the same pass comes too late, which is no fault.
  TaskMoved late;
  late.task = TaskId{1};
  late.next_at = at(99);
  late.callee = {"UA", {"Europe/Kyiv"}};
  commit(shop.store, {late});
  CHECK(shop.bed.task(TaskId{1}).phase == TaskPhase::cancelled);
  // One whose operator is on the line ends too.
  commit(shop.store, {shop.taken(shop.call("+380441110003"), kAny), TaskHanded{TaskId{3}, kAnna, at(60)}});
  contact("+380441110003", true);
  CHECK(shop.bed.task(TaskId{3}).phase == TaskPhase::cancelled);
}

TEST_CASE_TEMPLATE("CB-13 a callback that is being called ends with its call, unless they talk", Bed,
                   SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  for (const Outcome outcome : {Outcome::cancelled, Outcome::delivered_operator}) {
    const bool talked = outcome == Outcome::delivered_operator;
    const TaskId id{talked ? 2 : 1};
    const unsigned serial = talked ? 22 : 11;
    commit(shop.store, {shop.taken(shop.call(talked ? kOther : kCaller), kTalk)});
    DueTask task = shop.store.task(id, at(9)).value();
    AttemptIntent call = intent(serial, id, task.order.id, 1, at(4));
    call.tmpl = {};
    call.number = task.numbers[0].number.number;
    call.rule = kTalk;
    call.rule_version = 3;
    commit(shop.store, {IntentMade{call}, ContactSeen{call.number, true, at(9), "test"}});
    CHECK(shop.bed.task(id).phase == TaskPhase::live);
    TaskMoved moved;
    moved.task = id;
    moved.phase = talked ? TaskPhase::done : TaskPhase::ready;
    moved.next_at = at(70);
    moved.callee = {"UA", {"Europe/Kyiv"}};
    moved.outcome = outcome;
    commit(shop.store, {AttemptEnded{ended(serial, at(20), outcome)}, moved});
    CHECK(shop.bed.task(id).phase == (talked ? TaskPhase::done : TaskPhase::cancelled));
    CHECK(shop.bed.task(id).reason == (talked ? "" : "contact"));
  }
}

TEST_CASE_TEMPLATE(
    "CB-13 a contact is known to missed calls that are told later, and ends none that were lost later", Bed,
    SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  MissedCall late = shop.call(kCaller);
  late.lost_at = at(20);
  commit(shop.store, {shop.taken(late, kTalk), ContactSeen{late.caller, true, at(19), "test"}});
  CHECK(shop.bed.task(TaskId{1}).phase == TaskPhase::ready);
  const auto known = [&](const char* number) {
    shop.store.begin_pass();
    const CallerKnown found = shop.store.caller_known(shop.call(number), at(30));
    shop.store.roll_back();
    return found;
  };
  CHECK(known(kCaller).talked_at == at(19));
  CHECK(known(kCaller).dialled_at == at(19));
  commit(shop.store, {ContactSeen{late.caller, false, at(25), "test"},
                      ContactSeen{late.caller, true, at(18), "an older log"}});
  CHECK(known(kCaller).talked_at == at(19));
  CHECK(known(kCaller).dialled_at == at(25));
  commit(shop.store, {ContactSeen{E164::parse(kOther).value(), false, at(7), "test"}});
  CHECK_FALSE(known(kOther).talked_at.has_value());
  CHECK(known(kOther).dialled_at == at(7));
  CHECK_FALSE(known("+380441110009").dialled_at.has_value());
}

TEST_CASE_TEMPLATE("CB-14 what is known of a caller: his open callback, the blacklist, the call itself", Bed,
                   SqliteBed, MemoryBed) {
  Callbacks<Bed> shop;
  MissedCall told = shop.call(kCaller);
  told.provider_call = "a1";
  commit(shop.store, {shop.taken(told, kTalk)});
  const auto known = [&](MissedCall call) {
    shop.store.begin_pass();
    const CallerKnown found = shop.store.caller_known(call, at(30));
    shop.store.roll_back();
    return std::string{found.call_told ? "told " : ""} + (found.blacklisted ? "listed " : "") +
           (found.has_open_task ? "open" : "");
  };
  CHECK(known(told) == "told open");
  MissedCall again = shop.call(kCaller);
  CHECK(known(again) == "open");
  again.project.reset();
  CHECK(known(again).empty());
  again = shop.call(kOther);
  CHECK(known(again).empty());
  shop.bed.list_number(again.caller, kClinic, "test", std::nullopt);
  CHECK(known(again).empty());
  shop.bed.list_number(again.caller, kShop, "test", std::nullopt);
  CHECK(known(again) == "listed ");
  commit(shop.store, {ContactSeen{told.caller, true, at(29), "test"}});
  CHECK(known(shop.call(kCaller)).empty());
}
