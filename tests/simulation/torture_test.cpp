// Weeks of a shop under seeded trouble: whatever happens, the invariants hold.
#include <doctest/doctest.h>

#include "engine/model/random.h"
#include "tests/simulation/call_centre.h"
#include "tests/simulation/seeded_days.h"

namespace dialctl::simulation {
namespace {

const std::vector<ZoneName> kZones{"Europe/Kyiv",  "Europe/Moscow", "Asia/Omsk",        "America/New_York",
                                   "Asia/Kolkata", "Europe/Lisbon", "Australia/Sydney", "Asia/Vladivostok"};

Settings drawn_settings(Random& random) {
  Settings settings = usual_settings();
  auto& queue = settings.queues.front();
  queue.strategy = static_cast<Strategy>(random.below(8));
  queue.sticky_last_tried = random.chance(1, 4);
  queue.pacing = random.chance(1, 3) ? PacingMode::ratio : PacingMode::progressive;
  queue.ratio_milli = static_cast<int>(random.between(1000, 3000));
  const auto operators = random.between(1, 5);
  for (int i = 1; i <= operators; ++i) {
    // The first digit says how his phone behaves; each has one of his own.
    auto one = operator_on(i, "op" + std::to_string(i), std::to_string(random.between(1, 8) * 100 + i));
    if (random.chance(1, 3)) one.leg = LegMode::open;
    settings.operators.push_back(one);
  }
  if (random.chance(1, 3)) {
    settings.templates.front().text = "Hello {{fio}} {{autoPredictive}}";
  } else if (random.chance(1, 3)) {
    settings.templates.front().kind = TemplateKind::message;
    settings.templates.front().text = "Your order {{order_id}} is ready";
  }
  settings.providers.front().settle_window = Seconds{10};
  settings.providers.front().lines_max = static_cast<int>(random.between(1, 8));
  settings.providers.front().calls_per_second_milli = static_cast<int>(random.between(500, 20'000));
  return settings;
}

void add_orders(CallCentre& centre, Random& random) {
  const auto count = random.between(5, 40);
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> numbers;
    for (auto left = random.between(1, 3); left > 0; --left) {
      numbers.push_back("+38044" + std::to_string(random.between(1000000, 9999999)));
    }
    centre.add(order_of(i, numbers, kZones[random.below(kZones.size())]));
  }
}

// Kills of the process and lost connections at drawn moments, while life goes on.
void trouble(CallCentre& centre, Random& random) {
  for (auto runs = random.between(1, 5); runs > 0; --runs) {
    if (centre.provider && random.chance(1, 2)) {
      const auto when = centre.time.now() + Milliseconds{random.between(100, 300'000)};
      const auto down = Milliseconds{random.between(50, 20'000)};
      centre.time.schedule(when, [&centre, down] { centre.provider->lose_connection(down); });
    }
    if (random.chance(1, 3)) {
      const auto& order = centre.first_orders[random.below(centre.first_orders.size())].first;
      const auto number = order.numbers.front().number;
      centre.time.schedule(centre.time.now() + Milliseconds{random.between(0, 300'000)},
                           [&centre, number] { centre.blacklist(number); });
    }
    LoopOptions options;
    options.run_for = Milliseconds{random.between(500, 600'000)};
    options.drain = Milliseconds{random.between(0, 5'000)};
    centre.run(options);
    centre.time.wait(Milliseconds{random.between(0, 60'000)});
    centre.time.take();
  }
}

}  // namespace

TEST_CASE("RN-02 seeded trouble breaks no invariant") {
  for (int seed = 1; seed <= seeds(1000); ++seed) {
    CAPTURE(seed);
    Random random{static_cast<std::uint64_t>(seed)};
    CallCentre centre{drawn_settings(random),
                      at("2026-10-23T03:00:00Z") + Minutes{random.between(0, 60 * 24 * 4)}};
    centre.look_for_changes_every = Milliseconds{400};
    centre.replays = true;
    centre.people.coded_numbers = false;
    centre.people.seed = static_cast<std::uint64_t>(seed);
    add_orders(centre, random);
    trouble(centre, random);
    centre.run_for(Milliseconds{3'600'000});
    for (const auto& broken : broken_invariants(centre))
      FAIL_CHECK(broken);
  }
}

TEST_CASE("RN-08 the same seed gives the same history") {
  std::vector<std::string> first;
  for (int round = 0; round < 2; ++round) {
    Random random{7};
    CallCentre centre{drawn_settings(random)};
    centre.people.coded_numbers = false;
    add_orders(centre, random);
    centre.run_for(Milliseconds{1'800'000});
    std::vector<std::string> told;
    for (const auto& call : centre.provider->history()) {
      told.push_back(to_text(call.leg) + call.address + to_iso(call.placed));
    }
    if (round == 0) {
      first = told;
    } else {
      CHECK(told == first);
      CHECK_FALSE(told.empty());
    }
  }
}

}  // namespace dialctl::simulation
