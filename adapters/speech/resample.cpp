#include "adapters/speech/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace dialctl::speech {
namespace {

constexpr double kZeroCrossings = 16;  // of the filter, to each side: steepness against work
constexpr double kPassband = 0.94;     // of the half rate; the rest is the filter's slope
constexpr std::int64_t kBlock = kPromptRate;

std::int16_t to_sample(float value) {
  return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0F, 1.0F) * 32767.0F));
}

// A low-pass filter (windowed sinc) at every offset that an output sample can have between two input samples.
// With integers in / 8000 the offsets repeat after `phases`, so all filters fit in one table.
class FilterBank {
 public:
  explicit FilterBank(std::int64_t rate)
      : rate_(rate),
        step_(std::gcd(rate, std::int64_t{kPromptRate})),
        phases_(kPromptRate / step_),
        scale_(std::min(1.0, static_cast<double>(kPromptRate) / static_cast<double>(rate)) * kPassband),
        reach_(static_cast<std::int64_t>(std::ceil(kZeroCrossings / scale_))),
        taps_(static_cast<std::size_t>(phases_ * width())) {
    for (std::int64_t phase = 0; phase < phases_; ++phase)
      fill(phase);
  }

  std::int64_t width() const { return 2 * reach_; }
  // The input frame that the first tap of an output sample falls on; may lie before the sound.
  std::int64_t first_frame(std::int64_t output) const { return output * rate_ / kPromptRate - reach_ + 1; }
  const float* taps(std::int64_t output) const {
    const std::int64_t phase = output * rate_ % kPromptRate / step_;
    return taps_.data() + phase * width();
  }

 private:
  void fill(std::int64_t phase) {
    const double offset = static_cast<double>(phase * step_) / kPromptRate;
    float* const taps = taps_.data() + phase * width();
    double sum = 0;
    for (std::int64_t tap = 0; tap < width(); ++tap) {
      const double distance = static_cast<double>(tap - reach_ + 1) - offset;
      const double value = sinc(distance * scale_) * window(distance / static_cast<double>(reach_));
      taps[tap] = static_cast<float>(value);
      sum += value;
    }
    for (std::int64_t tap = 0; tap < width(); ++tap)
      taps[tap] = static_cast<float>(taps[tap] / sum);
  }

  static double sinc(double x) {
    const double angle = std::numbers::pi * x;
    return std::abs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
  }
  static double window(double x) {  // Blackman: 74 dB down outside the passband
    if (std::abs(x) >= 1) return 0;
    return 0.42 + 0.5 * std::cos(std::numbers::pi * x) + 0.08 * std::cos(2 * std::numbers::pi * x);
  }

  std::int64_t rate_;
  std::int64_t step_;
  std::int64_t phases_;
  double scale_;
  std::int64_t reach_;
  std::vector<float> taps_;
};

std::vector<float> decoded(const WavView& sound, std::int64_t first, std::int64_t count) {
  std::vector<float> frames(static_cast<std::size_t>(count), 0.0F);  // silence around the sound
  const std::int64_t end = std::min(first + count, static_cast<std::int64_t>(sound.frames()));
  for (std::int64_t frame = std::max<std::int64_t>(first, 0); frame < end; ++frame) {
    frames[static_cast<std::size_t>(frame - first)] = sound.mixed(static_cast<std::size_t>(frame));
  }
  return frames;
}

}  // namespace

std::vector<std::int16_t> telephone_samples(const WavView& sound) {
  std::vector<std::int16_t> samples;
  if (sound.rate() == kPromptRate) {
    samples.reserve(sound.frames());
    for (std::size_t frame = 0; frame < sound.frames(); ++frame)
      samples.push_back(to_sample(sound.mixed(frame)));
    return samples;
  }
  const FilterBank bank(sound.rate());
  const std::int64_t total =
      (static_cast<std::int64_t>(sound.frames()) * kPromptRate + sound.rate() - 1) / sound.rate();
  samples.reserve(static_cast<std::size_t>(total));
  for (std::int64_t begin = 0; begin < total; begin += kBlock) {
    const std::int64_t end = std::min(begin + kBlock, total);
    const std::int64_t first = bank.first_frame(begin);
    const auto input = decoded(sound, first, bank.first_frame(end - 1) + bank.width() - first);
    for (std::int64_t output = begin; output < end; ++output) {
      const float* const from = input.data() + (bank.first_frame(output) - first);
      samples.push_back(to_sample(std::inner_product(from, from + bank.width(), bank.taps(output), 0.0F)));
    }
  }
  return samples;
}

}  // namespace dialctl::speech
