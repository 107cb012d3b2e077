#include "engine/decide/law_draw.h"

#include <algorithm>

namespace dialctl {
namespace {

constexpr Milliseconds kLongest{std::int64_t{1} << 40};

// sigma^2 of the logarithm: ln(1 + cv^2).
Fixed variance_of(std::int64_t cv_millionths) {
  const Fixed cv = Fixed::millionths(cv_millionths);
  return ln_of({Fixed::of(1).bits + product(cv, cv).bits});
}

}  // namespace

LawDraw::LawDraw(const Law& law)
    : kind_(law.kind), least_(law.min.value_or(Milliseconds{0})), most_(law.max.value_or(kLongest)) {
  switch (law.kind) {
    case Law::Kind::constant:
      base_ = law.value.value_or(Milliseconds{0});
      empty_ = base_ < least_ || base_ > most_;
      return;
    case Law::Kind::uniform:
      base_ = least_;
      width_ = most_ - least_;
      return;
    case Law::Kind::exponential:
      micros_ = law.mean.value_or(Milliseconds{0}).count() * 1000;
      break;
    case Law::Kind::lognormal:
      if (law.median) {
        micros_ = law.median->count() * 1000;
        sigma_ = Fixed::millionths(law.sigma_millionths.value_or(0));
      } else {
        const Fixed variance = variance_of(law.cv_millionths.value_or(0));
        micros_ = times(law.mean.value_or(Milliseconds{0}).count() * 1000, exp_of({-variance.bits / 2}));
        sigma_ = root(variance);
      }
      break;
  }
  if (law.min) from_ = first_share(*law.min);
  if (law.max) to_ = first_share(*law.max + Milliseconds{1});
  if (law.max && uncut(UINT64_MAX) <= *law.max) to_ = UINT64_MAX;
  empty_ = (law.min && uncut(UINT64_MAX) < *law.min) || to_ < from_ || to_ - from_ < UINT64_MAX / kMillionths;
}

// Times grow with shares, so the cut is found by halving.
std::uint64_t LawDraw::first_share(Milliseconds at_least) const {
  std::uint64_t low = 0;
  std::uint64_t high = UINT64_MAX;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (uncut(middle) >= at_least) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

Milliseconds LawDraw::uncut(std::uint64_t share) const {
  std::int64_t micros = 0;
  switch (kind_) {
    case Law::Kind::constant:
      return base_;
    case Law::Kind::uniform:
      return base_ + Milliseconds{static_cast<std::int64_t>(
                         scaled(share, static_cast<std::uint64_t>(width_.count()) + 1))};
    case Law::Kind::exponential:
      micros = times(micros_, {-ln_of_share(~share).bits});
      break;
    case Law::Kind::lognormal:
      micros = times(micros_, exp_of(product(sigma_, normal_quantile(share))));
      break;
  }
  return std::min(Milliseconds{(micros + 500) / 1000}, kLongest);
}

Milliseconds LawDraw::at(std::uint64_t share) const {
  return std::clamp(uncut(from_ + scaled(share, to_ - from_)), least_, most_);
}

}  // namespace dialctl
