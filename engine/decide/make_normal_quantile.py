"""Writes normal_quantile_data.h: the quantile of the normal distribution, one polynomial an octave of the share.

In each octave (2^-(k+2), 2^-(k+1)] of the share below, k = 0 .. 32, the polynomial goes through the quantile at
Chebyshev's nodes. Coefficients have 56 bits behind the point, the lowest power first.
Usage: make_normal_quantile.py OUTPUT
"""

import math
import sys
from fractions import Fraction
from statistics import NormalDist

OCTAVES = 33
DEGREE = 9
BITS = 56


def polynomial(points):
    """The coefficients of the polynomial through the points, by Newton's divided differences."""
    xs = [x for x, _ in points]
    differences = [y for _, y in points]
    for order in range(1, len(points)):
        for i in range(len(points) - 1, order - 1, -1):
            differences[i] = (differences[i] - differences[i - 1]) / (xs[i] - xs[i - order])
    coefficients = [differences[-1]]
    for i in range(len(points) - 2, -1, -1):
        shifted = [Fraction(0)] + coefficients
        for power, value in enumerate(coefficients):
            shifted[power] -= xs[i] * value
        shifted[0] += differences[i]
        coefficients = shifted
    return coefficients


def octave(k):
    points = []
    for i in range(DEGREE + 1):
        t = Fraction(0.5 + 0.5 * math.cos(math.pi * (i + 0.5) / (DEGREE + 1)))
        share = float(1 + t) * 2.0 ** -(k + 2)
        points.append((t, Fraction(-NormalDist().inv_cdf(share))))
    return [round(value * 2**BITS) for value in polynomial(points)]


def main():
    lines = [
        "// Written by make_normal_quantile.py, which says what it is.",
        "#pragma once",
        "",
        "#include <array>",
        "#include <cstdint>",
        "",
        "namespace dialctl::normal_quantile_data {",
        "",
        "inline constexpr int kOctaves = %d;" % OCTAVES,
        "inline constexpr int kBits = %d;" % BITS,
        "// clang-format off",
        "inline constexpr std::array<std::array<std::int64_t, %d>, kOctaves> kPolynomials{{" % (DEGREE + 1),
    ]
    for k in range(OCTAVES):
        values = octave(k)
        lines.append("    {%s," % ", ".join(map(str, values[:5])))
        lines.append("     %s}," % ", ".join(map(str, values[5:])))
    lines += ["}};", "// clang-format on", "", "}  // namespace dialctl::normal_quantile_data", ""]
    with open(sys.argv[1], "w") as out:
        out.write("\n".join(lines))


if __name__ == "__main__":
    main()
