// What happens in a scenario under a seed. All that is drawn for one call, or for one operator, depends on
// the seed and its own number alone, never on what was asked before: call 412 has the same chances under
// every policy (common random numbers), so that policies can be compared call by call. Whole numbers: the
// same on any machine.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/decide/law_draw.h"
#include "engine/decide/scenario.h"
#include "engine/model/random.h"

namespace dialctl {

enum class CallFate : std::uint8_t { live, machine, busy, no_answer };

struct DrawnCall {
  CallFate fate = CallFate::no_answer;
  Milliseconds ring{0};  // until the answer or the busy tone; no answer: the time-out
  friend bool operator==(const DrawnCall&, const DrawnCall&) = default;
};

// From when to when an operator is there to take calls.
struct Presence {
  Milliseconds from{0};
  Milliseconds to{0};     // Milliseconds::max(): he stays after the day's end
  bool to_break = false;  // he goes on break then; else home
  friend bool operator==(const Presence&, const Presence&) = default;
};

class ScenarioDraws {
 public:
  // A scenario without problems (problems_of()).
  ScenarioDraws(const Scenario& scenario, std::uint64_t seed);

  // Calls count from 0 in the order of their launches; `launched` decides which share of people answers.
  DrawnCall call(std::uint64_t number, Milliseconds launched) const;
  // Of a call that a person answered: how long he talks when the conversation begins then, and how long its
  // operator needs afterwards.
  Milliseconds talk(std::uint64_t number, Milliseconds begun) const;
  Milliseconds wrap(std::uint64_t number) const;
  // Whether the operator to whom the call is offered does not take it; offers of one call count from 0.
  bool misses(std::uint64_t number, std::uint64_t offer) const;

  // Operators count from 0 through all groups in their order. Ascending, apart, none empty; all begin within
  // the day.
  int operators() const { return operators_; }
  std::vector<Presence> presence(int index) const;

  // The share of people who answer calls that are launched then, in millionths.
  std::int64_t live_millionths(Milliseconds launched) const;

 private:
  struct TalkFrom {
    Milliseconds from;
    LawDraw law;
  };

  Milliseconds duration_;
  ScenarioAnswers answer_;
  Milliseconds ring_limit_;
  LawDraw live_ring_;
  LawDraw machine_ring_;
  LawDraw busy_ring_;
  std::vector<TalkFrom> talk_;
  LawDraw wrap_;
  std::int64_t miss_millionths_;
  std::vector<ScenarioOperators> groups_;
  int operators_ = 0;
  Random calls_;
  Random people_;
};

}  // namespace dialctl
