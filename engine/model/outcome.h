// How attempts, orders' robot calls and statuses end. Text forms are stable: they are stored and printed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dialctl {

// The end of one attempt (one try to reach one number).
enum class Outcome : std::uint8_t {
  delivered,                   // heard to the end, or moved to a status by key
  delivered_operator,          // talked to an operator
  connection_not_established,  // wanted an operator; left or waited too long
  abandoned,                   // answered, and no operator within 2 s of the greeting's end
  busy,
  no_answer,
  rejected,
  failed,
  bad_number,
  machine,
  no_input,
  bad_input,
  hung_up,
  agent_error,     // our or the provider's fault; does not use up an attempt
  provider_error,  // carrier or server trouble before an answer; does not use up an attempt
  not_placed,      // certainly never left us; as if it had not been tried
  ended_unseen,    // placed, its end was not seen
  unknown,         // may or may not have been placed
  cancelled,
};
inline constexpr std::size_t kOutcomeCount = static_cast<std::size_t>(Outcome::cancelled) + 1;

std::string_view to_text(Outcome outcome);  // "no-answer"
std::optional<Outcome> parse_outcome(std::string_view text);

// RB-07, RT-01: whether a round of an order's policy is used up by an attempt that ended so.
bool uses_up_attempt(Outcome outcome);
// RT-02: whether the number counts as dialled.
bool counts_as_dialled(Outcome outcome);
// AD-04: whether the order's next number is dialled at once, in the same round.
bool goes_to_next_number(Outcome outcome);
// The order's robot calls are over, successfully.
bool is_success(Outcome outcome);

// RB-09, the result of a voice message as an admin sees
// it: "delivered (operator)", "not delivered (busy)", ...
std::string_view result_text(Outcome outcome);

// Meaning of an order status.
enum class StatusMeaning : std::uint8_t { open, approved, cancelled, hold, done, invalid };
std::string_view to_text(StatusMeaning meaning);
std::optional<StatusMeaning> parse_status_meaning(std::string_view text);

}  // namespace dialctl
