#include "adapters/os/system_clock.h"

#include <ctime>

namespace dialctl {
namespace {

std::int64_t millis_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

}  // namespace

ClockReading SystemClock::read() {
  return {from_millis(millis_of(CLOCK_REALTIME)), Monotonic{millis_of(CLOCK_BOOTTIME)}};
}

}  // namespace dialctl
