// Who may be handed which orders of a call mode (CM-05, AD-01). Pure.
#pragma once

#include <optional>

#include "engine/decide/rulebook.h"
#include "engine/model/task.h"

namespace dialctl {

enum class HandOutBy : std::uint8_t { hand, dialer };

struct Taker {
  const OperatorSettings* who = nullptr;
  HandOutBy by = HandOutBy::hand;
};

// Whether the matrix has a tick for him there.
bool has_access(const OperatorSettings& who, ModeCell cell);
// AD-01: whether the mode's orders are handed out in this way at all.
bool hands_out(DialWay way, HandOutBy by);

// CM-01, AD-01: the status feeds the mode, and means open where only assigned orders are dialled.
bool status_feeds(const Rulebook& rules, const Order& order, const OrderStatusSettings& status,
                  CallMode mode);

// For how long an order of this bucket must have been due before the taker may have it; nullopt: never.
std::optional<Minutes> wait_for(const ModeSettings& mode, const Bucket& bucket, const Taker& taker);

}  // namespace dialctl
