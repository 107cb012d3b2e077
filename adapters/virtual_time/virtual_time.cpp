#include "adapters/virtual_time/virtual_time.h"

namespace dialctl {

void VirtualTime::schedule(Instant at, std::function<void()> what) {
  schedule_.emplace(std::pair{std::max(at, wall_), ++sequence_}, std::move(what));
}

void VirtualTime::wait(Milliseconds at_most) {
  const Instant until = wall_ + at_most;
  while (ready_.empty() && !schedule_.empty() && schedule_.begin()->first.first <= until) {
    auto node = schedule_.extract(schedule_.begin());
    wall_ = std::max(wall_, node.key().first);
    node.mapped()();
  }
  if (ready_.empty()) wall_ = std::max(wall_, until);
}

}  // namespace dialctl
