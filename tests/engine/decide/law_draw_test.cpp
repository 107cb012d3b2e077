#include "engine/decide/law_draw.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

#include "engine/model/random.h"

using namespace dialctl;

namespace {

Law lognormal(double mean_s, double cv) {
  Law law;
  law.kind = Law::Kind::lognormal;
  law.mean = Milliseconds{std::llround(mean_s * 1000)};
  law.cv_millionths = std::llround(cv * 1e6);
  return law;
}
Law lognormal_median(double median_s, double sigma) {
  Law law;
  law.kind = Law::Kind::lognormal;
  law.median = Milliseconds{std::llround(median_s * 1000)};
  law.sigma_millionths = std::llround(sigma * 1e6);
  return law;
}
Law exponential(double mean_s) {
  Law law;
  law.kind = Law::Kind::exponential;
  law.mean = Milliseconds{std::llround(mean_s * 1000)};
  return law;
}
Law uniform(int min_s, int max_s) {
  Law law;
  law.kind = Law::Kind::uniform;
  law.min = Seconds{min_s};
  law.max = Seconds{max_s};
  return law;
}
Law cut(Law law, int min_s, int max_s) {
  law.min = Seconds{min_s};
  law.max = Seconds{max_s};
  return law;
}

struct Moments {
  double mean = 0;
  double cv = 0;
};
Moments moments_of(const Law& law, int draws = 200'000) {
  const LawDraw draw{law};
  Random random{42};
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = static_cast<double>(draw.at(random.next()).count()) / 1000;
    sum += x;
    squares += x * x;
  }
  const double mean = sum / draws;
  return {mean, std::sqrt(squares / draws - mean * mean) / mean};
}

// Of the standard normal, by halving the C library's distribution function.
double quantile(double share) {
  double low = -9;
  double high = 9;
  for (int i = 0; i < 80; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < share ? low : high) = middle;
  }
  return low;
}

std::uint64_t parts(double share) {
  return static_cast<std::uint64_t>(std::ldexp(share, 64));
}
double seconds(Milliseconds length) {
  return static_cast<double>(length.count()) / 1000;
}

}  // namespace

TEST_CASE("RN-08 each law has the mean and the spread that it says") {
  const Moments talk = moments_of(lognormal(120, 0.85));
  CHECK(talk.mean == doctest::Approx(120).epsilon(0.01));
  CHECK(talk.cv == doctest::Approx(0.85).epsilon(0.03));
  const Moments wrap = moments_of(lognormal(20, 0.5));
  CHECK(wrap.mean == doctest::Approx(20).epsilon(0.01));
  CHECK(wrap.cv == doctest::Approx(0.5).epsilon(0.02));
  const Moments pause = moments_of(exponential(30));
  CHECK(pause.mean == doctest::Approx(30).epsilon(0.01));
  CHECK(pause.cv == doctest::Approx(1).epsilon(0.01));
  const Moments ring = moments_of(uniform(12, 24));
  CHECK(ring.mean == doctest::Approx(18).epsilon(0.005));
  CHECK(ring.cv == doctest::Approx(12 / std::sqrt(12.0) / 18).epsilon(0.01));
}

TEST_CASE("RN-08 times are the quantiles that the C library gives, to the millisecond") {
  const LawDraw ring{lognormal_median(8, 0.5)};
  const LawDraw talk{lognormal(120, 0.85)};
  const LawDraw pause{exponential(30)};
  const double sigma = std::sqrt(std::log(1 + 0.85 * 0.85));
  const double median = 120 * std::exp(-sigma * sigma / 2);
  for (double share = 0.0005; share < 1; share += 0.0013) {
    const double z = quantile(share);
    CHECK(std::abs(seconds(ring.at(parts(share))) - 8 * std::exp(0.5 * z)) <= 0.00051);
    CHECK(std::abs(seconds(talk.at(parts(share))) - median * std::exp(sigma * z)) <= 0.00051);
    CHECK(std::abs(seconds(pause.at(parts(share))) + 30 * std::log(1 - share)) <= 0.00051);
  }
}

TEST_CASE("RN-08 a cut law draws what is left in its own proportions, not heaps at the ends") {
  const LawDraw ring{cut(lognormal_median(8, 0.5), 3, 25)};
  Random random{7};
  int at_ends = 0;
  int below_eight = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Milliseconds time = ring.at(random.next());
    CHECK_UNARY(time >= Seconds{3});
    CHECK_UNARY(time <= Seconds{25});
    at_ends += time == Seconds{3} || time == Seconds{25} ? 1 : 0;
    below_eight += time < Seconds{8} ? 1 : 0;
  }
  CHECK(at_ends < 20);
  const auto below = [](double x) { return 0.5 * std::erfc(-std::log(x / 8) / 0.5 / std::sqrt(2.0)); };
  CHECK(below_eight / 1e5 == doctest::Approx((0.5 - below(3)) / (below(25) - below(3))).epsilon(0.01));
  const Moments pause = moments_of(cut(exponential(30), 10, 6'000));  // has no memory
  CHECK(pause.mean == doctest::Approx(40).epsilon(0.01));
}

TEST_CASE("RN-08 a constant is what it is, and spreads of nothing are constants") {
  Law same;
  same.value = Milliseconds{12'345};
  for (const std::uint64_t share : {std::uint64_t{0}, std::uint64_t{1} << 63, UINT64_MAX}) {
    CHECK(LawDraw{same}.at(share) == Milliseconds{12'345});
    CHECK(LawDraw{uniform(7, 7)}.at(share) == Seconds{7});
    CHECK(LawDraw{lognormal_median(8, 0)}.at(share) == Seconds{8});
    CHECK(LawDraw{lognormal(20, 0)}.at(share) == Seconds{20});
  }
}

TEST_CASE("RN-08 a law of which min and max leave nothing is known") {
  CHECK_FALSE(LawDraw{cut(lognormal_median(8, 0.5), 3, 25)}.leaves_nothing());
  CHECK(LawDraw{cut(lognormal_median(8, 0.01), 20, 25)}.leaves_nothing());
  CHECK(LawDraw{cut(lognormal_median(8, 0.01), 1, 2)}.leaves_nothing());
  CHECK(LawDraw{cut(exponential(1), 100, 200)}.leaves_nothing());
  Law same;
  same.value = Seconds{5};
  CHECK(LawDraw{cut(same, 6, 7)}.leaves_nothing());
  CHECK_FALSE(LawDraw{cut(same, 5, 5)}.leaves_nothing());
}
