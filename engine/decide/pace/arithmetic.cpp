#include "engine/decide/pace/arithmetic.h"

namespace dialctl::pace {

double decay(double x) {
  if (x > 40) return 0;
  int squared = 0;
  for (; x > 0.125; x /= 2)
    squared += 1;
  double value = 1 - x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5))));
  for (; squared > 0; --squared)
    value *= value;
  return value;
}

double normal_density(double z) {
  constexpr double kAtZero = 0.3989422804014327;
  return kAtZero * decay(z * z / 2);
}

double normal_above(double z) {
  if (z < 0) return 1 - normal_above(-z);
  // Abramowitz and Stegun, 26.2.17.
  const double t = 1 / (1 + 0.2316419 * z);
  const double tail =
      t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return normal_density(z) * tail;
}

double square_root(double x) {
  if (x <= 0) return 0;
  double root = x > 1 ? x : 1;
  for (double before = root + 1; root < before;) {
    before = root;
    root = (root + x / root) / 2;
  }
  return root;
}

}  // namespace dialctl::pace
