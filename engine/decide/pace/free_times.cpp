#include "engine/decide/pace/free_times.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dialctl::pace {
namespace {

constexpr double kBelievedTalk = 150;  // seconds; long is careful
constexpr double kBelievedWrap = 25;
constexpr double kBelievedWeight = 3;
constexpr double kTalksKept = 500;  // older ones are forgotten
constexpr double kWrapsKept = 300;

constexpr std::size_t kSeconds = 45;  // that are looked ahead

}  // namespace

FreeTimes::FreeTimes()
    : talk_(AgeBins(3, 1.15, 900), kBelievedTalk, kBelievedWeight),
      wrap_(AgeBins(2, 1.15, 300), kBelievedWrap, kBelievedWeight) {
  look_at({}, {});
}

void FreeTimes::talked(double age) {
  talk_.ended(age);
  talk_.forget(1 - 1 / kTalksKept);
}

void FreeTimes::wrapped(double age) {
  wrap_.ended(age);
  wrap_.forget(1 - 1 / kWrapsKept);
}

void FreeTimes::look_at(const std::vector<double>& talking, const std::vector<double>& wrapping) {
  talk_.look_at(talking);
  wrap_.look_at(wrapping);
  mean_ = talk_.mean() + wrap_.mean();
  std::array<double, kSeconds> wrapped_by{};
  for (std::size_t second = 0; second < kSeconds; ++second)
    wrapped_by[second] = 1 - wrap_.survives(0, static_cast<double>(second) + 0.5);
  free_.assign(talk_.bins().size() * kSeconds, 0.0);
  for (std::size_t bin = 0; bin < talk_.bins().size(); ++bin) {
    const double age = talk_.bins().start(bin) + talk_.bins().width(bin) / 2;
    double* const row = free_.data() + bin * kSeconds;
    double talks = 1;
    for (std::size_t second = 0; second + 1 < kSeconds; ++second) {
      const double still = talks * talk_.survives(age + static_cast<double>(second), 1);
      for (std::size_t later = second + 1; later < kSeconds; ++later)
        row[later] += (talks - still) * wrapped_by[later - second - 1];
      talks = still;
    }
  }
}

double FreeTimes::from_talk(double age, double seconds) const {
  const double* const row = free_.data() + talk_.bins().of(age) * kSeconds;
  const double ahead = std::clamp(seconds, 0.0, static_cast<double>(kSeconds) - 1.001);
  const auto second = static_cast<std::size_t>(ahead);
  return row[second] + (row[second + 1] - row[second]) * (ahead - static_cast<double>(second));
}

void FreeTimes::restore(HazardLaw::Kept talk, HazardLaw::Kept wrap) {
  talk_.restore(std::move(talk));
  wrap_.restore(std::move(wrap));
  look_at({}, {});
}

}  // namespace dialctl::pace
