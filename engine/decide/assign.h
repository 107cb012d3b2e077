// Giving orders of a mode to operators (AD-06): by hand, evenly, by weight, or by free capacity. Pure and
// deterministic: equal input gives equal hands.
#pragma once

#include <string>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/result.h"

namespace dialctl {

enum class AssignBy : std::uint8_t { evenly, weight, free_capacity };

struct Assignee {
  std::string name;
  int weight = 1;   // AssignBy::weight: at least 1
  int owned = 0;    // unprocessed orders that he has
  int own_max = 0;  // 0 = unlimited
};
struct Assignment {
  OrderId order;
  std::string to;
};

// One order after the other in their order, each to who is then furthest below his share; ties by name.
//   evenly         shares are equal, counted over what is given out here
//   weight         shares are as the weights
//   free_capacity  to who has the most room below his own_max; who has none gets nothing
// Orders for which nobody has room are left out. Errors (usage): assign.nobody, assign.weight.
Result<std::vector<Assignment>> assign(const std::vector<OrderId>& orders, std::vector<Assignee> to,
                                       AssignBy by);

}  // namespace dialctl
