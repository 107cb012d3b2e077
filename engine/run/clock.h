// Port: the clock. The loop reads it once per pass and hands the reading down; nothing else looks at a clock.
#pragma once

#include "engine/model/instant.h"

namespace dialctl {

// Milliseconds that only ever grow, also over a suspend
// (CLOCK_BOOTTIME). Tells ages and jumps of the wall clock.
struct Monotonic {
  std::int64_t millis = 0;
  friend constexpr auto operator<=>(const Monotonic&, const Monotonic&) = default;
};
constexpr Milliseconds operator-(Monotonic a, Monotonic b) {
  return Milliseconds{a.millis - b.millis};
}

struct ClockReading {
  Instant wall;
  Monotonic monotonic;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual ClockReading read() = 0;
};

}  // namespace dialctl
