// The eight strategies against offers worked out by hand. A row reads: these operators, this state -> the
// order in which one call reaches them when nobody answers.
#include <doctest/doctest.h>

#include "tests/engine/decide/distribution_cases.h"

using namespace dialctl;
using namespace dialctl::distribution_cases;

namespace {

struct Case {
  std::vector<Row> rows;
  std::string expected;
  std::optional<int> last_position = {};
};

void expect(Strategy strategy, const std::vector<Case>& table) {
  for (std::size_t row = 0; row < table.size(); ++row) {
    CAPTURE(row);
    DistributionState state;
    state.last_offered_position = table[row].last_position;
    CHECK(sequence(table[row].rows, {strategy, false}, state) == table[row].expected);
  }
}

// Position, last bridge end, talk time, calls, last offered.
const std::vector<Row> kTeam = {
    {'A', 1, 900, 300, 5, 950}, {'B', 2, 500, 100, 9, 980}, {'C', 3, 700, 200, 2, 400}};

std::vector<Row> busy(std::vector<Row> rows, const std::string& who) {
  for (Row& row : rows) {
    if (who.find(row.letter) != std::string::npos) row.eligible = false;
  }
  return rows;
}

}  // namespace

TEST_CASE("QU-04 ring-all offers every eligible operator at once, in line") {
  expect(Strategy::ring_all, {
                                 {kTeam, "ABC"},
                                 {busy(kTeam, "A"), "BC"},
                                 {busy(kTeam, "B"), "AC"},
                                 {busy(kTeam, "AC"), "B"},
                                 {busy(kTeam, "ABC"), ""},
                                 {{}, ""},
                                 {{{'C', 1}, {'B', 1}, {'A', 1}}, "ABC"},
                                 {{{'A', 3}, {'B', 2}, {'C', 1}}, "CBA"},
                                 {{{'A', 2}, {'C', 1}, {'B', 1}}, "BCA"},
                                 {kTeam, "ABC", 2},
                                 {{{'Z', 1}}, "Z"},
                             });
  const Offer all = next_offer(candidates(kTeam), {Strategy::ring_all, false}, {}, {});
  CHECK(all.ring.size() == 3);
  CHECK(!all.state.last_offered_position);
}

TEST_CASE("QU-04 longest-idle-agent goes by the end of the last bridged call, never bridged first") {
  expect(Strategy::longest_idle_agent,
         {
             {kTeam, "BCA"},
             {busy(kTeam, "B"), "CA"},
             {{{'A', 1, 900}, {'B', 2}, {'C', 3, 100}}, "BCA"},
             {{{'A', 2}, {'B', 1}, {'C', 3, 0}}, "BAC"},                  // never before the year 1970
             {{{'A', 1}, {'B', 1}, {'C', 1}}, "ABC"},                     // nobody ever: line
             {{{'C', 1}, {'B', 1}, {'A', 1}}, "ABC"},                     // whatever order they come in
             {{{'A', 3, 500}, {'B', 2, 500}, {'C', 1, 500}}, "CBA"},      // tie: position
             {{{'B', 2, 500}, {'A', 2, 500}, {'C', 9, 499}}, "CAB"},      // tie: name
             {{{'A', 1, 900, 0, 0, 1}, {'B', 2, 500, 0, 0, 999}}, "BA"},  // offers do not count
             {{{'A', 1, 5, 9000, 99}, {'B', 2, 6, 0, 0}}, "AB"},          // nor do talk and calls
             {busy({{'A', 1}, {'B', 2, 7}}, "A"), "B"},
             {busy(kTeam, "ABC"), ""},
         });
}

TEST_CASE("QU-04 round-robin goes on after the position offered last and wraps") {
  const std::vector<Row> equal = {{'A', 1, 0, 0, 0, 950}, {'B', 1, 0, 0, 0, 980}, {'C', 1, 0, 0, 0, 400}};
  expect(Strategy::round_robin,
         {
             {kTeam, "ABC"},
             {kTeam, "BCA", 1},
             {kTeam, "CAB", 2},
             {kTeam, "ABC", 3},   // wrap
             {kTeam, "ABC", 99},  // that operator has left the queue
             {kTeam, "ABC", 0},
             {busy(kTeam, "C"), "AB", 2},  // the next one is busy: wrap
             {busy(kTeam, "B"), "CA", 1},
             {equal, "CAB", 1},                            // all on one position: least recently offered
             {{{'B', 1}, {'A', 1}, {'C', 1}}, "ABC"},      // never offered: name
             {{{'A', 1, 0, 0, 0, 5}, {'B', 1}}, "BA", 1},  // never offered before offered
             {{{'A', 10}, {'B', 20}, {'C', 30}}, "BCA", 15},
             {busy(kTeam, "ABC"), "", 1},
         });
}

TEST_CASE("QU-04 top-down goes down the list per caller") {
  expect(Strategy::top_down, {
                                 {kTeam, "ABC"},
                                 {kTeam, "ABC", 2},  // what others were offered does not matter
                                 {busy(kTeam, "A"), "BC"},
                                 {busy(kTeam, "AB"), "C"},
                                 {{{'A', 3}, {'B', 2}, {'C', 1}}, "CBA"},
                                 {{{'B', 1}, {'A', 1}}, "AB"},  // one position: name, nobody is skipped
                                 {{{'A', 1, 900}, {'B', 2}}, "AB"},
                                 {busy(kTeam, "ABC"), ""},
                             });
}

TEST_CASE("QU-04 top-down keeps, holds and clears the cursor of a caller") {
  const DistributionSettings settings{Strategy::top_down, false};
  const auto offered = [&](const std::vector<Row>& rows, std::optional<CallerCursor::Place> last) {
    return letters(next_offer(candidates(rows), settings, {}, {true, last}).ring);
  };
  using Place = CallerCursor::Place;
  CHECK(offered(kTeam, std::nullopt) == "A");  // a new caller
  CHECK(offered(kTeam, Place{1, "A"}) == "B");
  CHECK(offered(kTeam, Place{2, "B"}) == "C");
  CHECK(offered(kTeam, Place{3, "C"}) == "A");  // nobody below: cleared, from the top
  CHECK(offered(busy(kTeam, "A"), Place{3, "C"}) == "B");
  CHECK(offered(busy(kTeam, "BC"), Place{1, "A"}) == "");  // those below are only busy: A is not tried again
  CHECK(offered(busy(kTeam, "B"), Place{1, "A"}) == "C");
  CHECK(offered({kTeam[0], kTeam[1]}, Place{2, "B"}) == "A");  // C went on break: cleared
  CHECK(offered(kTeam, Place{2, "Boris"}) == "C");             // the one tried last has left the queue
  CHECK(offered({{'A', 1}, {'B', 1}}, Place{1, "A"}) == "B");

  const Offer first = next_offer(candidates(kTeam), settings, {}, {});
  const Offer other_caller = next_offer(candidates(kTeam), settings, first.state, {});
  CHECK(letters(other_caller.ring) == "A");
}

TEST_CASE("QU-04 agent-with-least-talk-time") {
  expect(Strategy::agent_with_least_talk_time,
         {
             {kTeam, "BCA"},
             {busy(kTeam, "B"), "CA"},
             {{{'A', 1, 0, 0}, {'B', 2, 0, 0}}, "AB"},
             {{{'A', 2, 0, 0}, {'B', 1, 0, 0}}, "BA"},  // tie: position
             {{{'B', 1, 0, 7}, {'A', 1, 0, 7}}, "AB"},  // tie: name
             {{{'A', 1, 0, 8}, {'B', 9, 0, 7}}, "BA"},
             {{{'A', 1, kNone, 8}, {'B', 9, 999, 7}}, "BA"},   // idle time does not count
             {{{'A', 1, 0, 8, 0}, {'B', 9, 0, 7, 50}}, "BA"},  // nor do calls
             {{{'A', 1, 0, 36000}, {'B', 2, 0, 3600}, {'C', 3, 0, 360}}, "CBA"},
             {busy(kTeam, "ABC"), ""},
             {kTeam, "BCA", 2},
         });
}

TEST_CASE("QU-04 agent-with-fewest-calls") {
  expect(Strategy::agent_with_fewest_calls,
         {
             {kTeam, "CAB"},
             {busy(kTeam, "C"), "AB"},
             {{{'A', 1, 0, 0, 0}, {'B', 2, 0, 0, 0}}, "AB"},
             {{{'A', 2, 0, 0, 3}, {'B', 1, 0, 0, 3}}, "BA"},  // tie: position
             {{{'B', 1, 0, 0, 3}, {'A', 1, 0, 0, 3}}, "AB"},  // tie: name
             {{{'A', 1, 0, 0, 4}, {'B', 9, 0, 0, 3}}, "BA"},
             {{{'A', 1, 0, 1, 4}, {'B', 9, 0, 9999, 3}}, "BA"},  // talk time does not count
             {{{'A', 1, kNone, 0, 4}, {'B', 9, 999, 0, 3}}, "BA"},
             {{{'A', 1, 0, 0, 10}, {'B', 2, 0, 0, 9}, {'C', 3, 0, 0, 100}}, "BAC"},
             {busy(kTeam, "ABC"), ""},
             {kTeam, "CAB", 1},
         });
}

TEST_CASE("QU-04 sequentially-by-agent-order goes by position, then least recently offered") {
  expect(Strategy::sequentially_by_agent_order,
         {
             {kTeam, "ABC"},
             {busy(kTeam, "A"), "BC"},
             {kTeam, "ABC", 1},  // no turn: the first is the first again
             {{{'A', 1, 0, 0, 0, 9}, {'B', 1, 0, 0, 0, 8}}, "BA"},
             {{{'A', 1, 0, 0, 0, 9}, {'B', 1}}, "BA"},  // never offered first
             {{{'A', 1, 0, 0, 0, 0}, {'B', 1}}, "BA"},
             {{{'B', 1}, {'A', 1}}, "AB"},  // tie: name
             {{{'B', 1, 0, 0, 0, 7}, {'A', 1, 0, 0, 0, 7}}, "AB"},
             {{{'A', 2, 0, 0, 0, 1}, {'B', 1, 0, 0, 0, 99}}, "BA"},
             {{{'A', 1, 900, 900, 900}, {'B', 2}}, "AB"},
             {busy(kTeam, "ABC"), ""},
         });
}

TEST_CASE("QU-04 random draws from the seed in the state alone") {
  // Drawn once, written down: a change of the generator would break replays of recorded decisions.
  const std::vector<std::pair<std::uint64_t, std::string>> table = {
      {1, "CBA"}, {2, "BAC"}, {3, "ACB"}, {4, "BAC"},  {5, "CAB"},  {6, "CBA"},
      {7, "ABC"}, {8, "BCA"}, {9, "BAC"}, {10, "BAC"}, {11, "ACB"}, {12, "ACB"},
  };
  for (const auto& [seed, expected] : table) {
    CAPTURE(seed);
    DistributionState state;
    state.random = Random{seed};
    CHECK(sequence(kTeam, {Strategy::random, false}, state) == expected);
    CHECK(sequence({kTeam[2], kTeam[0], kTeam[1]}, {Strategy::random, false}, state) == expected);
  }
}
