#include "engine/decide/callback_targets.h"

#include <algorithm>

namespace dialctl {
namespace {

// Those who are still there.
std::vector<OperatorId> known(const Settings& settings, const std::vector<OperatorId>& named) {
  std::vector<OperatorId> there;
  for (const OperatorId one : named) {
    if (find(settings.operators, one) != nullptr) there.push_back(one);
  }
  return there;
}

CallbackTargets of_queue(const Rulebook& rules, std::optional<QueueId> queue) {
  CallbackTargets targets;
  if (queue && rules.queue(*queue) != nullptr) targets.queue = queue;
  targets.is_gone = queue && !targets.queue;
  return targets;
}

CallbackTargets of_operators(const Rulebook& rules, const std::vector<OperatorId>& named) {
  CallbackTargets targets;
  targets.operators = known(rules.settings(), named);
  targets.is_gone = targets.operators.empty() && !named.empty();
  return targets;
}

CallbackTargets of_group(const Rulebook& rules, GroupId id) {
  const Group* group = find(rules.settings().groups, id);
  if (group != nullptr) return of_operators(rules, group->members);
  CallbackTargets targets;
  targets.is_gone = true;
  return targets;
}

CallbackTargets of_loser(const Rulebook& rules, const MissedCall& call) {
  if (call.operator_id) return of_operators(rules, {*call.operator_id});
  if (call.queue) return of_queue(rules, call.queue);
  if (call.group) return of_group(rules, *call.group);
  return {};
}

// CB-03: one phone first, one more for each failed try.
CallbackTargets of_tried(const Rulebook& rules, const CallbackRule& rule, const DueTask& task) {
  std::vector<OperatorId> all;
  for (const auto& phase : task.callback->missed.phases) {
    for (const OperatorId one : phase) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  CallbackTargets targets = of_operators(rules, all);
  const auto many = static_cast<std::size_t>(std::min(task.rounds_done + 1, rule.target.lines_max));
  if (targets.operators.size() > many) targets.operators.resize(many);
  return targets;
}

CallbackTargets of_last_phase(const Rulebook& rules, const MissedCall& call) {
  if (call.phases.empty()) return {};
  CallbackTargets targets = of_operators(rules, call.phases.back());
  if (call.lost_in == LostIn::transfer) targets.at_once = 1;  // who transferred, then who it went to
  return targets;
}

}  // namespace

CallbackTargets targets_of(const Rulebook& rules, const CallbackRule& rule, const DueTask& task) {
  const MissedCall& call = task.callback->missed;
  switch (rule.target.kind) {
    case TargetKind::as_project: {
      const Project* project = rules.project(task.order.project);
      return project == nullptr ? CallbackTargets{} : of_queue(rules, project->queue);
    }
    case TargetKind::queue:
      return of_queue(rules, QueueId{rule.target.id});
    case TargetKind::lost_by:
      return of_loser(rules, call);
    case TargetKind::operator_name:
      return of_operators(rules, {OperatorId{rule.target.id}});
    case TargetKind::group:
      return of_group(rules, GroupId{rule.target.id});
    case TargetKind::tried:
      return of_tried(rules, rule, task);
    case TargetKind::last_phase:
      return of_last_phase(rules, call);
    case TargetKind::scenario:  // nobody
      return {};
  }
  return {};
}

}  // namespace dialctl
