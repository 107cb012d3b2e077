// What a starting loop takes up again: calls that were open, and what it knew of operators and queues.
#pragma once

#include <vector>

#include "adapters/sqlite/task_reader.h"
#include "engine/run/store.h"

namespace dialctl::sqlite {

LoopMemory read_loop_memory(Connection& connection);
PaceMemory read_pace_memory(Connection& connection, Instant since);
std::vector<OpenAttempt> read_open_attempts(Connection& connection, TaskReader& tasks);

}  // namespace dialctl::sqlite
