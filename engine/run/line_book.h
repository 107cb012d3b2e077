// Port: the lines of call modes as commands see and change them (CM-02, CM-06, CM-07, AD-05, AD-06).
// Implementation: adapters/sqlite. What LineSource shows is to be asked inside of one of the two.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/record.h"
#include "engine/model/result.h"
#include "engine/run/line_source.h"
#include "engine/run/registry.h"

namespace dialctl {

// Orders in one part of a mode of a project, of one owner.
struct PartCount {
  ProjectId project;
  ModeLine line;
  std::int64_t waiting = 0;  // ready, due now or later
  std::int64_t due = 0;      // of these, now
  std::int64_t handed = 0;   // with an operator
  std::int64_t live = 0;     // being called
  std::int64_t blocked = 0;  // a gate that only a person opens
  std::int64_t all() const { return waiting + handed + live + blocked; }
};

class LineBook : public LineSource {
 public:
  // One snapshot around `work`. Errors: busy store.locked, and store.* (kind store); of `work`.
  virtual Result<void> look(const std::function<Result<void>()>& work) = 0;
  // One write transaction around `work`, kept when it succeeds and `ending` says so. Same errors.
  virtual Result<void> change(const std::function<Result<void>()>& work, Ending ending) = 0;

  virtual void apply(std::span<const Record> records) = 0;
  virtual std::optional<TaskId> task_in_line(OrderId order) = 0;  // its newest, unless that is over
  virtual std::vector<PartCount> counts(Instant now) = 0;         // ascending; without empty ones
};

}  // namespace dialctl
