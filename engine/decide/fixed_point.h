// Logarithm, exponential, root and the normal quantile in whole numbers, so that drawn times are the same on
// any compiler, machine and level of optimisation. Accuracies hold for the whole range and are tested against
// the C library's functions.
#pragma once

#include <compare>
#include <cstdint>

namespace dialctl {

// A number with 32 bits behind the point: -2^31 .. 2^31 in steps of 2.3e-10.
struct Fixed {
  std::int64_t bits = 0;

  static constexpr Fixed of(std::int64_t whole) { return {whole * (std::int64_t{1} << 32)}; }
  // millionths / 1,000,000; |millionths| up to 2^31.
  static constexpr Fixed millionths(std::int64_t count) {
    return {count / 1'000'000 * (std::int64_t{1} << 32) +
            count % 1'000'000 * (std::int64_t{1} << 32) / 1'000'000};
  }
  friend constexpr auto operator<=>(const Fixed&, const Fixed&) = default;
};

Fixed product(Fixed a, Fixed b);

// a * b / 2^64, of the whole 128 bits: `b` scaled by the share a / 2^64.
std::uint64_t scaled(std::uint64_t a, std::uint64_t b);

// `count` times `factor`, to the nearest; 0 <= count < 2^46, 0 <= factor. No more than 2^62.
std::int64_t times(std::int64_t count, Fixed factor);

// Natural logarithm of share / 2^64; of 0 as of 1. Error below 5e-10.
Fixed ln_of_share(std::uint64_t share);

// Natural logarithm of x > 0. Error below 5e-10.
Fixed ln_of(Fixed x);

// e^x, at most e^19.4. Error below 5e-10 + 2e-9 of the value.
Fixed exp_of(Fixed x);

// Root of x >= 0, rounded down.
Fixed root(Fixed x);

// The z of which share / 2^64 of a normal distribution is below; -6.45 .. 6.45: shares nearer to
// either end than 2^-34 count as that one. Error below 1e-8.
Fixed normal_quantile(std::uint64_t share);

}  // namespace dialctl
