// The way out of a call: the provider that is asked to place it, and the number that it shows.
#pragma once

#include <string>

#include "engine/decide/rulebook.h"
#include "engine/model/task.h"

namespace dialctl {

struct Route {
  const ProviderSettings* provider = nullptr;  // nullptr: it is gone, or several could be meant
  std::string caller_id;                       // E.164
};

// As the project says.
Route route_of(const Rulebook& rules, const Project& project);
// Of this task: a callback goes the way that its rule says, as it holds for the try (CB-01, CB-16).
Route route_of(const Rulebook& rules, const Project& project, const DueTask& task);

}  // namespace dialctl
