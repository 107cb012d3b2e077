// Which line of the file an order came from, for "twice in this file".
// Orders get ascending ids and mostly one line each, so runs of both are
// kept instead of pairs: a few bytes for a file without line ends in cells.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/ids.h"

namespace dialctl {

class FirstLines {
 public:
  void add(OrderId order, std::uint64_t line) {
    const auto gap = static_cast<std::int64_t>(line) - order.value;
    if (!runs_.empty() && runs_.back().gap == gap) return;
    if (runs_.size() < kRunsMax) {
      runs_.push_back({order, gap});
    } else if (!known_to_) {
      known_to_ = order;
    }
  }
  // nullopt: too many runs to remember.
  std::optional<std::uint64_t> line_of(OrderId order) const {
    if (known_to_ && order >= *known_to_) return std::nullopt;
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), order,
                                        [](OrderId wanted, const Run& run) { return wanted < run.from; });
    if (after == runs_.begin()) return std::nullopt;
    return static_cast<std::uint64_t>(std::prev(after)->gap + order.value);
  }

 private:
  static constexpr std::size_t kRunsMax = 200'000;
  struct Run {
    OrderId from;
    std::int64_t gap;  // line - order, the same in the whole run
  };
  std::vector<Run> runs_;
  std::optional<OrderId> known_to_;
};

}  // namespace dialctl
