// What a store shows of the lines of call modes, to the loop and to commands alike. Inside one transaction.
#pragma once

#include <optional>
#include <vector>

#include "engine/decide/ranking.h"
#include "engine/model/record.h"

namespace dialctl {

class LineSource {
 public:
  virtual ~LineSource() = default;

  // Those of lines that have a ready task, or one whose lease has ended.
  virtual std::vector<Bucket> line_buckets(Instant now) = 0;
  // In the order of `wanted.sort`, then by task; none that is due later than `wanted.due_by`.
  virtual std::vector<InLine> heads(const HeadsWanted& wanted) = 0;
  // Handed out, and the lease has ended: in line again. Those of a round under way are not.
  virtual std::vector<InLine> lapsed(Instant now) = 0;
  // When the next of these leases ends; nullopt: none is handed out.
  virtual std::optional<Instant> next_lease_end() = 0;
  // With everything that the gates need, whatever its phase.
  virtual std::optional<DueTask> task(TaskId id, Instant now) = 0;
  // All that are under way or wait for a result; ascending by operator.
  virtual std::vector<AgentRound> agent_rounds() = 0;
};

}  // namespace dialctl
