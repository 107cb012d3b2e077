#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include "adapters/sqlite/settings_rows.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;
using sqlite::SqliteRegistry;

namespace {

struct Office {
  Office() { bed.set_settings(sample_settings()); }
  Settings settings() { return must(registry.load()); }
  std::string last_line() {
    return bed.connection()
        .database()
        .execAndGet(
            "SELECT kind || '|' || subject || '|' || detail || '|' || who FROM journal ORDER BY id DESC")
        .getString();
  }
  int lines() { return bed.connection().database().execAndGet("SELECT count(*) FROM journal").getInt(); }

  SqliteBed bed;
  SqliteRegistry registry{bed.connection()};
  Change change{"anna", "as agreed", at(5)};
};

template <class Row>
void expect_same(const std::vector<Row>& read, const std::vector<Row>& wanted) {
  REQUIRE(read.size() == wanted.size());
  for (std::size_t each = 0; each < read.size(); ++each) {
    CHECK(read[each].id == wanted[each].id);
    CHECK(sqlite::changed_columns(read[each], wanted[each]).empty());
  }
}

template <class Value>
std::string code(const Result<Value>& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace

TEST_CASE("RN-04 every field of every settings row comes back") {
  Office office;
  const Settings read = office.settings();
  const Settings wanted = sample_settings();
  expect_same(read.providers, wanted.providers);
  expect_same(read.projects, wanted.projects);
  expect_same(read.statuses, wanted.statuses);
  expect_same(read.queues, wanted.queues);
  expect_same(read.operators, wanted.operators);
  expect_same(read.groups, wanted.groups);
  expect_same(read.templates, wanted.templates);
  expect_same(read.schedules, wanted.schedules);
  expect_same(read.policies, wanted.policies);
  expect_same(read.audio, wanted.audio);
  CHECK(read.groups[0].members == wanted.groups[0].members);
  CHECK(read.number_limits.at(0).shortest_gap == Seconds{3600});
  CHECK(read.legal_windows.at(0).schedule_text == "mon-sun 08:00-22:00");
}

TEST_CASE("ST-01 a change is journalled with who and why, and raises the version in the same transaction") {
  Office office;
  const Settings before = office.settings();
  QueueSettings queue = before.queues[0];
  queue.strategy = Strategy::ring_all;
  queue.paused = false;
  CHECK(must(office.registry.put(queue, office.change)) == kQueue);
  CHECK(office.last_line() == "queue.changed|queue:sales|strategy, paused: as agreed|anna");
  CHECK(office.settings().version > before.version);
  CHECK(office.settings().queues[0].strategy == Strategy::ring_all);

  const int lines = office.lines();
  const auto version = office.settings().version;
  CHECK(must(office.registry.put(queue, office.change)) == kQueue);  // as it stands
  CHECK(office.lines() == lines);
  CHECK(office.settings().version == version);
}

TEST_CASE("QU-02 a name is given once, until its row is removed") {
  Office office;
  ScheduleSettings second;
  second.name = "office";
  const auto taken = office.registry.put(second, office.change);
  REQUIRE(!taken);
  CHECK(taken.error().kind == ErrorKind::conflict);
  CHECK(taken.error().code == "settings.name-taken");
  second.name = "night";
  const ScheduleId id = must(office.registry.put(second, office.change));
  second.id = id;
  second.name = "office";
  CHECK(code(office.registry.put(second, office.change)) == "settings.name-taken");
  must(office.registry.remove(id, office.change));
  CHECK(office.last_line() == "schedule.removed|schedule:night|as agreed|anna");
  CHECK(code(office.registry.remove(id, office.change)) == "settings.no-such-row");
  second.id = {};
  second.name = "night";
  CHECK(must(office.registry.put(second, office.change)) != id);
}

TEST_CASE("QU-02 an operator is in one queue, and moves to another by a command of its own") {
  Office office;
  QueueSettings night = office.settings().queues[0];
  night.id = {};
  night.name = "night";
  const QueueId other = must(office.registry.put(night, office.change));
  OperatorSettings anna = office.settings().operators[0];
  anna.queue = other;
  const auto refused = office.registry.put(anna, office.change);
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::conflict);
  CHECK(refused.error().hint.find("operator move anna night") != std::string::npos);
  must(office.registry.move_operator(kAnna, other, office.change));
  CHECK(office.last_line() == "operator.moved|operator:anna|to queue night: as agreed|anna");
  CHECK(office.settings().operators[0].queue == other);
  must(office.registry.move_operator(kAnna, {}, office.change));
  CHECK(!office.settings().operators[0].queue);
  CHECK(office.registry.put(anna, office.change).ok());  // from no queue into one
  CHECK(code(office.registry.move_operator(kAnna, QueueId{99}, office.change)) == "settings.no-such-row");
  CHECK(code(office.registry.move_operator(OperatorId{99}, other, office.change)) == "settings.no-such-row");
}

TEST_CASE("RB-08 what is referred to must exist") {
  Office office;
  const Settings settings = office.settings();
  const auto missing = [&](auto row) {
    CHECK(code(office.registry.put(row, office.change)) == "settings.no-such-row");
  };
  Project project = settings.projects[0];
  project.queue = QueueId{99};
  missing(project);
  project = settings.projects[0];
  project.provider = ProviderId{99};
  missing(project);
  project = settings.projects[0];
  project.schedule = ScheduleId{99};
  missing(project);
  project = settings.projects[0];
  project.policy = PolicyId{99};
  missing(project);
  OrderStatusSettings status = settings.statuses[0];
  status.robot_template = TemplateId{99};
  missing(status);
  status = settings.statuses[0];
  status.timeout_to = StatusId{99};
  missing(status);
  OperatorSettings person = settings.operators[0];
  person.queue = QueueId{99};
  missing(person);
  Group group = settings.groups[0];
  group.members = {kAnna, OperatorId{99}};
  missing(group);
  TemplateSettings tmpl = settings.templates[0];
  tmpl.policy = PolicyId{99};
  missing(tmpl);
  RetryPolicy policy = settings.policies[0];
  policy.when_used_up = StatusId{99};
  missing(policy);
  QueueSettings unknown;
  unknown.id = {99};
  unknown.name = "x";
  missing(unknown);
}

TEST_CASE("CB-10 what is in use is not removed, and the error names what uses it") {
  Office office;
  office.bed.add_order(sample_order("A-1", {7}), entered(ready_at(at(0))));
  const auto used = [&](auto id, const std::string& by) {
    const auto refused = office.registry.remove(id, office.change);
    REQUIRE(!refused);
    CAPTURE(refused.error().message);
    CHECK(refused.error().code == "settings.in-use");
    CHECK(refused.error().message.find(by) != std::string::npos);
  };
  used(kProvider, "project clinic, project shop");
  used(kQueue, "operator anna");
  used(ScheduleId{1}, "project shop");
  used(PolicyId{1}, "template reminder");
  used(kTemplate, "order-status new, the robot call of order A-1");
  used(kNew, "order A-1");
  used(kDone, "order-status new, policy patient, template reminder");
  used(kShop, "order A-1");
  used(kAnna, "group evening, order A-1");
  used(AudioId{1}, "template reminder");
  CHECK(office.settings().projects.size() == 2);
  must(office.registry.remove(kClinic, office.change));
  CHECK(office.settings().projects.size() == 1);
  must(office.registry.remove(GroupId{1}, office.change));
  must(office.registry.remove(kBoris, office.change));
  CHECK(office.settings().operators.size() == 1);
}

TEST_CASE("QU-01 a value out of range is refused with its rule") {
  Office office;
  QueueSettings queue = office.settings().queues[0];
  queue.operator_ring_timeout = Seconds{0};
  const auto refused = office.registry.put(queue, office.change);
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::usage);
  CHECK(refused.error().message.find("operator_ring_timeout_seconds > 0") != std::string::npos);
  OrderStatusSettings status = office.settings().statuses[0];
  status.timeout = Minutes{0};
  CHECK(code(office.registry.put(status, office.change)) == "settings.out-of-range");
  LegalWindow window{"RU", "mon-sun 08:00-22:00", ""};  // SC-02
  CHECK(code(office.registry.put(window, office.change)) == "settings.out-of-range");
  CHECK(code(office.registry.set_caps(-1, 0, office.change)) == "settings.out-of-range");
}

TEST_CASE("SC-02 a legal window is journalled with its reason") {
  Office office;
  must(office.registry.put(LegalWindow{"RU", "mon-sun 08:00-22:00", "consent in writing"}, office.change));
  CHECK(office.last_line() ==
        "legal-window.changed|legal-window:RU|mon-sun 08:00-22:00: consent in writing|anna");
  must(office.registry.remove_legal_window("RU", office.change));
  CHECK(code(office.registry.remove_legal_window("RU", office.change)) == "settings.no-such-row");
}

TEST_CASE("RT-02 limits and caps are replaced, and an equal one changes nothing") {
  Office office;
  NumberLimits limits{"UA", 4, 9, Seconds{60}, "our choice"};
  must(office.registry.put(limits, office.change));
  CHECK(office.settings().number_limits.at(0).attempts_per_24h == 4);
  const int lines = office.lines();
  must(office.registry.put(limits, office.change));
  must(office.registry.set_caps(40, 5000, office.change));
  CHECK(office.lines() == lines);
  must(office.registry.set_caps(41, 5000, office.change));
  CHECK(office.settings().lines_max == 41);
  must(office.registry.remove_number_limits("UA", office.change));
  CHECK(office.settings().number_limits.empty());
}

TEST_CASE("CB-16 numbers of ours") {
  Office office;
  must(office.registry.put(OwnNumber{number(1), kShop, "main"}, office.change));
  must(office.registry.put(OwnNumber{number(2), {}, ""}, office.change));
  const auto numbers = must(office.registry.own_numbers());
  REQUIRE(numbers.size() == 2);
  CHECK(numbers[0].number == number(1));
  CHECK(numbers[0].project == kShop);
  CHECK(numbers[0].label == "main");
  CHECK(code(office.registry.put(OwnNumber{number(3), ProjectId{99}, ""}, office.change)) ==
        "settings.no-such-row");
  must(office.registry.remove_own_number(number(1), office.change));
  CHECK(code(office.registry.remove_own_number(number(1), office.change)) == "settings.no-such-row");
}

TEST_CASE("RN-04 several changes are one, kept or not kept together") {
  Office office;
  const auto work = [&]() -> Result<void> {
    ScheduleSettings night;
    night.name = "night";
    const auto id = office.registry.put(night, office.change);
    if (!id) return id.error();
    Project project = must(office.registry.load()).projects[0];
    project.schedule = id.value();
    const auto put = office.registry.put(project, office.change);
    if (!put) return put.error();
    return {};
  };
  const auto version = office.settings().version;
  must(office.registry.together(work, Ending::roll_back));
  CHECK(office.settings().schedules.size() == 1);
  CHECK(office.settings().version == version);
  const auto failed = office.registry.together(
      [&]() -> Result<void> {
        if (auto done = work(); !done) return done;
        return office.registry.remove(kQueue, office.change);
      },
      Ending::keep);
  CHECK(code(failed) == "settings.in-use");
  CHECK(office.settings().schedules.size() == 1);
  // A refusal inside that is looked past takes back only itself.
  must(office.registry.together(
      [&]() -> Result<void> {
        Project renamed = must(office.registry.load()).projects[0];
        renamed.name = "clinic";
        CHECK(!office.registry.put(renamed, office.change).ok());
        return work();
      },
      Ending::keep));
  CHECK(office.settings().schedules.size() == 2);
  CHECK(office.settings().projects[0].schedule == ScheduleId{2});
}

TEST_CASE("RT-04 the blacklist, for all and per project") {
  Office office;
  const std::vector<Listing> listings{{number(1), {}, "sms-stop", "asked", at(0), at(100)},
                                      {number(1), kShop, "operator", "", at(0), {}},
                                      {number(2), {}, "import", "", at(0), {}}};
  ListingCounts counts = must(office.registry.blacklist_add(listings, office.change));
  CHECK(counts.added == 3);
  CHECK(counts.renewed == 0);
  CHECK(office.last_line() == "blacklist.added|blacklist|3 added, 0 renewed: as agreed|anna");
  counts = must(office.registry.blacklist_add(listings, office.change));
  CHECK(counts.added + counts.renewed == 0);
  Listing renewed = listings[0];
  renewed.expires_at = {};
  CHECK(must(office.registry.blacklist_add({&renewed, 1}, office.change)).renewed == 1);
  CHECK(office.last_line() ==
        "blacklist.added|number:" + masked(number(1)) + "|0 added, 1 renewed: as agreed|anna");

  const auto for_shop = must(office.registry.blacklist_check(number(1), kShop, at(500)));
  REQUIRE(for_shop.size() == 2);
  CHECK(for_shop[0].project == kShop);
  CHECK(for_shop[1].source == "sms-stop");
  CHECK(for_shop[1].reason == "asked");
  CHECK(for_shop[1].added_at == at(0));
  CHECK(must(office.registry.blacklist_check(number(1), kClinic, at(500))).size() == 1);
  CHECK(must(office.registry.blacklist_check(number(1), {}, at(500))).size() == 2);
  CHECK(must(office.registry.blacklist_check(number(3), {}, at(0))).empty());
  (void)must(office.registry.blacklist_add({listings.data(), 1}, office.change));  // expires again
  CHECK(must(office.registry.blacklist_check(number(1), kClinic, at(100))).empty());

  std::vector<E164> listed;
  must(office.registry.blacklist_list([&](const Listing& listing) {
    listed.push_back(listing.number);
    return listed.size() < 2;
  }));
  CHECK(listed == std::vector{number(1), number(1)});

  must(office.registry.blacklist_remove(number(1), kShop, office.change));
  CHECK(code(office.registry.blacklist_remove(number(1), kShop, office.change)) == "blacklist.not-listed");
  CHECK(must(office.registry.blacklist_check(number(1), kShop, at(0))).size() == 1);
  const Listing nowhere{number(5), ProjectId{99}, "x", "", at(0), {}};
  CHECK(code(office.registry.blacklist_add({&nowhere, 1}, office.change)) == "settings.no-such-row");
}
