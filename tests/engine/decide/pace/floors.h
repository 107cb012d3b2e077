// Days for the tests of pacing, and policies that hear of them in other ways.
#pragma once

#include "engine/decide/pace/pace_drive.h"
#include "engine/model/random.h"
#include "tests/bench/pacing_policies.h"

namespace dialctl::bench {

Scenario simple_day(int operators, std::int64_t live_millionths, Milliseconds duration);

pace::DriveStart start_of(const Scenario& scenario);
pace::DriveStep step_of(const FloorView& view);
std::string hello_line(const Scenario& scenario);
std::string step_line(const FloorView& view);

// What was chosen, view by view.
using Choices = std::vector<std::pair<int, std::vector<std::int64_t>>>;

// Asks `inner`, and keeps what it says.
class Keeping : public PacingPolicy {
 public:
  explicit Keeping(PacingPolicy& inner) : inner_(inner) {}
  FloorOrders decide(const FloorView& view) override {
    FloorOrders orders = inner_.decide(view);
    choices.push_back({orders.launch, orders.let_go});
    return orders;
  }
  Choices choices;

 private:
  PacingPolicy& inner_;
};

// Hears of the day by events alone; `lose`, `repeat` and `delay` of 1000 of them are lost, told twice, or
// told with the next step.
class DrivenPolicy : public PacingPolicy {
 public:
  explicit DrivenPolicy(const Scenario& scenario, std::uint64_t seed = 1)
      : drive_(start_of(scenario)), random_(seed) {}
  FloorOrders decide(const FloorView& view) override;
  std::uint64_t lose = 0, repeat = 0, delay = 0;

 private:
  pace::PaceDrive drive_;
  Random random_;
  std::vector<pace::DriveEvent> late_;
};

struct Sum {
  double utilisation = 0;  // shares
  double abandoned = 0;
  std::int64_t answers = 0;
  std::int64_t launches = 0;
  Milliseconds least_let_go{1'000'000};  // the ringing of the call that was let go soonest
};
Sum sum_of(const Scenario& scenario, const ScenarioLog& log);

}  // namespace dialctl::bench
