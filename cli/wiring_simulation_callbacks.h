// Callbacks of a simulation: those that are open in the database, and calls that are missed meanwhile, drawn
// from those that the database knows.
#pragma once

#include <memory>
#include <vector>

#include "adapters/memory/memory_data.h"
#include "adapters/virtual_time/virtual_time.h"
#include "cli/ports.h"
#include "cli/simulation_report.h"
#include "engine/decide/rulebook.h"
#include "engine/model/random.h"

namespace dialctl::cli {

class SimulatedCallbacks {
 public:
  // All outlive it. `data` has the settings already.
  SimulatedCallbacks(Ports& ports, memory::MemoryData& data, VirtualTime& time, std::uint64_t seed);

  // As they stand in the database, with their tries.
  Result<void> take_over(Instant start);
  // So many calls, each at an instant of its own within `length`; its caller, place and wait are those of a
  // call that the database knows. Error (usage): simulate.no-missed, where it knows none.
  Result<void> draw(std::int64_t count, Instant start, Milliseconds length);
  // What has come of all of them.
  CallbackReport report() const;

 private:
  void take_over(const CallbackLine& line, const MissedCall& call, const Order& order, Instant start);
  void lose(MissedCall call);
  TaskId record(const MissedTaken& taken);

  Ports& ports_;
  memory::MemoryData& data_;
  VirtualTime& time_;
  Random random_;
  Rulebook rules_;
  ZoneBook zones_;
  std::vector<MissedCall> known_;
  std::int64_t missed_ = 0;
};

}  // namespace dialctl::cli
