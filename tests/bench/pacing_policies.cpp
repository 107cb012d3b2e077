#include "tests/bench/pacing_policies.h"

#include <algorithm>
#include <cmath>

namespace dialctl::bench {
namespace {

constexpr double kPlaceEach = 2.5;  // seconds
constexpr double kAdaptEach = 15;
constexpr double kRefreshEach = 60;
constexpr double kAnswersLeast = 50;

pace::Limits limits_of(const Scenario& scenario) {
  const auto seconds = [](Milliseconds span) { return static_cast<double>(span.count()) / 1000; };
  return {static_cast<double>(scenario.target_abandon_millionths) / kMillionths, seconds(scenario.patience),
          seconds(scenario.min_ring_before_cancel)};
}

}  // namespace

PredictivePolicy::PredictivePolicy(const Scenario& scenario) : controller_(limits_of(scenario)) {}

FloorOrders PredictivePolicy::decide(const FloorView& view) {
  for (const FloorEvent& event : view.events) {
    const double lasted = static_cast<double>(event.lasted.count()) / 1000;
    switch (event.kind) {
      case FloorEvent::Kind::live:
        controller_.rang(pace::RingEnd::answered, lasted);
        break;
      case FloorEvent::Kind::machine:
      case FloorEvent::Kind::noanswer:
      case FloorEvent::Kind::busy:
        controller_.rang(pace::RingEnd::other, lasted);
        break;
      case FloorEvent::Kind::cancel:
        controller_.rang(pace::RingEnd::let_go, lasted);
        break;
      case FloorEvent::Kind::connect:
        controller_.served();
        break;
      case FloorEvent::Kind::abandon:
        controller_.abandoned();
        break;
      case FloorEvent::Kind::talkend:
        controller_.talked(lasted);
        break;
      case FloorEvent::Kind::wrapend:
        controller_.wrapped(lasted);
        break;
      case FloorEvent::Kind::opmiss:
        controller_.missed();
        break;
      case FloorEvent::Kind::launch:
      case FloorEvent::Kind::login:
      case FloorEvent::Kind::logout:
      case FloorEvent::Kind::back:
        break;
    }
  }
  pace::Chosen chosen = controller_.decide(view.moment);
  return {chosen.launch, std::move(chosen.let_go)};
}

FloorOrders RatioPolicy::decide(const FloorView& view) {
  const pace::Moment& moment = view.moment;
  const auto wanted = static_cast<int>(std::lround(ratio_ * moment.idle));
  return {std::max(0, wanted - static_cast<int>(moment.ringing.size()) - moment.waiting), {}};
}

AdaptivePolicy::AdaptivePolicy(const Scenario& scenario, Cut cut, double top_level)
    : cut_(cut),
      top_level_(top_level),
      limit_(static_cast<double>(scenario.target_abandon_millionths) / kMillionths) {}

void AdaptivePolicy::adapt(const pace::Moment& moment, double operators) {
  idle_seconds_ += idle_before_ * (moment.now - seen_at_);
  waiting_seconds_ += waiting_before_ * (moment.now - seen_at_);
  seen_at_ = moment.now;
  idle_before_ = moment.idle;
  waiting_before_ = moment.waiting;
  if (moment.now - refreshed_at_ >= kRefreshEach) {
    refreshed_at_ = moment.now;
    over_ = moment.tally.answered >= kAnswersLeast && moment.tally.abandoned > limit_ * moment.tally.answered;
  }
  const double span = moment.now - adapted_at_;
  if (span < kAdaptEach) return;
  adapted_at_ = moment.now;
  if (operators > 0) level_ *= 1 + (idle_seconds_ - waiting_seconds_) / span / operators;
  if (over_) level_ = cut(moment.left);
  level_ = std::clamp(level_, 1.0, top_level_);
  idle_seconds_ = waiting_seconds_ = 0;
}

double AdaptivePolicy::cut(double left) const {
  const double hhmm = std::floor(left / 3600) * 100 + std::floor(std::fmod(left, 3600) / 60);
  switch (cut_) {
    case Cut::hard:
      return 1;
    case Cut::average:
      return level_ / 2;
    case Cut::tapered:
      return level_ * std::min(1.0, hhmm / 1000);
  }
  return 1;
}

FloorOrders AdaptivePolicy::decide(const FloorView& view) {
  const pace::Moment& moment = view.moment;
  const auto talking = static_cast<double>(moment.talking.size());
  adapt(moment, moment.idle + talking + static_cast<double>(moment.wrapping.size()));
  if (moment.now - placed_at_ < kPlaceEach) return {};
  placed_at_ = moment.now;
  const auto wanted = static_cast<int>(std::lround(level_ * (moment.idle + talking)));
  const auto live = static_cast<int>(moment.ringing.size() + moment.talking.size()) + moment.waiting;
  return {std::max(0, wanted - live), {}};
}

}  // namespace dialctl::bench
