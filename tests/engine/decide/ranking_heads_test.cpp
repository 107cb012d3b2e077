// A line out of the heads of its buckets, the line of one operator, random keys, and the keys as they are
// typed.
#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <set>

#include "engine/decide/ranking.h"
#include "engine/model/random.h"
#include "tests/engine/decide/ranking_cases.h"

using namespace dialctl;
using namespace dialctl::ranking_cases;

namespace {

// Of full size from the first case on: what is small by rapidcheck's measure has no two tasks in one bucket.
int between(int least, int end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least, end));
}
template <class Value>
Value one_of(const std::vector<Value>& values) {
  return values[static_cast<std::size_t>(between(0, static_cast<int>(values.size())))];
}

Line any_line() {
  Line line;
  for (const int project : {1, 2}) {
    for (const CallMode mode : {CallMode::new_order, CallMode::random_1}) {
      ModeSettings& row = line.mode(project, mode);
      row.standard = one_of<Minutes>({Minutes{0}, Minutes{1}, Minutes{2}});
      row.high_priority = *rc::gen::arbitrary<bool>();
      row.early = one_of<Minutes>({Minutes{0}, Minutes{1}});
      row.hand_out = one_of<HandOut>({HandOut::pool, HandOut::owner_first, HandOut::assigned_only});
      row.owner_only = one_of<Minutes>({Minutes{0}, Minutes{1}});
    }
  }
  auto& rules = line.settings.line;
  if (*rc::gen::arbitrary<bool>()) std::reverse(rules.keys.begin(), rules.keys.end());
  if (*rc::gen::arbitrary<bool>()) std::erase(rules.keys, LineKey::overdue);
  if (*rc::gen::arbitrary<bool>()) rules.new_order = NewOrderSort::oldest_first;
  // In few buckets, so that heads leave some out, and sometimes alike, so that what comes last by its kind is
  // first.
  const auto modes = one_of<std::vector<CallMode>>(
      {{CallMode::new_order, CallMode::random_1}, {CallMode::new_order}, {CallMode::random_1}});
  const auto parts = one_of<std::vector<ModePart>>(
      {{ModePart::unprocessed, kRetry, kPlanned}, {ModePart::unprocessed}, {kRetry}});
  const int count = between(0, 80);
  for (int task = 1; task <= count; ++task) {
    line.add({.task = task,
              .part = one_of(parts),
              .mode = one_of(modes),
              .project = between(1, 3),
              .due = between(-150, 100),
              .age = between(0, 200),
              .rounds = between(0, 3),
              .made = between(0, 12),
              .priority = one_of<int>({0, 0, 0, 1}),
              .owner = one_of<std::string>({"", "", "", "anna", "boris"}),
              .put_off = one_of<int>({0, 0, between(-60, 120)})});
  }
  return line;
}

// As line_source.h says what a store answers.
std::vector<InLine> answer(const HeadsWanted& wanted, const std::vector<InLine>& all) {
  std::vector<InLine> found;
  for (const InLine& task : all) {
    if (task.bucket != wanted.bucket || task.next_at > wanted.due_by) continue;
    if (wanted.sort == LineSort::planned) {
      const bool put_off = task.next_at != task.planned_at;
      if (!task.planned_at || *task.planned_at > wanted.due_by) continue;
      if (put_off && task.next_at > wanted.put_off_by) continue;
    }
    found.push_back(task);
  }
  const auto sorted_as = [&](const InLine& task) {
    const std::int64_t due = to_millis(task.next_at);
    switch (wanted.sort) {
      case LineSort::due:
        return std::tuple{due, std::int64_t{0}, task.task};
      case LineSort::planned:
        return std::tuple{to_millis(*task.planned_at), std::int64_t{0}, task.task};
      case LineSort::entry:
        return std::tuple{to_millis(task.entered), std::int64_t{0}, task.task};
      case LineSort::fewest:
        return std::tuple{std::int64_t{task.auto_attempts}, task.place_key, task.task};
      case LineSort::key_only:
        return std::tuple{task.place_key, std::int64_t{0}, task.task};
    }
    return std::tuple{due, std::int64_t{0}, task.task};
  };
  std::sort(found.begin(), found.end(),
            [&](const InLine& a, const InLine& b) { return sorted_as(a) < sorted_as(b); });
  found.resize(std::min(found.size(), static_cast<std::size_t>(wanted.limit)));
  return found;
}

OperatorSettings anna_everywhere() {
  OperatorSettings anna;
  anna.id = OperatorId{1};
  anna.name = "anna";
  for (const int project : {1, 2}) {
    for (const CallMode mode : kCallModes)
      anna.access.push_back({ProjectId{project}, mode});
  }
  return anna;
}

}  // namespace

TEST_CASE("CM-06 the heads of all buckets hold the first places of the whole line, in the same order") {
  CHECK(rc::check([] {
    const Line line = any_line();
    const Rulebook rules{line.settings};
    const OperatorSettings anna = anna_everywhere();
    const std::optional<Taker> taker =
        *rc::gen::arbitrary<bool>() ? std::optional{Taker{&anna}} : std::nullopt;
    const Ranking ranking(rules, kNow, taker);
    const int limit = between(1, 6);
    std::vector<InLine> heads;
    for (const Bucket& bucket : line.buckets) {
      for (const HeadsWanted& wanted : ranking.heads(bucket, limit)) {
        RC_ASSERT(wanted.limit == limit);
        const auto found = answer(wanted, line.tasks);
        heads.insert(heads.end(), found.begin(), found.end());
      }
    }
    auto from_heads = ranking.ranked(line.pointers(), heads);
    auto of_all = ranking.ranked(line.pointers(), line.tasks);
    const auto most = static_cast<std::size_t>(limit);
    from_heads.resize(std::min(from_heads.size(), most));
    of_all.resize(std::min(of_all.size(), most));
    RC_ASSERT(text_of(from_heads) == text_of(of_all));
  }));
}

TEST_CASE("CM-06 a shuffled line is ranked in the same order, each task once") {
  CHECK(rc::check([] {
    Line line = any_line();
    const Rulebook rules{line.settings};
    const auto wanted = line.ranked(rules);
    Random chance{*rc::gen::arbitrary<std::uint64_t>()};
    chance.shuffle(line.tasks);
    chance.shuffle(line.buckets);
    const auto again = line.ranked(rules);
    RC_ASSERT(text_of(wanted) == text_of(again));
    std::set<TaskId> once;
    for (const LinePlace& place : again)
      once.insert(place.at.task);
    RC_ASSERT(once.size() == again.size());
  }));
}

TEST_CASE("AD-01 CM-05 the line of one operator: pool, owner first with and without a time, assigned only") {
  struct Case {
    HandOut way;
    int owner_only;  // minutes
    const char* line;
  };
  // 1 and 2 are hers, 3 and 4 are boris', 5 is nobody's. 4 has been due for exactly 30 minutes.
  const std::vector<Waiting> waiting{{.task = 1, .part = kPlanned, .due = -10, .owner = "anna"},
                                     {.task = 2, .due = -1, .made = 9, .owner = "anna"},
                                     {.task = 3, .part = kPlanned, .due = -1799, .owner = "boris"},
                                     {.task = 4, .due = -1800, .owner = "boris"},
                                     {.task = 5, .due = 0, .made = 10}};
  const OperatorSettings anna = anna_everywhere();
  for (const Case& one : {Case{HandOut::pool, 30, "callback:3 callback:1 new:4 new:2 new:5"},
                          Case{HandOut::owner_first, 0, "callback:1 new:2 new:5"},
                          Case{HandOut::owner_first, 30, "callback:1 new:4 new:2 new:5"},
                          Case{HandOut::assigned_only, 30, "callback:1 new:2"}}) {
    Line line;
    ModeSettings& mode = line.mode(1);
    mode.hand_out = one.way;
    mode.owner_only = Minutes{one.owner_only};
    for (const Waiting& each : waiting)
      line.add(each);
    CHECK(text_of(line.ranked(Rulebook{line.settings}, Taker{&anna})) == one.line);
    mode.dial_way = DialWay::automatic;  // nothing by hand, and all the same in a session
    CHECK(text_of(line.ranked(Rulebook{line.settings}, Taker{&anna})).empty());
    CHECK(text_of(line.ranked(Rulebook{line.settings}, Taker{&anna, HandOutBy::dialer})) == one.line);
    OperatorSettings elsewhere = anna;
    std::erase(elsewhere.access, ModeCell{ProjectId{1}, CallMode::new_order});
    CHECK(text_of(line.ranked(Rulebook{line.settings}, Taker{&elsewhere, HandOutBy::dialer})).empty());
  }
}

TEST_CASE("CM-06 an owner's waiting time and --early are counted from the same instant") {
  const OperatorSettings anna = anna_everywhere();
  Line line;
  ModeSettings& mode = line.mode(1);
  mode.owner_only = Minutes{1};
  mode.early = Minutes{5};
  line.add({.task = 1, .part = kPlanned, .due = 240, .owner = "boris"});
  line.add({.task = 2, .part = kPlanned, .due = 241, .owner = "boris"});
  CHECK(text_of(line.ranked(Rulebook{line.settings}, Taker{&anna})) == "callback:1");
}

TEST_CASE("CM-01 the place of an order: its creation, or drawn from the order and its entry") {
  const auto drawn = [](std::string_view id, Instant entered, int project = 1) {
    return place_key(CallMode::random_1, ProjectId{project}, id, kNow, entered);
  };
  CHECK(place_key(CallMode::new_order, ProjectId{1}, "A-1", kNow, kNow + Minutes{9}) == to_millis(kNow));
  CHECK(drawn("A-1", kNow) == drawn("A-1", kNow));
  CHECK(drawn("A-1", kNow) == place_key(CallMode::random_2, ProjectId{1}, "A-1", kNow - Minutes{5}, kNow));
  std::set<std::int64_t> keys{drawn("A-1", kNow + Milliseconds{1}), drawn("A-1", kNow, 2)};
  int in_lower_half = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto key = drawn("A-" + std::to_string(i), kNow);
    CHECK(key >= 0);
    CHECK(key < std::int64_t{1} << 53);
    if (key < std::int64_t{1} << 52) ++in_lower_half;
    keys.insert(key);
  }
  CHECK(keys.size() == 1002);
  CHECK(in_lower_half > 420);  // 500 +- 5 standard deviations
  CHECK(in_lower_half < 580);
}

TEST_CASE("AD-07 the list of keys as it is typed") {
  const auto keys = parse_line_keys("retry,callback,new");
  REQUIRE(keys.ok());
  CHECK(keys.value() == std::vector{LineKey::retry, LineKey::callback, LineKey::fresh});
  CHECK(line_keys_text(LineRules{}.keys) == "callback,overdue,high-priority,new,retry");
  for (const char* text : {"", "callback,new", "callback,retry", "new,retry", "callback,new,retry,new",
                           "callback,new,retry,", "callback,new,retry,nonsense", "callback new retry"}) {
    CAPTURE(text);
    const auto refused = parse_line_keys(text);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::usage);
    CHECK_FALSE(refused.error().hint.empty());
  }
}
