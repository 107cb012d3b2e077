#include "engine/decide/world.h"

namespace dialctl {

void clear_timer(World& world, LiveCall& call, TimerKind kind) {
  auto& timer = call.timers[static_cast<std::size_t>(kind)];
  if (!timer) return;
  world.timers.erase({*timer, call.intent.id, kind});
  timer.reset();
}

void set_timer(World& world, LiveCall& call, TimerKind kind, Instant at) {
  clear_timer(world, call, kind);
  call.timers[static_cast<std::size_t>(kind)] = at;
  world.timers.insert({at, call.intent.id, kind});
}

void clear_timers(World& world, LiveCall& call) {
  for (std::size_t kind = 0; kind < kTimerKinds; ++kind)
    clear_timer(world, call, static_cast<TimerKind>(kind));
}

}  // namespace dialctl
