// Whom a callback rings (CB-03). Pure.
#pragma once

#include <vector>

#include "engine/decide/rulebook.h"
#include "engine/model/task.h"

namespace dialctl {

// What a rule's target means for one callback.
struct CallbackTargets {
  std::optional<QueueId> queue;       // one of its operators, by its strategy
  std::vector<OperatorId> operators;  // else these, in their order
  int at_once = 0;                    // so many of them ring together; 0 = all
  bool is_gone = false;               // what the rule names, or who lost the call, is there no more
  bool nobody() const { return !queue && operators.empty(); }
};
CallbackTargets targets_of(const Rulebook& rules, const CallbackRule& rule, const DueTask& task);

}  // namespace dialctl
