// Which operator is handed which order: the line is asked for, ranked and judged.
#include "engine/decide/dial_session.h"

#include <algorithm>

#include "engine/decide/agent_round.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/dispatch.h"
#include "engine/decide/hand_out.h"
#include "engine/decide/moments.h"
#include "engine/decide/operator_state.h"

namespace dialctl {
namespace {

// The first of a line may be refused by its gates: so many are looked at in one pass.
constexpr int kPlacesAsked = 8;
constexpr Milliseconds kAskAgain{500};  // where only the moment is against it

Taker dialing(const LiveOperator& one) {
  return {&one.settings, HandOutBy::dialer};
}

// What of this bucket could be for him now; none while its hours are closed or it cannot be dialled.
std::vector<HeadsWanted> heads_of(const World& world, const LiveOperator& one, const Bucket& bucket,
                                  Instant now, int limit) {
  const Project* project = world.rules->project(bucket.project);
  const auto* provider = project != nullptr ? world.rules->provider_of(*project) : nullptr;
  if (provider == nullptr || project->paused || !is_reached_by(world, one, provider->id)) return {};
  const auto live = world.providers.find(provider->id);
  if (live == world.providers.end() || live->second.condition != ProviderCondition::up) return {};
  auto heads = Ranking(*world.rules, now, dialing(one)).heads(bucket, limit);
  if (world.mode == RunMode::once) {
    for (HeadsWanted& wanted : heads)
      wanted.due_by = std::min(wanted.due_by, due_until(world, now));
  }
  return heads;
}

bool is_due(const LiveBucket& live, const std::vector<HeadsWanted>& heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [&](const HeadsWanted& wanted) { return live.next_at <= wanted.due_by; });
}

std::vector<HeadsWanted> heads_for(Step& step, const LiveOperator& one) {
  World& world = step.world;
  const int limit = kPlacesAsked + static_cast<int>(world.places_handled.size());
  std::vector<HeadsWanted> all;
  for (auto& [id, live] : world.lines) {
    const auto heads = heads_of(world, one, live.bucket, step.now, limit);
    if (!is_due(live, heads) || !is_open_now(world, live, step.now)) continue;
    all.insert(all.end(), heads.begin(), heads.end());
  }
  return all;
}

bool may_be_handed(const World& world, const LiveOperator& one, Instant now) {
  return one.settings.in_session && is_free(one, now) && !world.rounds.contains(one.settings.id);
}

// A robot's customer who will need somebody comes first.
bool is_left_over(const World& world, const LiveOperator& one, Moments& moments) {
  if (!one.settings.queue || world.rules->queue(*one.settings.queue) == nullptr) return true;
  const QueueLoad& load = moments.load(*one.settings.queue);
  return load.free_operators > load.calls_in_need;
}

void pick(Step& step, LiveOperator& one, std::vector<DueTask> tasks) {
  World& world = step.world;
  Moments moments(world, step.now);
  bool moved = false;
  for (DueTask& task : tasks) {
    if (world.places_handled.contains(task.id) || task.phase != TaskPhase::ready) continue;
    const Project* project = world.rules->project(task.order.project);
    if (project == nullptr) continue;
    note_open_attempts(world, task);
    const auto& moment = moments.of(*project, route_of(*world.rules, *project), OperatorNeed::never);
    auto verdict = judge_first(*world.rules, world.zones, task, moment, step.now);
    if (std::holds_alternative<NotNow>(verdict)) continue;
    world.places_handled.insert(task.id);
    if (std::holds_alternative<Callable>(verdict)) {
      begin_round(step, one, std::move(task));
      return;
    }
    for (Record& record : std::get<PassedOver>(verdict).records)
      step.record(std::move(record));
    moved = true;
  }
  one.ask_line_at = step.now + (moved ? Milliseconds{0} : kAskAgain);
  if (moved) world.buckets_noted = true;  // what was put off shows after the commit
}

}  // namespace

void serve_sessions(Step& step, Turn turn) {
  World& world = step.world;
  const bool calls = !world.clock_held && !world.give_up_at && world.rules != nullptr;
  if (!calls || world.lines.empty() || world.buckets_stale || !step.out.loads.empty()) return;
  Moments moments(world, step.now);
  for (auto& [id, one] : world.operators) {
    if (one.asked_this_pass || one.ask_line_at > step.now || !may_be_handed(world, one, step.now)) continue;
    if (turn == Turn::sessions_first && one.last_was_session && one.settings.queue) continue;
    if (!is_left_over(world, one, moments)) continue;
    auto heads = heads_for(step, one);
    if (heads.empty()) continue;
    one.asked_this_pass = true;
    step.out.loads.push_back(WantLine{id, std::move(heads)});
    return;  // what he is handed, the next one is not
  }
}

void on_line_seen(Step& step, const LineSeen& seen) {
  World& world = step.world;
  const auto found = world.operators.find(seen.who);
  if (found == world.operators.end()) return;
  std::vector<const Bucket*> buckets;
  for (const auto& [id, live] : world.lines)
    buckets.push_back(&live.bucket);
  WantPlaces wanted{seen.who, {}};
  for (const LinePlace& place :
       Ranking(*world.rules, step.now, dialing(found->second)).ranked(buckets, seen.tasks)) {
    if (world.places_handled.contains(place.at.task)) continue;
    wanted.tasks.push_back(place.at.task);
    if (static_cast<int>(wanted.tasks.size()) == kPlacesAsked) break;
  }
  if (!wanted.tasks.empty()) {
    step.out.loads.push_back(std::move(wanted));
    return;
  }
  // What the buckets promised is with another operator now.
  found->second.ask_line_at = step.now + kAskAgain;
  if (world.places_handled.empty()) world.buckets_noted = true;
}

void on_places_seen(Step& step, PlacesSeen seen) {
  if (!seen.who) {  // of no operator: callbacks whose phones ring
    on_callbacks_seen(step, seen.tasks);
    return;
  }
  const auto round = step.world.rounds.find(seen.who);
  if (round != step.world.rounds.end()) {
    on_round_task_seen(step, round->second, std::move(seen.tasks));
    return;
  }
  const auto found = step.world.operators.find(seen.who);
  if (found == step.world.operators.end() || !may_be_handed(step.world, found->second, step.now)) return;
  pick(step, found->second, std::move(seen.tasks));
}

Instant next_round(const World& world, Instant now) {
  Instant next = kNever;
  const auto later = [&](Instant at) { next = std::min(next, std::max(at, now)); };
  for (const auto& [id, round] : world.rounds) {
    if (round.dial_at) later(*round.dial_at);
    if (round.state.step == RoundStep::ringing && !round.placing) later(round.ask_at);
    if (round.state.result_until) later(*round.state.result_until);
  }
  later(world.next_lease_end);
  if (world.lines.empty() || world.clock_held || world.give_up_at) return next;
  for (const auto& [id, one] : world.operators) {
    if (!may_be_handed(world, one, now)) continue;
    for (const auto& [bucket, live] : world.lines) {
      const auto heads = heads_of(world, one, live.bucket, now, 1);
      if (heads.empty()) continue;
      // The bucket comes in line by its time, its hours, or when the line may be asked again.
      const Instant due = live.next_at + (now - heads.front().due_by);
      if (due > now) {
        next = std::min(next, due);
      } else if (now < live.judged_until && !live.open) {
        next = std::min(next, live.judged_until);
      } else if (one.asked_this_pass) {
        next = std::min(next, std::max(one.ask_line_at, now + Milliseconds{1}));
      }
    }
  }
  return next;
}

bool line_callable(const World& world, Instant now) {
  return std::any_of(world.operators.begin(), world.operators.end(), [&](const auto& row) {
    const LiveOperator& one = row.second;
    if (!one.settings.in_session || one.settings.status != OperatorStatus::ready) return false;
    return std::any_of(world.lines.begin(), world.lines.end(), [&](const auto& line) {
      const LiveBucket& live = line.second;
      if (now < live.judged_until && !live.open) return false;
      return is_due(live, heads_of(world, one, live.bucket, now, 1));
    });
  });
}

}  // namespace dialctl
