#include <doctest/doctest.h>

#include "engine/run/first_lines.h"

using namespace dialctl;

TEST_CASE("IM-05 the line of every order is known, whatever lies between the rows") {
  FirstLines lines;
  std::vector<std::uint64_t> expected;
  std::uint64_t line = 2;
  for (std::int64_t order = 100; order < 1100; ++order) {
    lines.add(OrderId{order}, line);
    expected.push_back(line);
    line += order % 7 == 0 ? 3 : 1;  // a cell with line ends, or a refused row
  }
  for (std::int64_t order = 100; order < 1100; ++order)
    REQUIRE(lines.line_of(OrderId{order}) == expected[static_cast<std::size_t>(order - 100)]);
  CHECK_FALSE(lines.line_of(OrderId{99}).has_value());
}

TEST_CASE(
    "IM-01 lines of a file of a million wild rows are remembered in bounded memory, the rest is not told") {
  FirstLines lines;
  std::uint64_t line = 2;
  for (std::int64_t order = 1; order <= 300'000; ++order, line += 2)
    lines.add(OrderId{order}, line);
  CHECK(lines.line_of(OrderId{1}) == 2);
  CHECK(lines.line_of(OrderId{200'000}) == 400'000);
  CHECK_FALSE(lines.line_of(OrderId{200'001}).has_value());
  CHECK_FALSE(lines.line_of(OrderId{300'000}).has_value());
}
