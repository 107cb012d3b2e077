// Calls per second (RT-03): spaced evenly by the generic cell rate algorithm in whole microseconds, and
// counted, so that no second that can be laid anywhere gets more than the rate.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

#include "engine/model/instant.h"

namespace dialctl {

class CallRate {
 public:
  // per_second_milli: 2500 = 2.5 a second; 0 = unlimited.
  explicit CallRate(int per_second_milli = 0) { set(per_second_milli); }

  // A changed rate holds from the next call on.
  void set(int per_second_milli) {
    const std::int64_t milli = std::max(per_second_milli, 0);
    interval_micros_ = milli == 0 ? 0 : 1'000'000'000 / milli;
    window_calls_ = static_cast<std::size_t>((milli + 999) / 1000);  // 2.5 a second: three in some seconds
  }

  bool allows(Instant now) const { return room(now) > 0; }
  // The instant of the next allowed call, `now` or later.
  Instant next(Instant now) const {
    if (interval_micros_ == 0) return now;
    Instant first = std::max(now, from_millis((next_micros_ + 999) / 1000));
    if (calls_.size() >= window_calls_)
      first = std::max(first, calls_[calls_.size() - window_calls_] + kWindow);
    return first == now && room(now) == 0 ? now + Milliseconds{1} : first;
  }
  // How many calls may begin at this instant.
  int room(Instant now) const {
    if (interval_micros_ == 0) return INT32_MAX;
    const std::int64_t late = late_micros(now);
    if (late < 0) return 0;
    const std::int64_t spaced = late / interval_micros_ + 1;
    const std::int64_t counted = static_cast<std::int64_t>(window_calls_) - since(now - kWindow);
    const std::int64_t at_once = kAtOnceMicros / interval_micros_ + 1 - since(now - Milliseconds{1});
    return static_cast<int>(std::max<std::int64_t>(0, std::min({spaced, counted, at_once})));
  }
  void take(Instant now) {
    next_micros_ = micros(now) - late_micros(now) + interval_micros_;
    if (interval_micros_ == 0) return;
    calls_.push_back(calls_.empty() ? now : std::max(now, calls_.back()));
    while (calls_.size() > window_calls_)
      calls_.pop_front();
  }
  // Nothing before `until`: the provider asked for it.
  void hold_back(Instant until) { next_micros_ = std::max(next_micros_, micros(until)); }
  // The wall clock was set; spacing and counting go on from the new reading.
  void shift(Milliseconds jump) {
    next_micros_ += jump.count() * 1000;
    for (Instant& call : calls_)
      call += jump;
  }

 private:
  static constexpr std::int64_t kCatchUpMicros = 50'000;
  // What one pass makes up for. All that it calls reaches the server as late as its commit takes, in a second
  // that has its own calls.
  static constexpr std::int64_t kAtOnceMicros = 5'000;
  static constexpr std::int64_t kIdleMicros = 1'000'000;
  static constexpr Seconds kWindow{1};
  static std::int64_t micros(Instant at) { return to_millis(at) * 1000; }

  // How far a pass at this instant is behind the next call, as far as calls make up for it; negative: before
  // it. Without that each pause of the machine would lower the mean. Where nobody was to be called for a
  // second, nothing was missed.
  std::int64_t late_micros(Instant now) const {
    const std::int64_t late = micros(now) - next_micros_;
    return late >= kIdleMicros ? 0 : std::min(late, kCatchUpMicros);
  }

  // How many calls were made after that instant.
  std::int64_t since(Instant at) const {
    return calls_.end() - std::upper_bound(calls_.begin(), calls_.end(), at);
  }

  std::int64_t interval_micros_ = 0;
  std::int64_t next_micros_ = 0;
  std::size_t window_calls_ = 0;
  std::deque<Instant> calls_;  // the last ones, ascending, no more than a window may hold
};

}  // namespace dialctl
