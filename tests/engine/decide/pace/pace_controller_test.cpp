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
  switch (random.below(6)) {
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
    default:
      return controller.abandoned();
  }
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
  Moment moment;
  moment.now = 1000;
  moment.left = 20'000;
  moment.idle = 8;
  moment.talking.assign(20, 50.0);
  moment.room = 1000;
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
