// The lines that a dialer of somebody else's and predictive pacing exchange: one JSON object a line, one
// answer for each but the last.
//
//   {"type":"hello","v":1,"target_abandon":0.03,"patience_s":2,"tick_s":1,"ring_timeout_s":25,
//    "min_ring_before_cancel_s":15,"start_clock_s":32400,"duration_s":28800,"max_lines":0}
//       -> {"ok":true,"name":"dialctl 0.1.0","snapshot":"counts","step_on":"event"}
//   {"type":"step","t":63.241,"tick":false,"ev":[{"k":"live","t":63.241,"c":412,"x":8.113}],
//    "ops":{"in":20,"idle":2,"offer":0,"talk":15,"wrap":3},"lines":{"ringing":11,"queued":0},
//    "tot":{"launched":413,"live":81,"abandoned":1,"connected":80}}
//       -> {"launch":3,"cancel":[397]}
//   {"type":"end", ...}
//
// Times are seconds since the start. Keys that are not read here are passed over.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "engine/decide/pace/pace_drive.h"
#include "engine/model/result.h"

namespace dialctl::json {

struct PaceEnd {};
using PaceMessage = std::variant<pace::DriveStart, pace::DriveStep, PaceEnd>;

// Errors (kind usage): those of parse(), and pace.bad-message: a key that is missing or has no such value.
Result<PaceMessage> read_pace_message(std::string_view line);

std::string hello_answer(std::string_view version);
std::string step_answer(const pace::QueueChoice& choice);

}  // namespace dialctl::json
