#include "cli/commands/callback_words.h"

#include <fmt/format.h>
#include <vector>

#include "engine/decide/callback_rules.h"

namespace dialctl::cli {

int cancel_callbacks(Ports& ports, const CallbackFilter& filter, const std::string& reason,
                     const Change& change) {
  const auto cancelled = ports.missed_book().cancel(filter, reason);
  std::vector<Record> journal;
  for (const CancelledCallback& one : cancelled) {
    std::string detail = fmt::format("callback {}: {}", one.task.value, reason);
    if (!change.why.empty()) detail += ": " + change.why;
    journal.emplace_back(Journalled{change.at, "callback.cancelled", fmt::format("order:{}", one.order.value),
                                    std::move(detail), change.who});
  }
  ports.missed_book().apply(journal);
  return static_cast<int>(cancelled.size());
}

DisabledTasks usual_when_disabled(const CallbackRule& rule) {
  CallbackRule usual = rule;
  usual.when_disabled = DisabledTasks::drain;
  take_profile(usual, rule.profile);
  return usual.when_disabled;
}

Result<int> disable_rule(Ports& ports, CallbackRule rule, DisabledTasks tasks, const Change& change) {
  rule.enabled = false;
  rule.when_disabled = tasks;
  if (auto put = ports.registry().put(rule, change); !put) return put.error();
  if (tasks != DisabledTasks::cancel) return 0;
  CallbackFilter filter;
  filter.rule = rule.id;
  return cancel_callbacks(ports, filter, "rule-disabled", change);
}

Result<int> remove_rule(Ports& ports, RuleId rule, const Change& change) {
  CallbackFilter filter;
  filter.rule = rule;
  const int cancelled = cancel_callbacks(ports, filter, "rule-removed", change);
  if (auto removed = ports.registry().remove(rule, change); !removed) return removed.error();
  return cancelled;
}

}  // namespace dialctl::cli
