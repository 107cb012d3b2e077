#include "adapters/os/signal_watch.h"

#include <csignal>
#include <ctime>

namespace dialctl {
namespace {

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

SignalWatch::SignalWatch(Inbox& inbox) {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this, &inbox] { watch(inbox); });
}

SignalWatch::~SignalWatch() {
  over_ = true;
  thread_.join();
}

void SignalWatch::watch(Inbox& inbox) {
  const sigset_t set = watched();
  const timespec patience{0, 200'000'000};
  while (!over_) {
    const int signal = sigtimedwait(&set, nullptr, &patience);
    if (signal == SIGHUP) {
      inbox.put(Control::reload);
    } else if (signal > 0) {
      inbox.put(Control::stop);
    }
  }
}

}  // namespace dialctl
