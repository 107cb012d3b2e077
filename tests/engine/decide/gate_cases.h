// A task that every gate lets through, to spoil one thing at a time.
#pragma once

#include <functional>
#include <string>

#include "engine/decide/eligibility.h"

namespace dialctl {

// Monday 2026-11-23, noon in Kyiv and 10:00 UTC. The project's schedule is daily 10:00-20:00.
struct GateCase {
  GateCase();

  Verdict verdict() const { return eligibility(Rulebook{settings}, zones, task, 0, moment, now); }
  std::optional<Instant> callable() const {
    return next_callable(Rulebook{settings}, zones, task, 0, moment, now);
  }
  NumberFacts& number() { return task.numbers.front(); }

  Settings settings;
  ZoneBook zones;
  DueTask task;
  DispatchMoment moment;
  Instant now;
};

Instant gate_time(const char* iso);

}  // namespace dialctl
