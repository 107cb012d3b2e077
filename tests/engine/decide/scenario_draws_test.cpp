#include "engine/decide/scenario_draws.h"

#include <doctest/doctest.h>
#include <map>

#include "tests/engine/decide/scenario_cases.h"

using namespace dialctl;
using namespace dialctl::tests;

namespace {

using Presences = std::vector<Presence>;
constexpr Milliseconds kStays = Milliseconds::max();

Scenario with_group(ScenarioOperators some) {
  Scenario day = ordinary_day();
  day.operators = std::vector<ScenarioOperators>{std::move(some)};
  return day;
}

double share_of(const std::map<CallFate, int>& fates, CallFate fate) {
  const auto found = fates.find(fate);
  double all = 0;
  for (const auto& [each, count] : fates)
    all += count;
  return found == fates.end() ? 0 : found->second / all;
}

}  // namespace

TEST_CASE("RN-08 PA-03 a call's fate under a seed depends on its number and its launch alone") {
  const ScenarioDraws one{ordinary_day(), 7};
  const ScenarioDraws same{ordinary_day(), 7};
  const ScenarioDraws other{ordinary_day(), 8};
  int differ = 0;
  for (std::uint64_t k = 1000; k-- > 0;) {
    CHECK(one.call(k, Seconds{60}) == same.call(k, Seconds{60}));
    CHECK(one.call(k, Seconds{60}) == one.call(k, Seconds{9'000}));  // the share does not change here
    CHECK(one.talk(k, Seconds{0}) == same.talk(k, Seconds{28'000}));
    CHECK(one.wrap(k) == same.wrap(k));
    differ += one.talk(k, Seconds{0}) != other.talk(k, Seconds{0}) ? 1 : 0;
  }
  CHECK(differ > 990);
}

TEST_CASE("RN-08 PA-03 the draws of a seed are these, on any machine") {
  const ScenarioDraws draws{ordinary_day(), 1};
  std::string told;
  for (std::uint64_t k = 0; k < 12; ++k) {
    const DrawnCall call = draws.call(k, Seconds{0});
    told += std::to_string(static_cast<int>(call.fate)) + " " + std::to_string(call.ring.count()) + " " +
            std::to_string(draws.talk(k, Seconds{0}).count()) + " " + std::to_string(draws.wrap(k).count()) +
            "\n";
  }
  // Fate, ring, talk, wrap-up, as python3 and its statistics.NormalDist give them.
  CHECK(told ==
        "3 25000 269865 17253\n"
        "3 25000 57708 16190\n"
        "3 25000 125309 16569\n"
        "1 22751 117520 11157\n"
        "0 7274 85116 19197\n"
        "3 25000 244925 21828\n"
        "3 25000 19397 13570\n"
        "0 8313 110258 13242\n"
        "3 25000 31217 22139\n"
        "0 3683 80523 13270\n"
        "0 6460 94462 9392\n"
        "0 4737 165878 14969\n");
}

TEST_CASE("RN-08 PA-03 calls end as often in each way as the scenario says, within the ring's bounds") {
  const ScenarioDraws draws{ordinary_day(), 3};
  std::map<CallFate, int> fates;
  for (std::uint64_t k = 0; k < 100'000; ++k) {
    const DrawnCall call = draws.call(k, Seconds{0});
    fates[call.fate] += 1;
    switch (call.fate) {
      case CallFate::live:
        CHECK_UNARY(call.ring >= Seconds{3});
        CHECK_UNARY(call.ring < Seconds{25});
        break;
      case CallFate::machine:
        CHECK_UNARY(call.ring >= Seconds{12});
        CHECK_UNARY(call.ring <= Seconds{24});
        break;
      case CallFate::busy:
        CHECK_UNARY(call.ring >= Seconds{1});
        CHECK_UNARY(call.ring <= Seconds{3});
        break;
      case CallFate::no_answer:
        CHECK_UNARY(call.ring == Seconds{25});
        break;
    }
  }
  CHECK(share_of(fates, CallFate::live) == doctest::Approx(0.2).epsilon(0.02));
  CHECK(share_of(fates, CallFate::machine) == doctest::Approx(0.8 * 0.25).epsilon(0.02));
  CHECK(share_of(fates, CallFate::busy) == doctest::Approx(0.8 * 0.1).epsilon(0.03));
}

TEST_CASE("RN-08 PA-03 who would have answered after the time-out does not answer") {
  Scenario day = ordinary_day();
  day.answer->live = {{Milliseconds{0}, kMillionths}};
  day.ring->live = constant(Seconds{25});
  CHECK(ScenarioDraws{day, 1}.call(0, {}) == DrawnCall{CallFate::no_answer, Seconds{25}});
  day.ring->live = constant(Milliseconds{24'999});
  CHECK(ScenarioDraws{day, 1}.call(0, {}) == DrawnCall{CallFate::live, Milliseconds{24'999}});
}

TEST_CASE("RN-08 PA-03 more people answer by steps or along lines, and who answered before still does") {
  Scenario day = ordinary_day();
  day.answer->live = {{Seconds{0}, 100'000}, {Seconds{1'000}, 300'000}, {Seconds{2'000}, 250'000}};
  const ScenarioDraws steps{day, 5};
  CHECK(steps.live_millionths(Seconds{0}) == 100'000);
  CHECK(steps.live_millionths(Milliseconds{999'999}) == 100'000);
  CHECK(steps.live_millionths(Seconds{1'000}) == 300'000);
  CHECK(steps.live_millionths(Seconds{99'999}) == 250'000);
  day.answer->linear = true;
  const ScenarioDraws lines{day, 5};
  CHECK(lines.live_millionths(Seconds{500}) == 200'000);
  CHECK(lines.live_millionths(Seconds{1'500}) == 275'000);
  CHECK(lines.live_millionths(Seconds{9'000}) == 250'000);
  for (std::uint64_t k = 0; k < 1'000; ++k) {
    const DrawnCall early = steps.call(k, Seconds{0});
    if (early.fate == CallFate::live) CHECK(steps.call(k, Seconds{1'000}) == early);
  }
}

TEST_CASE("RN-08 PA-03 talk is of the law that holds when it begins") {
  Scenario day = ordinary_day();
  day.talk = {{Seconds{0}, constant(Seconds{100})}, {Seconds{60}, constant(Seconds{50})}};
  const ScenarioDraws draws{day, 5};
  CHECK(draws.talk(3, Milliseconds{59'999}) == Seconds{100});
  CHECK(draws.talk(3, Seconds{60}) == Seconds{50});
}

TEST_CASE("RN-08 PA-03 offers are missed as often as said, or never") {
  Scenario day = ordinary_day();
  CHECK_FALSE(ScenarioDraws{day, 1}.misses(4, 0));
  day.misses = ScenarioMisses{20'000, Seconds{1}, Seconds{30}};
  const ScenarioDraws draws{day, 1};
  int missed = 0;
  for (std::uint64_t k = 0; k < 50'000; ++k)
    missed += draws.misses(k, 0) ? 1 : 0;
  CHECK(missed / 5e4 == doctest::Approx(0.02).epsilon(0.1));
}

TEST_CASE("RN-08 PA-03 operators are there in their shifts, without their breaks") {
  const ScenarioDraws draws{with_group({2,
                                        {{Seconds{0}, Seconds{10'000}}, {Seconds{12'000}, Seconds{28'800}}},
                                        {{Seconds{600}, Seconds{900}}, {Seconds{9'000}, Seconds{13'000}}},
                                        Milliseconds{0}}),
                            1};
  CHECK(draws.operators() == 2);
  CHECK(draws.presence(1) == Presences{{Seconds{0}, Seconds{600}, true},
                                       {Seconds{900}, Seconds{9'000}, true},
                                       {Seconds{13'000}, kStays, false}});
}

TEST_CASE("RN-08 PA-03 jitter moves each operator's day by so much at most, each in his own way") {
  const ScenarioDraws draws{
      with_group({50, {{Seconds{3'600}, Seconds{18'000}}}, {{Seconds{7'200}, Seconds{8'100}}}, Seconds{600}}),
      9};
  std::map<Milliseconds, int> begins;
  for (int i = 0; i < 50; ++i) {
    const Presences day = draws.presence(i);
    CAPTURE(i);
    REQUIRE(day.size() == 2);
    CHECK(std::chrono::abs(day[0].from - Seconds{3'600}) <= Seconds{600});
    CHECK(std::chrono::abs(day[1].to - Seconds{18'000}) <= Seconds{600});
    CHECK(std::chrono::abs(day[0].to - Seconds{7'200}) <= Seconds{600});
    CHECK(day[1].from - day[0].to == Seconds{900});
    begins[day[0].from] += 1;
    CHECK(day == ScenarioDraws{with_group({50,
                                           {{Seconds{3'600}, Seconds{18'000}}},
                                           {{Seconds{7'200}, Seconds{8'100}}},
                                           Seconds{600}}),
                               9}
                     .presence(i));
  }
  CHECK(begins.size() > 45);
}

TEST_CASE("RN-08 PA-03 one operator, none, and groups of none") {
  Scenario day = ordinary_day();
  day.operators->front().count = 1;
  CHECK(ScenarioDraws{day, 1}.presence(0) == Presences{{Seconds{0}, kStays, false}});
  day.operators->clear();
  CHECK(ScenarioDraws{day, 1}.operators() == 0);
  day = ordinary_day();
  day.operators->insert(day.operators->begin(), {0, {{Seconds{5}, Seconds{6}}}, {}, {}});
  CHECK(ScenarioDraws{day, 1}.operators() == 10);
  CHECK(ScenarioDraws{day, 1}.presence(0) == Presences{{Seconds{0}, kStays, false}});
}
