// What happens to the first of a line before it is handed out: its gates are judged, an appointment that was
// missed is dealt with (AD-03). Pure.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/decide/launch.h"

namespace dialctl {

// AD-03: dialling that begins later than this after a planned callback's time is late.
inline constexpr Minutes kAppointmentGrace{5};
bool is_late(const DueTask& task, Instant now);

// May be handed out; `choice` tells the number to dial.
struct Callable {
  NumberChoice choice;
};
// May not: these records put it off, or take it out of the line, and the next one is asked for.
struct PassedOver {
  std::vector<Record> records;
  std::string reason;  // a gate, or "appointment-missed"
};
// A gate of the moment (lines, rates, provider) refuses: nothing changes, it stays first.
struct NotNow {
  std::string gate;
};
using HandOutVerdict = std::variant<Callable, PassedOver, NotNow>;

// Its gates alone: what is asked again when the operator is on the line.
HandOutVerdict judge_place(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now);
HandOutVerdict judge_first(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now);

// The lease, and the owner where the mode keeps who is handed an order.
std::vector<Record> handed_out(const Rulebook& rules, const DueTask& task, const OperatorSettings& to,
                               Instant until);

}  // namespace dialctl
