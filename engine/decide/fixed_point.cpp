#include "engine/decide/fixed_point.h"

#include <algorithm>
#include <bit>

#include "engine/decide/normal_quantile_data.h"
#include "engine/model/invariant.h"

namespace dialctl {
namespace {

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UnsignedWide;

constexpr int kFine = 60;  // bits behind the point of what is between input and result
constexpr std::int64_t kFineOne = std::int64_t{1} << kFine;
constexpr std::int64_t kFineLn2 = 799144290325165979;  // ln 2 * 2^60

std::int64_t narrowed(Wide value, int bits) {
  return static_cast<std::int64_t>((value + (Wide{1} << (bits - 1))) >> bits);
}

std::int64_t fine_product(std::int64_t a, std::int64_t b) {
  return narrowed(Wide{a} * b, kFine);
}

// ln of `high` / 2^63, which is 1 .. 2: twice the area tangent of (m - 1) / (m + 1), as a series.
std::int64_t fine_ln_of_mantissa(std::uint64_t high) {
  constexpr std::uint64_t kOne = std::uint64_t{1} << 63;
  const UnsignedWide above = UnsignedWide{high - kOne} << kFine;
  const auto s = static_cast<std::int64_t>(above / (UnsignedWide{high} + kOne));
  const std::int64_t square = fine_product(s, s);
  std::int64_t sum = 0;
  for (int odd = 37; odd >= 1; odd -= 2)
    sum = fine_product(sum, square) + kFineOne / odd;
  return 2 * fine_product(s, sum);
}

}  // namespace

Fixed product(Fixed a, Fixed b) {
  return {narrowed(Wide{a.bits} * b.bits, 32)};
}

std::uint64_t scaled(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>(UnsignedWide{a} * b >> 64);
}

std::int64_t times(std::int64_t count, Fixed factor) {
  constexpr Wide kMost = Wide{1} << 62;
  const Wide all = (Wide{count} * factor.bits + (Wide{1} << 31)) >> 32;
  return static_cast<std::int64_t>(std::min(all, kMost));
}

Fixed ln_of_share(std::uint64_t share) {
  share = std::max<std::uint64_t>(share, 1);
  const int zeros = std::countl_zero(share);
  const Wide all = Wide{fine_ln_of_mantissa(share << zeros)} - Wide{kFineLn2} * (zeros + 1);
  return {narrowed(all, kFine - 32)};
}

Fixed ln_of(Fixed x) {
  DIALCTL_INVARIANT(x.bits > 0);
  const auto bits = static_cast<std::uint64_t>(x.bits);
  const int zeros = std::countl_zero(bits);
  const Wide all = Wide{fine_ln_of_mantissa(bits << zeros)} + Wide{kFineLn2} * (31 - zeros);
  return {narrowed(all, kFine - 32)};
}

Fixed exp_of(Fixed x) {
  constexpr std::int64_t kMost = 83'322'365'542;  // 19.4 * 2^32
  const Wide fine = Wide{std::clamp(x.bits, -kMost * 2, kMost)} << (kFine - 32);
  const Wide half = fine < 0 ? -Wide{kFineLn2} / 2 : Wide{kFineLn2} / 2;
  const int doublings = static_cast<int>((fine + half) / kFineLn2);
  const auto rest = static_cast<std::int64_t>(fine - Wide{kFineLn2} * doublings);
  std::int64_t sum = kFineOne;
  for (int n = 16; n >= 1; --n)
    sum = kFineOne + fine_product(rest, sum) / n;
  const int down = kFine - 32 - doublings;  // 0 .. 84
  return {down == 0 ? sum : narrowed(Wide{sum}, down)};
}

Fixed root(Fixed x) {
  DIALCTL_INVARIANT(x.bits >= 0);
  const UnsignedWide square = UnsignedWide{static_cast<std::uint64_t>(x.bits)} << 32;
  std::uint64_t found = 0;
  for (int bit = 47; bit >= 0; --bit) {
    const std::uint64_t tried = found | std::uint64_t{1} << bit;
    if (UnsignedWide{tried} * tried <= square) found = tried;
  }
  return {static_cast<std::int64_t>(found)};
}

Fixed normal_quantile(std::uint64_t share) {
  using normal_quantile_data::kBits;
  using normal_quantile_data::kOctaves;
  constexpr std::uint64_t kLeast = std::uint64_t{1} << (62 - (kOctaves - 1));
  const bool below = share >> 63 == 0;
  const std::uint64_t tail = std::max(below ? share : ~share, kLeast);
  const int octave = std::countl_zero(tail) - 1;
  const auto& polynomial = normal_quantile_data::kPolynomials[static_cast<std::size_t>(octave)];
  // 0 .. 1 within the octave.
  const auto t = static_cast<std::int64_t>((tail << (octave + 2)) >> (64 - kBits));
  std::int64_t sum = 0;
  for (std::size_t i = polynomial.size(); i-- > 0;)
    sum = narrowed(Wide{sum} * t, kBits) + polynomial[i];
  const std::int64_t z = narrowed(Wide{sum}, kBits - 32);
  return {below ? -z : z};
}

}  // namespace dialctl
