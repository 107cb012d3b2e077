// The lines of call modes: their buckets, and the first tasks of each in every order that a ranking needs.
#pragma once

#include <vector>

#include "adapters/sqlite/statement.h"
#include "engine/run/line_source.h"

namespace dialctl::sqlite {

class LineReader {
 public:
  explicit LineReader(Connection& connection);
  std::vector<Bucket> buckets(Instant now);
  std::vector<InLine> heads(const HeadsWanted& wanted);
  std::vector<InLine> lapsed(Instant now);
  std::optional<Instant> next_lease_end();
  std::vector<AgentRound> rounds();

 private:
  std::vector<InLine> by_key(const HeadsWanted& wanted);
  bool is_few_due(const HeadsWanted& wanted);

  Statement buckets_;
  Statement due_;
  Statement planned_;
  Statement due_count_;  // in the index alone
  Statement fewest_;
  Statement next_attempts_;
  Statement of_attempts_;
  Statement entry_;
  Statement lapsed_;
  Statement lease_end_;
  Statement rounds_;
};

}  // namespace dialctl::sqlite
