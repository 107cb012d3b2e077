// Who is given which orders.
#include "engine/decide/assign.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <rapidcheck.h>

using namespace dialctl;

namespace {

std::vector<OrderId> orders(int count) {
  std::vector<OrderId> all;
  for (int i = 1; i <= count; ++i)
    all.push_back(OrderId{i});
  return all;
}

// "anna boris anna": who gets the first, second, third order.
std::string given(int count, std::vector<Assignee> to, AssignBy by) {
  const auto all = assign(orders(count), std::move(to), by);
  REQUIRE(all.ok());
  std::string text;
  int order = 0;
  for (const Assignment& one : all.value()) {
    CHECK(one.order == OrderId{++order});
    text += (text.empty() ? "" : " ") + one.to;
  }
  return text;
}

}  // namespace

TEST_CASE("AD-06 evenly: one each in turn, by name, whoever was named first") {
  CHECK(given(5, {{"boris"}, {"anna"}}, AssignBy::evenly) == "anna boris anna boris anna");
  CHECK(given(3, {{"anna"}}, AssignBy::evenly) == "anna anna anna");
  CHECK(given(0, {{"anna"}}, AssignBy::evenly).empty());
  // What they have already, their weights and their room count elsewhere.
  CHECK(given(4, {{"anna", 9, 50, 50}, {"boris"}}, AssignBy::evenly) == "anna boris anna boris");
}

TEST_CASE("AD-06 by weight: the part of each is as his weight, also on the way") {
  CHECK(given(6, {{"anna", 2}, {"boris", 1}}, AssignBy::weight) == "anna anna boris anna anna boris");
  CHECK(given(4, {{"anna", 1}, {"boris", 3}}, AssignBy::weight) == "boris boris anna boris");
  CHECK(given(3, {{"anna", 5}, {"boris", 5}, {"clara", 5}}, AssignBy::weight) == "anna boris clara");
}

TEST_CASE("AD-06 by free capacity: to who has the most room, and nobody over his most") {
  CHECK(given(5, {{"anna", 1, 7, 10}, {"boris", 1, 5, 10}}, AssignBy::free_capacity) ==
        "boris boris anna boris anna");
  CHECK(given(9, {{"anna", 1, 9, 10}, {"boris", 1, 8, 10}}, AssignBy::free_capacity) == "boris anna boris");
  CHECK(given(9, {{"anna", 1, 10, 10}, {"boris", 1, 11, 10}}, AssignBy::free_capacity).empty());
  CHECK(given(4, {{"anna", 1, 0, 3}, {"boris", 1, 999, 0}, {"clara", 1, 0, 0}}, AssignBy::free_capacity) ==
        "boris clara boris clara");  // 0 is room without end
}

TEST_CASE("AD-06 nobody, and a weight below one, are refused") {
  for (const AssignBy by : {AssignBy::evenly, AssignBy::weight, AssignBy::free_capacity}) {
    const auto nobody = assign(orders(1), {}, by);
    REQUIRE_FALSE(nobody.ok());
    CHECK(nobody.error().code == "assign.nobody");
    const auto weightless = assign(orders(1), {{"anna", 0}}, by);
    REQUIRE_FALSE(weightless.ok());
    CHECK(weightless.error().code == "assign.weight");
    CHECK(weightless.error().message.find("anna") != std::string::npos);
  }
}

TEST_CASE("AD-06 the same orders and operators give the same hands, each within one order of his share") {
  CHECK(rc::check([] {
    const int count = *rc::gen::inRange(0, 200);
    const int people = *rc::gen::inRange(1, 6);
    std::vector<Assignee> to;
    int weights = 0;
    for (int i = 0; i < people; ++i) {
      to.push_back({std::string(1, static_cast<char>('a' + i)), *rc::gen::inRange(1, 9),
                    *rc::gen::inRange(0, 9), *rc::gen::inRange(0, 20)});
      weights += to.back().weight;
    }
    for (const AssignBy by : {AssignBy::evenly, AssignBy::weight, AssignBy::free_capacity}) {
      const auto once = assign(orders(count), to, by).value();
      auto others = to;
      std::reverse(others.begin(), others.end());
      const auto again = assign(orders(count), others, by).value();
      RC_ASSERT(once.size() == again.size());
      std::map<std::string, int> hands;
      for (std::size_t i = 0; i < once.size(); ++i) {
        RC_ASSERT(once[i].order == again[i].order);
        RC_ASSERT(once[i].to == again[i].to);
        ++hands[once[i].to];
      }
      if (by != AssignBy::free_capacity) RC_ASSERT(static_cast<int>(once.size()) == count);
      for (const Assignee& one : to) {
        const int got = hands[one.name];
        if (by == AssignBy::evenly) RC_ASSERT(got == count / people || got == count / people + 1);
        if (by == AssignBy::weight)
          RC_ASSERT(std::abs(got * weights - count * one.weight) < people * weights);
        if (by == AssignBy::free_capacity && one.own_max > 0)
          RC_ASSERT(got <= std::max(0, one.own_max - one.owned));
      }
    }
  }));
}
