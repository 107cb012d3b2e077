#include "engine/decide/moments.h"

#include <algorithm>

#include "engine/decide/pacing.h"
#include "engine/decide/pacing_modes.h"

namespace dialctl {
namespace {

// The fullest of several limits is the one that counts.
class Lines {
 public:
  explicit Lines(DispatchMoment& moment) : moment_(moment) {}
  void limit(int used, int most) {
    if (most <= 0 || most - used >= room_) return;
    room_ = most - used;
    moment_.lines_used = used;
    moment_.lines_max = most;
  }

 private:
  DispatchMoment& moment_;
  int room_ = INT32_MAX;
};

}  // namespace

const DispatchMoment& Moments::of(const Project& project, const Route& route, OperatorNeed need) {
  const bool needs_operator = need != OperatorNeed::never;
  const ProviderId provider = route.provider != nullptr ? route.provider->id : ProviderId{};
  const auto [place, is_new] = seen_.try_emplace({project.id, provider, route.caller_id, needs_operator});
  if (is_new) place->second = look(project, route, needs_operator);
  return place->second;
}

const QueueLoad& Moments::load(QueueId queue) {
  if (!loads_) loads_ = queue_loads(world_, now_);
  return (*loads_)[queue];
}

void Moments::note_call(const LiveCall& call) {
  seen_.clear();
  if (loads_ && call.queue && call.needs_operator()) (*loads_)[*call.queue].calls_in_need += 1;
}

DispatchMoment Moments::look(const Project& project, const Route& route, bool needs_operator) {
  DispatchMoment moment;
  moment.provider_up = false;
  moment.next_slot = world_.rate.next(now_);
  moment.slots = world_.rate.room(now_);
  const auto slot = [&](const CallRate& rate) {
    moment.next_slot = std::max(moment.next_slot, rate.next(now_));
    moment.slots = std::min(moment.slots, rate.room(now_));
  };
  Lines lines(moment);
  lines.limit(world_.calls.lines(), world_.rules->settings().lines_max);
  lines.limit(world_.calls.lines(project.id), project.lines_max);
  if (const auto* provider = route.provider) {
    lines.limit(world_.calls.lines(provider->id), provider->lines_max);
    const auto live = world_.providers.find(provider->id);
    if (live != world_.providers.end()) {
      moment.provider_up = live->second.condition == ProviderCondition::up && provider->enabled;
      slot(live->second.rate);
    }
  }
  const auto project_rate = world_.project_rates.find(project.id);
  if (project_rate != world_.project_rates.end()) slot(project_rate->second);
  for (const auto& limits : world_.rules->settings().caller_ids) {
    if (limits.number == route.caller_id) lines.limit(world_.calls.lines(limits.number), limits.lines_max);
  }
  const auto caller_id_rate = world_.caller_id_rates.find(route.caller_id);
  if (caller_id_rate != world_.caller_id_rates.end()) slot(caller_id_rate->second);
  const auto* queue = needs_operator ? world_.rules->queue_of(project) : nullptr;
  if (queue == nullptr) return moment;
  lines.limit(world_.calls.lines(queue->id), queue->lines_max);
  const auto live = world_.queues.find(queue->id);
  if (live != world_.queues.end()) slot(live->second.rate);
  const QueueLoad& now_is = load(queue->id);
  moment.operator_allowance = more_calls(
      {pacing_for(world_, *queue, project.id), queue->ratio_milli, now_is.free_operators,
       live != world_.queues.end() ? live->second.pacing.predicted_calls : 0, now_is.calls_in_need});
  return moment;
}

}  // namespace dialctl
