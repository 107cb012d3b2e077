// What people do with rules of callbacks, and with the callbacks that these have made: disable, remove,
// cancel, pause, freeze (CB-07, CB-11). Commands and simulations work through it.
//
//   registry.together([&] { return CallbackDesk{registry, book, change}.pause(); }, Ending::keep);
//
// All of it happens inside of Registry::together() or MissedBook::change(): both are transactions of the one
// database. A callback that is being called, or whose operator waits for the customer, is left to its end;
// the loop ends it after that, where its rule says so.
#pragma once

#include <string>
#include <utility>

#include "engine/run/missed_book.h"
#include "engine/run/registry.h"

namespace dialctl {

class CallbackDesk {
 public:
  CallbackDesk(Registry& registry, MissedBook& book, Change change)
      : registry_(registry), book_(book), change_(std::move(change)) {}

  // Ends the callbacks of the filter that wait, with a line of the journal for each, and says how many.
  int cancel(const CallbackFilter& filter, const std::string& reason);

  // CB-07. What becomes of the rule's callbacks where nothing else is said: drain, or what its profile fixes.
  static DisabledTasks usual_when_disabled(const CallbackRule& rule);
  // Its callbacks are cancelled where `tasks` says so, and counted.
  Result<int> disable(CallbackRule rule, DisabledTasks tasks);
  // It takes calls that are missed from now on. Error (conflict): callbacks.frozen.
  Result<void> enable(CallbackRule rule);
  // With its callbacks, which are counted.
  Result<int> remove(RuleId rule);

  // CB-11.
  Result<void> pause();
  Result<void> resume();
  struct Frozen {
    int rules = 0;      // turned off
    int cancelled = 0;  // callbacks of these
  };
  Result<Frozen> freeze();
  // How many rules are off, until each is enabled.
  Result<int> unfreeze();

 private:
  Result<void> set_paused(bool paused);

  Registry& registry_;
  MissedBook& book_;
  Change change_;
};

}  // namespace dialctl
