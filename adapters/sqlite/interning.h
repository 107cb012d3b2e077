// Rows that many others share, made when they are first needed: callee classes and buckets.
#pragma once

#include "adapters/sqlite/statement.h"
#include "engine/model/order.h"
#include "engine/model/task.h"

namespace dialctl::sqlite {

using CalleeClassId = Id<struct CalleeClassTag>;

// Call inside a write transaction. Nothing is remembered between calls, because a transaction may be rolled
// back; a caller who remembers ids forgets them then.
class Interning {
 public:
  explicit Interning(Connection& connection);

  CalleeClassId callee_class(const CalleeClass& callee);
  BucketId bucket(ProjectId project, TemplateId tmpl, const CalleeClass& callee, int priority);

 private:
  Statement find_class_;
  Statement make_class_;
  Statement find_bucket_;
  Statement make_bucket_;
};

}  // namespace dialctl::sqlite
