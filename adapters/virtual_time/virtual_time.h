// A clock that jumps to the next thing that happens: the loop, unchanged, lives through weeks in seconds.
// One thread. What is scheduled for one instant happens in the order in which it was scheduled.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "engine/run/clock.h"
#include "engine/run/inbox.h"

namespace dialctl {

class VirtualTime final : public Clock, public Inbox {
 public:
  explicit VirtualTime(Instant start) : start_(start), wall_(start) {}

  ClockReading read() override { return {wall_ + skew_, {elapsed().count() + 1}}; }
  void put(InboxItem item) override { ready_.push_back(std::move(item)); }
  std::vector<InboxItem> take() override { return std::exchange(ready_, {}); }
  // Moves on to the first thing scheduled within `at_most`, or to its end.
  void wait(Milliseconds at_most) override;

  // The true time, which the machine's clock shows unless it was set wrong.
  Instant now() const { return wall_; }
  void schedule(Instant at, std::function<void()> what);
  // The machine's clock is set by so much; time itself goes on.
  void set_clock_by(Milliseconds jump) { skew_ += jump; }
  Milliseconds skew() const { return skew_; }

 private:
  Milliseconds elapsed() const { return wall_ - start_; }

  Instant start_;
  Instant wall_;
  Milliseconds skew_{0};
  std::uint64_t sequence_ = 0;
  std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> schedule_;
  std::vector<InboxItem> ready_;
};

}  // namespace dialctl
