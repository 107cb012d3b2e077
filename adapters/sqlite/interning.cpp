#include "adapters/sqlite/interning.h"

#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

Interning::Interning(Connection& connection)
    : find_class_(connection, "SELECT id FROM callee_class WHERE region = ? AND zones = ?"),
      make_class_(connection, "INSERT INTO callee_class (region, zones) VALUES (?, ?) RETURNING id"),
      find_bucket_(connection,
                   "SELECT id FROM bucket WHERE project_id = ?1 AND coalesce(template_id, 0) = ?2"
                   " AND callee_class_id = ?3 AND priority = ?4 AND mode = ?5 AND part = ?6 AND owner = ?7"
                   " AND coalesce(rule_id, 0) = ?8"),
      make_bucket_(
          connection,
          "INSERT INTO bucket (project_id, template_id, callee_class_id, priority, mode, part, owner,"
          " rule_id) VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, nullif(?8, 0)) RETURNING id") {}

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

CalleeClassId Interning::callee_class(const std::string& region, const ZoneSet& zones) {
  // Numbers of one country come in a row: most are of the last one's class.
  if (last_class_ != nullptr && last_class_->first.region == region && last_class_->first.zones == zones)
    return last_class_->second;
  CalleeClass callee{region, zones};
  auto known = classes_.find(callee);
  if (known == classes_.end()) {
    const auto id = find_or_make<CalleeClassId>(find_class_, make_class_, region, zones_text(zones));
    known = classes_.emplace(std::move(callee), id).first;
  }
  last_class_ = &*known;
  return known->second;
}

BucketId Interning::bucket(const BucketKey& key) {
  auto known = buckets_.find(key);
  if (known == buckets_.end()) {
    const auto mode = key.line ? to_text(key.line->mode) : std::string_view{};
    const auto part = key.line ? to_text(key.line->part) : std::string_view{};
    const std::string owner = key.line ? key.line->owner : std::string{};
    const auto id = find_or_make<BucketId>(find_bucket_, make_bucket_, key.project, key.tmpl, key.callee,
                                           key.priority, mode, part, owner, key.rule);
    known = buckets_.emplace(key, id).first;
  }
  return known->second;
}

void Interning::forget() {
  last_class_ = nullptr;
  classes_.clear();
  buckets_.clear();
}

}  // namespace dialctl::sqlite
