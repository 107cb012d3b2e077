// Attempts with their ends, which are read beside each other, against each attempt looked up for itself.
#include "adapters/sqlite/call_book.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

constexpr int kAttempts = 400;  // a millisecond between them

// Of every thirteenth number 8; runs of some without an end, one of them open.
struct ManyAttempts : Ready<SqliteBed> {
  ManyAttempts() {
    const TaskId task = only_task();
    SQLite::Database plain(bed.connection().path(), SQLite::OPEN_READWRITE);
    const std::string numbers = fmt::format(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {}) ", kAttempts);
    plain.exec(
        numbers +
        fmt::format(
            "INSERT INTO attempt SELECT ({} + i) << 21, {}, {}, 1, 1, 1, iif(i % 13 = 0, '{}', '{}'), '',"
            " 1, {} + i, 'Europe/Kyiv', 'number', '', 'open', 1, 1, NULL, NULL, NULL, NULL, NULL FROM n",
            to_millis(kStart), task.value, order.value, number(8).text(), number(7).text(),
            to_millis(kStart)));
    plain.exec(
        numbers +
        fmt::format(
            "INSERT INTO attempt_end SELECT ({} + i) << 21, {} + i, iif(i % 3 = 0, 'delivered', 'busy'),"
            " 'code ' || i, iif(i % 5 = 0, 1, NULL), i, i, 'UAH' FROM n"
            " WHERE i % 7 <> 0 AND i NOT BETWEEN 60 AND 100 AND i < {}",
            to_millis(kStart), to_millis(kStart), kAttempts - 20));
    plain.exec(
        fmt::format("INSERT INTO open_attempt (attempt_id, task_id, order_id, e164, step)"
                    " VALUES ({}, {}, {}, '{}', 'talking')",
                    (to_millis(kStart) + kAttempts - 4) << 21, task.value, order.value, number(7).text()));
  }

  std::vector<int> found(const AttemptFilter& filter) {
    std::vector<int> attempts;
    must(book.attempts(filter, [&](const AttemptLine& line) {
      expect_as_alone(line);
      attempts.push_back(static_cast<int>((line.id.value >> 21) - to_millis(kStart)));
      return true;
    }));
    return attempts;
  }

  void expect_as_alone(const AttemptLine& line) {
    const AttemptStory alone = must(other_book.story(line.id));
    CHECK(line.number == alone.intent.number.text());
    CHECK(line.step == alone.step);
    REQUIRE(line.ended.has_value() == alone.end.has_value());
    if (!alone.end) return;
    CHECK(line.ended == alone.end->at);
    CHECK(line.outcome == alone.end->outcome);
    CHECK(line.raw_code == alone.end->raw_code);
    CHECK(line.operator_id == alone.end->operator_id);
    CHECK(line.conversation == alone.end->conversation);
  }

  sqlite::SqliteCallBook book{bed.connection()};
  sqlite::SqliteCallBook other_book{bed.connection()};
};

template <class Wanted>
std::vector<int> those(Wanted&& wanted) {
  std::vector<int> attempts;
  for (int each = 1; each <= kAttempts; ++each) {
    if (wanted(each)) attempts.push_back(each);
  }
  return attempts;
}

}  // namespace

TEST_CASE("IM-07 each attempt has its own end, whichever attempts are asked for and in either direction") {
  ManyAttempts bed;
  for (const bool newest_first : {false, true}) {
    CAPTURE(newest_first);
    const auto in_order = [&](std::vector<int> attempts) {
      if (newest_first) std::reverse(attempts.begin(), attempts.end());
      return attempts;
    };
    AttemptFilter all;
    all.newest_first = newest_first;
    CHECK(bed.found(all) == in_order(those([](int) { return true; })));

    AttemptFilter few = all;
    few.number = number(8);
    CHECK(bed.found(few) == in_order(those([](int each) { return each % 13 == 0; })));

    AttemptFilter between = all;
    between.since = kStart + Milliseconds{90};
    between.before = kStart + Milliseconds{130};
    CHECK(bed.found(between) == in_order(those([](int each) { return each >= 90 && each < 130; })));

    AttemptFilter open = all;
    open.step = CallStep::talking;
    CHECK(bed.found(open) == std::vector<int>{kAttempts - 4});

    AttemptFilter so = all;
    so.outcome = Outcome::delivered;
    CHECK(bed.found(so) == in_order(those([](int each) {
            return each % 3 == 0 && each % 7 != 0 && (each < 60 || each > 100) && each < kAttempts - 20;
          })));

    AttemptFilter some = all;
    some.limit = 3;
    CHECK(bed.found(some) == (newest_first ? std::vector<int>{400, 399, 398} : std::vector<int>{1, 2, 3}));
  }
}
