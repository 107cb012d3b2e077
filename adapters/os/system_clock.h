// The machine's clocks: CLOCK_REALTIME, and CLOCK_BOOTTIME, which also counts while the machine sleeps.
#pragma once

#include "engine/run/clock.h"

namespace dialctl {

class SystemClock final : public Clock {
 public:
  ClockReading read() override;
};

}  // namespace dialctl
