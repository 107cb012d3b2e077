// Days of a small call centre: two projects, five modes, eight operators with breaks, results pressed or
// forgotten, crashes and lost connections. Whatever happens, the invariants hold.
#include <algorithm>
#include <doctest/doctest.h>

#include "engine/model/settings_text.h"
#include "tests/simulation/dial_session_shop.h"
#include "tests/simulation/seeded_days.h"

namespace dialctl::simulation {
namespace {

constexpr ProjectId kSecond{2};

const std::vector<ZoneName> kZones{"Europe/Kyiv", "Asia/Omsk", "America/New_York"};

StatusId status_of_mode(CallMode mode) {
  return {20 + static_cast<int>(mode)};
}

void draw_modes(Settings& settings, Random& random) {
  for (const CallMode mode : kCallModes) {
    OrderStatusSettings status{
        status_of_mode(mode), std::string{to_text(mode)}, StatusMeaning::open, {}, {}, {}};
    status.mode = mode;
    settings.statuses.push_back(status);
    for (const ProjectId project : {kShop, kSecond}) {
      ModeSettings& row = mode_of(settings, project, mode);
      row.high_priority = random.chance(1, 4);
      row.standard = Minutes{random.between(0, 60)};
      row.attempts_max = static_cast<int>(random.between(1, 4));
      row.hand_out = static_cast<HandOut>(random.below(3));
      row.owner_only = Minutes{random.between(0, 30)};
      row.keep_owner = random.chance(1, 2);
      row.put_off_no_answer = Minutes{random.between(1, 40)};
      row.put_off_busy = Minutes{random.between(1, 20)};
      row.result_limit = Seconds{random.between(5, 120)};
      row.missed = static_cast<MissedAppointment>(random.below(3));
      row.early = Minutes{random.between(0, 5)};
      if (random.chance(1, 2)) row.when_used_up = kLost;
    }
  }
}

Settings drawn_settings(Random& random) {
  Settings settings = session_settings();
  Project second = settings.projects.front();
  second.id = kSecond;
  second.name = "second";
  second.queue.reset();
  settings.projects.push_back(second);
  draw_modes(settings, random);
  for (int i = 1; i <= 8; ++i) {
    const auto phone = std::to_string(random.between(1, 8) * 100 + i);
    OperatorSettings one = operator_in_session(i, "op" + std::to_string(i), phone);
    one.in_session = random.chance(7, 8);
    if (random.chance(1, 4)) one.leg = LegMode::open;
    if (random.chance(1, 2)) one.queue.reset();
    one.access.clear();
    for (const ProjectId project : {kShop, kSecond}) {
      for (const CallMode mode : kCallModes) {
        if (random.chance(2, 3)) one.access.push_back({project, mode});
      }
    }
    settings.operators.push_back(one);
  }
  settings.providers.front().settle_window = Seconds{10};
  settings.providers.front().lines_max = static_cast<int>(random.between(2, 10));
  return settings;
}

void add_orders(CallCentre& centre, Random& random) {
  for (auto i = random.between(5, 40); i > 0; --i) {
    std::vector<std::string> numbers;
    for (auto left = random.between(1, 3); left > 0; --left)
      numbers.push_back("+38044" + std::to_string(random.between(1000000, 9999999)));
    Order order = order_of(static_cast<int>(i), numbers, kZones[random.below(kZones.size())]);
    if (random.chance(1, 2)) order.project = kSecond;
    if (random.chance(1, 3)) order.owner = "op" + std::to_string(random.between(1, 8));
    if (random.chance(1, 5) && order.project == kShop) {
      centre.add(order);  // a robot call of the same queue
    } else {
      add_in_line(centre, order, status_of_mode(kCallModes[random.below(kCallModes.size())]));
    }
  }
}

// Presses a button where a result is wanted; sometimes nobody does.
void press(CallCentre& centre, Random& random) {
  const auto rounds = centre.data.rounds;
  for (const auto& [id, round] : rounds) {
    if (round.step != RoundStep::result_wanted || random.chance(1, 3)) continue;
    static const std::vector<std::string> kButtons{"approved", "cancelled", "no-answer", "busy", "callback"};
    ModeResult result{kButtons[random.below(kButtons.size())], {}, id, "op"};
    if (result.button == "callback") result.at = centre.time.now() + Minutes{random.between(1, 180)};
    record_result(centre, round.order, result);
  }
}

void change_status(CallCentre& centre, Random& random) {
  Settings settings = centre.data.settings;
  OperatorSettings& one = settings.operators[random.below(settings.operators.size())];
  one.status = one.status == OperatorStatus::ready ? OperatorStatus::on_break : OperatorStatus::ready;
  one.status_since = centre.time.now();
  centre.data.set_settings(std::move(settings));
}

void live_a_day(CallCentre& centre, Random& random) {
  for (int moment = 0; moment < 60; ++moment) {
    const Instant when = centre.time.now() + Milliseconds{random.between(0, 4 * 3'600'000)};
    const auto seed = random.next();
    centre.time.schedule(when, [&centre, seed] {
      Random own{seed};
      if (own.chance(1, 6)) change_status(centre, own);
      press(centre, own);
    });
  }
  run_with_mishaps(centre, random);
}

}  // namespace

TEST_CASE("CM-07 seeded days of a call centre break no invariant") {
  std::size_t agent_calls = 0;
  for (int seed = 1; seed <= seeds(1000); ++seed) {
    CAPTURE(seed);
    Random random{static_cast<std::uint64_t>(seed)};
    CallCentre centre{drawn_settings(random), at("2026-10-23T05:00:00Z") + Minutes{random.between(0, 600)}};
    centre.look_for_changes_every = Milliseconds{400};
    centre.people.coded_numbers = false;
    centre.people.seed = static_cast<std::uint64_t>(seed);
    add_orders(centre, random);
    live_a_day(centre, random);
    for (const auto& [id, intent] : centre.data.attempts)
      agent_calls += intent.agent ? 1 : 0;
    for (const auto& broken : broken_session_invariants(centre))
      FAIL_CHECK(broken);
  }
  CHECK(agent_calls > static_cast<std::size_t>(seeds(1000)));
}

}  // namespace dialctl::simulation
