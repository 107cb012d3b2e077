// Every edit at every moment of a callback's life, under both ways of applying it, each row thought through
// from the requirements: what is tried under which version, how it ends, and what the journal says of it.
//
//   CB-08  next tries follow the new settings; one that is planned already, or under way, keeps what it was
//   planned
//          with, but a changed schedule of calls (next-attempt), or all of it (loaded-keep)
//   CB-07  drain: what was made before is finished; cancel: it ends; hold: it waits. Removed: it ends
//   CB-11  paused: nothing is made, nothing is lost. Frozen: rules are off, and stay off
#include "tests/simulation/callback_edits.h"

#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {
namespace {

using Deed = void (*)(EditRun&);

template <class Set>
void set(EditRun& run, Set change) {
  run.centre.edit_rule(kRule, change);
}
CallbackRule rule_now(EditRun& run) {
  return *find(must(run.centre.registry.load()).rules, kRule);
}
void disable(EditRun& run, DisabledTasks tasks) {
  run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
    must(desk.disable(rule_now(run), tasks));
    return {};
  });
}
void enable(EditRun& run) {
  run.centre.at_desk([&](CallbackDesk& desk) { return desk.enable(rule_now(run)); });
}
void freeze(EditRun& run) {
  run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
    must(desk.freeze());
    return {};
  });
}
// 20 minutes after the loss.
void later(EditRun& run, Deed deed) {
  run.centre.time.schedule(run.lost + Minutes{20}, [&run, deed] { deed(run); });
}

struct Edit {
  const char* name;
  Shown shown;
  const char* subject;  // what the journal says of the edit, and of what
  const char* told;
  Deed make;
};

const Edit kEdits[] = {
    {"fewer intervals", Shown::nothing, "rule:all", "rule.changed version 2: intervals_seconds",
     [](EditRun& run) { set(run, [](CallbackRule& r) {
                          r.intervals = {Minutes{1}, Minutes{10}};
                        }); }},
    {"more intervals", Shown::nothing, "rule:all", "rule.changed version 2: intervals_seconds",
     [](EditRun& run) {
       set(run, [](CallbackRule& r) { r.intervals = {Minutes{1}, Minutes{5}, Minutes{5}, Minutes{2}}; });
     }},
    {"calls from 12:10 on", Shown::nothing, "rule:all", "rule.changed version 2: calls_id",
     [](EditRun& run) { set(run, [](CallbackRule& r) { r.calls = kTenPast; }); }},
    {"target", Shown::who, "rule:all", "rule.changed version 2: target_id",
     [](EditRun& run) { set(run, [](CallbackRule& r) { r.target.id = 2; }); }},
    {"ring limit", Shown::ring, "rule:all", "rule.changed version 2: ring_limit_seconds",
     [](EditRun& run) { set(run, [](CallbackRule& r) { r.ring_limit = Seconds{10}; }); }},
    {"caller id", Shown::caller_id, "rule:all", "rule.changed version 2: caller_id",
     [](EditRun& run) { set(run, [](CallbackRule& r) { r.caller_id = "+380440000009"; }); }},
    {"prompt", Shown::words, "rule:all", "rule.changed version 2: prompt_kind, prompt_text",
     [](EditRun& run) { set(run, [](CallbackRule& r) {
                          r.prompt = {PromptKind::none, ""};
                        }); }},
    {"provider", Shown::way, "rule:all", "rule.changed version 2: provider_id",
     [](EditRun& run) { set(run, [](CallbackRule& r) { r.provider = ProviderId{2}; }); }},
    {"target and intervals", Shown::who, "rule:all", "rule.changed version 2: target_id, intervals_seconds",
     [](EditRun& run) {
       set(run, [](CallbackRule& r) {
         r.target.id = 2;
         r.intervals = {Minutes{1}, Minutes{10}};
       });
     }},
    {"disable, drain", Shown::nothing, "rule:all", "rule.disabled tasks drain",
     [](EditRun& run) { disable(run, DisabledTasks::drain); }},
    {"disable, cancel", Shown::nothing, "rule:all", "rule.disabled tasks cancel",
     [](EditRun& run) { disable(run, DisabledTasks::cancel); }},
    {"disable, hold", Shown::nothing, "rule:all", "rule.disabled tasks hold",
     [](EditRun& run) { disable(run, DisabledTasks::hold); }},
    {"disable, hold, enable later", Shown::nothing, "rule:all", "rule.enabled ",
     [](EditRun& run) {
       disable(run, DisabledTasks::hold);
       later(run, enable);
     }},
    {"remove", Shown::nothing, "rule:all", "rule.removed ",
     [](EditRun& run) {
       run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
         must(desk.remove(kRule));
         return {};
       });
     }},
    {"pause", Shown::nothing, "installation", "callbacks.changed paused yes, frozen no, lines_max 15",
     [](EditRun& run) { run.centre.at_desk([](CallbackDesk& desk) { return desk.pause(); }); }},
    {"pause, resume later", Shown::nothing, "installation",
     "callbacks.changed paused no, frozen no, lines_max 15",
     [](EditRun& run) {
       run.centre.at_desk([](CallbackDesk& desk) { return desk.pause(); });
       later(run, [](EditRun& on) { on.centre.at_desk([](CallbackDesk& desk) { return desk.resume(); }); });
     }},
    {"freeze", Shown::nothing, "installation", "callbacks.changed paused no, frozen yes, lines_max 15",
     freeze},
    {"freeze, unfreeze later", Shown::nothing, "installation",
     "callbacks.changed paused no, frozen no, lines_max 15",
     [](EditRun& run) {
       freeze(run);
       later(run, [](EditRun& on) {
         on.centre.at_desk([](CallbackDesk& desk) -> Result<void> {
           must(desk.unfreeze());
           return {};
         });
       });
     }},
    {"cancel it", Shown::nothing, nullptr, nullptr,
     [](EditRun& run) {
       run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
         CallbackFilter one;
         one.task = run.task;
         desk.cancel(one, "cancelled");
         return {};
       });
     }},
};

struct End {
  const char* state;
  const char* told;  // what the last line of the journal about the callback begins with
};
constexpr End kUsedUp{"done tries-used-up", "callback.tries-used-up callback 1"};
constexpr End kWaits{"ready", ""};
constexpr End kOff{"cancelled rule-disabled", "callback.cancelled callback 1: rule-disabled"};
constexpr End kRemoved{"cancelled rule-removed", "callback.cancelled callback 1: rule-removed"};
constexpr End kCancelled{"cancelled cancelled", "callback.cancelled callback 1: cancelled"};
constexpr End kTalked{"done", "callback.done callback 1"};

struct Row {
  const char* edit;
  Moment moment;
  const char* next_attempt;
  const char* loaded_keep;  // nullptr: the same
  End end;
};

constexpr Moment waits = Moment::waits;
constexpr Moment rings = Moment::rings;
constexpr Moment hears = Moment::hears;
constexpr Moment called = Moment::called;
constexpr Moment between = Moment::between;

// The requirements' words, row by row. Times are minutes after the loss, or after the end of the try before.
const Row kTable[] = {
    // The first try keeps its minute, those that are not planned yet follow: one more, after 10.
    {"fewer intervals", waits, "v1 1m, v2 10m", nullptr, kUsedUp},
    {"fewer intervals", rings, "v1 1m, v2 10m", nullptr, kUsedUp},
    {"fewer intervals", hears, "v1 1m, v2 10m", nullptr, kUsedUp},
    {"fewer intervals", called, "v1 1m, v2 10m", nullptr, kUsedUp},
    {"fewer intervals", between, "v1 1m, v1 5m", nullptr,
     kUsedUp},  // the second was planned, then 2 of 2 are done
    {"more intervals", waits, "v1 1m, v2 5m, v2 5m, v2 2m", nullptr, kUsedUp},
    {"more intervals", rings, "v1 1m, v2 5m, v2 5m, v2 2m", nullptr, kUsedUp},
    {"more intervals", hears, "v1 1m, v2 5m, v2 5m, v2 2m", nullptr, kUsedUp},
    {"more intervals", called, "v1 1m, v2 5m, v2 5m, v2 2m", nullptr, kUsedUp},
    {"more intervals", between, "v1 1m, v1 5m, v2 5m, v2 2m", nullptr, kUsedUp},
    // A schedule of calls holds at once for what is planned: a first try begins with the opening, a further
    // one is
    // spread over its first minutes (SC-05). A customer whose phone rings already is not cut
    // off.
    {"calls from 12:10 on", waits, "v1 10m, v2 5m, v2 5m", "v1 1m, v2 open, v2 5m", kUsedUp},
    {"calls from 12:10 on", rings, "(rung 1m), v1 10m, v2 5m, v2 5m", "v1 1m, v2 open, v2 5m", kUsedUp},
    {"calls from 12:10 on", hears, "(rung 1m), v1 10m, v2 5m, v2 5m", "v1 1m, v2 open, v2 5m", kUsedUp},
    {"calls from 12:10 on", called, "v1 1m, v2 open, v2 5m", nullptr, kUsedUp},
    {"calls from 12:10 on", between, "v1 1m, v1 open, v2 5m", "v1 1m, v1 5m, v2 5m", kUsedUp},
    // All else holds from the next try that is planned.
    {"target", waits, "v1 1m op1, v2 5m op2, v2 5m op2", nullptr, kUsedUp},
    {"target", rings, "v1 1m op1, v2 5m op2, v2 5m op2", nullptr, kUsedUp},
    {"target", hears, "v1 1m op1, v2 5m op2, v2 5m op2", nullptr, kUsedUp},
    {"target", called, "v1 1m op1, v2 5m op2, v2 5m op2", nullptr, kUsedUp},
    {"target", between, "v1 1m op1, v1 5m op1, v2 5m op2", nullptr, kUsedUp},
    {"ring limit", waits, "v1 1m 30s, v2 5m 10s, v2 5m 10s", nullptr, kUsedUp},
    {"ring limit", rings, "v1 1m 30s, v2 5m 10s, v2 5m 10s", nullptr, kUsedUp},
    {"ring limit", hears, "v1 1m 30s, v2 5m 10s, v2 5m 10s", nullptr, kUsedUp},
    {"ring limit", called, "v1 1m 30s, v2 5m 10s, v2 5m 10s", nullptr, kUsedUp},
    {"ring limit", between, "v1 1m 30s, v1 5m 30s, v2 5m 10s", nullptr, kUsedUp},
    {"caller id", waits, "v1 1m own, v2 5m rule's, v2 5m rule's", nullptr, kUsedUp},
    {"caller id", rings, "v1 1m own, v2 5m rule's, v2 5m rule's", nullptr, kUsedUp},
    {"caller id", hears, "v1 1m own, v2 5m rule's, v2 5m rule's", nullptr, kUsedUp},
    {"caller id", called, "v1 1m own, v2 5m rule's, v2 5m rule's", nullptr, kUsedUp},
    {"caller id", between, "v1 1m own, v1 5m own, v2 5m rule's", nullptr, kUsedUp},
    {"prompt", waits, "v1 1m words, v2 5m silence, v2 5m silence", nullptr, kUsedUp},
    {"prompt", rings, "v1 1m words, v2 5m silence, v2 5m silence", nullptr, kUsedUp},
    {"prompt", hears, "v1 1m words, v2 5m silence, v2 5m silence", nullptr, kUsedUp},
    {"prompt", called, "v1 1m words, v2 5m silence, v2 5m silence", nullptr, kUsedUp},
    {"prompt", between, "v1 1m words, v1 5m words, v2 5m silence", nullptr, kUsedUp},
    {"provider", waits, "v1 1m p1, v2 5m p2, v2 5m p2", nullptr, kUsedUp},
    {"provider", rings, "v1 1m p1, v2 5m p2, v2 5m p2", nullptr, kUsedUp},
    {"provider", hears, "v1 1m p1, v2 5m p2, v2 5m p2", nullptr, kUsedUp},
    {"provider", called, "v1 1m p1, v2 5m p2, v2 5m p2", nullptr, kUsedUp},
    {"provider", between, "v1 1m p1, v1 5m p1, v2 5m p2", nullptr, kUsedUp},
    // Several fields are one change.
    {"target and intervals", waits, "v1 1m op1, v2 10m op2", nullptr, kUsedUp},
    {"target and intervals", rings, "v1 1m op1, v2 10m op2", nullptr, kUsedUp},
    {"target and intervals", hears, "v1 1m op1, v2 10m op2", nullptr, kUsedUp},
    {"target and intervals", called, "v1 1m op1, v2 10m op2", nullptr, kUsedUp},
    {"target and intervals", between, "v1 1m op1, v1 5m op1", nullptr, kUsedUp},
    // The switch of a rule is no version of it.
    {"disable, drain", waits, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, drain", rings, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, drain", hears, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, drain", called, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, drain", between, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, cancel", waits, "", nullptr, kOff},
    {"disable, cancel", rings, "(rung 1m)", nullptr, kOff},
    {"disable, cancel", hears, "(rung 1m)", nullptr, kOff},
    {"disable, cancel", called, "v1 1m", nullptr, kOff},  // the customer's call goes to its end
    {"disable, cancel", between, "v1 1m", nullptr, kOff},
    {"disable, hold", waits, "", nullptr, kWaits},
    {"disable, hold", rings, "(rung 1m)", nullptr, kWaits},
    {"disable, hold", hears, "(rung 1m)", nullptr, kWaits},
    {"disable, hold", called, "v1 1m", nullptr, kWaits},
    {"disable, hold", between, "v1 1m", nullptr, kWaits},
    // What was due meanwhile begins at once: 20 minutes after the loss, 18 after the first try. No try is
    // lost.
    {"disable, hold, enable later", waits, "v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, hold, enable later", rings, "(rung 1m), v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, hold, enable later", hears, "(rung 1m), v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"disable, hold, enable later", called, "v1 1m, v1 18m, v1 5m", nullptr, kUsedUp},
    {"disable, hold, enable later", between, "v1 1m, v1 18m, v1 5m", nullptr, kUsedUp},
    {"remove", waits, "", nullptr, kRemoved},
    {"remove", rings, "(rung 1m)", nullptr, kRemoved},
    {"remove", hears, "(rung 1m)", nullptr, kRemoved},
    {"remove", called, "v1 1m", nullptr, kRemoved},
    {"remove", between, "v1 1m", nullptr, kRemoved},
    {"pause", waits, "", nullptr, kWaits},
    {"pause", rings, "(rung 1m)", nullptr, kWaits},
    {"pause", hears, "(rung 1m)", nullptr, kWaits},
    {"pause", called, "v1 1m", nullptr, kWaits},
    {"pause", between, "v1 1m", nullptr, kWaits},
    {"pause, resume later", waits, "v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"pause, resume later", rings, "(rung 1m), v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"pause, resume later", hears, "(rung 1m), v1 20m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"pause, resume later", called, "v1 1m, v1 18m, v1 5m", nullptr, kUsedUp},
    {"pause, resume later", between, "v1 1m, v1 18m, v1 5m", nullptr, kUsedUp},
    // Frozen is every rule disabled; one without a profile drains.
    {"freeze", waits, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze", rings, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze", hears, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze", called, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze", between, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze, unfreeze later", waits, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze, unfreeze later", called, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"freeze, unfreeze later", between, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    // One that is said to its operator or called already is refused: it goes on.
    {"cancel it", waits, "", nullptr, kCancelled},
    {"cancel it", rings, "(rung 1m)", nullptr, kCancelled},
    {"cancel it", hears, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"cancel it", called, "v1 1m, v1 5m, v1 5m", nullptr, kUsedUp},
    {"cancel it", between, "v1 1m", nullptr, kCancelled},
};

const Edit& edit_of(const char* name) {
  for (const Edit& edit : kEdits) {
    if (std::string{edit.name} == name) return edit;
  }
  invariant_broken(name, __FILE__, __LINE__);
}

void run_row(const EditScene& scene, const Edit& edit, Seconds when, const char* story, const End& end) {
  CAPTURE(edit.name);
  CAPTURE(when.count());
  CAPTURE((scene.apply == ApplyEdits::loaded_keep));
  EditRun run{scene};
  run.centre.time.schedule(run.lost + when, [&] { edit.make(run); });
  run.centre.run_for(Minutes{55});
  CHECK(run.story(edit.shown) == std::string{story});
  CHECK(run.end() == std::string{end.state});
  const std::string told = run.end_in_journal();
  CAPTURE(told);
  CHECK((*end.told == '\0' ? told.empty() : told.starts_with(end.told)));
  if (edit.subject != nullptr) CHECK(run.centre.journal(edit.subject).back() == edit.told);
  CHECK(run.centre.count("SELECT count(*) FROM agent_round") == 0);
  CHECK(run.centre.count("SELECT count(*) FROM operator_state WHERE activity <> 'idle'") == 0);
}

}  // namespace

TEST_CASE("CB-08 CB-07 CB-11 every edit at every moment of a callback") {
  for (const ApplyEdits apply : {ApplyEdits::next_attempt, ApplyEdits::loaded_keep}) {
    EditScene scene;
    scene.apply = apply;
    for (const Row& row : kTable) {
      const bool keeps = apply == ApplyEdits::loaded_keep && row.loaded_keep != nullptr;
      run_row(scene, edit_of(row.edit), after_loss(row.moment), keeps ? row.loaded_keep : row.next_attempt,
              row.end);
    }
  }
}

TEST_CASE("CB-08 a try that waits for its hours follows them, earlier too") {
  const Edit any_hour{"calls at any hour", Shown::nothing, "rule:all", "rule.changed version 2: calls_id",
                      [](EditRun& run) { set(run, [](CallbackRule& r) { r.calls.reset(); }); }};
  const Edit hours{
      "the schedule itself", Shown::nothing, "schedule:late", "schedule.changed text", [](EditRun& run) {
        must(run.centre.registry.put(ScheduleSettings{kLate, "late", "daily 12:00-18:00", "project"},
                                     run.centre.change_of()));
      }};
  EditScene next;
  next.late = true;
  EditScene keep = next;
  keep.apply = ApplyEdits::loaded_keep;
  // Not due yet, and put off to 12:30 already.
  run_row(next, any_hour, Seconds{30}, "v1 1m, v2 5m, v2 5m", kUsedUp);
  run_row(next, any_hour, Seconds{200}, "v1 3m, v2 5m, v2 5m", kUsedUp);
  run_row(keep, any_hour, Seconds{30}, "v1 30m, v2 5m, v2 5m", kUsedUp);
  run_row(keep, any_hour, Seconds{200}, "v1 30m, v2 5m, v2 5m", kUsedUp);
  // No version of the rule: it says whose hours, and these are others now.
  run_row(next, hours, Seconds{30}, "v1 1m, v1 5m, v1 5m", kUsedUp);
  run_row(next, hours, Seconds{200}, "v1 3m, v1 5m, v1 5m", kUsedUp);
  run_row(keep, hours, Seconds{200}, "v1 3m, v1 5m, v1 5m", kUsedUp);
}

TEST_CASE("CB-07 CB-11 a conversation goes to its end, whatever is done to its rule") {
  EditScene scene;
  scene.customer = kAnswers;  // talks from 12:01:10 to 12:01:30
  for (const char* edit : {"fewer intervals", "disable, drain", "disable, cancel", "disable, hold", "remove",
                           "pause", "freeze", "cancel it"}) {
    run_row(scene, edit_of(edit), Seconds{80}, "v1 1m", kTalked);
  }
}

TEST_CASE("CB-11 CB-20 frozen, a rule whose profile cancels has its callbacks cancelled") {
  EditScene scene;
  scene.apply = ApplyEdits::loaded_keep;
  scene.profile = RuleProfile::voximplant;
  const Edit& edit = edit_of("freeze");
  run_row(scene, edit, after_loss(waits), "", kOff);
  run_row(scene, edit, after_loss(rings), "(rung 1m)", kOff);
  run_row(scene, edit, after_loss(hears), "(rung 1m)", kOff);
  run_row(scene, edit, after_loss(called), "v1 1m", kOff);
  run_row(scene, edit, after_loss(between), "v1 1m", kOff);
}

TEST_CASE("CB-07 CB-11 off, no call is taken, and on again, only those that are missed from then on") {
  struct Case {
    const char* what;
    Deed off;
    Deed on;
  };
  const Case cases[] = {
      {"disabled", [](EditRun& run) { disable(run, DisabledTasks::drain); }, enable},
      {"paused", [](EditRun& run) { run.centre.at_desk([](CallbackDesk& desk) { return desk.pause(); }); },
       [](EditRun& run) { run.centre.at_desk([](CallbackDesk& desk) { return desk.resume(); }); }},
      {"frozen", freeze,
       [](EditRun& run) {
         run.centre.at_desk([&](CallbackDesk& desk) -> Result<void> {
           CHECK(desk.enable(rule_now(run)).error().code == "callbacks.frozen");
           must(desk.unfreeze());
           return desk.enable(rule_now(run));
         });
       }},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    EditRun run{{}};
    one.off(run);
    CHECK_FALSE(run.centre.lose_call(missed_by("+380440400001")));
    one.on(run);
    CHECK(run.centre.lose_call(missed_by("+380440400002")));
    run.centre.run_for(Minutes{30});
    CHECK(run.centre.count("SELECT count(*) FROM task") == 2);
    CHECK(run.centre.count("SELECT count(*) FROM missed_call WHERE task_id IS NULL") == 1);
  }
}

}  // namespace dialctl::simulation
