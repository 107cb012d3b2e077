// Rows that many others share, made when they are first needed: callee classes and buckets.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "adapters/sqlite/statement.h"
#include "engine/model/order.h"
#include "engine/model/task.h"

namespace dialctl::sqlite {

using CalleeClassId = Id<struct CalleeClassTag>;

// What tells buckets apart.
struct BucketKey {
  ProjectId project;
  TemplateId tmpl;  // none in a line, and of callbacks
  CalleeClassId callee;
  int priority = 0;
  std::optional<ModeLine> line = std::nullopt;
  RuleId rule = {};  // of callbacks
  friend auto operator<=>(const BucketKey&, const BucketKey&) = default;
};

// Call inside a write transaction. What was found or made is remembered: forget() once it may have been
// rolled back.
class Interning {
 public:
  explicit Interning(Connection& connection);

  CalleeClassId callee_class(const std::string& region, const ZoneSet& zones);
  CalleeClassId callee_class(const CalleeClass& callee) { return callee_class(callee.region, callee.zones); }
  BucketId bucket(const BucketKey& key);
  void forget();

 private:
  using Classes = std::map<CalleeClass, CalleeClassId>;

  Classes classes_;
  const Classes::value_type* last_class_ = nullptr;
  std::map<BucketKey, BucketId> buckets_;
  Statement find_class_;
  Statement make_class_;
  Statement find_bucket_;
  Statement make_bucket_;
};

}  // namespace dialctl::sqlite
