#include "tests/bench/pacing_cases.h"

#include <cmath>
#include <fmt/format.h>

#include "adapters/json/scenario_file.h"
#include "engine/model/random.h"

namespace dialctl::bench {
namespace {

struct Known {
  int operators;
  double answered;
  double oracle;
  double floor;  // 0: none
};
constexpr Known kKnown[] = {{3, .2, 74.1, 75},     {5, .1, 75.9, 0},     {5, .2, 79.3, 79},  {5, .6, 89.8, 0},
                            {10, .2, 85.6, 84.5},  {20, .2, 90.3, 89},   {50, .35, 95.4, 0}, {50, .2, 0, 94},
                            {100, .2, 97.2, 96.5}, {300, .2, 99.2, 98.7}};

void look_up(PacingCase& each) {
  for (const ScenarioOperators& group : each.scenario.operators.value())
    each.operators += group.count;
  each.answered = static_cast<double>(each.scenario.answer->live.front().millionths) / kMillionths;
  const Law& talk = each.scenario.talk.front().law;
  each.talk =
      static_cast<double>((talk.mean ? talk.mean : talk.value).value_or(Milliseconds{0}).count()) / 1000;
  if (each.kind != PacingCase::Kind::grid || each.talk != 120) return;
  for (const Known& known : kKnown) {
    if (known.operators != each.operators || std::abs(known.answered - each.answered) > 1e-6) continue;
    if (known.oracle > 0) each.oracle = known.oracle;
    if (known.floor > 0) each.floor = known.floor;
  }
}

// Anything that a call centre may be like: crews, answers that step, ringing, talk, misses, shifts.
Scenario drawn(Random& random, int number) {
  const int crew = static_cast<int>(std::lround(std::exp2(static_cast<double>(random.between(10, 62)) / 10)));
  const auto share = [&] { return random.between(40, 600) * 1000; };
  Scenario scenario;
  scenario.name = fmt::format("drawn {} N={}", number, crew);
  scenario.duration = Milliseconds{28'800'000};
  const Milliseconds day = *scenario.duration;
  const int late = static_cast<int>(random.between(0, crew / 2));
  scenario.operators = {
      {.count = crew - late, .shifts = {{Milliseconds{0}, day}}, .breaks = {}, .jitter = Milliseconds{0}}};
  if (late > 0) {
    scenario.operators->push_back(
        {.count = late,
         .shifts = {{day / 8 * random.between(0, 3), day / 8 * random.between(5, 8)}},
         .breaks = {},
         .jitter = Milliseconds{random.between(1, 600'000)}});
  }
  if (random.between(0, 2) == 0)
    scenario.misses = ScenarioMisses{random.between(0, 40'000), Milliseconds{1000}, Milliseconds{30'000}};
  scenario.answer.emplace();
  scenario.answer->live = {{Milliseconds{0}, share()}};
  if (random.between(0, 1) == 0)
    scenario.answer->live.push_back({day / 100 * random.between(10, 90), share()});
  scenario.answer->linear = random.between(0, 1) == 0;
  scenario.answer->machine_of_rest_millionths = random.between(0, 500'000);
  scenario.answer->busy_of_rest_millionths = random.between(0, 500'000);
  const auto uniform = [&](std::int64_t least, std::int64_t most) {
    Law law;
    law.kind = Law::Kind::uniform;
    law.min = Milliseconds{random.between(least, most)};
    law.max = *law.min + Milliseconds{random.between(100, 8000)};
    return law;
  };
  scenario.ring.emplace();
  Law live;
  live.kind = Law::Kind::lognormal;
  live.median = Milliseconds{random.between(4000, 14'000)};
  live.sigma_millionths = random.between(200, 700) * 1000;
  live.min = Milliseconds{random.between(200, 3000)};
  scenario.ring->live = live;
  scenario.ring->machine = uniform(500, 20'000);
  scenario.ring->busy = uniform(100, 4000);
  scenario.ring->timeout = Milliseconds{random.between(18'000, 40'000)};
  const auto spread = [&](std::int64_t mean) {
    Law law;
    law.kind = Law::Kind::lognormal;
    law.mean = Milliseconds{mean};
    law.cv_millionths = random.between(200, 1200) * 1000;
    return law;
  };
  scenario.talk = {{Milliseconds{0}, spread(random.between(20'000, 300'000))}};
  if (random.between(0, 2) == 0)
    scenario.talk.push_back({day / 100 * random.between(10, 90), spread(random.between(20'000, 300'000))});
  scenario.wrap = spread(random.between(2000, 60'000));
  return scenario;
}

}  // namespace

Result<std::vector<PacingCase>> pacing_cases(const std::string& folder, std::uint64_t seed, int count) {
  std::vector<PacingCase> all;
  const std::pair<const char*, PacingCase::Kind> files[] = {{"grid", PacingCase::Kind::grid},
                                                            {"changes", PacingCase::Kind::changes},
                                                            {"absurd", PacingCase::Kind::absurd}};
  for (const auto& [name, kind] : files) {
    auto read = json::read_scenarios(fmt::format("{}/{}.json", folder, name));
    if (!read) return read.error();
    for (Scenario& scenario : read.value()) {
      all.push_back({});
      all.back().kind = kind;
      all.back().scenario = std::move(scenario);
    }
  }
  Random random{seed};
  for (int i = 1; i <= count; ++i) {
    all.push_back({});
    all.back().kind = PacingCase::Kind::random;
    do
      all.back().scenario = drawn(random, i);
    while (!problems_of(all.back().scenario).empty());
  }
  for (PacingCase& each : all)
    look_up(each);
  return all;
}

}  // namespace dialctl::bench
