// What becomes of a missed call that comes in, however it comes: from a file, a command or a provider (IM-08,
// CB-09). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/callback_rules.h"
#include "engine/model/record.h"

namespace dialctl {

// The status of the orders that callbacks make: the one of this name.
inline constexpr std::string_view kCallbackStatus = "callback";

// What the store knows of a call and its caller.
struct CallerKnown {
  bool call_told = false;  // this call, by the provider's id
  bool blacklisted = false;
  bool has_open_task = false;                        // a callback of this caller and project
  std::optional<Instant> talked_at = std::nullopt;   // the last contact with him, of calls of ours and of
  std::optional<Instant> dialled_at = std::nullopt;  // others as far as they were told (ContactSeen)
};

// A missed call with all that it is judged by; an event, when a provider tells it live.
struct MissedHeard {
  MissedCall call;
  OrderNumber caller;  // the number as an order has it, with its region and zones
  CallerKnown known;
  std::string who;                       // tells it: a user, "provider:local"
  std::vector<std::string> passed_over;  // words of the provider that were not read
};

struct MissedJudged {
  bool told_before = false;  // by its id: nothing is to be kept
  Taken taken;
  MissedTaken record;
};
MissedJudged judge_missed(const Rulebook& rules, const ZoneBook& zones, const MissedHeard& heard,
                          Instant now);

}  // namespace dialctl
