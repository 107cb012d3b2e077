// One due task: called now, put off, blocked, or left waiting for its turn.
#pragma once

#include "engine/decide/moments.h"

namespace dialctl {

enum class Launched : std::uint8_t {
  called,  // an intent was made
  moved,   // put off to a later instant, blocked, or its round is over
  waits,   // nothing against it but the moment: lines, rate, operators, sounds being made
};

Launched launch(Step& step, DueTask& task, Moments& moments);

// The store shows a call of this pass only after the commit, and none of the order on its other numbers: two
// orders of one customer are due together more often than not. To be asked before launch().
void note_open_attempts(const World& world, DueTask& task);

// SC-02: a call that is accepted but does not ring yet when the window closes is cancelled.
void watch_window(Step& step, LiveCall& call);

// The number that may be dialled now, from the task's number_index on; or the first blocker of the first one.
struct NumberChoice {
  int index = -1;                   // -1: none
  Verdict verdict;                  // of that number, or of the first usable one
  std::optional<Instant> opens_at;  // none now: when the first of them opens by time alone
};
NumberChoice choose_number(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now);

// Makes the intent of a call that all gates let through: recorded, counted among the lines and rates, placed
// after the commit. `agent`: the operator who is on the line already (AD-02).
LiveCall& call_now(Step& step, DueTask& task, const Project& project, const NumberChoice& choice,
                   std::shared_ptr<const CompiledTemplate> tmpl, Moments& moments,
                   std::optional<OperatorId> agent = std::nullopt);

}  // namespace dialctl
