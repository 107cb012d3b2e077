#include "adapters/os/thread_inbox.h"

#include <utility>

namespace dialctl {

void ThreadInbox::put(InboxItem item) {
  {
    const std::lock_guard lock{mutex_};
    items_.push_back(std::move(item));
  }
  filled_.notify_one();
}

std::vector<InboxItem> ThreadInbox::take() {
  const std::lock_guard lock{mutex_};
  return std::exchange(items_, {});
}

void ThreadInbox::wait(Milliseconds at_most) {
  std::unique_lock lock{mutex_};
  filled_.wait_for(lock, at_most, [this] { return !items_.empty(); });
}

}  // namespace dialctl
