#include "engine/decide/fixed_point.h"

#include <cmath>
#include <doctest/doctest.h>

#include "engine/model/random.h"

using namespace dialctl;

namespace {

double real(Fixed x) {
  return static_cast<double>(x.bits) / 4294967296.0;
}
Fixed fixed(double x) {
  return {static_cast<std::int64_t>(std::llround(x * 4294967296.0))};
}

// The share of a normal distribution that is below z, as parts of 2^64.
double share_below(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0)) * 18446744073709551616.0;
}

}  // namespace

TEST_CASE("RN-08 logarithms of shares are those of the C library, from the least share to the whole") {
  double worst = 0;
  Random random{1};
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t share = random.next() >> random.below(64);
    if (share == 0) continue;
    const double right = static_cast<double>(std::log(static_cast<long double>(share)) - 64 * std::log(2.0L));
    worst = std::max(worst, std::abs(real(ln_of_share(share)) - right));
  }
  CHECK(worst < 5e-10);
  CHECK(ln_of_share(0) == ln_of_share(1));
  CHECK(real(ln_of_share(UINT64_MAX)) == doctest::Approx(0.0));
  CHECK(real(ln_of_share(std::uint64_t{1} << 63)) == doctest::Approx(-std::log(2.0)).epsilon(1e-9));
}

TEST_CASE("RN-08 logarithms of numbers below and above one") {
  for (double x = 1e-6; x < 1e9; x *= 1.01)
    CHECK(std::abs(real(ln_of(fixed(x))) - std::log(real(fixed(x)))) < 5e-10);
  CHECK(ln_of(Fixed::of(1)).bits == 0);
}

TEST_CASE("RN-08 exponentials are those of the C library, and stop at e^19.4") {
  double worst = 0;
  for (double x = -22; x < 19.39; x += 0.0007) {
    const double right = std::exp(real(fixed(x)));
    worst = std::max(worst, std::abs(real(exp_of(fixed(x))) - right) / (5e-10 + 2e-9 * right));
  }
  CHECK(worst < 1);
  CHECK(exp_of({0}) == Fixed::of(1));
  CHECK(exp_of(Fixed::of(1'000'000)) == exp_of(fixed(19.4)));
  CHECK(exp_of(Fixed::of(-1'000'000)).bits == 0);
}

TEST_CASE("RN-08 the normal quantile turns back what the C library says of its share") {
  double worst = 0;
  for (double z = -6.2; z < 0; z += 0.0003) {
    const auto share = static_cast<std::uint64_t>(share_below(z));
    worst = std::max(worst, std::abs(real(normal_quantile(share)) - z));
    // The upper half mirrors the lower one, where doubles have the digits for it.
    CHECK(normal_quantile(~share).bits == -normal_quantile(share).bits);
  }
  CHECK(worst < 1e-8);
  CHECK(std::abs(real(normal_quantile(std::uint64_t{1} << 63))) < 1e-8);
  CHECK(real(normal_quantile(0)) == doctest::Approx(-6.44393).epsilon(1e-5));
  CHECK(normal_quantile(0) == normal_quantile(1));
}

TEST_CASE("RN-08 the normal quantile grows with the share, across its octaves too") {
  std::uint64_t share = 1;
  for (int i = 0; i < 63; ++i, share *= 2) {
    const std::uint64_t step = std::max<std::uint64_t>(1, share >> 20);
    CHECK(normal_quantile(share - std::min(share, step)) <= normal_quantile(share));
    CHECK(normal_quantile(share) <= normal_quantile(share + step));
  }
}

TEST_CASE("RN-08 roots, products and shares of whole numbers") {
  CHECK(root(Fixed::of(9)) == Fixed::of(3));
  CHECK(std::abs(real(root(Fixed::of(2))) - std::sqrt(2.0)) < 3e-10);
  CHECK(root({0}).bits == 0);
  CHECK(product(fixed(-1.5), fixed(2.5)) == fixed(-3.75));
  CHECK(Fixed::millionths(2'250'000) == fixed(2.25));
  CHECK(Fixed::millionths(-500'000) == fixed(-0.5));
  CHECK(scaled(std::uint64_t{1} << 63, 1000) == 500);
  CHECK(scaled(UINT64_MAX, 1000) == 999);
  CHECK(times(120'000, fixed(0.5)) == 60'000);
  CHECK(times(std::int64_t{1} << 45, Fixed::of(1'000'000)) == std::int64_t{1} << 62);
}
