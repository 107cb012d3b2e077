// The order of a line, case by case: each tells who is in line, and in which order they are dialled by which
// key.
#include "engine/decide/ranking.h"

#include <doctest/doctest.h>

#include "engine/model/random.h"
#include "tests/engine/decide/ranking_cases.h"

using namespace dialctl;
using namespace dialctl::ranking_cases;

namespace {

constexpr auto kReconfirm = CallMode::reconfirm;
constexpr auto kRandom1 = CallMode::random_1;
constexpr auto kRandom2 = CallMode::random_2;

struct Case {
  const char* what;
  void (*set)(Line&);  // nullptr: all as it is by default
  std::vector<Waiting> waiting;
  const char* line;
};

void all_ten_minutes(Line& line) {
  for (const int project : {1, 2, 3})
    line.mode(project).standard = Minutes{10};
}
void early(Line& line) {
  line.mode(1).early = Minutes{5};
}
void second_is_high(Line& line) {
  line.mode(2).high_priority = true;
}
void oldest_first(Line& line) {
  line.settings.line.new_order = NewOrderSort::oldest_first;
}
template <LineKey... keys>
void with_keys(Line& line) {
  all_ten_minutes(line);
  second_is_high(line);
  line.settings.line.keys = {keys...};
}

// One of each key; 6 is not due.
const std::vector<Waiting> kOneOfEach{{.task = 1, .part = kRetry},   {.task = 2},
                                      {.task = 3, .project = 2},     {.task = 4, .age = 601},
                                      {.task = 5, .part = kPlanned}, {.task = 6, .part = kRetry, .due = 1}};

const Case kCallbacks[] = {
    {"nobody in line", nullptr, {}, ""},
    {"one new order", nullptr, {{.task = 1}}, "new:1"},
    {"its time is now", nullptr, {{.task = 1, .part = kPlanned, .due = 0}}, "callback:1"},
    {"one second before", nullptr, {{.task = 1, .part = kPlanned, .due = 1}, {.task = 2}}, "new:2"},
    {"one second after",
     nullptr,
     {{.task = 2}, {.task = 1, .part = kPlanned, .due = -1}},
     "callback:1 new:2"},
    {"early by all of --early", early, {{.task = 1, .part = kPlanned, .due = 300}}, "callback:1"},
    {"earlier than --early", early, {{.task = 1, .part = kPlanned, .due = 301}}, ""},
    {"what has its time comes before what is early",
     early,
     {{.task = 1, .part = kPlanned, .due = 60}, {.task = 2, .part = kPlanned, .due = 0}},
     "callback:2 callback:1"},
    {"early is for appointments alone",
     early,
     {{.task = 1, .part = kRetry, .due = 1}, {.task = 2, .due = 1}},
     ""},
    {"early is the mode's own", early, {{.task = 1, .part = kPlanned, .mode = kReconfirm, .due = 1}}, ""},
    {"by their time",
     nullptr,
     {{.task = 1, .part = kPlanned, .due = -10},
      {.task = 2, .part = kPlanned, .due = -30},
      {.task = 3, .part = kPlanned, .due = -20}},
     "callback:2 callback:3 callback:1"},
    {"at the same time the higher priority",
     nullptr,
     {{.task = 1, .part = kPlanned, .priority = 1},
      {.task = 2, .part = kPlanned, .priority = 7},
      {.task = 3, .part = kPlanned, .priority = -1}},
     "callback:2 callback:1 callback:3"},
    {"the time wins over the priority",
     nullptr,
     {{.task = 1, .part = kPlanned, .due = -10, .priority = 9}, {.task = 2, .part = kPlanned, .due = -11}},
     "callback:2 callback:1"},
    {"same time, same priority",
     nullptr,
     {{.task = 2, .part = kPlanned}, {.task = 1, .part = kPlanned, .project = 2}},
     "callback:1 callback:2"},
    {"put off by a gate, each by its own time",
     nullptr,
     {{.task = 1, .part = kPlanned, .due = -1, .put_off = 60},
      {.task = 2, .part = kPlanned, .due = -1, .put_off = 90},
      {.task = 3, .part = kPlanned, .due = -70}},
     "callback:2 callback:3 callback:1"},
    {"put off until later, however long ago its time was",
     early,
     {{.task = 1, .part = kPlanned, .due = 1, .put_off = 900}},
     ""},
    {"put off to a time before its own, which is early",
     early,
     {{.task = 1, .part = kPlanned, .due = -1, .put_off = -200}},
     "callback:1"},
    {"put off to a time before its own, which is too early",
     early,
     {{.task = 1, .part = kPlanned, .due = -1, .put_off = -302}},
     ""},
    {"other projects and modes stand in one line",
     nullptr,
     {{.task = 1, .part = kPlanned, .project = 2, .due = -5},
      {.task = 2, .part = kPlanned, .mode = kRandom2, .due = -6}},
     "callback:2 callback:1"},
};

const Case kOverdue[] = {
    {"exactly the standard time is not overdue", all_ten_minutes, {{.task = 1, .age = 600}}, "new:1"},
    {"one second more is", all_ten_minutes, {{.task = 1}, {.task = 2, .age = 601}}, "overdue:2 new:1"},
    {"the older in the mode",
     all_ten_minutes,
     {{.task = 1, .age = 700, .rounds = 0}, {.task = 2, .age = 701, .rounds = 4}},
     "overdue:2 overdue:1"},
    {"by age over standard time, not by age",
     [](Line& line) {
       line.mode(1).standard = Minutes{10};
       line.mode(2).standard = Minutes{60};
     },
     {{.task = 1, .age = 1500}, {.task = 2, .project = 2, .age = 7200}},
     "overdue:1 overdue:2"},
    {"2.01 times 10 minutes before 2 times 1 minute",
     [](Line& line) {
       line.mode(1).standard = Minutes{10};
       line.mode(1, kReconfirm).standard = Minutes{1};
     },
     {{.task = 1, .mode = kReconfirm, .age = 120}, {.task = 2, .age = 1206}},
     "overdue:2 overdue:1"},
    {"the same ratio of other standard times",
     [](Line& line) {
       line.mode(1).standard = Minutes{10};
       line.mode(2).standard = Minutes{25};
     },
     {{.task = 2, .age = 1800}, {.task = 1, .project = 2, .age = 4500}},
     "overdue:1 overdue:2"},
    {"no standard time, never overdue", nullptr, {{.task = 1, .age = 9'000'000}}, "new:1"},
    {"tried ones are overdue, too",
     all_ten_minutes,
     {{.task = 1}, {.task = 2, .part = kRetry, .age = 900}},
     "overdue:2 new:1"},
    {"but not before they are due",
     all_ten_minutes,
     {{.task = 1, .part = kRetry, .due = 1, .age = 9000}},
     ""},
    {"an appointment is kept however old its order is",
     all_ten_minutes,
     {{.task = 1, .part = kPlanned, .due = 1, .age = 9000},
      {.task = 2, .part = kPlanned, .due = 0, .age = 9000}},
     "callback:2"},
    {"overdue in a random mode: by the ratio, not by the key",
     [](Line& line) { line.mode(1, kRandom1).standard = Minutes{10}; },
     {{.task = 1, .mode = kRandom1, .age = 900, .made = 5},
      {.task = 2, .mode = kRandom1, .age = 901, .made = 6}},
     "overdue:2 overdue:1"},
};

const Case kNewOnes[] = {
    {"high priority goes over projects",
     second_is_high,
     {{.task = 1}, {.task = 2, .project = 2, .rounds = 3, .made = 99}, {.task = 3, .project = 3}},
     "high-priority:2 new:1 new:3"},
    {"the project's other modes are as others",
     second_is_high,
     {{.task = 1, .mode = kReconfirm, .project = 2, .made = 1}, {.task = 2}},
     "new:2 new:1"},
    {"only its new leads",
     second_is_high,
     {{.task = 1, .part = kRetry, .project = 2}, {.task = 2}},
     "new:2 retry:1"},
    {"two important projects share one line",
     [](Line& line) { line.mode(2).high_priority = line.mode(3).high_priority = true; },
     {{.task = 1, .project = 3, .rounds = 1},
      {.task = 2, .project = 2, .made = 9},
      {.task = 3, .project = 3, .made = 8}},
     "high-priority:3 high-priority:2 high-priority:1"},
    {"important and random: behind the important ones, before others",
     [](Line& line) { line.mode(2).high_priority = line.mode(2, kRandom1).high_priority = true; },
     {{.task = 1, .mode = kRandom1, .project = 2}, {.task = 2, .project = 2, .made = 9}, {.task = 3}},
     "high-priority:2 high-priority:1 new:3"},
    {"fewest rounds",
     nullptr,
     {{.task = 1, .rounds = 2}, {.task = 2, .rounds = 1, .made = 50}, {.task = 3, .made = 99}},
     "new:3 new:2 new:1"},
    {"then who was made first",
     nullptr,
     {{.task = 1, .rounds = 1, .made = 9}, {.task = 2, .rounds = 1, .made = -9}, {.task = 3, .rounds = 1}},
     "new:2 new:3 new:1"},
    {"then the smaller id", nullptr, {{.task = 3}, {.task = 1}, {.task = 2}}, "new:1 new:2 new:3"},
    {"neither priority nor due time nor age",
     nullptr,
     {{.task = 2, .due = -999, .age = 9999, .priority = 9}, {.task = 1}},
     "new:1 new:2"},
    {"oldest first: rounds do not count",
     oldest_first,
     {{.task = 1, .made = 2}, {.task = 2, .rounds = 9, .made = 1}},
     "new:2 new:1"},
    {"oldest first: the same second", oldest_first, {{.task = 2}, {.task = 1, .rounds = 5}}, "new:1 new:2"},
    {"random modes come after the others",
     nullptr,
     {{.task = 1, .mode = kRandom1, .made = -9}, {.task = 2, .rounds = 9, .made = 9}},
     "new:2 new:1"},
    {"random modes: by the key alone",
     nullptr,
     {{.task = 1, .mode = kRandom1, .made = 7},
      {.task = 2, .mode = kRandom2, .rounds = 8, .made = 6},
      {.task = 3, .mode = kRandom1, .rounds = 1, .made = 5}},
     "new:3 new:2 new:1"},
    {"random modes: the same key",
     nullptr,
     {{.task = 2, .mode = kRandom1}, {.task = 1, .mode = kRandom2}},
     "new:1 new:2"},
    {"put off by a gate: not in line", nullptr, {{.task = 1, .due = 1}}, ""},
};

const Case kRetriesAndKeys[] = {
    {"retries by their instant",
     nullptr,
     {{.task = 1, .part = kRetry, .due = -1, .priority = 9},
      {.task = 2, .part = kRetry, .due = -2},
      {.task = 3, .part = kRetry, .due = 0}},
     "retry:2 retry:1 retry:3"},
    {"retries due at once",
     nullptr,
     {{.task = 2, .part = kRetry}, {.task = 1, .part = kRetry, .rounds = 9}},
     "retry:1 retry:2"},
    {"a retry one second early", nullptr, {{.task = 1, .part = kRetry, .due = 1}}, ""},
    {"the default keys", [](Line& line) { all_ten_minutes(line), second_is_high(line); }, kOneOfEach,
     "callback:5 overdue:4 high-priority:3 new:2 retry:1"},
    {"all the other way round",
     with_keys<LineKey::retry, LineKey::fresh, LineKey::high_priority, LineKey::overdue, LineKey::callback>,
     kOneOfEach, "retry:1 new:2 new:3 new:4 callback:5"},
    {"important ones before appointments",
     with_keys<LineKey::high_priority, LineKey::callback, LineKey::overdue, LineKey::fresh, LineKey::retry>,
     kOneOfEach, "high-priority:3 callback:5 overdue:4 new:2 retry:1"},
    {"without overdue", with_keys<LineKey::callback, LineKey::high_priority, LineKey::fresh, LineKey::retry>,
     kOneOfEach, "callback:5 high-priority:3 new:2 new:4 retry:1"},
    {"without high-priority", with_keys<LineKey::callback, LineKey::overdue, LineKey::fresh, LineKey::retry>,
     kOneOfEach, "callback:5 overdue:4 new:2 new:3 retry:1"},
    {"overdue first takes appointments along, when they are due",
     with_keys<LineKey::overdue, LineKey::callback, LineKey::fresh, LineKey::retry>,
     {{.task = 1, .part = kPlanned, .due = 0, .age = 700},
      {.task = 2, .part = kPlanned, .due = -9},
      {.task = 3, .part = kPlanned, .due = 1, .age = 999}},
     "overdue:1 callback:2"},
};

template <std::size_t count>
void check_all(const Case (&cases)[count]) {
  for (const Case& one : cases) {
    CAPTURE(one.what);
    Line line;
    if (one.set != nullptr) one.set(line);
    for (const Waiting& waiting : one.waiting)
      line.add(waiting);
    const Rulebook rules{line.settings};
    CHECK(text_of(line.ranked(rules)) == one.line);
    Random chance{7};
    for (int i = 0; i < 5; ++i) {  // what a store shows first does not matter, nor what it shows twice
      chance.shuffle(line.tasks);
      chance.shuffle(line.buckets);
      if (!line.tasks.empty()) line.tasks.push_back(line.tasks.front());
      CHECK(text_of(line.ranked(rules)) == one.line);
    }
  }
}

}  // namespace

TEST_CASE("CM-06 AD-07 planned callbacks, seconds before and after their time") {
  check_all(kCallbacks);
}
TEST_CASE("CM-06 AD-07 what is overdue, over modes with other standard times") {
  check_all(kOverdue);
}
TEST_CASE("CM-06 AD-07 new orders: important projects, rounds, age, chance") {
  check_all(kNewOnes);
}
TEST_CASE("CM-06 AD-07 retries, and the keys in other orders") {
  check_all(kRetriesAndKeys);
}
