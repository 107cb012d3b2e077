// The order in which a line is dialled (CM-06, AD-07): one ranking for the loop, `order next`, `order line`
// and `explain`. Pure.
//
// The keys of LineRules are asked in turn; the first that fits an order decides its place:
//   callback       a planned callback whose time has come: by that time, also when a gate has put it off
//                  since; then the higher priority
//   overdue        longer in its mode than the mode's standard time: by age / standard time, the highest
//   first high-priority  unprocessed, in a mode of a project whose new leads go first: as `new` new
//   unprocessed: by fewest agent-first rounds, then oldest order (or by oldest alone); the
//                  random modes come after the others, by the key that was drawn at entry
//   retry          tried before, and due: by that instant
// Ties by the task's id, so that no two places are equal.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/decide/mode_access.h"

namespace dialctl {

// A task in a line, as much of it as its place needs.
struct InLine {
  TaskId task;
  OrderId order;
  BucketId bucket;
  Instant next_at;
  Instant entered;
  int auto_attempts = 0;
  std::int64_t place_key = 0;
  std::optional<Instant> planned_at;  // a planned callback
};

// What a store is asked for: the first tasks of one bucket that are ready and due at `due_by`, by one of the
// ways in which a line is sorted. Enough heads of enough ways hold the first places of the whole line.
enum class LineSort : std::uint8_t {
  due,      // next_at
  planned,  // planned_at, which must have come by `due_by`, too; those without it are left out
  entry,    // entered
  fewest,   // auto_attempts, place_key
  key_only  // place_key
};
struct HeadsWanted {
  BucketId bucket;
  LineSort sort = LineSort::due;
  Instant due_by;
  int limit = 0;
  Instant put_off_by = kNever;  // LineSort::planned: those that a gate has put off must be due by this
};

// The order's creation in milliseconds; in the random modes drawn from the seed that the order and its entry
// are. Below 2^53, so that every reader of JSON can hold it.
std::int64_t place_key(CallMode mode, ProjectId project, std::string_view external_id, Instant created,
                       Instant entered);
bool is_random(CallMode mode);

struct LinePlace {
  InLine at;
  const Bucket* bucket = nullptr;
  LineKey key = LineKey::fresh;
};

class Ranking {
 public:
  // The line as it stands for `taker`, or all of it. What is handed in must outlive the ranking.
  Ranking(const Rulebook& rules, Instant now, std::optional<Taker> taker = std::nullopt)
      : rules_(rules), now_(now), taker_(taker) {}

  // The heads that together hold the first `limit` places of this bucket; none, where nothing of it is for
  // the taker.
  std::vector<HeadsWanted> heads(const Bucket& bucket, int limit) const;
  // nullopt: not in line now, since it is not due, or not for the taker.
  std::optional<LineKey> key_of(const Bucket& bucket, const InLine& task) const;
  bool before(const LinePlace& a, const LinePlace& b) const;
  // Sorted, each task once, those that are not in line now left out.
  std::vector<LinePlace> ranked(const std::vector<const Bucket*>& buckets,
                                const std::vector<InLine>& tasks) const;

 private:
  std::optional<Instant> due_by(const Bucket& bucket) const;
  bool fits(LineKey key, const Bucket& bucket, const InLine& task) const;
  std::size_t rank_of(LineKey key) const;

  const Rulebook& rules_;
  Instant now_;
  std::optional<Taker> taker_;
};

// Error (usage): mode.ranking-incomplete, when a key is named twice or callback, new or retry is missing:
// orders would never be reached.
Result<std::vector<LineKey>> parse_line_keys(std::string_view text);
std::string line_keys_text(const std::vector<LineKey>& keys);

}  // namespace dialctl
