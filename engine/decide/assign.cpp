#include "engine/decide/assign.h"

#include <algorithm>

namespace dialctl {
namespace {

struct Hand {
  Assignee who;
  std::int64_t given = 0;

  bool has_room() const { return who.own_max == 0 || who.owned + given < who.own_max; }
  std::int64_t room() const { return who.own_max == 0 ? INT64_MAX : who.own_max - who.owned - given; }
};

// Whether `a` is to get the next order rather than `b`.
bool is_nearer(const Hand& a, const Hand& b, AssignBy by) {
  switch (by) {
    case AssignBy::evenly:
      if (a.given != b.given) return a.given < b.given;
      break;
    case AssignBy::weight: {
      // After the next one, who has had the smaller part of his share?
      const auto part_a = (a.given + 1) * b.who.weight;
      const auto part_b = (b.given + 1) * a.who.weight;
      if (part_a != part_b) return part_a < part_b;
      break;
    }
    case AssignBy::free_capacity:
      if (a.room() != b.room()) return a.room() > b.room();
      if (a.given != b.given) return a.given < b.given;
      break;
  }
  return a.who.name < b.who.name;
}

}  // namespace

Result<std::vector<Assignment>> assign(const std::vector<OrderId>& orders, std::vector<Assignee> to,
                                       AssignBy by) {
  if (to.empty())
    return Error{ErrorKind::usage, "assign.nobody", "there is no operator to assign orders to",
                 "name some with --to, or give operators access: dialctl operator access"};
  std::vector<Hand> hands;
  for (Assignee& one : to) {
    if (one.weight < 1)
      return Error{ErrorKind::usage, "assign.weight", "the weight of '" + one.name + "' is below 1",
                   "leave out who is to get nothing"};
    hands.push_back({std::move(one), 0});
  }
  std::vector<Assignment> given;
  for (const OrderId order : orders) {
    Hand* best = nullptr;
    for (Hand& hand : hands) {
      if (by == AssignBy::free_capacity && !hand.has_room()) continue;
      if (best == nullptr || is_nearer(hand, *best, by)) best = &hand;
    }
    if (best == nullptr) break;
    best->given += 1;
    given.push_back({order, best->who.name});
  }
  return given;
}

}  // namespace dialctl
