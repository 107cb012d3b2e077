// Which callbacks are due and may begin: the limits of their rules and of all (CB-12, CB-15).
#include <algorithm>

#include "engine/decide/callback_result.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/callback_targets.h"
#include "engine/decide/dispatch.h"
#include "engine/decide/hand_out.h"
#include "engine/decide/launch.h"
#include "engine/decide/moments.h"

namespace dialctl {
namespace {

// Being rung for, or dialled, or in conversation.
int at_once(const World& world, std::optional<RuleId> rule) {
  const auto counts = [&](RuleId id) { return id && (!rule || id == *rule) ? 1 : 0; };
  int count = 0;
  for (const auto& [task, one] : world.callbacks)
    count += counts(one.rule);
  for (const auto& [who, round] : world.rounds) {
    if (round.state.step != RoundStep::result_wanted) count += counts(round.rule);
  }
  for (const auto& [id, call] : world.calls) {  // a template talks to the customer, nobody was rung first
    if (!call.by_agent()) count += counts(call.intent.rule.value_or(RuleId{}));
  }
  return count;
}

int room_for(const World& world, const CallbackRule& rule) {
  int room = rule.at_once_max - at_once(world, rule.id);
  const int most = world.rules->settings().callbacks.lines_max;
  if (most > 0) room = std::min(room, most - at_once(world, std::nullopt));
  return std::max(0, room);
}

// CB-15.
bool queue_is_empty(const World& world, const CallbackRule& rule) {
  if (!rule.only_when_empty) return true;
  const auto queue = world.queues.find(*rule.only_when_empty);
  return queue == world.queues.end() || queue->second.waiting.empty();
}

// The rule of this bucket, when it and its project are on: what the tries under its older versions obey too.
const CallbackRule* rule_that_is_on(const World& world, const Bucket& bucket) {
  const CallbackRule* rule = world.rules->rule(bucket.rule);
  const Project* project = world.rules->project(bucket.project);
  return makes_callbacks(*world.rules, rule) && project != nullptr && !project->paused ? rule : nullptr;
}

// Whose operators are all busy may stand before those whose are not.
constexpr int kTasksAsked = 64;

void over(Step& step, const DueTask& task, const char* why) {
  move_callback(step, task, callback_over(task, why));
}

enum class Begun : std::uint8_t { rings, moved, waits };

Begun begin_robot(Step& step, DueTask task, TemplateId tmpl, Moments& moments) {
  if (!step.world.rules->tmpl(tmpl)) {
    over(step, task, "target-gone");
    return Begun::moved;
  }
  task.tmpl = tmpl;
  switch (launch(step, task, moments)) {
    case Launched::called:
      return Begun::rings;
    case Launched::moved:
      return Begun::moved;
    case Launched::waits:
      return Begun::waits;
  }
  return Begun::waits;
}

Begun begin_callback(Step& step, DueTask task, Moments& moments) {
  World& world = step.world;
  const CallbackRule& rule = *rule_of(*world.rules, task);
  if (!queue_is_empty(world, rule)) return Begun::waits;
  if (rule.target.kind == TargetKind::scenario)
    return begin_robot(step, std::move(task), TemplateId{rule.target.id}, moments);
  const Project& project = *world.rules->project(task.order.project);
  const Route route = route_of(*world.rules, project, task);
  const auto& moment = moments.of(project, route, OperatorNeed::never);
  const auto verdict = judge_place(*world.rules, world.zones, task, moment, step.now);
  if (std::holds_alternative<NotNow>(verdict)) return Begun::waits;
  if (const auto* passed = std::get_if<PassedOver>(&verdict)) {
    for (const Record& record : passed->records)
      step.record(record);
    return Begun::moved;
  }
  const CallbackTargets targets = targets_of(*world.rules, rule, task);
  if (targets.nobody()) {
    over(step, task, targets.is_gone ? "target-gone" : "no-targets");
    return Begun::moved;
  }
  LiveCallback one;
  one.rule = rule.id;
  one.provider = route.provider->id;  // up, say the gates
  one.task = std::move(task);
  return ring_for_callback(step, std::move(one), targets) ? Begun::rings : Begun::waits;
}

}  // namespace

void serve_callbacks(Step& step) {
  World& world = step.world;
  const bool calls = !world.clock_held && !world.give_up_at && world.rules != nullptr;
  if (!calls || world.buckets_stale || !step.out.loads.empty()) return;
  std::vector<std::pair<int, LiveBucket*>> in_order;
  for (auto& [id, live] : world.callback_buckets) {
    const CallbackRule* rule = rule_that_is_on(world, live.bucket);
    if (rule != nullptr) in_order.emplace_back(rule->position, &live);
  }
  std::stable_sort(in_order.begin(), in_order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [position, live] : in_order) {
    const CallbackRule& rule = *world.rules->rule(live->bucket.rule);
    const bool due = live->next_at <= due_until(world, step.now) && !live->stalled;
    if (!due || !is_open_now(world, *live, step.now)) continue;
    if (room_for(world, rule) == 0) continue;
    step.out.loads.push_back(WantDue{
        live->bucket.id, static_cast<int>(live->handled.size() + world.callbacks.size()) + kTasksAsked});
    return;  // whom it rings, the next one does not
  }
}

void on_callbacks_due(Step& step, LiveBucket& live, DueSeen seen) {
  World& world = step.world;
  const CallbackRule* rule = rule_that_is_on(world, live.bucket);
  live.next_at = seen.due.next_after.value_or(kNever);
  bool moved_on = false;
  Moments moments(world, step.now);
  for (DueTask& task : seen.due.tasks) {
    const TaskId id = task.id;
    const bool under_way = world.callbacks.contains(id) || world.places_handled.contains(id);
    if (live.handled.contains(id) || under_way) continue;
    const Instant next_at = task.next_at;
    note_open_attempts(world, task);
    const bool may = rule != nullptr && room_for(world, *rule) > 0;
    const Begun begun = may ? begin_callback(step, std::move(task), moments) : Begun::waits;
    if (begun == Begun::waits) {
      live.next_at = std::min(live.next_at, next_at);
    } else {
      live.handled.insert(id);
      moved_on = true;
    }
  }
  live.stalled = !moved_on;
  if (moved_on) world.buckets_noted = true;
}

Instant next_callback(const World& world, Instant now) {
  Instant next = kNever;
  const auto later = [&](Instant at) { next = std::min(next, std::max(at, now)); };
  for (const auto& [id, one] : world.callbacks)
    later(one.ask_at);
  if (world.clock_held || world.give_up_at) return next;
  for (const auto& [id, live] : world.callback_buckets) {
    if (live.next_at > now) {
      later(live.next_at);
    } else if (now < live.judged_until && !live.open) {
      later(live.judged_until);
    }
  }
  return next;
}

bool callbacks_callable(const World& world, Instant now) {
  const bool anybody = std::any_of(world.operators.begin(), world.operators.end(), [](const auto& row) {
    return row.second.settings.status == OperatorStatus::ready;
  });
  return std::any_of(world.callback_buckets.begin(), world.callback_buckets.end(), [&](const auto& row) {
    const LiveBucket& live = row.second;
    const CallbackRule* rule = rule_that_is_on(world, live.bucket);
    const bool due = live.next_at <= due_until(world, now) && !(now < live.judged_until && !live.open);
    if (!due || rule == nullptr || !(anybody || rule->target.kind == TargetKind::scenario)) return false;
    const auto* own = rule->provider ? find(world.rules->settings().providers, *rule->provider) : nullptr;
    const Project& project = *world.rules->project(live.bucket.project);
    return may_be_reached(world, rule->provider ? own : world.rules->provider_of(project), now);
  });
}

}  // namespace dialctl
