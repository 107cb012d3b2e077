#include "engine/model/outcome.h"

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<Outcome, kOutcomeCount> kOutcomes{{{
    {Outcome::delivered, "delivered"},
    {Outcome::delivered_operator, "delivered-operator"},
    {Outcome::connection_not_established, "connection-not-established"},
    {Outcome::abandoned, "abandoned"},
    {Outcome::busy, "busy"},
    {Outcome::no_answer, "no-answer"},
    {Outcome::rejected, "rejected"},
    {Outcome::failed, "failed"},
    {Outcome::bad_number, "bad-number"},
    {Outcome::machine, "machine"},
    {Outcome::no_input, "no-input"},
    {Outcome::bad_input, "bad-input"},
    {Outcome::hung_up, "hung-up"},
    {Outcome::agent_error, "agent-error"},
    {Outcome::provider_error, "provider-error"},
    {Outcome::not_placed, "not-placed"},
    {Outcome::ended_unseen, "ended-unseen"},
    {Outcome::unknown, "unknown"},
    {Outcome::cancelled, "cancelled"},
}}};

constexpr TextTable<StatusMeaning, 6> kMeanings{{{
    {StatusMeaning::open, "open"},
    {StatusMeaning::approved, "approved"},
    {StatusMeaning::cancelled, "cancelled"},
    {StatusMeaning::hold, "hold"},
    {StatusMeaning::done, "done"},
    {StatusMeaning::invalid, "invalid"},
}}};

}  // namespace

std::string_view to_text(Outcome outcome) {
  return kOutcomes.text(outcome);
}
std::optional<Outcome> parse_outcome(std::string_view text) {
  return kOutcomes.parse(text);
}
std::string_view to_text(StatusMeaning meaning) {
  return kMeanings.text(meaning);
}
std::optional<StatusMeaning> parse_status_meaning(std::string_view text) {
  return kMeanings.parse(text);
}

bool uses_up_attempt(Outcome outcome) {
  switch (outcome) {
    case Outcome::agent_error:
    case Outcome::provider_error:
    case Outcome::not_placed:
    case Outcome::cancelled:
      return false;
    case Outcome::delivered:
    case Outcome::delivered_operator:
    case Outcome::connection_not_established:
    case Outcome::abandoned:
    case Outcome::busy:
    case Outcome::no_answer:
    case Outcome::rejected:
    case Outcome::failed:
    case Outcome::bad_number:
    case Outcome::machine:
    case Outcome::no_input:
    case Outcome::bad_input:
    case Outcome::hung_up:
    case Outcome::ended_unseen:
    case Outcome::unknown:
      return true;
  }
  return true;
}

bool counts_as_dialled(Outcome outcome) {
  return outcome != Outcome::not_placed;
}

bool goes_to_next_number(Outcome outcome) {
  switch (outcome) {
    case Outcome::busy:
    case Outcome::no_answer:
    case Outcome::failed:
    case Outcome::bad_number:
    case Outcome::machine:
      return true;
    case Outcome::delivered:
    case Outcome::delivered_operator:
    case Outcome::connection_not_established:
    case Outcome::abandoned:
    case Outcome::rejected:
    case Outcome::no_input:
    case Outcome::bad_input:
    case Outcome::hung_up:
    case Outcome::agent_error:
    case Outcome::provider_error:
    case Outcome::not_placed:
    case Outcome::ended_unseen:
    case Outcome::unknown:
    case Outcome::cancelled:
      return false;
  }
  return false;
}

bool is_success(Outcome outcome) {
  return outcome == Outcome::delivered || outcome == Outcome::delivered_operator;
}

std::string_view result_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::delivered:
      return "delivered";
    case Outcome::delivered_operator:
      return "delivered (operator)";
    case Outcome::connection_not_established:
    case Outcome::abandoned:
      return "delivered (connection not established)";
    case Outcome::busy:
      return "not delivered (busy)";
    case Outcome::no_answer:
      return "not delivered (no-answer)";
    case Outcome::rejected:
      return "not delivered (rejected)";
    case Outcome::failed:
      return "not delivered (failed)";
    case Outcome::bad_number:
      return "not delivered (bad-number)";
    case Outcome::machine:
      return "not delivered (machine)";
    case Outcome::no_input:
      return "not delivered (no-input)";
    case Outcome::bad_input:
      return "not delivered (bad-input)";
    case Outcome::hung_up:
      return "not delivered (hung-up)";
    case Outcome::agent_error:
    case Outcome::provider_error:
      return "error connecting to agent";
    case Outcome::not_placed:
      return "queued";
    case Outcome::ended_unseen:
      return "ended-unseen";
    case Outcome::unknown:
      return "unknown";
    case Outcome::cancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace dialctl
