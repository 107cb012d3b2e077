// CB-09: moving or adding a rule re-decides later tries. The scene is that of callback_edits.h; rule "vip"
// rings op2 and tries four times, 3 minutes after the end of the try before.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/simulation/callback_edits.h"
#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {
namespace {

using Set = void (*)(CallbackRule&);

CallbackRule vip(int position, Set set) {
  CallbackRule rule;
  rule.name = "vip";
  rule.position = position;
  rule.target = {TargetKind::operator_name, 2, 3};
  rule.prompt.kind = PromptKind::none;
  rule.intervals = {Minutes{1}, Minutes{3}, Minutes{3}, Minutes{3}};
  if (set != nullptr) set(rule);
  return rule;
}

RuleId add_rule(EditRun& run, const CallbackRule& rule) {
  return must(run.centre.registry.put(rule, run.centre.change_of()));
}

constexpr const char* kStays = "v1 1m all, v1 5m all, v1 5m all";
constexpr const char* kGoesOver = "v1 1m all, v1 3m vip, v1 3m vip, v1 3m vip";

struct Case {
  const char* what;
  int position;  // of vip in the list
  Set set;       // what is else with it
  const char* story;
  const char* end;
};

const Case kCases[] = {
    {"above, it takes the later tries", 1, nullptr, kGoesOver, "done tries-used-up"},
    {"below, it does not", 2, nullptr, kStays, "done tries-used-up"},
    {"elsewhere", 1,
     [](CallbackRule& r) {
       r.places = {{PlaceKind::tag, 0, "vip"}};
     },
     kStays, "done tries-used-up"},
    {"off", 1, [](CallbackRule& r) { r.enabled = false; }, kStays, "done tries-used-up"},
    // The call was lost at 12:00; the tries are between 12:01 and 12:14.
    {"applied at the time of loss, not now", 1, [](CallbackRule& r) { r.applies = ScheduleId{3}; }, kGoesOver,
     "done tries-used-up"},
    {"applies now, not at the time of loss", 1, [](CallbackRule& r) { r.applies = ScheduleId{4}; }, kStays,
     "done tries-used-up"},
    {"he waited too short for it", 1, [](CallbackRule& r) { r.shortest_wait = Seconds{21}; }, kStays,
     "done tries-used-up"},
    {"just long enough", 1, [](CallbackRule& r) { r.shortest_wait = Seconds{20}; }, kGoesOver,
     "done tries-used-up"},
    {"its tries are used up already", 1, [](CallbackRule& r) { r.intervals = {Minutes{1}}; }, "v1 1m all",
     "done tries-used-up"},
    {"its hours hold", 1, [](CallbackRule& r) { r.calls = kTenPast; },
     "v1 1m all, v1 open vip, v1 3m vip, v1 3m vip", "done tries-used-up"},
};

EditRun& with_hours(EditRun& run) {
  const Change change = run.centre.change_of();
  must(run.centre.registry.put(ScheduleSettings{{}, "noon", "daily 11:59-12:01", "project"}, change));
  must(run.centre.registry.put(ScheduleSettings{{}, "after", "daily 12:01-18:00", "project"}, change));
  return run;
}

}  // namespace

TEST_CASE("CB-09 a rule that is added takes the tries that are not planned yet, where it takes the call") {
  for (const Case& one : kCases) {
    CAPTURE(one.what);
    EditRun run{{}};
    with_hours(run);
    run.centre.time.schedule(run.lost + Seconds{30}, [&] { add_rule(run, vip(one.position, one.set)); });
    run.centre.run_for(Minutes{40});
    CHECK(run.story(Shown::rule) == std::string{one.story});
    CHECK(run.end() == std::string{one.end});
  }
}

TEST_CASE("CB-09 a planned try stays with the rule that has planned it, at every moment") {
  struct Row {
    Moment moment;
    const char* next_attempt;
    const char* loaded_keep;
  };
  const Row rows[] = {
      {Moment::waits, kGoesOver, kStays},
      {Moment::rings, kGoesOver, kStays},
      {Moment::hears, kGoesOver, kStays},
      {Moment::called, kGoesOver, kStays},
      {Moment::between, "v1 1m all, v1 5m all, v1 3m vip, v1 3m vip", kStays},
  };
  for (const Row& row : rows) {
    for (const ApplyEdits apply : {ApplyEdits::next_attempt, ApplyEdits::loaded_keep}) {
      const bool keeps = apply == ApplyEdits::loaded_keep;
      CAPTURE(keeps);
      CAPTURE(after_loss(row.moment).count());
      EditScene scene;
      scene.apply = apply;
      EditRun run{scene};
      const RuleId moved = add_rule(run, vip(2, nullptr));
      run.centre.time.schedule(run.lost + after_loss(row.moment), [&] {
        must(run.centre.registry.move_rule(moved, 1, run.centre.change_of()));
      });
      run.centre.run_for(Minutes{40});
      CHECK(run.story(Shown::rule) == std::string{keeps ? row.loaded_keep : row.next_attempt});
      CHECK(run.centre.journal("rule:vip").back() == "rule.moved from position 2 to 1");
      const CallbackLine line = run.centre.callback(run.task);
      CHECK(line.rule == (keeps ? kRule : moved));
      CHECK(run.centre.count("SELECT bucket.rule_id FROM task JOIN bucket ON bucket.id = bucket_id") ==
            line.rule.value);
      CHECK(run.centre.count("SELECT rule_id FROM missed_call") == kRule.value);  // that took the call
      const auto told = run.centre.journal("order:" + std::to_string(line.order.value));
      const bool says = std::find(told.begin(), told.end(),
                                  "callback.rule callback 1: from rule all to rule vip") != told.end();
      CHECK(says == !keeps);
    }
  }
}

TEST_CASE("CB-09 where no rule takes the call any more, the callback keeps the rule that it has") {
  EditRun run{{}};
  add_rule(run, vip(2, [](CallbackRule& r) { r.places = {{PlaceKind::tag, 0, "vip"}}; }));
  run.centre.time.schedule(run.lost + Seconds{30}, [&] {
    run.centre.edit_rule(kRule, [](CallbackRule& r) { r.places = {{PlaceKind::tag, 0, "other"}}; });
  });
  run.centre.run_for(Minutes{40});
  CHECK(run.story(Shown::rule) == "v1 1m all, v2 5m all, v2 5m all");
}

TEST_CASE("CB-09 CB-07 a rule that drains finishes what it has, though another one takes new calls") {
  EditRun run{{}};
  add_rule(run, vip(2, nullptr));
  run.centre.time.schedule(run.lost + Seconds{30}, [&] {
    run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
      must(desk.disable(*find(must(run.centre.registry.load()).rules, kRule), DisabledTasks::drain));
      return {};
    });
  });
  run.centre.run_for(Minutes{40});
  CHECK(run.story(Shown::rule) == kStays);
}

TEST_CASE("CB-09 CB-07 a callback that has gone over goes with its new rule") {
  for (const bool removes_new : {true, false}) {
    CAPTURE(removes_new);
    EditRun run{{}};  // the first try is planned by "all"; the second one, then, by vip
    const RuleId added = add_rule(run, vip(1, nullptr));
    run.centre.time.schedule(run.lost + after_loss(Moment::between), [&] {
      run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
        must(desk.remove(removes_new ? added : kRule));
        return {};
      });
    });
    run.centre.run_for(Minutes{40});
    CHECK(run.end() == (removes_new ? "cancelled rule-removed" : "done tries-used-up"));
  }
}

TEST_CASE("CB-09 CB-03 nobody has answered: the next try is the other rule's, of his operator") {
  EditScene scene;
  scene.phone = "301";  // never answers
  EditRun run{scene};
  add_rule(run, vip(1, nullptr));
  run.centre.run_for(Minutes{40});
  CHECK(run.story(Shown::rule) == "(rung 1m), v1 4m vip, v1 3m vip, v1 3m vip");
}

TEST_CASE("CB-09 CB-12 the limit of the rule that has a callback now is the one that holds") {
  EditRun run{{}};
  for (int id = 3; id <= 6; ++id) {
    OperatorSettings one = operator_on(id, "op" + std::to_string(id), "20" + std::to_string(id));
    one.id = {};
    must(run.centre.registry.put(one, run.centre.change_of()));
  }
  run.centre.edit_rule(kRule, [](CallbackRule& r) { r.target = {}; });  // the queue: all six
  for (int i = 1; i < 6; ++i)
    run.centre.lose_call(missed_by("+38044040000" + std::to_string(i)));
  add_rule(run, vip(1, [](CallbackRule& r) {
             r.target = {};
             r.at_once_max = 2;
           }));
  run.centre.run_for(std::chrono::hours{2});
  const auto most = [&](bool of_vip) {
    std::vector<std::pair<Instant, int>> edges;
    for (const StoredTry& one : run.centre.tries()) {
      if ((one.rule != kRule) != of_vip) continue;
      edges.emplace_back(one.at, 1);
      edges.emplace_back(one.ended, -1);
    }
    std::sort(edges.begin(), edges.end());
    int now = 0;
    int found = 0;
    for (const auto& [at, by] : edges)
      found = std::max(found, now += by);
    return found;
  };
  CHECK(most(false) == 5);  // "all" has five at once
  CHECK(most(true) == 2);
  CHECK(run.centre.count("SELECT count(*) FROM task WHERE reason = 'tries-used-up'") == 6);
}

}  // namespace dialctl::simulation
