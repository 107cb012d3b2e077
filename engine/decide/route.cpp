#include "engine/decide/route.h"

#include <algorithm>

#include "engine/decide/eligibility.h"

namespace dialctl {
namespace {

// CB-16: the number that the customer had dialled, where it is ours; else the rule's, else the project's.
const std::string& shown(const Rulebook& rules, const Project& project, const CallbackRule& rule,
                         const std::string& dialled) {
  const auto& own = rules.settings().own_numbers;
  const auto ours = std::lower_bound(
      own.begin(), own.end(), dialled,
      [](const OwnNumber& one, const std::string& number) { return one.number.text() < number; });
  if (ours != own.end() && ours->number.text() == dialled) return dialled;
  return rule.caller_id.empty() ? project.caller_id : rule.caller_id;
}

}  // namespace

Route route_of(const Rulebook& rules, const Project& project) {
  return {rules.provider_of(project), project.caller_id};
}

Route route_of(const Rulebook& rules, const Project& project, const DueTask& task) {
  Route route = route_of(rules, project);
  const CallbackRule* rule = rule_of(rules, task);
  if (rule == nullptr) return route;
  if (rule->provider) route.provider = find(rules.settings().providers, *rule->provider);
  route.caller_id = shown(rules, project, *rule, task.callback->missed.dialled);
  return route;
}

}  // namespace dialctl
