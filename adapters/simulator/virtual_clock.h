// The exchange's time: real time, so and so many times as fast.
#pragma once

#include <chrono>
#include <cstdint>

#include "engine/model/instant.h"

namespace dialctl::simulator {

class VirtualClock {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  explicit VirtualClock(unsigned speed)
      : speed_(speed),
        began_(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())),
        steady_(std::chrono::steady_clock::now()) {}

  Instant began() const { return began_; }
  unsigned speed() const { return speed_; }

  Instant now() const {
    const auto real = std::chrono::steady_clock::now() - steady_;
    return began_ + std::chrono::floor<Milliseconds>(real * static_cast<std::int64_t>(speed_));
  }
  SteadyTime reached_at(Instant at) const {
    const std::chrono::nanoseconds real = std::chrono::nanoseconds{at - began_} / speed_;
    return steady_ + real + std::chrono::microseconds{1};
  }
  // What a clock on the wall shows at a virtual instant: the time that clients are told.
  Instant wall(Instant at) const { return began_ + (at - began_) / static_cast<std::int64_t>(speed_); }

 private:
  unsigned speed_;
  Instant began_;
  SteadyTime steady_;
};

}  // namespace dialctl::simulator
