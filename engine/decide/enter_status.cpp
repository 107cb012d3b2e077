#include "engine/decide/enter_status.h"

#include "engine/model/invariant.h"

namespace dialctl {
namespace {

std::string_view link_of(const TemplateProblem& problem) {
  if (problem.code == "template.missing-audio") return "audio";
  if (problem.code == "template.unknown-status") return "status";
  return "template";
}

}  // namespace

std::string missing_link(const Rulebook& rules, ProjectId project_id, TemplateId tmpl) {
  const auto compiled = rules.tmpl(tmpl);
  if (compiled == nullptr) return "template: it has been removed";
  const std::string& name = compiled->settings.name;
  if (!compiled->problems.empty()) {
    const TemplateProblem& problem = compiled->problems.front();
    return std::string{link_of(problem)} + ": template '" + name + "': " + problem.message;
  }
  const Project* project = rules.project(project_id);
  if (project == nullptr) return "project: it has been removed";
  if (compiled->need != OperatorNeed::never && rules.queue_of(*project) == nullptr)
    return "queue: template '" + name + "' needs operators and project '" + project->name + "' has no queue";
  return {};
}

TaskStart start_of(const Rulebook& rules, const Order& order, TemplateId tmpl, Instant at) {
  TaskStart start;
  start.tmpl = tmpl;
  start.next_at = at;
  start.blocked_by = missing_link(rules, order.project, tmpl);
  if (order.numbers.empty()) {
    if (start.blocked_by.empty()) start.blocked_by = "number: the order has none";
  } else {
    start.callee = CalleeClass{order.numbers.front().region, order.numbers.front().zones};
  }
  start.phase = start.blocked_by.empty() ? TaskPhase::ready : TaskPhase::blocked;
  return start;
}

LineStart line_of(const Order& order, CallMode mode) {
  LineStart line;
  line.mode = mode;
  if (!order.numbers.empty())
    line.callee = CalleeClass{order.numbers.front().region, order.numbers.front().zones};
  return line;
}

StatusEntered first_entry(const Rulebook& rules, const Order& order, const StatusChange& change) {
  const OrderStatusSettings* status = find(rules.settings().statuses, change.to);
  DIALCTL_INVARIANT(status != nullptr);
  StatusEntered entry;
  entry.order = order.id;
  entry.status = change.to;
  entry.at = change.at;
  entry.who = change.who;
  entry.why = change.why;
  if (status->timeout && status->timeout_to) entry.timeout_at = change.at + *status->timeout;
  if (status->robot_template) entry.start = start_of(rules, order, *status->robot_template, change.at);
  if (status->mode && !order.numbers.empty()) entry.line = line_of(order, *status->mode);
  return entry;
}

std::optional<StatusEntered> enter_status(const Rulebook& rules, const Order& order,
                                          const StatusChange& change) {
  if (order.status == change.to) return std::nullopt;
  return first_entry(rules, order, change);
}

}  // namespace dialctl
