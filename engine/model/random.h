// Whole-number chance that any compiler and any machine repeats from the same seed.
//
// A value: copying it copies the place in the sequence, so a decision that draws
// can be replayed from the state kept beside it. Not for secrets. The standard
// engines are portable, the standard *distributions* are not, hence our own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/model/invariant.h"

namespace dialctl {

class Random {
 public:
  constexpr explicit Random(std::uint64_t seed = 0) : state_(seed) {}

  // What to store in order to go on from here: Random{r.state()} draws the same as r.
  constexpr std::uint64_t state() const { return state_; }

  // Uniform over all 64 bits (SplitMix64: a Weyl sequence through a mixing function; period 2^64).
  constexpr std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
    return bits ^ (bits >> 31);
  }

  // Uniform over [0, count), without bias: draws from the incomplete last stretch are thrown away.
  constexpr std::uint64_t below(std::uint64_t count) {
    DIALCTL_INVARIANT(count > 0);
    const std::uint64_t surplus = (UINT64_MAX % count + 1) % count;  // 2^64 mod count
    const std::uint64_t last_fair = UINT64_MAX - surplus;
    std::uint64_t drawn = next();
    while (drawn > last_fair)
      drawn = next();
    return drawn % count;
  }

  // Uniform over [first, last], both included.
  constexpr std::int64_t between(std::int64_t first, std::int64_t last) {
    DIALCTL_INVARIANT(first <= last);
    const std::uint64_t span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    const std::uint64_t step = span == UINT64_MAX ? next() : below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + step);
  }

  // True `hits` times in `of`, on average.
  constexpr bool chance(std::uint64_t hits, std::uint64_t of) { return below(of) < hits; }

  // A generator of its own for one purpose (an operator, a person, a day): draws made for one purpose do not
  // shift those of another. Does not advance this one.
  constexpr Random branch(std::uint64_t purpose) const {
    Random mixed{state_ ^ Random{purpose}.next()};
    return Random{mixed.next()};
  }

  template <class T>
  constexpr void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
    }
  }

  friend constexpr bool operator==(const Random&, const Random&) = default;

 private:
  std::uint64_t state_;
};

}  // namespace dialctl
