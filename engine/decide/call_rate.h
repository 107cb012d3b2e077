// Calls per second, held evenly (RT-03): the generic cell rate algorithm in whole microseconds.
#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/model/instant.h"

namespace dialctl {

class CallRate {
 public:
  // per_second_milli: 2500 = 2.5 a second; 0 = unlimited.
  explicit CallRate(int per_second_milli = 0) { set(per_second_milli); }

  // A changed rate holds from the next call on.
  void set(int per_second_milli) {
    interval_micros_ = per_second_milli <= 0 ? 0 : 1'000'000'000 / per_second_milli;
  }

  bool allows(Instant now) const { return interval_micros_ == 0 || next_micros_ <= micros(now); }
  // The instant of the next allowed call, `now` or later.
  Instant next(Instant now) const {
    if (allows(now)) return now;
    return from_millis((next_micros_ + 999) / 1000);
  }
  // How many calls may begin at this instant.
  int room(Instant now) const {
    if (interval_micros_ == 0) return INT32_MAX;
    const std::int64_t behind = std::min(micros(now) - next_micros_, kCatchUpMicros);
    return behind < 0 ? 0 : static_cast<int>(behind / interval_micros_) + 1;
  }
  void take(Instant now) {
    // A pass that comes late may make up for at most kCatchUp: so the rate is held, and no second gets more
    // than its share and one percent.
    next_micros_ = std::max(next_micros_, micros(now) - kCatchUpMicros) + interval_micros_;
  }
  // Nothing before `until`: the provider asked for it.
  void hold_back(Instant until) { next_micros_ = std::max(next_micros_, micros(until)); }
  // The wall clock was set; spacing goes on from the new reading.
  void shift(Milliseconds jump) { next_micros_ += jump.count() * 1000; }

 private:
  static constexpr std::int64_t kCatchUpMicros = 5'000;
  static std::int64_t micros(Instant at) { return to_millis(at) * 1000; }

  std::int64_t interval_micros_ = 0;
  std::int64_t next_micros_ = 0;
};

}  // namespace dialctl
