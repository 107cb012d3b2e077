// Keeps what PaceController asks for out of a stream of events, for a dialer that is not this program. Words
// may come twice, late or never: each step also says how many operators and calls are in which state, and
// that is believed more than the events.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/decide/pace/pace_controller.h"
#include "engine/model/instant.h"

namespace dialctl::pace {

struct TrackedEvent {
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
  Milliseconds at{0};  // times count from the day's start
  std::optional<std::int64_t> call;
  std::optional<std::int64_t> person;  // an operator
  std::optional<Milliseconds> lasted;  // the ringing, the wait, the conversation, the wrap-up
};

struct TrackedStep {
  Milliseconds now{0};
  std::vector<TrackedEvent> events;  // since the last step
  int idle = 0;
  int offered = 0;
  int talking = 0;
  int wrapping = 0;
  std::optional<int> ringing;  // calls
  std::optional<int> queued;   // customers without an operator
  std::optional<Tally> tally;  // of the day
};

struct TrackedDay {
  Limits limits;
  Milliseconds duration{0};  // of the hours
  Milliseconds ring_timeout{25'000};
  int lines_max = 0;  // 0: no limit
};

class PaceTracker {
 public:
  explicit PaceTracker(const TrackedDay& day);

  Chosen step(const TrackedStep& step);
  // What the last decision was made from.
  const Moment& moment() const { return moment_; }

 private:
  void take(const TrackedEvent& event, Milliseconds now);
  void call_ends(RingEnd how, const TrackedEvent& event, Milliseconds now);
  void person_ends(std::map<std::int64_t, Milliseconds>& among, const TrackedEvent& event, Milliseconds now);
  void forget_person(std::optional<std::int64_t> person);
  void drop_forgotten(Milliseconds now);
  void look(const TrackedStep& step, Milliseconds now);

  TrackedDay day_;
  PaceController controller_;
  Milliseconds now_{0};
  std::map<std::int64_t, Milliseconds> ringing_;   // calls, since
  std::map<std::int64_t, Milliseconds> waiting_;   // calls, since the answer
  std::map<std::int64_t, Milliseconds> talking_;   // operators, since
  std::map<std::int64_t, Milliseconds> wrapping_;  // operators, since
  std::set<std::int64_t> ended_;                   // calls of late: what is told of them again is nothing new
  Tally tally_;
  Moment moment_;
};

}  // namespace dialctl::pace
