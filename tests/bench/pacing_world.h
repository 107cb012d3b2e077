// A call centre's day as pacing sees it, and nothing else: no store, no loop, no phone server, so that
// hundreds of days pass in a minute. Times in milliseconds from the day's start; chances from ScenarioDraws,
// so that call 412 is the same under every policy.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/decide/pace/pace_controller.h"
#include "engine/decide/scenario.h"
#include "engine/decide/scenario_log.h"

namespace dialctl::bench {

// What has happened; the words of the stepper (adapters/json/pace_messages.h).
struct FloorEvent {
  enum class Kind : std::uint8_t {
    launch,
    live,
    machine,
    noanswer,
    busy,
    cancel,
    connect,
    abandon,
    talkend,
    wrapend,
    login,
    logout,
    opmiss,
    back
  };
  Kind kind = Kind::launch;
  Milliseconds at{0};
  std::int64_t call = -1;
  std::int64_t person = -1;  // an operator
  Milliseconds lasted{0};    // the ringing, the wait, the conversation, the wrap-up
};

struct FloorView {
  pace::Moment moment;  // of all that a dialer sees by itself
  Milliseconds now{0};
  bool tick = false;
  std::vector<FloorEvent> events;  // since the last view
  int signed_in = 0;               // operators, those who are away for a missed call too
  std::int64_t launched = 0;
};

struct FloorOrders {
  int launch = 0;
  std::vector<std::int64_t> let_go;
};

class PacingPolicy {
 public:
  virtual ~PacingPolicy() = default;
  virtual FloorOrders decide(const FloorView& view) = 0;
};

struct PacedDay {
  ScenarioLog log;
  std::int64_t decisions = 0;
  double us_mean = 0;  // of the policy, in its thread's CPU time
  double us_p99 = 0;
};

// A scenario without problems.
PacedDay live_through(const Scenario& scenario, std::uint64_t seed, PacingPolicy& policy);

}  // namespace dialctl::bench
