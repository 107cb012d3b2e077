// Ways to pace, side by side: ours, and those that are common.
#pragma once

#include "engine/decide/pace/pace_controller.h"
#include "tests/bench/pacing_world.h"

namespace dialctl::bench {

// The controller itself, told all that happens.
class PredictivePolicy : public PacingPolicy {
 public:
  explicit PredictivePolicy(const Scenario& scenario);
  FloorOrders decide(const FloorView& view) override;

 private:
  pace::PaceController controller_;
};

// A call for each operator who is free, or `ratio` calls.
class RatioPolicy : public PacingPolicy {
 public:
  explicit RatioPolicy(double ratio = 1) : ratio_(ratio) {}
  FloorOrders decide(const FloorView& view) override;

 private:
  double ratio_;
};

// The adaptive ratio of common dialers. Each 2.5 s it places round(level x (free + in call)) calls, less
// those in flight and live; each 15 s the level follows how many were idle and how many waited; while the
// day's abandonment (each 60 s, from 50 answers on) is over the limit, the level is cut.
class AdaptivePolicy : public PacingPolicy {
 public:
  enum class Cut : std::uint8_t { hard, average, tapered };
  AdaptivePolicy(const Scenario& scenario, Cut cut, double top_level = 3);
  FloorOrders decide(const FloorView& view) override;

 private:
  void adapt(const pace::Moment& moment, double operators);
  double cut(double left) const;

  Cut cut_;
  double top_level_;
  double limit_;
  double level_ = 1;
  bool over_ = false;
  double placed_at_ = -1e9;
  double adapted_at_ = 0;
  double refreshed_at_ = 0;
  double seen_at_ = 0;
  double idle_before_ = 0;
  double waiting_before_ = 0;
  double idle_seconds_ = 0;
  double waiting_seconds_ = 0;
};

}  // namespace dialctl::bench
