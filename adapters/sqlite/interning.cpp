#include "adapters/sqlite/interning.h"

#include "adapters/sqlite/stored_text.h"

namespace dialctl::sqlite {

Interning::Interning(Connection& connection)
    : find_class_(connection, "SELECT id FROM callee_class WHERE region = ? AND zones = ?"),
      make_class_(connection, "INSERT INTO callee_class (region, zones) VALUES (?, ?) RETURNING id"),
      find_bucket_(connection,
                   "SELECT id FROM bucket WHERE project_id = ? AND template_id = ? AND callee_class_id = ?"
                   " AND priority = ?"),
      make_bucket_(connection,
                   "INSERT INTO bucket (project_id, template_id, callee_class_id, priority)"
                   " VALUES (?, ?, ?, ?) RETURNING id") {}

namespace {

template <class Id, class... Key>
Id find_or_make(Statement& find, Statement& make, const Key&... key) {
  {
    Rows found = find.query(key...);
    if (found.next()) return found.id<Id>();
  }
  Rows made = make.query(key...);
  made.next();
  const Id id = made.id<Id>();
  made.next();  // the insert is finished only when its rows are
  return id;
}

}  // namespace

CalleeClassId Interning::callee_class(const CalleeClass& callee) {
  return find_or_make<CalleeClassId>(find_class_, make_class_, callee.region, zones_text(callee.zones));
}

BucketId Interning::bucket(ProjectId project, TemplateId tmpl, const CalleeClass& callee, int priority) {
  return find_or_make<BucketId>(find_bucket_, make_bucket_, project, tmpl, callee_class(callee), priority);
}

}  // namespace dialctl::sqlite
