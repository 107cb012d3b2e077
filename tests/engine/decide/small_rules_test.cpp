// Rules that fit a table each: pacing, outcomes, cost, call rates, the card's URL.
#include <doctest/doctest.h>

#include "engine/decide/call_end.h"
#include "engine/decide/operator_card.h"
#include "engine/decide/pacing_modes.h"

namespace dialctl {

TEST_CASE(
    "PA-01 progressive is one call per free operator, ratio so many, predictive as decided, less those that "
    "need one already") {
  struct Row {
    PacingMode mode;
    int ratio_milli;
    int free_operators;
    int in_need;
    int calls;
    int predicted = 0;
  };
  for (const Row& row :
       {Row{PacingMode::progressive, 3000, 0, 0, 0}, Row{PacingMode::progressive, 3000, 4, 0, 4},
        Row{PacingMode::progressive, 1000, 4, 3, 1}, Row{PacingMode::progressive, 1000, 1, 5, 0},
        Row{PacingMode::ratio, 1500, 4, 0, 6}, Row{PacingMode::ratio, 1500, 1, 0, 1},
        Row{PacingMode::ratio, 2500, 3, 0, 7}, Row{PacingMode::ratio, 2500, 3, 6, 1},
        Row{PacingMode::ratio, 500, 1, 0, 0}, Row{PacingMode::ratio, 500, 3, 0, 1},
        Row{PacingMode::predictive, 1000, 2, 3, 4, 7}, Row{PacingMode::predictive, 1000, 0, 9, 0, 7},
        Row{PacingMode::ratio, 2000, 0, 0, 0}, Row{PacingMode::ratio, 1000, 2'000'000, 0, 2'000'000}}) {
    CAPTURE(row.ratio_milli);
    CAPTURE(row.free_operators);
    CHECK(more_calls({row.mode, row.ratio_milli, row.free_operators, row.predicted, row.in_need}) ==
          row.calls);
  }
}

TEST_CASE("RB-09 the result of each outcome, and whether it uses up an attempt and goes to the next number") {
  struct Row {
    Outcome outcome;
    const char* result;
    bool uses_up;
    bool next_number;
    bool success;
  };
  const Row rows[] = {
      {Outcome::delivered, "delivered", true, false, true},
      {Outcome::delivered_operator, "delivered (operator)", true, false, true},
      {Outcome::connection_not_established, "delivered (connection not established)", true, false, false},
      {Outcome::abandoned, "delivered (connection not established)", true, false, false},
      {Outcome::busy, "not delivered (busy)", true, true, false},
      {Outcome::no_answer, "not delivered (no-answer)", true, true, false},
      {Outcome::rejected, "not delivered (rejected)", true, false, false},
      {Outcome::failed, "not delivered (failed)", true, true, false},
      {Outcome::bad_number, "not delivered (bad-number)", true, true, false},
      {Outcome::machine, "not delivered (machine)", true, true, false},
      {Outcome::no_input, "not delivered (no-input)", true, false, false},
      {Outcome::bad_input, "not delivered (bad-input)", true, false, false},
      {Outcome::hung_up, "not delivered (hung-up)", true, false, false},
      {Outcome::agent_error, "error connecting to agent", false, false, false},
      {Outcome::provider_error, "error connecting to agent", false, false, false},
      {Outcome::not_placed, "queued", false, false, false},
      {Outcome::ended_unseen, "ended-unseen", true, false, false},
      {Outcome::unknown, "unknown", true, false, false},
      {Outcome::cancelled, "cancelled", false, false, false},
  };
  CHECK(std::size(rows) == kOutcomeCount);
  for (const Row& row : rows) {
    CAPTURE(row.result);
    CHECK(result_text(row.outcome) == row.result);
    CHECK(uses_up_attempt(row.outcome) == row.uses_up);
    CHECK(goes_to_next_number(row.outcome) == row.next_number);
    CHECK(is_success(row.outcome) == row.success);
    CHECK(counts_as_dialled(row.outcome) == (row.outcome != Outcome::not_placed));
    CHECK(parse_outcome(to_text(row.outcome)) == row.outcome);
  }
}

TEST_CASE("RB-10 conversations are rounded up to the increment, each by itself, in whole micro-units") {
  struct Row {
    int seconds;
    int increment;
    std::int64_t micros;
  };
  for (const Row& row :
       {Row{0, 60, 0}, Row{1, 60, 1'800'000}, Row{60, 60, 1'800'000}, Row{61, 60, 3'600'000},
        Row{1, 1, 30'000}, Row{59, 1, 1'770'000}, Row{7, 6, 360'000}, Row{100, 30, 3'600'000}}) {
    CAPTURE(row.seconds);
    CHECK(cost_micros({1'800'000, "RUB", Seconds{row.increment}}, Seconds{row.seconds}) == row.micros);
  }
  CHECK(cost_micros({0, "", Seconds{60}}, Seconds{100}) == 0);
}

TEST_CASE("QU-07 a card's URL has its tags filled in, and no value can change where it leads") {
  const OrderFields fields{{"order_id", "17"}, {"fio", "Ivan?&#/..\"% Petrov"}, {"host", "evil.example/"}};
  CHECK(card_url("https://crm.example/o/{{order_id}}", fields) == "https://crm.example/o/17");
  CHECK(card_url("https://crm.example/o/{{ order_id }}?n={{fio}}&x=1", fields) ==
        "https://crm.example/o/17?n=Ivan%3F%26%23%2F..%22%25%20Petrov&x=1");
  CHECK(card_url("https://{{host}}/", fields) == "https://evil.example%2F/");
  CHECK(card_url("https://crm.example/{{missing}}", fields) == "https://crm.example/");
  CHECK(card_url("", fields).empty());
}

}  // namespace dialctl
