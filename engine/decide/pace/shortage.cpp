#include "engine/decide/pace/shortage.h"

#include <algorithm>
#include <cstddef>

#include "engine/decide/pace/arithmetic.h"

namespace dialctl::pace {
namespace {

constexpr double kNothing = 1e-6;
// From so many on, a normal distribution with its skewness is as good as the sum itself, and much cheaper.
constexpr double kManyVariance = 4;

void add_one(std::vector<double>& counts, double chance) {
  if (counts.back() * chance > kNothing || counts.size() == 1) counts.push_back(0.0);
  for (std::size_t i = counts.size() - 1; i > 0; --i)
    counts[i] += (counts[i - 1] - counts[i]) * chance;
  counts[0] *= 1 - chance;
}

}  // namespace

void Shortage::begin(int sure, double doubt) {
  sure_ = sure;
  doubt_ = doubt;
  answers_mean_ = mean_ = variance_ = third_ = 0;
  answer_chances_.clear();
  free_chances_.clear();
  settled_answers_ = 0;
  is_settled_ = false;
}

void Shortage::may_answer(double chance, int count) {
  if (chance < kNothing || count == 0) return;
  const double spread = chance * (1 - chance) * count;
  mean_ += chance * count;
  answers_mean_ += chance * count;
  variance_ += spread;
  third_ += spread * (1 - 2 * chance);
  answer_chances_.push_back({chance, count});
}

void Shortage::may_be_free(double chance, int count) {
  if (chance < kNothing || count == 0) return;
  const double spread = chance * (1 - chance) * count;
  mean_ -= chance * count;
  variance_ += spread;
  third_ -= spread * (1 - 2 * chance);
  free_chances_.push_back({chance, count});
}

double Shortage::rough_chance() const {
  const double variance = variance_ + doubt_ * answers_mean_ * answers_mean_;
  const double deviation = square_root(variance);
  const double above = sure_ - 0.5 - mean_;
  if (deviation < 1e-3) return above < 0 ? 1 : 0;
  const double z = above / deviation;
  const double skewness = third_ / (variance * deviation);
  return std::clamp(normal_above(z) + normal_density(z) * skewness / 6 * (z * z - 1), 0.0, 1.0);
}

void Shortage::settle() {
  if (!is_settled_) {
    operators_.assign(1, 1.0);
    for (const Group& group : free_chances_) {
      for (int i = 0; i < group.count; ++i)
        add_one(operators_, group.chance);
    }
    answers_.assign(1, 1.0);
    is_settled_ = true;
  }
  for (; settled_answers_ < answer_chances_.size(); ++settled_answers_)
    for (int i = 0; i < answer_chances_[settled_answers_].count; ++i)
      add_one(answers_, answer_chances_[settled_answers_].chance);
}

double Shortage::exact() const {
  double lost = 0;
  double operators_at_most = 0;
  std::ptrdiff_t counted = 0;  // of operators_
  for (std::size_t answers = 0; answers < answers_.size(); ++answers) {
    const std::ptrdiff_t most = static_cast<std::ptrdiff_t>(answers) - sure_;
    for (; counted <= most && counted < static_cast<std::ptrdiff_t>(operators_.size()); ++counted)
      operators_at_most += operators_[static_cast<std::size_t>(counted)];
    if (most >= 0) lost += answers_[answers] * operators_at_most;
  }
  return std::min(1.0, lost);
}

double Shortage::chance() {
  if (variance_ > kManyVariance) return rough_chance();
  settle();
  return exact();
}

}  // namespace dialctl::pace
