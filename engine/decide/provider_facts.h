// Where each fact of a provider goes: to a customer's
// call, to an operator's leg, to the provider's own state.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

void on_provider_event(Step& step, const ProviderEvent& event);

// RN-05: it asked for fewer requests. At least a second, at most an hour, whatever it says.
void slow_down(Step& step, ProviderId provider, Milliseconds retry_after);

}  // namespace dialctl
