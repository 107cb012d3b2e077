// The little mathematics that pacing needs, from + - * / alone: these four are fixed to the last bit by
// IEEE 754, exp() and its kin differ from library to library.
#pragma once

namespace dialctl::pace {

// e^-x for x >= 0, to about 1e-7.
double decay(double x);

// Of the normal distribution with mean 0 and deviation 1: the chance of more than z, to about 1e-7, and the
// density at z.
double normal_above(double z);
double normal_density(double z);

double square_root(double x);  // of x >= 0

}  // namespace dialctl::pace
