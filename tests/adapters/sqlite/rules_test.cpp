// Rules of callbacks as they are kept: versions, order, references, and the switches over all of them.
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include "adapters/sqlite/rule_rows.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::SqliteRegistry;

namespace {

struct Office {
  Office() { bed.set_settings(sample_settings()); }
  Settings settings() { return must(registry.load()); }
  CallbackRule rule(const std::string& name) {
    const Settings all = settings();
    const CallbackRule* found = find_named(all.rules, name);
    REQUIRE(found != nullptr);
    return *found;
  }
  RuleId add(const std::string& name, int position = 0) {
    CallbackRule row;
    row.name = name;
    row.position = position;
    return must(registry.put(row, change));
  }
  // "b1 a2": names and positions, in the order of the list.
  std::string list() {
    std::string out;
    for (const CallbackRule& one : settings().rules)
      out += (out.empty() ? "" : " ") + one.name + std::to_string(one.position);
    return out;
  }
  std::string journal(int last) {
    SQLite::Statement select(bed.connection().database(),
                             "SELECT kind || '|' || subject || '|' || detail FROM journal ORDER BY id DESC");
    std::string out;
    for (int left = last; left > 0 && select.executeStep(); --left)
      out = select.getColumn(0).getString() + (out.empty() ? "" : " & ") + out;
    return out;
  }
  int count(const char* sql) { return bed.connection().database().execAndGet(sql).getInt(); }
  int lines() { return count("SELECT count(*) FROM journal"); }

  SqliteBed bed;
  SqliteRegistry registry{bed.connection()};
  Change change{"anna", "", at(5)};
};

// Every field away from its default; made by hand.
CallbackRule full_rule() {
  CallbackRule row;
  row.name = "evening";
  row.enabled = false;
  row.when_disabled = DisabledTasks::hold;
  row.profile = RuleProfile::uis;
  row.places = {{PlaceKind::number, 0, "+380440000009"},
                {PlaceKind::project, 1, ""},
                {PlaceKind::site, 0, "shop \"one\".example"},
                {PlaceKind::scenario, 0, "night, menu"},
                {PlaceKind::queue, 1, ""},
                {PlaceKind::operator_name, 2, ""},
                {PlaceKind::group, 1, ""},
                {PlaceKind::transfer, 0, ""},
                {PlaceKind::tag, 0, "важливо"}};
  row.target = {TargetKind::scenario, 1, 7};
  row.prompt = {PromptKind::text, "a callback"};
  row.applies = ScheduleId{1};
  row.calls = ScheduleId{1};
  row.intervals = {Seconds{0}, Seconds{300}, Seconds{900}};
  row.shortest_wait = Seconds{11};
  row.at_once_max = 4;
  row.ring_limit = Seconds{44};
  row.caller_id = "+380440000001";
  row.provider = kProvider;
  row.only_when_empty = kQueue;
  row.apply = ApplyEdits::loaded_keep;
  row.cancel_on = CancelOn::any_dial;
  row.zone = "Europe/Kyiv";
  return row;
}

std::string code(const Result<RuleId>& result) {
  return result ? "ok" : result.error().code;
}
std::string code(const Result<void>& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace

TEST_CASE("CB-01 every field of a rule comes back") {
  Office office;
  CallbackRule wanted = full_rule();
  wanted.id = must(office.registry.put(wanted, office.change));
  wanted.position = 1;
  CHECK(office.rule("evening") == wanted);
  CHECK(office.journal(1) == "rule.added|rule:evening|version 1, position 1");
  CHECK(sqlite::places_text({{PlaceKind::queue, 3, ""}, {PlaceKind::tag, 0, "vip"}}) ==
        R"([{"kind":"queue","id":3},{"kind":"tag","text":"vip"}])");
  CHECK(sqlite::intervals_text(wanted.intervals) == "0,300,900");
}

TEST_CASE("CB-01 CB-08 a change of several fields is one new version, and the old one stays") {
  Office office;
  office.add("evening");
  const auto before = office.settings().version;
  CallbackRule row = office.rule("evening");
  row.at_once_max = 2;
  row.intervals = {Seconds{60}};
  row.zone = "Europe/Kyiv";
  must(office.registry.put(row, office.change));
  CHECK(office.rule("evening").version == 2);
  CHECK(office.settings().version > before);
  CHECK(office.journal(1) == "rule.changed|rule:evening|version 2: intervals_seconds, at_once_max, zone");
  CHECK(office.count("SELECT count(*) FROM callback_rule_version") == 2);
  CHECK(office.count("SELECT at_once_max FROM callback_rule_version WHERE version = 1") == 5);
  CHECK(office.count("SELECT at_once_max FROM callback_rule_version WHERE version = 2") == 2);
  CHECK(office.bed.connection()
            .database()
            .execAndGet("SELECT who || made_at FROM callback_rule_version WHERE version = 2")
            .getString() == "anna" + std::to_string(to_millis(at(5))));
}

TEST_CASE("CB-01 a rule put as it stands changes nothing, and its version is not taken from outside") {
  Office office;
  office.add("evening");
  CallbackRule row = office.rule("evening");
  row.version = 9;
  const int lines = office.lines();
  const auto version = office.settings().version;
  must(office.registry.put(row, office.change));
  CHECK(office.lines() == lines);
  CHECK(office.settings().version == version);
  CHECK(office.rule("evening").version == 1);
}

TEST_CASE("CB-08 name, switch and place in the list are not versioned") {
  Office office;
  office.add("evening");
  office.add("night");
  CallbackRule row = office.rule("evening");
  row.name = "late";
  must(office.registry.put(row, office.change));
  CHECK(office.journal(1) == "rule.changed|rule:evening|name");
  row.enabled = false;
  row.when_disabled = DisabledTasks::cancel;
  must(office.registry.put(row, office.change));
  CHECK(office.journal(1) == "rule.disabled|rule:late|tasks cancel");
  CHECK(office.rule("late").when_disabled == DisabledTasks::cancel);
  row.enabled = true;
  row.position = 2;
  must(office.registry.put(row, office.change));
  CHECK(office.journal(2) == "rule.enabled|rule:late| & rule.moved|rule:late|from position 1 to 2");
  CHECK(office.list() == "night1 late2");
  CHECK(office.rule("late").enabled);
  CHECK(office.rule("late").version == 1);
}

TEST_CASE("CB-08 a version is never changed nor removed") {
  Office office;
  office.add("evening");
  SQLite::Database& database = office.bed.connection().database();
  CHECK_THROWS_AS(database.exec("UPDATE callback_rule_version SET at_once_max = 9"), SQLite::Exception);
  CHECK_THROWS_AS(database.exec("DELETE FROM callback_rule_version"), SQLite::Exception);
  CHECK_THROWS_AS(database.exec("INSERT OR REPLACE INTO callback_rule_version"
                                " SELECT * FROM callback_rule_version"),
                  SQLite::Exception);
  CHECK_THROWS_AS(database.exec("UPDATE callback_rule SET version = 2"), SQLite::Exception);
  CHECK(office.rule("evening").at_once_max == 5);
}

TEST_CASE("CB-09 rules are an ordered list, numbered from 1 without gaps") {
  Office office;
  office.add("a");
  office.add("b");
  const RuleId c = office.add("c");
  CHECK(office.list() == "a1 b2 c3");
  office.add("d", 1);
  CHECK(office.list() == "d1 a2 b3 c4");
  must(office.registry.move_rule(c, 2, office.change));
  CHECK(office.list() == "d1 c2 a3 b4");
  CHECK(office.journal(1) == "rule.moved|rule:c|from position 4 to 2");
  must(office.registry.move_rule(c, 4, office.change));
  CHECK(office.list() == "d1 a2 b3 c4");
  const int lines = office.lines();
  must(office.registry.move_rule(c, 4, office.change));
  CHECK(office.lines() == lines);
  CHECK(code(office.registry.move_rule(c, 5, office.change)) == "settings.out-of-range");
  CHECK(code(office.registry.move_rule(c, 0, office.change)) == "settings.out-of-range");
  CHECK(code(office.registry.move_rule(RuleId{99}, 1, office.change)) == "settings.no-such-row");
  must(office.registry.remove(office.rule("a").id, office.change));
  CHECK(office.list() == "d1 b2 c3");
  CHECK(office.journal(1) == "rule.removed|rule:a|");
  CallbackRule far;
  far.name = "far";
  far.position = 9;
  CHECK(code(office.registry.put(far, office.change)) == "settings.out-of-range");
  CHECK(office.list() == "d1 b2 c3");
}

TEST_CASE("CB-09 a name is given once, until its rule is removed, which stays for the past") {
  Office office;
  const RuleId first = office.add("evening");
  CallbackRule second;
  second.name = "evening";
  const auto taken = office.registry.put(second, office.change);
  CHECK(code(taken) == "settings.name-taken");
  CHECK(taken.error().kind == ErrorKind::conflict);
  must(office.registry.remove(first, office.change));
  CHECK(code(office.registry.remove(first, office.change)) == "settings.no-such-row");
  CHECK(office.settings().rules.empty());
  CHECK(office.add("evening") != first);
  const Settings past = must(office.registry.load_past());
  REQUIRE(past.rules.size() == 2);
  CHECK(past.rules[1].id == first);
}

TEST_CASE("CB-10 a rule that refers to what does not exist is refused") {
  Office office;
  using Spoil = void (*)(CallbackRule&);
  const Spoil spoils[] = {
      [](CallbackRule& r) {
        r.places = {{PlaceKind::project, 99, ""}};
      },
      [](CallbackRule& r) {
        r.places = {{PlaceKind::queue, 99, ""}};
      },
      [](CallbackRule& r) {
        r.places = {{PlaceKind::operator_name, 99, ""}};
      },
      [](CallbackRule& r) {
        r.places = {{PlaceKind::group, 99, ""}};
      },
      [](CallbackRule& r) {
        r.target = {TargetKind::queue, 99, 3};
      },
      [](CallbackRule& r) {
        r.target = {TargetKind::operator_name, 99, 3};
      },
      [](CallbackRule& r) {
        r.target = {TargetKind::group, 99, 3};
      },
      [](CallbackRule& r) {
        r.target = {TargetKind::scenario, 99, 3};
      },
      [](CallbackRule& r) {
        r.prompt = {PromptKind::audio, "nowhere"};
      },
      [](CallbackRule& r) { r.applies = ScheduleId{99}; },
      [](CallbackRule& r) { r.calls = ScheduleId{99}; },
      [](CallbackRule& r) { r.provider = ProviderId{99}; },
      [](CallbackRule& r) { r.only_when_empty = QueueId{99}; },
  };
  for (const Spoil spoil : spoils) {
    CallbackRule row;
    row.name = "bad";
    spoil(row);
    const auto refused = office.registry.put(row, office.change);
    CHECK(code(refused) == "settings.no-such-row");
    CHECK(refused.error().kind == ErrorKind::not_found);
  }
  CallbackRule gone;
  gone.id = RuleId{99};
  gone.name = "gone";
  CHECK(code(office.registry.put(gone, office.change)) == "settings.no-such-row");
  CHECK(office.settings().rules.empty());
}

TEST_CASE("CB-10 what a rule refers to is not removed, and the error names the rule, also a disabled one") {
  struct Case {
    void (*use)(CallbackRule&);
    Result<void> (*remove)(SqliteRegistry&, const Change&);
  };
  const auto provider = [](SqliteRegistry& r, const Change& c) { return r.remove(kProvider, c); };
  const auto project = [](SqliteRegistry& r, const Change& c) { return r.remove(kClinic, c); };
  const auto queue = [](SqliteRegistry& r, const Change& c) { return r.remove(kQueue, c); };
  const auto person = [](SqliteRegistry& r, const Change& c) { return r.remove(kBoris, c); };
  const auto group = [](SqliteRegistry& r, const Change& c) { return r.remove(GroupId{1}, c); };
  const auto tmpl = [](SqliteRegistry& r, const Change& c) { return r.remove(kTemplate, c); };
  const auto schedule = [](SqliteRegistry& r, const Change& c) { return r.remove(ScheduleId{1}, c); };
  const auto audio = [](SqliteRegistry& r, const Change& c) { return r.remove(AudioId{1}, c); };
  const Case cases[] = {
      {[](CallbackRule& r) { r.provider = kProvider; }, provider},
      {[](CallbackRule& r) {
         r.places = {{PlaceKind::tag, 0, "x"}, {PlaceKind::project, 2, ""}};
       },
       project},
      {[](CallbackRule& r) {
         r.places = {{PlaceKind::queue, 1, ""}};
       },
       queue},
      {[](CallbackRule& r) {
         r.target = {TargetKind::queue, 1, 3};
       },
       queue},
      {[](CallbackRule& r) { r.only_when_empty = kQueue; }, queue},
      {[](CallbackRule& r) {
         r.places = {{PlaceKind::operator_name, 2, ""}};
       },
       person},
      {[](CallbackRule& r) {
         r.target = {TargetKind::operator_name, 2, 3};
       },
       person},
      {[](CallbackRule& r) {
         r.places = {{PlaceKind::group, 1, ""}};
       },
       group},
      {[](CallbackRule& r) {
         r.target = {TargetKind::group, 1, 3};
       },
       group},
      {[](CallbackRule& r) {
         r.target = {TargetKind::scenario, 1, 3};
       },
       tmpl},
      {[](CallbackRule& r) { r.applies = ScheduleId{1}; }, schedule},
      {[](CallbackRule& r) { r.calls = ScheduleId{1}; }, schedule},
      {[](CallbackRule& r) {
         r.prompt = {PromptKind::audio, sample_settings().audio[0].name};
       },
       audio},
  };
  for (const Case& one : cases) {
    CAPTURE(&one - cases);
    for (const bool enabled : {true, false}) {
      Office office;
      CallbackRule row;
      row.name = "evening";
      row.enabled = enabled;
      one.use(row);
      row.id = must(office.registry.put(row, office.change));
      const auto refused = one.remove(office.registry, office.change);
      REQUIRE(code(refused) == "settings.in-use");
      CHECK(refused.error().kind == ErrorKind::conflict);
      CHECK(refused.error().message.find("rule evening") != std::string::npos);
    }
  }
}

TEST_CASE("CB-10 a version that holds no longer, and a rule that is removed, hold nothing back") {
  Office office;
  const RuleId id = office.add("evening");
  CallbackRule row = office.rule("evening");
  row.target = {TargetKind::group, 1, 3};
  must(office.registry.put(row, office.change));
  CHECK(code(office.registry.remove(GroupId{1}, office.change)) == "settings.in-use");
  row.target = {TargetKind::as_project, 0, 3};
  must(office.registry.put(row, office.change));
  CHECK(code(office.registry.remove(GroupId{1}, office.change)) == "ok");
  row.target = {TargetKind::operator_name, 2, 3};
  must(office.registry.put(row, office.change));
  CHECK(code(office.registry.remove(kBoris, office.change)) == "settings.in-use");
  must(office.registry.remove(id, office.change));
  CHECK(code(office.registry.remove(kBoris, office.change)) == "ok");
}

TEST_CASE("CB-11 CB-12 the switches over all rules are kept, journalled, and raise the version") {
  Office office;
  CHECK(office.settings().callbacks == CallbackSwitches{});
  CHECK(office.settings().callbacks.lines_max == 15);
  const auto version = office.settings().version;
  const CallbackSwitches wanted{true, true, 7};
  must(office.registry.set_callbacks(wanted, office.change));
  CHECK(office.settings().callbacks == wanted);
  CHECK(office.settings().version > version);
  CHECK(office.journal(1) == "callbacks.changed|installation|paused yes, frozen yes, lines_max 7");
  const int lines = office.lines();
  must(office.registry.set_callbacks(wanted, office.change));
  CHECK(office.lines() == lines);
  CHECK(code(office.registry.set_callbacks({false, false, -1}, office.change)) == "settings.out-of-range");
}
