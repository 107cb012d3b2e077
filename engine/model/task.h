// A task: one start of robot calls for an order, from a status or by hand, its place in the line of a call
// mode, or the callback for a missed call, until it is done or cancelled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/missed_call.h"
#include "engine/model/order.h"
#include "engine/model/outcome.h"
#include "engine/model/settings.h"

namespace dialctl {

enum class TaskPhase : std::uint8_t {
  ready,    // waits for next_at
  live,     // has an open attempt
  handed,   // lent to an operator, with or without dialling; comes back by itself at handed_until
  blocked,  // a link is missing or a person must act; blocked_by says what
  done,
  cancelled,
};
std::string_view to_text(TaskPhase phase);
std::optional<TaskPhase> parse_task_phase(std::string_view text);

// CM-02: the three parts of a call mode.
enum class ModePart : std::uint8_t { unprocessed, no_answer, planned_callback };
std::string_view to_text(ModePart part);
std::optional<ModePart> parse_mode_part(std::string_view text);

// What tasks in the line of a call mode have in common, beside the rest of their bucket.
struct ModeLine {
  CallMode mode = CallMode::new_order;
  ModePart part = ModePart::unprocessed;
  std::string owner;  // of the order; empty = the pool
  friend auto operator<=>(const ModeLine&, const ModeLine&) = default;
};

// Tasks in one bucket are alike in all that opens and closes together; the unit that the loop pulls work by.
struct Bucket {
  BucketId id;
  ProjectId project;
  TemplateId tmpl;     // none in a line, and of callbacks
  CalleeClass callee;  // of the number to be dialled next
  int priority = 0;
  std::optional<ModeLine> line = std::nullopt;
  RuleId rule = {};  // of callbacks
};

// Where a task stands in the line of a call mode.
struct ModePlace {
  CallMode mode = CallMode::new_order;
  ModePart part = ModePart::unprocessed;
  Instant entered;             // the mode
  int auto_attempts = 0;       // agent-first rounds that the order has had
  std::int64_t place_key = 0;  // see place_key() in engine/decide/ranking.h
  std::optional<Instant>
      planned_at;  // a planned callback's time; next_at is later once a gate has put it off
};

// A callback: the missed call that made it, and the rule that its next try is planned by: the one that took
// the call, until the list of rules has said otherwise after a failed try (CB-09).
struct CallbackTask {
  RuleId rule;
  int version = 1;    // of the rule, when that try was planned
  MissedCall missed;  // the first of the caller's; later ones have joined it
};

// What the gates must know of one number, read in the transaction that makes the intent.
struct NumberFacts {
  OrderNumber number;
  bool blacklisted = false;
  std::string blacklist_source;
  std::optional<Instant> blacklist_expires;
  std::vector<Instant> dialled;         // instants of the last 7 days, ascending, at most 64
  bool open_attempt = false;            // somebody is being called on it now, or an unknown call blocks it
  std::optional<Instant> locked_until;  // PA-05: 72 h after an abandoned call
};

// A task with all that the decision needs.
struct DueTask {
  TaskId id;
  Order order;
  TemplateId tmpl;
  BucketId bucket;
  TaskPhase phase = TaskPhase::ready;
  Instant next_at;
  int rounds_done = 0;   // RT-01 counts rounds
  int number_index = 0;  // the number to dial next
  Instant round_began;   // of the round under way; meaningless at number_index 0
  std::vector<NumberFacts> numbers;
  std::optional<ModePlace> place = std::nullopt;        // in a line: then tmpl is none
  std::optional<CallbackTask> callback = std::nullopt;  // the same
  std::optional<OperatorId> handed_to = std::nullopt;   // phase handed
  Instant handed_until{};
};

}  // namespace dialctl
