// The one place that refuses a call. The loop asks it before every intent, `explain` prints it, `plan` and
// `simulate` run through it, reports count by its gates.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/decide/rulebook.h"
#include "engine/model/task.h"

namespace dialctl {

enum class Gate : std::uint8_t {
  task_ready,       // measured: phase
  order_released,   // held orders wait for a person
  order_status,     // open, or the meaning that the task's own status has; cancelled, done, invalid refuse
  project_active,   // paused
  template_usable,  // measured: problems in its text
  queue_linked,     // a template that needs an operator needs a queue (RB-08)
  queue_active,     // paused
  rule_active,      // callbacks: not paused, the rule is there, and on or draining (CB-07, CB-11)
  number_usable,    // not marked bad
  zone_known,       // measured: zones; limit: 1
  schedule,         // SC-01
  legal_hours,      // SC-02
  blacklist,        // RT-04
  retry_due,        // measured: next_at; limit: now
  attempts_left,    // RT-01 measured: rounds done; limit: most
  number_gap,       // RT-02 measured: last dial; limit: seconds
  number_24h,       // RT-02
  number_7d,        // RT-02
  abandoned_lock,   // PA-05
  no_open_attempt,  // the number or the order is being called, or its last call is unknown
  provider_up,
  lines,      // RT-03 measured: calls at once; limit: most
  call_rate,  // RT-03
  operators,  // PA-01 measured: allowed by pacing; limit: 1
};
inline constexpr std::size_t kGateCount = static_cast<std::size_t>(Gate::operators) + 1;
std::string_view to_text(Gate gate);

struct GateVerdict {
  Gate gate = Gate::task_ready;
  bool pass = true;
  std::int64_t measured = 0;
  std::int64_t limit = 0;
  // Refused: when it opens by the passing of time. nullopt: not by time alone.
  std::optional<Instant> opens_at;
};

struct Verdict {
  std::array<GateVerdict, kGateCount> gates{};

  bool pass() const { return first_blocker() == nullptr; }
  const GateVerdict* first_blocker() const;
  const GateVerdict& at(Gate gate) const { return gates[static_cast<std::size_t>(gate)]; }
};

// What only the loop knows: the state of the moment. `explain` reads it from the store.
struct DispatchMoment {
  bool provider_up = true;
  int lines_used = 0;          // the fullest of provider, project, queue and installation
  int lines_max = 0;           // 0 = unlimited
  Instant next_slot;           // when the call rates allow the next call
  int operator_allowance = 0;  // how many more calls pacing allows now
  int slots = 1;               // how many calls the call rates allow at once, now
};

// Judges calling number `index` of the task at `now`. Every gate is judged, so that `explain` shows all.
Verdict eligibility(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, int index,
                    const DispatchMoment& moment, Instant now);

// The schedules that hold for a number of a project, each with its zones; empty when a zone cannot be told.
// The first `schedule_count` are the project's and the callback rule's, the rest the legal hours. Where the
// callee's zone cannot be told, the rule's is his (CB-18).
struct HoursThatHold {
  std::vector<HoursInZone> all;
  std::size_t schedule_count = 0;
  bool zone_known = true;
};
HoursThatHold hours_that_hold(const Rulebook& rules, const ZoneBook& zones, const Project& project,
                              const CalleeClass& callee, Instant now, const CallbackRule* rule = nullptr);
// Whether callbacks of this rule are made: it is there, on or draining, and callbacks are not paused (CB-07,
// CB-11).
bool makes_callbacks(const Rulebook& rules, const CallbackRule* rule);
// The rule of a callback as it holds for its next try; nullptr: it is none, or the rule has been removed.
const CallbackRule* rule_of(const Rulebook& rules, const DueTask& task);

// The first instant at which all gates that open by time are open; nullopt when one needs a person.
std::optional<Instant> next_callable(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                     int index, const DispatchMoment& moment, Instant now);

// "attempts-left=0/5 number-24h=1/4 lines=3/100 ...": the numbers behind the gates, kept with each attempt
// (CO-01). A gate that is not named passed and has no number; one that refused has a "!" before it.
std::string gates_text(const Verdict& verdict);

}  // namespace dialctl
