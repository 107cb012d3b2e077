#include "engine/decide/pace/abandon_budget.h"

#include <algorithm>

#include "engine/decide/pace/arithmetic.h"

namespace dialctl::pace {
namespace {
constexpr double kAimed = 0.985;   // of the limit: a little is kept for what cannot be foreseen
constexpr double kHorizon = 3600;  // seconds over which the budget is spent, or made up for
constexpr double kShortestHorizon = 30;
// Calls that are not risked any more at the end of the hours, beginning so many seconds before it: what is
// lost there cannot be made up for, and some are lost together. A few, and a share of the answers of ten
// minutes.
constexpr double kReserve = 1.6;
constexpr double kReserveShare = 0.015;
constexpr double kReserveSpan = 600;
constexpr double kReserveFrom = 7200;
constexpr double kMostRisk = 0.3;
// Where the whole window has room for few, two or three that are lost together break the limit, and nothing
// makes up for them: below so many, less is risked.
constexpr double kFewAllowed = 8;
// 0.05 and 0.03 are slower to find what a queue bears, and gain nothing where it is known.
constexpr double kGainStep = 0.1;
constexpr double kRecent = 60;  // answers that the fuse looks at
}  // namespace

void AbandonBudget::count(double abandoned) {
  recent_answers_ = recent_answers_ * (1 - 1 / kRecent) + 1;
  recent_abandoned_ = recent_abandoned_ * (1 - 1 / kRecent) + abandoned;
  const double step = abandoned > 0 ? -kGainStep * (1 - limit_) : kGainStep * limit_;
  gain_ = std::clamp(gain_ * (1 + step), 0.3, 4.0);
}

void AbandonBudget::served() {
  count(0);
}

void AbandonBudget::abandoned() {
  count(1);
}

double AbandonBudget::threshold(const Tally& tally, double left, double per_second) const {
  const double aimed = limit_ * kAimed;
  const double horizon = std::clamp(left, kShortestHorizon, kHorizon);
  const double coming = std::max(1.0, per_second * horizon);
  const double kept_back = kReserve + kReserveShare * per_second * kReserveSpan;
  const double reserve = kept_back * std::max(0.0, 1 - left / kReserveFrom);
  const double budget = aimed * tally.answered - tally.abandoned - reserve;
  const double allowed = aimed * (tally.answered + per_second * left);
  const double few = std::min(1.0, allowed / kFewAllowed);
  // What was saved is not gambled away in the last minutes: many at once would find nobody.
  return std::clamp(few * gain_ * (aimed + std::min(budget / coming, aimed)), 0.0, kMostRisk);
}

bool AbandonBudget::is_blown() const {
  const double expected = limit_ * recent_answers_;
  return recent_abandoned_ > expected + 4 * square_root(expected) + 2;
}

void AbandonBudget::restore(const Kept& kept) {
  gain_ = std::clamp(kept.gain, 0.3, 4.0);
  recent_answers_ = std::max(0.0, kept.recent_answers);
  recent_abandoned_ = std::max(0.0, kept.recent_abandoned);
}

}  // namespace dialctl::pace
