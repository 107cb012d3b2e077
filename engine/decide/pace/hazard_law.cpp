#include "engine/decide/pace/hazard_law.h"

#include <algorithm>
#include <utility>

#include "engine/decide/pace/arithmetic.h"

namespace dialctl::pace {

AgeBins::AgeBins(double first, double growth, double last) {
  double width = first;
  for (double start = 0; start < last; start += width, width *= growth)
    starts_.push_back(start);
}

std::size_t AgeBins::of(double age) const {
  const auto after = std::upper_bound(starts_.begin() + 1, starts_.end(), age);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

double AgeBins::width(std::size_t bin) const {
  const std::size_t next = std::min(bin + 1, size() - 1);
  return next == 0 ? 1.0 : start(next) - start(next - 1);
}

HazardLaw::HazardLaw(AgeBins bins, double mean, double weight)
    : bins_(std::move(bins)), believed_rate_(1 / mean), believed_weight_(weight) {
  seen_.ends.assign(bins_.size(), 0.0);
  seen_.seconds = open_ = seen_.ends;
  rates_.assign(bins_.size(), believed_rate_);
}

void HazardLaw::spend(std::vector<double>& seconds, double age) const {
  age = std::max(0.0, age);  // clocks of others may be a little ahead
  const std::size_t last = bins_.of(age);
  for (std::size_t bin = 0; bin < last; ++bin)
    seconds[bin] += bins_.width(bin);
  seconds[last] += age - bins_.start(last);
}

void HazardLaw::ended(double age) {
  spend(seen_.seconds, age);
  seen_.ends[bins_.of(age)] += 1;
}

void HazardLaw::forget(double share) {
  for (auto* each : {&seen_.ends, &seen_.seconds}) {
    for (auto& value : *each)
      value *= share;
  }
}

void HazardLaw::look_at(const std::vector<double>& open) {
  std::fill(open_.begin(), open_.end(), 0.0);
  for (const double age : open)
    spend(open_, age);
  // Those who are believed in before anything is seen come along the bins as long as they would last.
  double alive = believed_weight_;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    const double believed = alive * bins_.width(bin);
    rates_[bin] =
        (seen_.ends[bin] + believed * believed_rate_) / (seen_.seconds[bin] + open_[bin] + believed);
    alive = std::max(alive * decay(believed_rate_ * bins_.width(bin)), believed_weight_ / 4);
  }
}

void HazardLaw::outlasts(double age, std::vector<double>& by_second) const {
  const auto end = [&](std::size_t bin) { return bin + 1 == bins_.size() ? 1e9 : bins_.start(bin + 1); };
  std::size_t bin = bins_.of(age);
  double stays = decay(rates_[bin]);  // a second within this bin
  double alive = 1;
  for (double& chance : by_second) {
    if (age + 1 <= end(bin)) {
      alive *= stays;
    } else {
      const double here = end(bin) - age;
      alive *= decay(rates_[bin] * here + rates_[bin + 1] * (1 - here));  // no bin is shorter than a second
      stays = decay(rates_[++bin]);
    }
    age += 1;
    chance = alive;
  }
}

double HazardLaw::mean() const {
  double alive = 1;
  double mean = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    const double after = alive * decay(rates_[bin] * bins_.width(bin));
    mean += (alive + after) / 2 * bins_.width(bin);
    alive = after;
  }
  return mean + alive / std::max(rates_.back(), believed_rate_ / 10);
}

void HazardLaw::restore(Kept kept) {
  if (kept.ends.size() == bins_.size() && kept.seconds.size() == bins_.size()) seen_ = std::move(kept);
}

}  // namespace dialctl::pace
