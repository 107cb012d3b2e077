// What is missing before anybody can be called: the whole chain from the project to the operator who takes
// the customer, judged from the settings alone (RB-08, QU-09). Pure; `doctor` prints it beside what it finds
// out by trying (provider, voice, database), `run` says what stops a queue.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/rulebook.h"

namespace dialctl {

enum class Severity : std::uint8_t {
  good,     // looked at, and in order
  note,     // works, but perhaps not as meant
  problem,  // calls that the settings ask for cannot be made
};
std::string_view to_text(Severity severity);

struct SetUpFinding {
  std::string check;    // the link of the chain: "provider", "queue", "operators", ...
  std::string subject;  // whose: "project shop"; empty: of all
  Severity severity = Severity::good;
  std::string message;
  std::string fix;  // the next command; empty when in order
};

// In the order of the chain: project, provider, status, template, queue, operators, open legs, schedule.
// Every link that was looked at has a line, so that an empty list means that there was nothing to look at.
std::vector<SetUpFinding> judge_set_up(const Rulebook& rules);

}  // namespace dialctl
