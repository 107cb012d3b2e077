// Orders: a customer with one to several numbers and free fields, from a shop's or CRM's export.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/phone_number.h"
#include "engine/model/zone.h"

namespace dialctl {

// Name and value of an order's free fields, in the order of the import's columns.
using Fields = std::vector<std::pair<std::string, std::string>>;

struct OrderNumber {
  E164 number;
  std::string raw;     // as it was written
  std::string region;  // ISO 3166 alpha-2 of the number's country
  ZoneSet zones;       // empty: cannot be told
  ZoneOrigin origin = ZoneOrigin::unknown;
  bool bad = false;  // a provider has said that it does not exist
};

struct Order {
  OrderId id;
  ProjectId project;
  std::string external_id;  // key together with the project
  StatusId status;
  Instant status_since;
  int priority = 0;   // higher first
  std::string owner;  // operator's name; empty = the pool
  bool held = false;
  std::vector<std::string> tags;  // sorted, without repeats
  Fields fields;
  std::vector<OrderNumber> numbers;  // in dialling order
  Instant created;
  BatchId batch;
};

// Numbers that share these are open and closed at the same instants.
struct CalleeClass {
  std::string region;
  ZoneSet zones;
  friend auto operator<=>(const CalleeClass&, const CalleeClass&) = default;
};

}  // namespace dialctl
