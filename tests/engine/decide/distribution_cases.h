// Candidates written the way a table writes them, for the distribution tests.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/decide/distribution.h"

namespace dialctl::distribution_cases {

inline constexpr int kNone = -1;

inline constexpr Strategy kAllStrategies[] = {
    Strategy::ring_all,
    Strategy::longest_idle_agent,
    Strategy::round_robin,
    Strategy::top_down,
    Strategy::agent_with_least_talk_time,
    Strategy::agent_with_fewest_calls,
    Strategy::sequentially_by_agent_order,
    Strategy::random,
};

// One operator: his letter, position, and the figures that
// strategies compare; seconds since 1970, kNone = never.
struct Row {
  char letter;
  int position;
  int bridged = kNone;
  int talk = 0;
  int calls = 0;
  int offered = kNone;
  bool eligible = true;
};

inline OperatorId op(char letter) {
  return {letter};
}

inline std::optional<Instant> at(int seconds) {
  if (seconds == kNone) return std::nullopt;
  return from_millis(seconds * 1000LL);
}

inline Candidate candidate(const Row& row) {
  return {op(row.letter),  std::string(1, row.letter), row.position, row.eligible,
          at(row.bridged), Seconds{row.talk},          row.calls,    at(row.offered)};
}

inline std::vector<Candidate> candidates(const std::vector<Row>& rows) {
  std::vector<Candidate> list;
  for (const Row& row : rows)
    list.push_back(candidate(row));
  return list;
}

inline std::string letters(const std::vector<OperatorId>& ring) {
  std::string text;
  for (const OperatorId who : ring)
    text += static_cast<char>(who.value);
  return text;
}

// The operators in the order in which one call would reach them,
// each of them not answering and out of reach from then on.
inline std::string sequence(std::vector<Row> rows, DistributionSettings settings,
                            DistributionState state = {}, CallerCursor cursor = {}) {
  std::string text;
  for (std::size_t round = 0; round < rows.size(); ++round) {
    const Offer offer = next_offer(candidates(rows), settings, state, cursor);
    if (offer.ring.empty()) break;
    text += letters(offer.ring);
    state = offer.state;
    cursor = offer.cursor;
    for (Row& row : rows) {
      if (std::find(offer.ring.begin(), offer.ring.end(), op(row.letter)) != offer.ring.end())
        row.eligible = false;
    }
  }
  return text;
}

}  // namespace dialctl::distribution_cases
