// After a crash, a lost connection or an ambiguous answer: which calls are alive, which are over, which
// cannot be told (RN-02). Never a redial on a timer: what cannot be told blocks its number until a person
// decides, or the provider's setting redial_after_absent does.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// Takes over the attempts that the last run left open. Their legs are asked for when the provider comes up.
void adopt_open_attempts(Step& step, const std::vector<OpenAttempt>& open);

// The provider's list after each connection: every leg of ours is in it, or is over.
void on_legs_listed(Step& step, ProviderId provider, const LegsListed& listed);
void on_found(Step& step, ProviderId provider, const Found& found);
void on_absent(Step& step, const Absent& absent);

// Its fate is asked for again and again, until the settle window is over.
void begin_settling(Step& step, LiveCall& call, std::string why);
void settle_again(Step& step, LiveCall& call);

// Attempts that a person has resolved meanwhile are forgotten.
void on_open_attempts(Step& step, const OpenAttemptsSeen& seen);
// redial_after_absent: what was looked for in vain, for so long as the admin set, was never placed.
void redial_absent(Step& step);

}  // namespace dialctl
