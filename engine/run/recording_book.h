// Port: recordings as commands see them (CB-17). Implementation: adapters/sqlite.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/model/recording.h"
#include "engine/model/result.h"
#include "engine/run/registry.h"

namespace dialctl {

struct RecordingFilter {
  std::optional<AttemptId> attempt;
  std::optional<RecordingState> state;
  std::optional<E164> number;  // of the customer
  std::optional<OrderId> order;
  std::optional<RuleId> rule;
  std::optional<Instant> since;  // began
  std::optional<Instant> before;
  bool oldest_first = false;
  std::int64_t limit = -1;  // -1: all
};
// A recording, and whose conversation it is.
struct RecordingLine {
  Recording recording;
  E164 number;
  OrderId order;
  RuleId rule;
  std::optional<OperatorId> operator_id;
};

class RecordingBook {
 public:
  virtual ~RecordingBook() = default;

  // In one snapshot, newest first; `take` is handed one after the other and may stop the reading.
  virtual Result<void> recordings(const RecordingFilter& filter,
                                  const std::function<bool(const RecordingLine&)>& take) = 0;
  // Its time is over now, whatever its rule said; the loop deletes both copies. Journalled with who and why.
  // Errors: recording.unknown (not_found), recording.gone (conflict: it is deleted already).
  virtual Result<void> end_period(AttemptId attempt, const Change& change, Ending ending) = 0;
};

}  // namespace dialctl
