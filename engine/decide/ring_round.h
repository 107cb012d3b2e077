// One offer that rings one or more operators: exactly one winner, the others are released. Pure.
//
// Built from Offer::ring; fed with what the legs report, in whatever order and however often that comes.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/ids.h"

namespace dialctl {

class RingRound {
 public:
  // No id twice.
  explicit RingRound(const std::vector<OperatorId>& ring);

  struct Answered {
    bool won = false;                 // connect him to the customer
    std::vector<OperatorId> release;  // hang up these legs; they have missed nothing
  };
  // The first answer wins and releases all that still ring. A later answer (his phone was quicker than our
  // hang-up) wins nothing and releases himself. An answer reported twice changes nothing. Somebody who is not
  // of this round: not won, released.
  Answered on_answered(OperatorId who);

  // The leg of an operator ended unanswered. True when that is a miss of his (count it); false when he had
  // been released or is not of this round.
  bool on_ended(OperatorId who);

  // The customer has gone, or the offer timed out: releases all that still ring. No winner after this.
  std::vector<OperatorId> close();

  std::optional<OperatorId> winner() const { return winner_; }
  std::vector<OperatorId> ringing() const;  // in the order of the offer
  // Nobody rings and nobody won: make the next offer.
  bool failed() const { return !winner_ && ringing().empty(); }

 private:
  enum class LegState { ringing, won, released, ended };
  struct Leg {
    OperatorId who;
    LegState state = LegState::ringing;
  };
  Leg* find(OperatorId who);
  std::vector<OperatorId> release_ringing();

  std::vector<Leg> legs_;
  std::optional<OperatorId> winner_;
};

}  // namespace dialctl
