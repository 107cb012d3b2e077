// Rows that many others share, made when they are first needed: callee classes and buckets.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "adapters/sqlite/statement.h"
#include "engine/model/order.h"
#include "engine/model/task.h"

namespace dialctl::sqlite {

using CalleeClassId = Id<struct CalleeClassTag>;

// Call inside a write transaction. What was found or made is remembered: forget() once it may have been
// rolled back.
class Interning {
 public:
  explicit Interning(Connection& connection);

  CalleeClassId callee_class(const std::string& region, const ZoneSet& zones);
  BucketId bucket(ProjectId project, TemplateId tmpl, CalleeClassId callee, int priority);
  BucketId bucket(ProjectId project, TemplateId tmpl, const CalleeClass& callee, int priority) {
    return bucket(project, tmpl, callee_class(callee.region, callee.zones), priority);
  }
  void forget();

 private:
  using Classes = std::map<CalleeClass, CalleeClassId>;

  Classes classes_;
  const Classes::value_type* last_class_ = nullptr;
  std::map<std::tuple<ProjectId, TemplateId, CalleeClassId, int>, BucketId> buckets_;
  Statement find_class_;
  Statement make_class_;
  Statement find_bucket_;
  Statement make_bucket_;
};

}  // namespace dialctl::sqlite
