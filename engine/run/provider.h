// Port: a telephone provider. perform() never blocks and never throws; everything that comes of a command
// arrives later as ProviderEvent in the sink, from any thread.
//
// Contract (tests/adapters/provider_contract holds every implementation to it):
// - Commands about one leg are performed in the order in which they were given.
// - A Place whose gates were read more than kIntentLife ago is not sent: Placed{not_sent, "stale"}.
// - Place is sent at most once. An ambiguous outcome is settled by asking;
//   if that fails too: Placed{unknown}.
// - Place while the event channel is closed is not sent: an answer would be lost.
// - Facts about one leg come in causal order and at most once: Placed{accepted} first,
//   then Ringing (may be left out), Answered, ..., Ended last. Nothing follows Ended but what is told of a
//   recording, which outlives its leg.
// - HangUp of a leg that is over, or unknown, does nothing.
//   HangUp while Place is under way takes effect after it.
// - After each (re)connection of the event channel: LegsListed, then ProviderUp, then facts missed
//   meanwhile as far as they can be told. Legs of other installations are never reported nor touched.
#pragma once

#include <string>

#include "engine/model/telephony.h"
#include "engine/run/clock.h"

namespace dialctl {

inline constexpr Milliseconds kIntentLife{5000};

class ProviderEventSink {
 public:
  virtual ~ProviderEventSink() = default;
  virtual void post(ProviderEvent event) = 0;  // thread-safe
};

// What a provider can do; checks of settings refuse what it cannot.
struct Capabilities {
  bool chooses_call_id = false;  // a call can be looked up by the id that we gave it
  bool pushes_events = false;
  bool gathers_keys = false;
  bool detects_machines = false;
  bool records = false;
  bool holds_open_legs = false;
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual Capabilities capabilities() const = 0;
  // Opens the connection; ProviderUp or ProviderDown follows. Reconnects by itself until stop().
  virtual void start() = 0;
  virtual void perform(const Command& command, Monotonic gates_read_at) = 0;
  // Returns when nothing of it runs any more. Calls that are up stay up.
  virtual void stop() = 0;
};

}  // namespace dialctl
