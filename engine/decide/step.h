// The decision core's doors. Pure: everything comes in as values, `now` included, and leaves as values.
//
//   begin()                     once, with what the store kept
//   step()                      for each event of a pass
//   advance()                   after the events, and again after each answered load, until it asks for none
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

struct Beginning {
  RunMode mode = RunMode::serve;
  std::shared_ptr<const Rulebook> rules;
  std::int64_t blacklist_version = 0;
  AttemptId last_attempt;
  std::vector<OpenAttempt> open_attempts;
  std::vector<OperatorState> operators;
  std::vector<QueueState> queues;
  std::vector<KeptRound> rounds;
  std::vector<OperatorNeeded> needs = {};  // of the last 30 days; ascending by instant
  std::vector<PaceDecided> learnt = {};
};
void begin(World& world, Instant now, const Beginning& beginning, Decision& decision);

void step(World& world, Instant now, Event event, Decision& decision);

// Timers, offers, launches; fills in loads, wake and finished.
void advance(World& world, Instant now, Decision& decision);
// Before the first event of each pass.
void begin_pass(World& world);

// RN-05: providers are set up and none of them will be reached again without a person: credentials refused,
// or another dialer in our place.
bool no_provider_left(const World& world);

}  // namespace dialctl
