#include "engine/decide/pacing_moment.h"

#include <algorithm>

#include "engine/decide/dispatch.h"
#include "engine/decide/operator_state.h"

namespace dialctl {
namespace {

constexpr Milliseconds kAbandonAfter{2'000};
// Who has pressed a key may be held for long (QU-08), but that is not planned with.
constexpr Milliseconds kPlannedHold{10'000};

// What work there is for a queue now: until when its hours last, and how long its customers wait.
struct Work {
  bool any = false;
  Milliseconds left{0};
  Milliseconds patience = kPlannedHold;
};

Milliseconds patience_of(const World& world, const QueueSettings& queue, const CompiledTemplate& tmpl) {
  if (tmpl.need == OperatorNeed::at_key) return std::min<Milliseconds>(kPlannedHold, queue.longest_wait);
  const auto live = world.queues.find(queue.id);
  return kAbandonAfter + (live != world.queues.end() ? live->second.pacing.greeting : Milliseconds{0});
}

std::map<QueueId, Work> work_of(World& world, Instant now) {
  std::map<QueueId, Work> found;
  for (auto& [id, live] : world.buckets) {
    if (std::min(live.next_at, live.noted_at) > due_until(world, now)) continue;
    const Project* project = world.rules->project(live.bucket.project);
    const auto tmpl = world.rules->tmpl(live.bucket.tmpl);
    if (project == nullptr || !tmpl || tmpl->need == OperatorNeed::never || project->paused) continue;
    const auto* queue = world.rules->queue_of(*project);
    if (queue == nullptr || queue->paused || !is_open_now(world, live, now)) continue;
    Work& work = found[queue->id];
    work.any = true;
    work.left = std::max(work.left, live.judged_until - now);
    work.patience = std::min(work.patience, patience_of(world, *queue, *tmpl));
  }
  return found;
}

void add_operators(const World& world, Instant now, std::map<QueueId, pace::QueueMoment>& moments) {
  for (const auto& [id, one] : world.operators) {
    if (!one.settings.queue || one.settings.status != OperatorStatus::ready) continue;
    const auto found = moments.find(*one.settings.queue);
    if (found == moments.end()) continue;
    pace::QueueMoment& moment = found->second;
    switch (one.state.activity) {
      case Activity::idle:
        moment.idle += is_free(one, now) ? 1 : 0;
        break;
      case Activity::ringing:
        moment.offered += 1;
        break;
      case Activity::reserved:
        moment.talking.push_back(Milliseconds{0});
        break;
      case Activity::talking:
        moment.talking.push_back(now - one.state.since);
        break;
      case Activity::wrap_up:
        moment.wrapping.push_back(now - one.state.since);
        break;
    }
  }
}

void add_calls(const World& world, Instant now, std::map<QueueId, pace::QueueMoment>& moments) {
  for (const auto& [id, call] : world.calls) {
    if (!call.queue || call.by_agent() || !call.needs_operator() || call.operator_id) continue;
    const auto found = moments.find(*call.queue);
    if (found == moments.end() || call.step == CallStep::ending || call.step == CallStep::unknown) continue;
    pace::QueueMoment& moment = found->second;
    if (call.waiting_since) {
      moment.waiting += 1;
    } else if (call.answered_at) {
      moment.listening.push_back(now - *call.answered_at);
    } else {
      moment.ringing.push_back({id.value, now - call.intent.at});
    }
  }
}

int room_for(const World& world, const QueueSettings& queue) {
  int room = INT32_MAX;
  const int most = world.rules->settings().lines_max;
  if (queue.lines_max > 0) room = std::min(room, queue.lines_max - world.calls.lines(queue.id));
  if (most > 0) room = std::min(room, most - world.calls.lines());
  return std::max(0, room);
}

}  // namespace

bool is_predictive(const World& world, QueueId id) {
  const auto* queue = world.rules->queue(id);
  return queue != nullptr && queue->pacing == PacingMode::predictive;
}

bool is_held(const LivePacing& pacing, Instant now) {
  return pacing.pacer && pacing.pacer->holds(now.time_since_epoch());
}

std::map<QueueId, pace::QueueMoment> moments_of(World& world, Instant now) {
  std::map<QueueId, pace::QueueMoment> moments;
  for (const auto& [id, live] : world.queues) {
    if (is_predictive(world, id) && !live.pacing.decided_this_pass && !is_held(live.pacing, now)) moments[id];
  }
  if (moments.empty()) return moments;
  const auto works = work_of(world, now);
  for (auto& [id, moment] : moments) {
    LiveQueue& live = world.queues.at(id);
    const QueueSettings& queue = *world.rules->queue(id);
    const auto work = works.find(id);
    moment.clock = now.time_since_epoch();
    moment.patience = work != works.end() ? work->second.patience : kAbandonAfter;
    moment.left = work != works.end() ? work->second.left : Milliseconds{0};
    moment.room = work != works.end() ? room_for(world, queue) : 0;
    moment.limit_basis_points = queue.abandon_limit_basis_points;
    live.pacing.needs.move_to(now);
    const NeedTally tally = live.pacing.needs.nearest(queue.abandon_limit_basis_points);
    moment.wanted = tally.wanted;
    moment.lost = tally.lost;
  }
  add_operators(world, now, moments);
  add_calls(world, now, moments);
  return moments;
}

}  // namespace dialctl
