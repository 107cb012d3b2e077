// The inbox of the real loop: filled from any thread, waited on by one.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "engine/run/inbox.h"

namespace dialctl {

class ThreadInbox final : public Inbox {
 public:
  void put(InboxItem item) override;
  std::vector<InboxItem> take() override;
  void wait(Milliseconds at_most) override;

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<InboxItem> items_;
};

}  // namespace dialctl
