// What the commands about callbacks share.
#pragma once

#include <string>

#include "cli/invocation.h"
#include "engine/run/missed_book.h"
#include "engine/run/registry.h"

namespace dialctl::cli {

// Ends the callbacks of the filter that are not being called, with a line of the journal for each, and says
// how many. Inside of MissedBook::change() or Registry::together(): both are transactions of the one
// database.
int cancel_callbacks(Ports& ports, const CallbackFilter& filter, const std::string& reason,
                     const Change& change);

// CB-07: what a rule does with its callbacks where nothing else is said: drain, or what its profile fixes.
DisabledTasks usual_when_disabled(const CallbackRule& rule);
// Disables the rule; its callbacks are cancelled where `tasks` says so, and counted.
Result<int> disable_rule(Ports& ports, CallbackRule rule, DisabledTasks tasks, const Change& change);
// Removes the rule with its callbacks, which are counted.
Result<int> remove_rule(Ports& ports, RuleId rule, const Change& change);

}  // namespace dialctl::cli
