// SIGTERM, SIGINT and SIGHUP as controls in the inbox (RN-03), taken by a thread of its own.
#pragma once

#include <atomic>
#include <thread>

#include "engine/run/inbox.h"

namespace dialctl {

class SignalWatch {
 public:
  // Blocks the three signals in this thread, and so in all threads made after it: make it first.
  explicit SignalWatch(Inbox& inbox);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void watch(Inbox& inbox);

  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace dialctl
