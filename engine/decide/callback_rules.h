// Which rule of callbacks takes a missed call (CB-06, CB-09, CB-19), and which rules there may be (CB-20).
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/rulebook.h"
#include "engine/model/callback_rule.h"
#include "engine/model/missed_call.h"
#include "engine/model/result.h"

namespace dialctl {

// Sets what the profile fixes; the rest stays.
void take_profile(CallbackRule& rule, RuleProfile profile);

// What no rule may be, and what its profile's system refuses. Errors (usage), naming the limit:
// rule.intervals, rule.shortest-wait, rule.at-once, rule.ring-limit, rule.notice, rule.keep-for,
// rule.record, rule.profile.
Result<void> check_rule(const CallbackRule& rule);

// What the world says of a missed call, beside itself.
struct LossFacts {
  const MissedCall* call = nullptr;
  ZoneSet zones;                            // of the caller's number
  const OperatorSettings* owner = nullptr;  // who lost it, where that was one operator
};

// Why this rule does not take the call, in a word: "disabled", "place", "applies"; nullopt: it does.
std::optional<std::string_view> passed_over(const Rulebook& rules, const ZoneBook& zones,
                                            const CallbackRule& rule, const LossFacts& facts);
// The first from the top that takes it; nullptr: none.
const CallbackRule* rule_for(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts);

// CB-09: the rule that plans the next try of a callback which `own` has. The list is asked anew, as at the
// time of loss, unless `own` keeps what it has taken (apply = loaded-keep). `own` counts as a rule of the
// list also while it is off: what it has is drained. It keeps the callback where no rule takes the call, and
// a rule that would have ignored the call (CB-06) does not take it over.
const CallbackRule& rule_again(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts,
                               const CallbackRule& own);

// What becomes of a missed call.
enum class Taking : std::uint8_t {
  task,         // a callback is to be made
  joined,       // the caller has one open already (CB-14)
  no_rule,      // no rule takes it
  short_wait,   // CB-06: he waited less than the rule wants
  blacklisted,  // CB-14
  paused,       // CB-11
  reached,      // CB-13: somebody has reached him since
  no_status,    // there is no order status for what it would make
  no_project    // neither the call nor the place of its number tells whose it is
};
std::string_view to_text(Taking value);
std::optional<Taking> parse_taking(std::string_view text);

struct OpenWorld {
  bool blacklisted = false;
  bool has_open_task = false;  // of this caller and project
  bool paused = false;
  // The last time that somebody talked to the caller, or dialled him (CB-13).
  std::optional<Instant> talked_at = std::nullopt;
  std::optional<Instant> dialled_at = std::nullopt;
};
struct Taken {
  Taking what = Taking::no_rule;
  const CallbackRule* rule = nullptr;  // that took it, or would have
};
Taken take(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts, const OpenWorld& world);

// An enabled rule that no missed call can ever reach, and the one above it that takes all of its calls.
struct Shadowed {
  RuleId rule;
  RuleId by;
};
std::vector<Shadowed> shadowed(const std::vector<CallbackRule>& rules);

}  // namespace dialctl
