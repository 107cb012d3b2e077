#include "engine/decide/dispatch.h"

#include <algorithm>
#include <utility>

#include "engine/decide/callback_round.h"
#include "engine/decide/dial_session.h"
#include "engine/decide/launch.h"
#include "engine/decide/moments.h"
#include "engine/decide/pacing.h"
#include "engine/decide/prompts.h"

namespace dialctl {
namespace {

constexpr int kLoadsPerPass = 4;  // of one bucket; more work waits for the next pass
constexpr int kLoadLimit = 64;
// Sounds are made for so many tasks beyond those that may be launched now; anew when so few are left, so that
// each task is not read again for every call before its own.
constexpr int kStockMost = 16;
constexpr int kStockLeast = 8;
constexpr int kRoomMost = 256;  // what is called at once where neither lines nor operators are limited

// How long a lost connection may take to come back before a run that ends by itself goes without.
constexpr Seconds kProviderGrace{10};

bool is_dispatching(const World& world) {
  return !world.clock_held && !world.give_up_at && world.rules;
}

}  // namespace

bool may_be_reached(const World& world, const ProviderSettings* provider, Instant now) {
  if (provider == nullptr || !provider->enabled) return false;
  const auto live = world.providers.find(provider->id);
  if (live == world.providers.end()) return true;
  switch (live->second.condition) {
    case ProviderCondition::up:
    case ProviderCondition::connecting:
      return true;
    case ProviderCondition::down:
      return now < live->second.since + kProviderGrace;
    case ProviderCondition::credentials_refused:
    case ProviderCondition::replaced:
      return false;
  }
  return true;
}

bool is_open_now(const World& world, LiveBucket& live, Instant now) {
  if (now < live.judged_until) return live.open;
  const Project* project = world.rules->project(live.bucket.project);
  live.open = false;
  live.judged_until = now + Minutes{1};
  if (project == nullptr) return false;
  const auto hours = hours_that_hold(*world.rules, world.zones, *project, live.bucket.callee, now);
  if (!hours.zone_known) return live.open = true;  // the task is judged itself, and says so
  live.open = is_open(hours.all, now);
  const auto edge = live.open ? closing(hours.all, now) : next_opening(hours.all, now);
  live.judged_until = edge.value_or(kFirstRefusedInstant);
  return live.open;
}

Instant due_until(const World& world, Instant now) {
  return world.mode == RunMode::once ? std::min(now, world.began) : now;
}

namespace {

// How many more calls of this bucket may go out now; 0 also
// when its links are missing, so that nothing is read.
int allowance(const World& world, const LiveBucket& live, Moments& moments) {
  const Project* project = world.rules->project(live.bucket.project);
  const auto tmpl = world.rules->tmpl(live.bucket.tmpl);
  if (project == nullptr || !tmpl || project->paused) return 0;
  const DispatchMoment& moment = moments.of(*project, route_of(*world.rules, *project), tmpl->need);
  if (!moment.provider_up) return 0;
  int allowed = moment.slots;  // else as many would be read in each pass as there are lines
  if (moment.lines_max > 0) allowed = std::min(allowed, moment.lines_max - moment.lines_used);
  if (tmpl->need != OperatorNeed::never) {
    const auto* queue = world.rules->queue_of(*project);
    if (queue != nullptr && queue->paused) return 0;
    // Without a queue the task is loaded once, judged, and blocked by the missing link.
    if (queue != nullptr) allowed = std::min(allowed, moment.operator_allowance);
  }
  return std::max(0, allowed);
}

bool may_be_loaded(const LiveBucket& live) {
  return !live.stalled && live.loads_this_pass < kLoadsPerPass;
}

std::vector<LiveBucket*> in_rotation(World& world, Instant due) {
  std::vector<LiveBucket*> order;
  for (auto& [id, live] : world.buckets) {
    if (live.next_at <= due) order.push_back(&live);
  }
  const BucketId last = world.last_served;
  std::stable_sort(order.begin(), order.end(), [&](const LiveBucket* a, const LiveBucket* b) {
    if (a->bucket.priority != b->bucket.priority) return a->bucket.priority > b->bucket.priority;
    const bool a_later = a->bucket.id > last;
    const bool b_later = b->bucket.id > last;
    return a_later != b_later ? a_later : a->bucket.id < b->bucket.id;
  });
  return order;
}

// Decides how many tasks of a bucket are read: those that can be called at once, and others whose sounds are
// to be made meanwhile. The earlier ones of a bucket have their sounds first, so these come first in the
// answer.
class Stocks {
 public:
  explicit Stocks(const World& world) : world_(world), stocks_(prompt_stocks(world)) {}

  // Asked of each open bucket in the order of rotation; `allowed` > 0. 0: nothing of it would be called.
  int take(const LiveBucket& live, int allowed) {
    const Project& project = *world_.rules->project(live.bucket.project);
    const auto tmpl = world_.rules->tmpl(live.bucket.tmpl);
    if (!has_sounds(*tmpl, project)) return std::min(allowed, kLoadLimit);
    const PromptStock own = stocks_[live.bucket.id];
    // What those before it have will take the same lines and operators.
    int& ahead = ahead_[{project.id, tmpl->need}];
    ahead += own.size();
    const int room = std::min(allowed, kRoomMost);
    if (ahead < room + kStockLeast) return own.size() + std::min(room + kStockMost - ahead, kLoadLimit);
    return own.ready == 0 ? 0 : std::min(own.size(), room + own.preparing);
  }

 private:
  const World& world_;
  std::map<BucketId, PromptStock> stocks_;
  std::map<std::pair<ProjectId, OperatorNeed>, int> ahead_;
};

bool callable_kind(const World& world, const LiveBucket& live, Instant now) {
  const Project* project = world.rules->project(live.bucket.project);
  const auto tmpl = world.rules->tmpl(live.bucket.tmpl);
  if (project == nullptr || project->paused || !tmpl ||
      !may_be_reached(world, world.rules->provider_of(*project), now))
    return false;
  if (tmpl->need == OperatorNeed::never) return true;
  const auto* queue = world.rules->queue_of(*project);
  return queue != nullptr && !queue->paused;
}

}  // namespace

void begin_dispatch(World& world) {
  world.places_handled.clear();
  for (auto& [id, one] : world.operators)
    one.asked_this_pass = false;
  for (auto& [id, live] : world.queues)
    live.pacing.decided_this_pass = false;
  if (std::exchange(world.buckets_noted, false)) world.buckets_stale = true;
  for (auto* buckets : {&world.buckets, &world.callback_buckets}) {
    for (auto& [id, live] : *buckets) {
      live.loads_this_pass = 0;
      live.handled.clear();
      live.stalled = false;
      live.next_at = std::min(live.next_at, std::exchange(live.noted_at, kNever));
    }
  }
}

void on_buckets_seen(Step& step, const BucketsSeen& seen) {
  std::map<BucketId, LiveBucket> fresh;
  std::map<BucketId, LiveBucket> lines;
  std::map<BucketId, LiveBucket> callbacks;
  World& world = step.world;
  for (const BucketState& state : seen.buckets) {
    auto [before, now_are] = state.bucket.line   ? std::pair{&world.lines, &lines}
                             : state.bucket.rule ? std::pair{&world.callback_buckets, &callbacks}
                                                 : std::pair{&world.buckets, &fresh};
    LiveBucket& live = (*now_are)[state.bucket.id];
    const auto known = before->find(state.bucket.id);
    if (known != before->end()) live = known->second;
    live.bucket = state.bucket;
    live.next_at = state.next_at;
  }
  world.buckets = std::move(fresh);
  world.lines = std::move(lines);
  world.callback_buckets = std::move(callbacks);
  step.world.next_lease_end = seen.next_lease_end.value_or(kNever);
  step.world.buckets_stale = false;
}

void on_due_seen(Step& step, DueSeen seen) {
  const auto callbacks = step.world.callback_buckets.find(seen.bucket);
  if (callbacks != step.world.callback_buckets.end()) {
    on_callbacks_due(step, callbacks->second, std::move(seen));
    return;
  }
  const auto found = step.world.buckets.find(seen.bucket);
  if (found == step.world.buckets.end()) return;
  LiveBucket& live = found->second;
  std::sort(seen.due.tasks.begin(), seen.due.tasks.end(), [](const DueTask& a, const DueTask& b) {
    return a.next_at != b.next_at ? a.next_at < b.next_at : a.id < b.id;
  });
  live.next_at = seen.due.next_after.value_or(kNever);
  bool moved_on = false;
  Moments moments(step.world, step.now);
  for (DueTask& task : seen.due.tasks) {
    if (live.handled.contains(task.id)) continue;
    const Instant next_at = task.next_at;
    if (next_at > due_until(step.world, step.now)) {
      live.next_at = std::min(live.next_at, next_at);
      continue;
    }
    note_open_attempts(step.world, task);
    if (launch(step, task, moments) == Launched::waits) {
      live.next_at = std::min(live.next_at, next_at);
    } else {
      live.handled.insert(task.id);
      moved_on = true;
    }
  }
  live.stalled = !moved_on && live.next_at <= step.now;
  if (moved_on) step.world.last_served = seen.bucket;
}

void dispatch(Step& step) {
  World& world = step.world;
  if (!is_dispatching(world)) return;
  if (world.buckets_stale) {
    world.buckets_stale = false;
    step.out.loads.push_back(WantBuckets{});
    return;
  }
  pace_queues(step);
  Moments moments(world, step.now);
  Stocks stocks(world);
  for (LiveBucket* live : in_rotation(world, due_until(world, step.now))) {
    if (!is_open_now(world, *live, step.now)) continue;
    const int allowed = allowance(world, *live, moments);
    if (allowed <= 0) continue;
    const int limit = stocks.take(*live, allowed);
    if (limit == 0 || !may_be_loaded(*live)) continue;
    live->loads_this_pass += 1;
    const int handled = static_cast<int>(live->handled.size());  // read again, and passed over
    step.out.loads.push_back(WantDue{live->bucket.id, handled + limit});
    return;  // what it launches changes what the next bucket may
  }
}

bool nothing_callable(const World& world, Instant now) {
  if (world.buckets_stale || world.buckets_noted || line_callable(world, now) ||
      callbacks_callable(world, now))
    return false;
  Moments moments(world, now);
  return std::none_of(world.buckets.begin(), world.buckets.end(), [&](const auto& row) {
    const LiveBucket& live = row.second;
    if (std::min(live.next_at, live.noted_at) > due_until(world, now) ||
        (now < live.judged_until && !live.open) || !callable_kind(world, live, now))
      return false;
    const Project& project = *world.rules->project(live.bucket.project);
    const auto tmpl = world.rules->tmpl(live.bucket.tmpl);
    if (tmpl->need == OperatorNeed::never) return true;
    const QueueLoad& load = moments.load(*project.queue);
    return load.free_operators + load.soon_free > 0;
  });
}

Instant next_dispatch(const World& world, Instant now) {
  Instant next =
      std::min({next_operator_free(world, now), next_round(world, now), next_callback(world, now)});
  if (!is_dispatching(world)) return next;
  next = std::min(next, next_pacing(world, now));
  for (const auto& [id, live] : world.providers) {  // a run that ends by itself may end then
    const Instant gives_up = live.since + kProviderGrace;
    if (live.condition == ProviderCondition::down && gives_up > now) next = std::min(next, gives_up);
  }
  if (world.buckets_noted) return now;
  Moments moments(world, now);
  for (const auto& [id, live] : world.buckets) {
    next = std::min(next, std::max(now, live.noted_at));
    if (live.next_at > now) {
      next = std::min(next, live.next_at);
    } else if (live.next_at > due_until(world, now)) {
      continue;  // for the next run
    } else if (!live.open) {
      next = std::min(next, std::max(now + Milliseconds{1}, live.judged_until));
    } else {
      const Project* project = world.rules->project(live.bucket.project);
      const auto tmpl = world.rules->tmpl(live.bucket.tmpl);
      if (project == nullptr || !tmpl) continue;
      // Who is free is not looked at: that comes with an event, or with next_operator_free().
      const Route route = route_of(*world.rules, *project);
      Instant slot = moments.of(*project, route, OperatorNeed::never).next_slot;
      const auto queue = world.queues.find(project->queue.value_or(QueueId{}));
      if (tmpl->need != OperatorNeed::never && queue != world.queues.end())
        slot = std::max(slot, queue->second.rate.next(now));
      if (slot > now) next = std::min(next, slot);
      if (live.loads_this_pass >= kLoadsPerPass && !live.stalled && allowance(world, live, moments) > 0)
        next = now;
    }
  }
  return next;
}

}  // namespace dialctl
