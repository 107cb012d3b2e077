// How often an operator is offered a customer and does not take the call, learnt from what is seen.
#pragma once

#include <algorithm>

namespace dialctl::pace {

class MissShare {
 public:
  void taken() { count(0); }
  void missed() { count(1); }
  // Of the next offer; exactly 0 as long as none was missed.
  double value() const { return kept_.missed / (kept_.offers + kBelieved); }

  struct Kept {
    double offers = 0;  // fading
    double missed = 0;
  };
  const Kept& kept() const { return kept_; }
  void restore(const Kept& kept) {
    kept_.offers = std::max(0.0, kept.offers);
    kept_.missed = std::clamp(kept.missed, 0.0, kept_.offers);
  }

 private:
  static constexpr double kBelieved = 20;  // offers that were taken, before any is seen
  static constexpr double kRemembered = 300;

  void count(double missed) {
    kept_.offers = kept_.offers * (1 - 1 / kRemembered) + 1;
    kept_.missed = kept_.missed * (1 - 1 / kRemembered) + missed;
  }

  Kept kept_;
};

}  // namespace dialctl::pace
