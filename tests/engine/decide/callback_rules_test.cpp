// Which rule takes a missed call, which rules there may be, and which can never take one.
#include "engine/decide/callback_rules.h"

#include <doctest/doctest.h>

#include "tests/engine/decide/gate_cases.h"

using namespace dialctl;

namespace {

constexpr GroupId kNight{4};

// Project 1; operator 7 is in the group 4. Lost on Monday 2026-11-23 at noon in Kyiv, after 20 s of ringing.
struct Loss : GateCase {
  Loss() {
    settings.groups.push_back({kNight, "night", {OperatorId{7}}});
    settings.schedules.push_back({ScheduleId{5}, "mornings", "daily 08:00-12:00", "customer"});
    call.dialled = "+380440000001";
    call.project = ProjectId{1};
    call.lost_at = now;
    call.waited = Seconds{20};
  }

  CallbackRule& add(const std::string& name) {
    CallbackRule rule;
    rule.id = RuleId{static_cast<std::int64_t>(settings.rules.size()) + 1};
    rule.name = name;
    rule.position = static_cast<int>(settings.rules.size()) + 1;
    settings.rules.push_back(rule);
    return settings.rules.back();
  }
  std::string taker() const {
    const Rulebook rules{settings};
    const CallbackRule* rule = rule_for(rules, zones, {&call, caller_zones, nullptr});
    return rule == nullptr ? "" : rule->name;
  }
  Taking taken(const OpenWorld& world = {}) const {
    return take(Rulebook{settings}, zones, {&call, caller_zones, nullptr}, world).what;
  }

  MissedCall call{E164::parse("+380441234567").value()};
  ZoneSet caller_zones{"Europe/Kyiv"};
};

std::string code_of(const Result<void>& result) {
  return result.ok() ? "" : result.error().code;
}

}  // namespace

TEST_CASE("CB-09 the first rule from the top that fits takes the call, and no other") {
  Loss loss;
  CHECK(loss.taker().empty());
  loss.add("sales").places = {{PlaceKind::queue, 3, ""}};
  loss.add("all");
  loss.add("never");
  CHECK(loss.taker() == "all");
  loss.call.queue = QueueId{3};
  CHECK(loss.taker() == "sales");
  loss.settings.rules[0].enabled = false;
  CHECK(loss.taker() == "all");
}

TEST_CASE("CB-01 a rule takes what was lost in any of its places") {
  struct Case {
    LossPlace place;
    void (*be_there)(MissedCall&);
  };
  const Case cases[] = {
      {{PlaceKind::number, 0, "+380440000009"}, [](MissedCall& c) { c.dialled = "+380440000009"; }},
      {{PlaceKind::project, 2, ""}, [](MissedCall& c) { c.project = ProjectId{2}; }},
      {{PlaceKind::site, 0, "shop.example"}, [](MissedCall& c) { c.site = "shop.example"; }},
      {{PlaceKind::scenario, 0, "night menu"}, [](MissedCall& c) { c.scenario = "night menu"; }},
      {{PlaceKind::queue, 3, ""}, [](MissedCall& c) { c.queue = QueueId{3}; }},
      {{PlaceKind::operator_name, 7, ""}, [](MissedCall& c) { c.operator_id = OperatorId{7}; }},
      {{PlaceKind::group, 4, ""}, [](MissedCall& c) { c.group = kNight; }},
      {{PlaceKind::group, 4, ""}, [](MissedCall& c) { c.operator_id = OperatorId{7}; }},
      {{PlaceKind::transfer, 0, ""}, [](MissedCall& c) { c.lost_in = LostIn::transfer; }},
      {{PlaceKind::tag, 0, "vip"},
       [](MissedCall& c) {
         c.tags = {"new", "vip"};
       }},
  };
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.place.kind));
    Loss loss;
    loss.add("r").places = {{PlaceKind::tag, 0, "elsewhere"}, one.place};
    CHECK(loss.taker().empty());
    one.be_there(loss.call);
    CHECK(loss.taker() == "r");
  }
}

TEST_CASE("CB-01 when a rule applies is judged at the time of loss, on the caller's clock") {
  Loss loss;
  loss.add("mornings").applies = ScheduleId{5};
  CHECK(loss.taker().empty());  // noon: closed
  loss.call.lost_at -= Seconds{1};
  CHECK(loss.taker() == "mornings");
  loss.call.lost_at += Seconds{1};
  // CB-18: a clock that is not known is the rule's, and without one the task is made, and says so.
  loss.caller_zones = {};
  CHECK(loss.taker() == "mornings");
  loss.settings.rules[0].zone = "Europe/Kyiv";
  CHECK(loss.taker().empty());
  loss.settings.schedules.back().clock = "project";
  loss.settings.rules[0].zone.clear();
  CHECK(loss.taker().empty());
  loss.call.lost_at -= Seconds{1};
  CHECK(loss.taker() == "mornings");
}

TEST_CASE("CB-06 who waited less than the rule wants is ignored, exactly as much is called back") {
  Loss loss;
  loss.add("r").shortest_wait = Seconds{20};
  CHECK(loss.taken() == Taking::task);
  loss.call.waited = Seconds{19};
  CHECK(loss.taken() == Taking::short_wait);
  loss.call.lost_in = LostIn::transfer;
  CHECK(loss.taken() == Taking::task);
  loss.call.lost_in = LostIn::ringing;
  loss.add("below");  // the first match decides
  CHECK(loss.taken() == Taking::short_wait);
}

TEST_CASE("CB-14 CB-11 what becomes of a call that a rule takes") {
  Loss loss;
  CHECK(loss.taken() == Taking::no_rule);
  loss.add("r");
  CHECK(loss.taken() == Taking::task);
  CHECK(loss.taken({.has_open_task = true}) == Taking::joined);
  CHECK(loss.taken({.blacklisted = true}) == Taking::blacklisted);
  CHECK(loss.taken({.blacklisted = true, .has_open_task = true}) == Taking::blacklisted);
  CHECK(loss.taken({.has_open_task = true, .paused = true}) == Taking::paused);
  loss.call.project.reset();
  CHECK(loss.taken() == Taking::no_project);
}

TEST_CASE("CB-20 a profile refuses what its system refuses, and names the limit") {
  struct Case {
    RuleProfile profile;
    void (*spoil)(CallbackRule&);
    const char* code;
  };
  const auto six = [](CallbackRule& r) { r.intervals.assign(6, Minutes{5}); };
  const auto at_once_6 = [](CallbackRule& r) { r.at_once_max = 6; };
  const auto at_once_16 = [](CallbackRule& r) { r.at_once_max = 16; };
  const auto lines_16 = [](CallbackRule& r) { r.target.lines_max = 16; };
  const auto zero = [](CallbackRule& r) { r.intervals = {Seconds{0}}; };
  const auto minutes_61 = [](CallbackRule& r) { r.intervals = {Minutes{1}, Minutes{61}}; };
  const auto minutes_60 = [](CallbackRule& r) { r.intervals = {Minutes{1}, Minutes{60}}; };
  const auto wait_61 = [](CallbackRule& r) { r.shortest_wait = Seconds{61}; };
  const auto wait_60 = [](CallbackRule& r) { r.shortest_wait = Seconds{60}; };
  const auto transfer = [](CallbackRule& r) { r.places = {{PlaceKind::transfer, 0, ""}}; };
  const auto transfer_wait = [](CallbackRule& r) {
    r.places = {{PlaceKind::transfer, 0, ""}};
    r.shortest_wait = Seconds{1};
  };
  const Case cases[] = {
      {RuleProfile::none, six, ""},
      {RuleProfile::uis, six, "rule.intervals"},
      {RuleProfile::voximplant, six, ""},
      {RuleProfile::none, zero, ""},
      {RuleProfile::uis, zero, ""},
      {RuleProfile::voximplant, zero, "rule.intervals"},
      {RuleProfile::voximplant, minutes_60, ""},
      {RuleProfile::voximplant, minutes_61, "rule.intervals"},
      {RuleProfile::uis, minutes_61, ""},
      {RuleProfile::none, at_once_6, ""},
      {RuleProfile::uis, at_once_6, "rule.at-once"},
      {RuleProfile::voximplant, at_once_6, ""},
      {RuleProfile::none, at_once_16, ""},
      {RuleProfile::voximplant, at_once_16, "rule.at-once"},
      {RuleProfile::voximplant, lines_16, "rule.at-once"},
      {RuleProfile::none, wait_60, ""},
      {RuleProfile::none, wait_61, "rule.shortest-wait"},
      {RuleProfile::uis, wait_61, "rule.shortest-wait"},
      {RuleProfile::none, transfer, ""},
      {RuleProfile::none, transfer_wait, "rule.shortest-wait"},
      {RuleProfile::uis, transfer_wait, "rule.shortest-wait"},
      {RuleProfile::none, [](CallbackRule& r) { r.intervals.clear(); }, "rule.intervals"},
      {RuleProfile::none, [](CallbackRule& r) { r.intervals = {Seconds{-1}}; }, "rule.intervals"},
      {RuleProfile::none, [](CallbackRule& r) { r.at_once_max = 0; }, "rule.at-once"},
      {RuleProfile::none, [](CallbackRule& r) { r.ring_limit = Seconds{4}; }, "rule.ring-limit"},
  };
  for (const Case& one : cases) {
    CallbackRule rule;
    rule.name = "evening";
    rule.intervals = {Minutes{5}};
    take_profile(rule, one.profile);
    one.spoil(rule);
    const auto checked = check_rule(rule);
    CAPTURE(one.code);
    CHECK(code_of(checked) == one.code);
    if (!checked) CHECK(checked.error().message.find("'evening'") != std::string::npos);
  }
}

TEST_CASE("CB-17 recording needs a period, and a notice or the reason of none") {
  struct Case {
    const char* what;
    void (*change)(RecordingWish&);
    const char* code;
  };
  const Case cases[] = {
      {"words", [](RecordingWish&) {}, ""},
      {"off, all of it empty", [](RecordingWish& w) { w = {}; }, ""},
      {"a file",
       [](RecordingWish& w) {
         w.notice = {NoticeKind::audio, "told", "", ""};
       },
       ""},
      {"words of a voice", [](RecordingWish& w) { w.notice.voice = "uk+f3"; }, ""},
      {"none, without a reason", [](RecordingWish& w) { w.notice = {}; }, "rule.notice"},
      {"none, for a reason",
       [](RecordingWish& w) {
         w.notice = {};
         w.no_notice_reason = "told on the site";
       },
       ""},
      {"a notice and a reason", [](RecordingWish& w) { w.no_notice_reason = "told"; }, "rule.notice"},
      {"a file with a language",
       [](RecordingWish& w) {
         w.notice = {NoticeKind::audio, "told", "uk", ""};
       },
       "rule.notice"},
      {"no period", [](RecordingWish& w) { w.keep_for = Seconds{0}; }, "rule.keep-for"},
      {"ten years and a day", [](RecordingWish& w) { w.keep_for = Seconds{3651LL * 86400}; },
       "rule.keep-for"},
      {"ten years", [](RecordingWish& w) { w.keep_for = Seconds{3650LL * 86400}; }, ""},
  };
  for (const Case& one : cases) {
    CallbackRule rule;
    rule.name = "evening";
    rule.recording.on = true;
    rule.recording.keep_for = Seconds{1};
    rule.recording.notice = {NoticeKind::text, "This call is recorded.", "", ""};
    one.change(rule.recording);
    CAPTURE(one.what);
    const auto checked = check_rule(rule);
    CHECK(code_of(checked) == one.code);
    if (!checked) CHECK(checked.error().message.find("'evening'") != std::string::npos);
    if (!checked || !rule.recording.on) continue;
    rule.target = {TargetKind::scenario, 1, 1};
    CHECK(code_of(check_rule(rule)) == "rule.record");
  }
}

TEST_CASE("CB-20 a profile sets what its system does") {
  CallbackRule rule;
  rule.target = {TargetKind::queue, 3, 3};
  take_profile(rule, RuleProfile::voximplant);
  CHECK(rule.when_disabled == DisabledTasks::cancel);
  CHECK(rule.apply == ApplyEdits::loaded_keep);
  CHECK(rule.cancel_on == CancelOn::any_dial);
  CHECK(rule.only_when_empty == QueueId{3});
  take_profile(rule, RuleProfile::uis);
  CHECK(rule.when_disabled == DisabledTasks::drain);
  CHECK(rule.apply == ApplyEdits::next_attempt);
  CHECK(rule.cancel_on == CancelOn::success);
}

TEST_CASE("CB-19 a rule below one that takes all of its calls can never match") {
  Loss loss;
  const LossPlace sales{PlaceKind::queue, 3, ""};
  const LossPlace vip{PlaceKind::tag, 0, "vip"};
  loss.add("both").places = {sales, vip};
  loss.add("vip").places = {vip};
  loss.add("mornings").applies = ScheduleId{5};
  loss.add("mornings too").applies = ScheduleId{5};
  loss.add("all");
  loss.add("transfers").places = {{PlaceKind::transfer, 0, ""}};
  const auto names = [&] {
    std::string text;
    for (const Shadowed& one : shadowed(loss.settings.rules)) {
      const auto name = [&](RuleId id) { return find(loss.settings.rules, id)->name; };
      text += (text.empty() ? "" : ", ") + name(one.rule) + " by " + name(one.by);
    }
    return text;
  };
  CHECK(names() == "vip by both, mornings too by mornings, transfers by all");
  loss.settings.rules[4].enabled = false;
  CHECK(names() == "vip by both, mornings too by mornings");
  loss.settings.rules[1].enabled = false;
  loss.settings.rules[3].zone = "Asia/Omsk";  // another clock, where the caller's is not known
  CHECK(names().empty());
}
