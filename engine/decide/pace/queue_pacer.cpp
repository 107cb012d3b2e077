#include "engine/decide/pace/queue_pacer.h"

#include <algorithm>
#include <utility>

namespace dialctl::pace {
namespace {

double seconds(Milliseconds span) {
  return static_cast<double>(std::max<std::int64_t>(0, span.count())) / 1000;
}

std::vector<double> seconds(const std::vector<Milliseconds>& spans) {
  std::vector<double> all;
  all.reserve(spans.size());
  for (const Milliseconds span : spans)
    all.push_back(seconds(span));
  return all;
}

std::int64_t millionths(double share) {
  return static_cast<std::int64_t>(share * 1'000'000 + 0.5);
}

Moment moment_of(const QueueMoment& from) {
  Moment moment;
  moment.now = seconds(from.clock);
  moment.left = seconds(from.left);
  moment.idle = from.idle;
  moment.offered = from.offered;
  moment.waiting = from.waiting;
  moment.room = from.room;
  moment.talking = seconds(from.talking);
  moment.wrapping = seconds(from.wrapping);
  moment.listening = seconds(from.listening);
  for (const Ringing& call : from.ringing)
    moment.ringing.push_back({call.id, seconds(call.age)});
  moment.tally = {static_cast<double>(from.wanted), static_cast<double>(from.lost)};
  return moment;
}

Limits limits_of(const QueueMoment& moment) {
  Limits limits;
  limits.abandoned = static_cast<double>(moment.limit_basis_points) / 10'000;
  limits.patience = seconds(moment.patience);
  limits.let_go_after = seconds(moment.let_go_after);
  return limits;
}

}  // namespace

QueuePacer::QueuePacer() : controller_(Limits{}) {}

void QueuePacer::wanted_operator(Milliseconds age, std::optional<Milliseconds> listened) {
  controller_.rang(RingEnd::answered, seconds(age));
  if (listened) controller_.listened(RingEnd::answered, seconds(*listened));
}

void QueuePacer::ended_without(Milliseconds age, std::optional<Milliseconds> listened) {
  controller_.rang(RingEnd::other, seconds(age));
  if (listened) controller_.listened(RingEnd::other, seconds(*listened));
}

void QueuePacer::was_let_go(Milliseconds age) {
  controller_.rang(RingEnd::let_go, seconds(age));
}

void QueuePacer::talked(Milliseconds age) {
  controller_.talked(seconds(age));
}

void QueuePacer::wrapped(Milliseconds age) {
  controller_.wrapped(seconds(age));
}

bool QueuePacer::holds(Milliseconds clock) const {
  return controller_.holds(seconds(clock));
}

QueueChoice QueuePacer::decide(const QueueMoment& moment) {
  controller_.set_limits(limits_of(moment));
  Chosen chosen = controller_.decide(moment_of(moment));
  return {chosen.launch, std::move(chosen.let_go), millionths(chosen.threshold), millionths(chosen.risk),
          millionths(chosen.answered)};
}

}  // namespace dialctl::pace
