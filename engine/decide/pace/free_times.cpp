#include "engine/decide/pace/free_times.h"

#include <algorithm>
#include <utility>

namespace dialctl::pace {
namespace {

constexpr double kBelievedTalk = 150;  // seconds; long is careful
constexpr double kBelievedWrap = 25;
constexpr double kBelievedWeight = 3;
constexpr double kTalksKept = 500;  // at the least
constexpr double kWrapsKept = 300;

constexpr std::size_t kTurns = 5;  // looks that renew the whole table

}  // namespace

FreeTimes::FreeTimes()
    : talks_kept_(kTalksKept),
      wraps_kept_(kWrapsKept),
      talk_(AgeBins(3, 1.15, 900), kBelievedTalk, kBelievedWeight),
      wrap_(AgeBins(2, 1.15, 300), kBelievedWrap, kBelievedWeight) {
  free_.assign(talk_bins() * kSeconds, 0.0);
  wrapped_.assign(wrap_bins() * kSeconds, 0.0);
  lasts_.assign(kSeconds - 1, 0.0);
  wrapped_between_.assign(kSeconds - 1, 0.0);
  look_at_all({}, {});
}

void FreeTimes::look_at_all(const std::vector<double>& talking, const std::vector<double>& wrapping) {
  turn_ = 0;
  look(talking, wrapping);
  for (std::size_t bin = 0; bin < wrap_bins(); ++bin)
    spread_wrap(bin);
  for (std::size_t bin = 0; bin < talk_bins(); ++bin)
    spread_talk(bin);
}

void FreeTimes::remember(double count) {
  talks_kept_ = std::max(kTalksKept, count);
  wraps_kept_ = std::max(kWrapsKept, count);
}

void FreeTimes::talked(double age) {
  talk_.ended(age);
  talk_.forget(1 - 1 / talks_kept_);
}

void FreeTimes::wrapped(double age) {
  wrap_.ended(age);
  wrap_.forget(1 - 1 / wraps_kept_);
}

void FreeTimes::look(const std::vector<double>& talking, const std::vector<double>& wrapping) {
  talk_.look_at(talking);
  wrap_.look_at(wrapping);
  mean_ = talk_.mean() + wrap_.mean();
}

// The table is dear, and changes little: each look renews a part of it.
void FreeTimes::look_at(const std::vector<double>& talking, const std::vector<double>& wrapping) {
  look(talking, wrapping);
  turn_ = (turn_ + 1) % kTurns;
  for (std::size_t bin = turn_; bin < wrap_bins(); bin += kTurns)
    spread_wrap(bin);
  for (std::size_t bin = turn_; bin < talk_bins(); bin += kTurns)
    spread_talk(bin);
}

void FreeTimes::spread_wrap(std::size_t bin) {
  const double age = bin == 0 ? 0 : wrap_.bins().start(bin) + wrap_.bins().width(bin) / 2;
  wrap_.outlasts(age, lasts_);
  double* const row = wrapped_.data() + bin * kSeconds;
  row[0] = 0;
  for (std::size_t second = 1; second < kSeconds; ++second)
    row[second] = 1 - lasts_[second - 1];
}

void FreeTimes::spread_talk(std::size_t bin) {
  talk_.outlasts(talk_.bins().start(bin) + talk_.bins().width(bin) / 2, lasts_);
  for (std::size_t second = 0; second + 1 < kSeconds; ++second)
    wrapped_between_[second] = (wrapped_[second] + wrapped_[second + 1]) / 2;
  double* const row = free_.data() + bin * kSeconds;
  std::fill(row, row + kSeconds, 0.0);
  double talks = 1;
  for (std::size_t second = 0; second + 1 < kSeconds; ++second) {
    const double ends = talks - lasts_[second];
    for (std::size_t later = second + 1; later < kSeconds; ++later)
      row[later] += ends * wrapped_between_[later - second - 1];
    talks = lasts_[second];
  }
}

FreeTimes::Ahead FreeTimes::ahead(double seconds) {
  const double most = std::clamp(seconds, 0.0, static_cast<double>(kSeconds) - 1.001);
  const auto second = static_cast<std::size_t>(most);
  return {second, most - static_cast<double>(second)};
}

void FreeTimes::restore(HazardLaw::Kept talk, HazardLaw::Kept wrap) {
  talk_.restore(std::move(talk));
  wrap_.restore(std::move(wrap));
}

}  // namespace dialctl::pace
