#include "engine/decide/mode_access.h"

#include <algorithm>

namespace dialctl {

bool has_access(const OperatorSettings& who, ModeCell cell) {
  return std::binary_search(who.access.begin(), who.access.end(), cell);
}

bool hands_out(DialWay way, HandOutBy by) {
  switch (way) {
    case DialWay::manual:
      return by == HandOutBy::hand;
    case DialWay::automatic:
      return by == HandOutBy::dialer;
    case DialWay::optional:
      return true;
  }
  return false;
}

bool status_feeds(const Rulebook& rules, const Order& order, const OrderStatusSettings& status,
                  CallMode mode) {
  if (status.mode != mode) return false;
  return rules.mode(order.project, mode).hand_out != HandOut::assigned_only ||
         status.meaning == StatusMeaning::open;
}

std::optional<Minutes> wait_for(const ModeSettings& mode, const Bucket& bucket, const Taker& taker) {
  if (!has_access(*taker.who, {bucket.project, bucket.line->mode})) return std::nullopt;
  if (!hands_out(mode.dial_way, taker.by)) return std::nullopt;
  const std::string& owner = bucket.line->owner;
  if (owner == taker.who->name) return Minutes{0};
  switch (mode.hand_out) {
    case HandOut::pool:
      return Minutes{0};
    case HandOut::owner_first:
      if (owner.empty()) return Minutes{0};
      return mode.owner_only > Minutes{0} ? std::optional{mode.owner_only} : std::nullopt;
    case HandOut::assigned_only:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace dialctl
