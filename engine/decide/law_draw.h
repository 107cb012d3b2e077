// Times drawn from a law.
#pragma once

#include <cstdint>

#include "engine/decide/fixed_point.h"
#include "engine/decide/scenario.h"

namespace dialctl {

// A law made ready. Whole numbers only; each time is within a millisecond, or a hundred millionth of itself,
// of the law's own quantile.
class LawDraw {
 public:
  explicit LawDraw(const Law& law);  // that problems_of() lets pass, but for what leaves_nothing()

  // The time of which share / 2^64 of all are below.
  Milliseconds at(std::uint64_t share) const;
  // Nothing of the law is between its min and max, or less than a millionth of it.
  bool leaves_nothing() const { return empty_; }

 private:
  Milliseconds uncut(std::uint64_t share) const;
  std::uint64_t first_share(Milliseconds at_least) const;  // the least share of which the time is so long

  Law::Kind kind_;
  Milliseconds base_{0};  // the value, the least, the mean or (in microseconds) the median
  std::int64_t micros_ = 0;
  Milliseconds width_{0};
  Fixed sigma_;
  Milliseconds least_;
  Milliseconds most_;
  std::uint64_t from_ = 0;  // shares between which the law is cut
  std::uint64_t to_ = UINT64_MAX;
  bool empty_ = false;
};

}  // namespace dialctl
