// Calls per second as a passer-by would count them: from the instants alone.
#include "engine/decide/call_rate.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

#include "engine/model/random.h"

namespace dialctl {
namespace {

const Instant kStart = parse_iso("2026-11-23T10:00:00Z").value();

void take_all(CallRate& rate, Instant now, std::vector<Instant>& calls) {
  for (int room = rate.room(now); room > 0; --room) {
    REQUIRE(rate.allows(now));
    REQUIRE(rate.next(now) == now);
    CHECK(rate.room(now) == room);
    rate.take(now);
    calls.push_back(now);
  }
  CHECK_FALSE(rate.allows(now));
  CHECK(rate.next(now) > now);
  CHECK(rate.allows(rate.next(now)));
  CHECK_FALSE(rate.allows(rate.next(now) - Milliseconds{1}));
}

// Of the second that has most of them, wherever it is laid.
std::ptrdiff_t most_in_a_second(const std::vector<Instant>& calls) {
  std::ptrdiff_t most = 0;
  for (auto first = calls.begin(); first != calls.end(); ++first)
    most = std::max(most, std::lower_bound(first, calls.end(), *first + Seconds{1}) - first);
  return most;
}

// The machine's moods: passes that come within so many milliseconds, and one in a hundred that comes late.
struct Passes {
  int usual_millis_max;
  int late_millis_max;
};
Instant next_pass(Random& random, Instant now, const Passes& passes) {
  const int most = random.between(0, 99) == 0 ? passes.late_millis_max : passes.usual_millis_max;
  return now + Milliseconds{random.between(1, most)};
}

// When they were decided, and when they left: at the end of their pass, as late as its commit takes.
struct Calls {
  std::vector<Instant> made;
  std::vector<Instant> sent;
};
Calls calls_of_a_minute(int per_second_milli, const Passes& passes) {
  CallRate rate{per_second_milli};
  Random random{7};
  Calls calls;
  for (Instant now = kStart; now < kStart + Seconds{60};) {
    take_all(rate, now, calls.made);
    now = next_pass(random, now, passes);
    calls.sent.resize(calls.made.size(), now);
  }
  return calls;
}

}  // namespace

TEST_CASE("RT-03 no second gets more than its share, however late the passes come") {
  struct Row {
    int per_second_milli;
    std::ptrdiff_t most;
  };
  for (const Row& row :
       {Row{1'000'000, 1000}, Row{200'000, 200}, Row{5'000, 5}, Row{2'500, 3}, Row{500, 1}}) {
    for (const Passes& passes : {Passes{1, 1}, Passes{3, 60}, Passes{45, 45}, Passes{400, 1'500}}) {
      CAPTURE(row.per_second_milli);
      CAPTURE(passes.usual_millis_max);
      CHECK(most_in_a_second(calls_of_a_minute(row.per_second_milli, passes).made) <= row.most);
    }
  }
}

TEST_CASE("RT-03 the phone server sees no more than one percent above the rate, whatever a commit takes") {
  for (const Passes& passes : {Passes{1, 1}, Passes{3, 60}, Passes{5, 40}, Passes{10, 60}, Passes{20, 20}}) {
    CAPTURE(passes.usual_millis_max);
    CHECK(most_in_a_second(calls_of_a_minute(200'000, passes).sent) <= 202);
    CHECK(most_in_a_second(calls_of_a_minute(1'000'000, passes).sent) <= 1010);
  }
}

TEST_CASE("RT-03 the mean is held to one percent, although a pass comes late now and then") {
  for (const int per_second : {20, 200, 1'000}) {
    for (const Passes& passes : {Passes{1, 1}, Passes{5, 5}, Passes{3, 30}}) {
      CAPTURE(per_second);
      CAPTURE(passes.late_millis_max);
      const auto calls = std::ssize(calls_of_a_minute(per_second * 1'000, passes).made);
      CHECK(calls >= per_second * 60 * 99 / 100);
      CHECK(calls <= per_second * 60);
    }
  }
}

TEST_CASE("RT-03 calls are evenly spaced where passes are in time, after a rest too") {
  CallRate rate{200'000};
  std::vector<Instant> calls;
  for (const Instant begin : {kStart, kStart + Minutes{5}}) {
    calls.clear();
    for (Instant now = begin; now < begin + Seconds{3}; now += Milliseconds{1})
      take_all(rate, now, calls);
    CHECK(calls.size() == 600);
    for (std::size_t i = 1; i < calls.size(); ++i)
      CHECK(calls[i] - calls[i - 1] == Milliseconds{5});
  }
}

TEST_CASE("RT-03 a clock that jumps changes nothing in what is seen from outside") {
  CallRate rate{200'000};
  Random random{7};
  Milliseconds off{0};
  std::vector<Instant> calls;
  for (Instant now = kStart; now < kStart + Seconds{60}; now = next_pass(random, now, {3, 30})) {
    if (random.between(0, 9) == 0) {
      const Milliseconds jump{random.between(0, 7'200'000) - 3'600'000};
      off += jump;
      rate.shift(jump);
    }
    std::vector<Instant> read;
    take_all(rate, now + off, read);
    calls.insert(calls.end(), read.size(), now);
  }
  CHECK(most_in_a_second(calls) <= 200);
  CHECK(calls.size() >= 200 * 60 * 99 / 100);
}

TEST_CASE("RT-03 a changed rate holds from the next call on, and what was called counts") {
  CallRate rate{200'000};
  std::vector<Instant> calls;
  Instant now = kStart;
  for (; now < kStart + Seconds{2}; now += Milliseconds{1})
    take_all(rate, now, calls);
  rate.set(0);  // as when settings are read anew
  rate.set(100'000);
  const std::size_t before = calls.size();
  for (; now < kStart + Seconds{3}; now += Milliseconds{1})
    take_all(rate, now, calls);
  CHECK(most_in_a_second(calls) <= 200);
  // A hundred within any second: the last second had two hundred, so there is half a second of rest.
  CHECK(calls[before] - calls[before - 100] >= Seconds{1});
  rate.set(200'000);
  for (; now < kStart + Seconds{6}; now += Milliseconds{1})
    take_all(rate, now, calls);
  CHECK(calls.size() - before >= 50 + 2 * 199);
  CHECK(most_in_a_second(calls) <= 200);
}

TEST_CASE("RT-03 a rate of nought is none, next() is the instant from which a call is allowed") {
  CallRate none;
  none.take(kStart);
  CHECK(none.allows(kStart));
  CHECK(none.next(kStart) == kStart);
  CallRate slow{500};
  slow.take(kStart);
  CHECK_FALSE(slow.allows(kStart));
  const Instant next = slow.next(kStart);
  CHECK(next - kStart == Seconds{2});
  CHECK(slow.allows(next));
  CHECK_FALSE(slow.allows(next - Milliseconds{1}));
  CallRate late = slow;
  late.take(next + Milliseconds{70});
  CHECK(late.next(next) == next + Milliseconds{2020});  // 50 ms are made up for
  slow.shift(Seconds{-3600});                           // the clock was set back: the spacing goes on
  CHECK(slow.next(kStart - std::chrono::hours{1}) == next - std::chrono::hours{1});
  slow.hold_back(kStart + Minutes{5});
  CHECK(slow.next(kStart) == kStart + Minutes{5});
}

}  // namespace dialctl
