// Whom to ring for a waiting customer: the eight strategies (QU-04). Pure.
//
// Semantics are those of FreeSWITCH's mod_callcenter without its levels; ties go by position, then name.
//   ring-all                     every eligible operator at once; RingRound (ring_round.h) finds the winner
//   longest-idle-agent           earliest end of the last *bridged* call; never bridged comes first
//   round-robin                  the next higher position than that of the last offered operator, answered or
//                                not, then from the lowest; equal positions: least recently offered first.
//                                A fair turn for everybody needs different positions (or all equal ones)
//   top-down                     down the list per caller: each offer goes below the one before; a new caller
//                                starts at the top. With nobody left below, he starts again at the top; while
//                                those below are only busy, he waits for them
//   agent-with-least-talk-time, agent-with-fewest-calls   since login or the local day, see tally.h
//   sequentially-by-agent-order  by position, then least recently offered
//   random                       each eligible operator equally likely; the generator's state is in the state
//
// sticky-last-tried is a switch beside the strategy: a call's *first* offer
// goes to the operator who was tried last in this queue and did not answer,
// if he is eligible; else by the strategy. ring-all is as without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/random.h"
#include "engine/model/settings.h"

namespace dialctl {

// The enum Strategy and its text forms: engine/model/settings.h,
// settings_text.h (all of the model's enums live there).

// An operator of this queue whose status is ready. Those on break or offline are not candidates: for
// mod_callcenter a break still counts as presence, which would hold a top-down caller for the whole break.
struct Candidate {
  OperatorId id;
  std::string name;
  int position = 1;      // in the queue; lower is first
  bool eligible = true;  // idle, wrap-up and delay after a miss over, no live call on any channel (QU-03)
  std::optional<Instant> last_bridge_end;  // of any call bridged to a customer; none = never
  Milliseconds talk_time{0};               // since login or day (tally.h)
  int calls_answered = 0;                  // the same
  std::optional<Instant> last_offered;     // when he was last rung in this queue, answered or not
};

struct DistributionSettings {
  Strategy strategy = Strategy::longest_idle_agent;
  bool sticky_last_tried = false;
};

// Kept per queue, whatever its strategy, so that a change of strategy holds from the next offer (QU-06).
struct DistributionState {
  std::optional<int> last_offered_position;  // of the operator offered last, by any strategy but ring-all
  std::optional<OperatorId>
      last_tried_missed;  // tried last and did not answer; none when the last try was answered
  Random random{1};
  friend bool operator==(const DistributionState&, const DistributionState&) = default;
};

// Kept per waiting customer, forgotten with him.
struct CallerCursor {
  struct Place {
    int position = 0;
    std::string name;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  bool offered_before = false;        // to anybody, by strategy or sticky
  std::optional<Place> last_offered;  // by strategy; none: top-down starts at the top
  friend bool operator==(const CallerCursor&, const CallerCursor&) = default;
};

struct Offer {
  std::vector<OperatorId>
      ring;                 // all of them now, in this order; empty = nobody can be rung, wait for a change
  DistributionState state;  // keep these two in place of what was handed in
  CallerCursor cursor;
};

// Candidates may come in any order; the answer depends on their values alone. Ids must be different.
Offer next_offer(const std::vector<Candidate>& candidates, const DistributionSettings& settings,
                 const DistributionState& state, const CallerCursor& cursor);

// What an offer's end does to the queue's state. `after_missed` once per operator who missed; an operator who
// was released, because another one won or the customer left, has missed nothing.
DistributionState after_missed(DistributionState state, OperatorId missed);
DistributionState after_answered(DistributionState state);

}  // namespace dialctl
