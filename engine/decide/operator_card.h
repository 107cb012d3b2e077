// QU-07: what an operator's side gets with the customer: an event, the order's card, a hook.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// The project's URL with its tags filled in, each value percent-encoded, so that no value can change where
// the URL leads.
std::string card_url(std::string_view pattern, const OrderFields& fields);

// The event in the journal, and the effect that the shell hands to the project's hook.
void hand_order_to(Step& step, const LiveCall& call, const std::string& operator_name);

}  // namespace dialctl
