// What the operator hears before the customer of a callback is dialled (CB-04).
#pragma once

#include <vector>

#include "engine/decide/world.h"

namespace dialctl {

// Sets when the customer is dialled: at once where the rule has nothing to say.
void begin_prompt(Step& step, LiveRound& round, const CallbackRule& rule, const DueTask& task);
// The words are made; `leg` is the number of the operator's leg. Nothing where nobody waits for them.
void on_callback_prompt_ready(Step& step, AttemptId leg, std::vector<Media> media);
void on_callback_prompt_ended(Step& step, const LegId& leg);

}  // namespace dialctl
