#include "engine/decide/ring_round.h"

#include <algorithm>

#include "engine/model/invariant.h"

namespace dialctl {

RingRound::RingRound(const std::vector<OperatorId>& ring) {
  for (const OperatorId who : ring) {
    DIALCTL_INVARIANT(find(who) == nullptr);
    legs_.push_back({who});
  }
}

RingRound::Leg* RingRound::find(OperatorId who) {
  const auto found = std::find_if(legs_.begin(), legs_.end(), [&](const Leg& leg) { return leg.who == who; });
  return found == legs_.end() ? nullptr : &*found;
}

std::vector<OperatorId> RingRound::release_ringing() {
  std::vector<OperatorId> released = ringing();
  for (Leg& leg : legs_) {
    if (leg.state == LegState::ringing) leg.state = LegState::released;
  }
  return released;
}

RingRound::Answered RingRound::on_answered(OperatorId who) {
  Leg* leg = find(who);
  if (leg && leg->state == LegState::won) return {true, {}};
  if (!leg || leg->state != LegState::ringing) return {false, {who}};
  leg->state = LegState::won;
  winner_ = who;
  return {true, release_ringing()};
}

bool RingRound::on_ended(OperatorId who) {
  Leg* leg = find(who);
  if (!leg || leg->state != LegState::ringing) return false;
  leg->state = LegState::ended;
  return true;
}

std::vector<OperatorId> RingRound::close() {
  return release_ringing();
}

std::vector<OperatorId> RingRound::ringing() const {
  std::vector<OperatorId> list;
  for (const Leg& leg : legs_) {
    if (leg.state == LegState::ringing) list.push_back(leg.who);
  }
  return list;
}

}  // namespace dialctl
