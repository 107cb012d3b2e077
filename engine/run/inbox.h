// Port: where everything that happens outside the loop comes in, and the only place where the loop waits.
#pragma once

#include <variant>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/run/provider.h"

namespace dialctl {

// From signals and the command line.
enum class Control : std::uint8_t {
  stop,    // SIGTERM, SIGINT: the first drains, the second ends at once
  reload,  // SIGHUP: settings anew
};
using InboxItem = std::variant<Event, Control>;

class Inbox : public ProviderEventSink {
 public:
  // Thread-safe, wakes a waiting loop.
  virtual void put(InboxItem item) = 0;
  void post(ProviderEvent event) override { put(Event{std::move(event)}); }

  // Everything that came in since, in the order in which it came; empty when nothing did.
  virtual std::vector<InboxItem> take() = 0;
  // Returns when something is there, or `at_most` has passed.
  virtual void wait(Milliseconds at_most) = 0;
};

}  // namespace dialctl
