#include "engine/run/callback_desk.h"

#include <algorithm>
#include <vector>

#include "engine/decide/callback_rules.h"

namespace dialctl {

int CallbackDesk::cancel(const CallbackFilter& filter, const std::string& reason) {
  const auto cancelled = book_.cancel(filter, reason);
  std::vector<Record> journal;
  for (const CancelledCallback& one : cancelled) {
    std::string detail = "callback " + std::to_string(one.task.value) + ": " + reason;
    if (!change_.why.empty()) detail += ": " + change_.why;
    journal.emplace_back(Journalled{change_.at, "callback.cancelled",
                                    "order:" + std::to_string(one.order.value), std::move(detail),
                                    change_.who});
  }
  book_.apply(journal);
  return static_cast<int>(cancelled.size());
}

DisabledTasks CallbackDesk::usual_when_disabled(const CallbackRule& rule) {
  CallbackRule usual = rule;
  usual.when_disabled = DisabledTasks::drain;
  take_profile(usual, rule.profile);
  return usual.when_disabled;
}

Result<int> CallbackDesk::disable(CallbackRule rule, DisabledTasks tasks) {
  rule.enabled = false;
  rule.when_disabled = tasks;
  if (auto put = registry_.put(rule, change_); !put) return put.error();
  if (tasks != DisabledTasks::cancel) return 0;
  CallbackFilter filter;
  filter.rule = rule.id;
  return cancel(filter, "rule-disabled");
}

Result<void> CallbackDesk::enable(CallbackRule rule) {
  auto settings = registry_.load();
  if (!settings) return settings.error();
  if (settings.value().callbacks.frozen)
    return Error{ErrorKind::conflict, "callbacks.frozen", "callbacks are frozen: no rule can be enabled",
                 "unfreeze them first, then enable each rule"};
  rule.enabled = true;
  if (auto put = registry_.put(rule, change_); !put) return put.error();
  return {};
}

Result<int> CallbackDesk::remove(RuleId rule) {
  CallbackFilter filter;
  filter.rule = rule;
  const int cancelled = cancel(filter, "rule-removed");
  if (auto removed = registry_.remove(rule, change_); !removed) return removed.error();
  return cancelled;
}

Result<void> CallbackDesk::set_paused(bool paused) {
  auto settings = registry_.load();
  if (!settings) return settings.error();
  CallbackSwitches switches = settings.value().callbacks;
  switches.paused = paused;
  return registry_.set_callbacks(switches, change_);
}

Result<void> CallbackDesk::pause() {
  return set_paused(true);
}

Result<void> CallbackDesk::resume() {
  return set_paused(false);
}

Result<CallbackDesk::Frozen> CallbackDesk::freeze() {
  auto settings = registry_.load();
  if (!settings) return settings.error();
  Frozen frozen;
  for (const CallbackRule& rule : settings.value().rules) {
    if (!rule.enabled) continue;
    auto done = disable(rule, usual_when_disabled(rule));
    if (!done) return done.error();
    ++frozen.rules;
    frozen.cancelled += done.value();
  }
  CallbackSwitches switches = settings.value().callbacks;
  switches.frozen = true;
  if (auto set = registry_.set_callbacks(switches, change_); !set) return set.error();
  return frozen;
}

Result<int> CallbackDesk::unfreeze() {
  auto settings = registry_.load();
  if (!settings) return settings.error();
  CallbackSwitches switches = settings.value().callbacks;
  switches.frozen = false;
  if (auto set = registry_.set_callbacks(switches, change_); !set) return set.error();
  const auto& rules = settings.value().rules;
  return static_cast<int>(
      std::count_if(rules.begin(), rules.end(), [](const CallbackRule& rule) { return !rule.enabled; }));
}

}  // namespace dialctl
