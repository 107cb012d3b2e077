#include <cmath>
#include <doctest/doctest.h>

#include "tests/engine/decide/pace/floors.h"

using namespace dialctl;
using namespace dialctl::bench;
using namespace dialctl::pace;

namespace {

constexpr Milliseconds kTwoHours{7'200'000};
constexpr int kWildMoments = 20'000;

double wild(Random& random, double most) {
  const double drawn = static_cast<double>(random.below(1'000'000)) / 1'000'000 * most;
  return random.below(20) == 0 ? -drawn : random.below(20) == 0 ? drawn * 1e6 : drawn;
}

// Anything at all but no number that is none.
Moment wild_moment(Random& random) {
  Moment moment;
  moment.now = wild(random, 30'000);
  moment.left = wild(random, 30'000);
  moment.idle = static_cast<int>(random.between(-2, 30));
  moment.offered = static_cast<int>(random.between(-2, 5));
  moment.waiting = static_cast<int>(random.between(-2, 10));
  moment.room = static_cast<int>(random.between(-5, 60));
  moment.tally = {wild(random, 3000), wild(random, 100)};
  for (auto* ages : {&moment.talking, &moment.wrapping, &moment.listening}) {
    for (std::uint64_t i = random.below(30); i > 0; --i)
      ages->push_back(wild(random, 400));
  }
  for (std::uint64_t i = random.below(60); i > 0; --i)
    moment.ringing.push_back({static_cast<std::int64_t>(i), wild(random, 40)});
  return moment;
}

void wild_fact(PaceController& controller, Random& random) {
  const auto how = static_cast<RingEnd>(random.below(3));
  switch (random.below(7)) {
    case 0:
      return controller.rang(how, wild(random, 40));
    case 1:
      return controller.listened(how, wild(random, 40));
    case 2:
      return controller.talked(wild(random, 400));
    case 3:
      return controller.wrapped(wild(random, 60));
    case 4:
      return controller.served();
    case 5:
      return controller.missed();
    default:
      return controller.abandoned();
  }
}

// A queue that is known well: half of all calls are answered, after 8 to 16 seconds.
PaceController experienced() {
  PaceController controller{Limits{}};
  for (int i = 0; i < 400; ++i) {
    controller.rang(i % 2 == 0 ? RingEnd::answered : RingEnd::other, 8 + i % 9);
    controller.talked(20 + i % 200);
    controller.wrapped(5 + i % 20);
    controller.served();
  }
  return controller;
}

Moment busy_moment() {
  Moment moment;
  moment.now = 1000;
  moment.left = 20'000;
  moment.idle = 10;
  moment.talking.assign(20, 50.0);
  moment.room = 1000;
  moment.tally = {2000, 40};
  return moment;
}

}  // namespace

TEST_CASE("PA-01 whatever is asked, never more calls than there is room for, and every figure is a chance") {
  Random random{7};
  PaceController controller{Limits{}};
  for (int i = 0; i < kWildMoments; ++i) {
    for (std::uint64_t facts = random.below(4); facts > 0; --facts)
      wild_fact(controller, random);
    const Moment moment = wild_moment(random);
    const Chosen chosen = controller.decide(moment);
    REQUIRE(chosen.launch >= 0);
    REQUIRE(chosen.launch <= std::max(0, moment.room));
    for (const double share : {chosen.risk, chosen.threshold, chosen.answered}) {
      REQUIRE(std::isfinite(share));
      REQUIRE(share >= 0);
      REQUIRE(share <= 1 + 1e-9);
    }
    for (const std::int64_t id : chosen.let_go) {
      const auto found = std::find_if(moment.ringing.begin(), moment.ringing.end(),
                                      [&](const RingingCall& call) { return call.id == id; });
      REQUIRE(found != moment.ringing.end());
      REQUIRE(found->age >= 15);
    }
  }
}

TEST_CASE("PA-01 nobody is called where no operator is") {
  const Scenario scenario = simple_day(0, 500'000, Milliseconds{600'000});
  PredictivePolicy ours{scenario};
  CHECK(live_through(scenario, 1, ours).log.calls.empty());
}

TEST_CASE(
    "PA-01 at 10 operators and one answer in five, a quarter more work than one call for each, within the "
    "limit") {
  const Scenario scenario = simple_day(10, 200'000, 2 * kTwoHours);
  double ours_sum = 0;
  double progressive_sum = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    PredictivePolicy ours{scenario};
    RatioPolicy progressive;
    const Sum sum = sum_of(scenario, live_through(scenario, seed, ours).log);
    CAPTURE(seed);
    CHECK(sum.abandoned <= 0.031);
    ours_sum += sum.utilisation;
    progressive_sum += sum_of(scenario, live_through(scenario, seed, progressive).log).utilisation;
  }
  CHECK(ours_sum > 1.25 * progressive_sum);
}

TEST_CASE("PA-02 with a limit of 0 nobody is abandoned, with 100 % nobody waits for the budget") {
  Scenario scenario = simple_day(8, 300'000, kTwoHours);
  scenario.target_abandon_millionths = 0;
  PredictivePolicy careful{scenario};
  CHECK(sum_of(scenario, live_through(scenario, 1, careful).log).abandoned == 0);
  scenario.target_abandon_millionths = 1'000'000;
  PredictivePolicy careless{scenario};
  CHECK(sum_of(scenario, live_through(scenario, 1, careless).log).abandoned > 0.05);
}

TEST_CASE("PA-02 far over the limit, only what cannot be abandoned is launched") {
  PaceController controller{Limits{}};
  for (int i = 0; i < 40; ++i)
    controller.abandoned();
  Moment moment;
  moment.left = 20'000;
  moment.idle = 3;
  moment.wrapping.assign(40, 25.0);  // of whom some are free in time, as good as surely
  moment.room = 1000;
  moment.tally = {2000, 20};
  CHECK(controller.decide(moment).launch == 3);
}

TEST_CASE("RT-03 no call is let go before it has rung 15 seconds") {
  const Scenario scenario = simple_day(4, 400'000, kTwoHours);
  PredictivePolicy ours{scenario};
  const Sum sum = sum_of(scenario, live_through(scenario, 3, ours).log);
  CHECK(sum.least_let_go >= Milliseconds{15'000});
  CHECK(sum.least_let_go < Milliseconds{25'000});  // some were
}

TEST_CASE("PA-06 who listens to a message may still want an operator: fewer calls are launched") {
  PaceController controller{Limits{}};
  for (int i = 0; i < 200; ++i) {
    controller.rang(i % 2 == 0 ? RingEnd::answered : RingEnd::other, 8 + i % 9);
    controller.listened(i % 2 == 0 ? RingEnd::answered : RingEnd::other, 5 + i % 5);
    controller.talked(20 + i);
    controller.wrapped(5 + i % 20);
    controller.served();
  }
  Moment moment = busy_moment();
  moment.idle = 8;
  moment.tally = {200, 0};
  PaceController other = controller;
  const int without = controller.decide(moment).launch;
  moment.listening.assign(10, 3.0);
  const int with = other.decide(moment).launch;
  CHECK(without >= 8);
  CHECK(with <= without - 8);
}

TEST_CASE("PA-04 what was learnt is kept, and taken up again makes the same decisions") {
  Random random{5};
  PaceController before{Limits{}};
  double now = 0;
  const auto live = [&](PaceController& controller, Random& chances) {
    for (int facts = 0; facts < 3; ++facts)
      wild_fact(controller, chances);
    Moment moment = wild_moment(chances);
    moment.now = now;
    return controller.decide(moment);
  };
  for (int i = 0; i < 500; ++i, now += 0.4)
    live(before, random);
  PaceController after{Limits{}};
  after.restore(before.kept());
  before.restore(before.kept());
  Random same = random;
  for (int i = 0; i < 500; ++i, now += 0.4)
    REQUIRE(live(before, random) == live(after, same));
}

TEST_CASE("PA-01 operators who do not take every call are not counted on: fewer calls are launched") {
  PaceController taking = experienced();
  PaceController missing = experienced();
  for (int i = 0; i < 60; ++i)
    missing.missed();
  const int with_all = taking.decide(busy_moment()).launch;
  const int with_some = missing.decide(busy_moment()).launch;
  CHECK(with_all >= 20);
  CHECK(with_some < with_all);
  CHECK(with_some >= 10);  // what nobody else is in the air for is launched all the same
  for (int i = 0; i < 3000; ++i) {
    missing.served();
    taking.served();
  }
  CHECK(missing.decide(busy_moment()).launch == taking.decide(busy_moment()).launch);  // it is forgotten
}

TEST_CASE("PA-01 a decision holds for half a second where nothing happens, and no longer") {
  PaceController controller = experienced();
  Moment moment = busy_moment();
  const int launched = controller.decide(moment).launch;
  REQUIRE(launched > 10);
  moment.now += 0.1;
  moment.ringing.assign(static_cast<std::size_t>(launched), {1, 0.1});
  PaceController told = controller;
  PaceController lost = controller;
  const Chosen held = controller.decide(moment);
  CHECK(held.launch == 0);
  SUBCASE("something happened") {
    told.rang(RingEnd::other, 0.1);
    moment.ringing.pop_back();
    CHECK(told.decide(moment).launch > 0);
  }
  SUBCASE("what was launched is not there") {
    moment.ringing.clear();
    CHECK(lost.decide(moment).launch == launched);
  }
  SUBCASE("time has passed") {
    moment.now += 0.6;
    for (auto& call : moment.ringing)
      call.age = 9;
    CHECK(controller.decide(moment).risk != held.risk);
  }
}

TEST_CASE("PA-01 what the first calls say is believed of those that ring on") {
  PaceController cold{Limits{}};
  Moment moment;
  moment.left = 20'000;
  moment.idle = 300;
  moment.room = 1000;
  const double believed = cold.decide(moment).answered;
  for (int i = 0; i < 45; ++i)  // of 500 calls, within 10 seconds
    cold.rang(RingEnd::answered, 4 + i % 6);
  moment.now = 10;
  for (std::int64_t i = 0; i < 455; ++i)
    moment.ringing.push_back({i, 10});
  const double answered = cold.decide(moment).answered;
  CHECK(believed > 0.5);
  CHECK(answered < 0.45);
  CHECK(answered > 0.15);  // no less than they have shown already, and something for those to come
}

TEST_CASE("PA-02 where a whole day has room for two or three lost calls, less is risked") {
  const AbandonBudget budget{0.03};
  const double per_second = 0.03;
  const double day = budget.threshold({}, 28'800, per_second);
  const double hour = budget.threshold({}, 3'600, per_second);
  CHECK(hour < day / 2);
  CHECK(hour > 0);
  CHECK(budget.threshold({3000, 60}, 3'600, per_second) > day / 2);  // the window is longer than what is left
}

TEST_CASE(
    "PA-01 of a large crew, a decision holds for a moment whatever happens, and a clock set back ends it") {
  PaceController controller = experienced();
  Moment moment = busy_moment();
  moment.talking.assign(300, 50.0);
  const int launched = controller.decide(moment).launch;
  REQUIRE(launched > 10);
  moment.now += 0.2;
  CHECK(controller.holds(moment.now));
  controller.rang(RingEnd::other, 0.2);
  PaceController set_back = controller;
  CHECK(controller.decide(moment).launch == 0);
  moment.now += 0.1;
  CHECK_FALSE(controller.holds(moment.now));
  CHECK(controller.decide(moment).launch > 0);  // nothing of what was asked for rings
  moment.now = 10;
  CHECK_FALSE(set_back.holds(moment.now));
  CHECK(set_back.decide(moment).launch > 0);
  PaceController small = experienced();
  small.decide(busy_moment());
  CHECK_FALSE(small.holds(busy_moment().now));
}

TEST_CASE("PA-03 that nobody has answered yet in the first seconds is no reason to call more") {
  PaceController cold{Limits{}};
  Moment moment;
  moment.left = 20'000;
  moment.idle = 300;
  moment.room = 10'000;
  const int launched = cold.decide(moment).launch;
  for (std::int64_t i = 0; i < launched; ++i)
    moment.ringing.push_back({i, 3});
  moment.now = 3;
  CHECK(cold.decide(moment).launch < launched / 3);
}
