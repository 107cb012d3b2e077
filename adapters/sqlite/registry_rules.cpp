// Rules of callbacks: their versions, their order, and the switches over all of them.
#include <algorithm>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/rule_references.h"
#include "adapters/sqlite/rule_rows.h"
#include "adapters/sqlite/sqlite_registry.h"

namespace dialctl::sqlite {
namespace {

std::string subject_of(const CallbackRule& row) {
  return "rule:" + row.name;
}

Error no_such_rule(RuleId id) {
  return {ErrorKind::not_found, "settings.no-such-row",
          fmt::format("there is no rule with the id {}", id.value), "see `dialctl rule list`"};
}

Result<void> check_name(Connection& connection, const CallbackRule& row) {
  for (const CallbackRule& other : read_rules(connection)) {
    if (other.name == row.name && other.id != row.id)
      return Error{ErrorKind::conflict, "settings.name-taken",
                   fmt::format("there is a rule with the name '{}' already", row.name),
                   fmt::format("change it with `dialctl rule set {}`, or take another name", row.name)};
  }
  return {};
}

// What it refers to may be gone (CB-10, --orphan): such a rule can be turned off as it is, and no more.
Result<void> check_change(Connection& connection, const CallbackRule& before, const CallbackRule& row) {
  if (auto right = check_name(connection, row); !right) return right;
  if (!row.enabled && changed_columns(before, row).empty()) return {};
  return check_references(connection, row);
}

Error no_such_position(int position, std::size_t most) {
  return {ErrorKind::usage, "settings.out-of-range",
          fmt::format("position {} is not within the 1 to {} of the list", position, most),
          fmt::format("give a position from 1 to {}", most)};
}

// The list as it is to be: positions 1..n in this order. True where something was changed.
bool renumber(Connection& connection, const std::vector<CallbackRule>& list) {
  Statement update(connection, "UPDATE callback_rule SET position = ? WHERE id = ? AND position <> ?");
  int position = 0;
  int changed = 0;
  for (const CallbackRule& rule : list) {
    ++position;
    changed += update.run(position, rule.id, position);
  }
  return changed > 0;
}

Result<bool> move_to(Connection& connection, RuleId id, int position) {
  std::vector<CallbackRule> list = read_rules(connection);
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const CallbackRule& one) { return one.id == id; });
  if (found == list.end()) return no_such_rule(id);
  if (position < 1 || position > static_cast<int>(list.size()))
    return no_such_position(position, list.size());
  const CallbackRule moved = *found;
  list.erase(found);
  list.insert(list.begin() + (position - 1), moved);
  return renumber(connection, list);
}

Result<RuleId> add_rule(Connection& connection, CallbackRule row, const Change& change) {
  if (auto right = check_name(connection, row); !right) return right.error();
  if (auto right = check_references(connection, row); !right) return right.error();
  const int wanted = row.position;
  row.position = static_cast<int>(read_rules(connection).size()) + 1;
  row.version = 1;
  row.id = insert_rule(connection, row);
  add_rule_version(connection, row, change.at, change.who);
  if (wanted != 0) {
    if (auto moved = move_to(connection, row.id, wanted); !moved) return moved.error();
    row.position = wanted;
  }
  write_journal(connection, change, "rule.added", subject_of(row),
                fmt::format("version 1, position {}", row.position));
  return row.id;
}

// A new version where a field of it differs; what is not versioned in place.
void change_fields(Connection& connection, const CallbackRule& before, CallbackRule row,
                   const Change& change) {
  std::vector<std::string> changed = changed_columns(before, row);
  std::string version;
  if (!changed.empty()) {
    row.version = before.version + 1;
    version = fmt::format("version {}: ", row.version);
    add_rule_version(connection, row, change.at, change.who);
    if (before.calls != row.calls) judge_hours_anew(connection, row.id);
  }
  if (before.name != row.name) changed.emplace_back("name");
  if (changed.empty()) return;
  write_journal(connection, change, "rule.changed", subject_of(before),
                fmt::format("{}{}", version, fmt::join(changed, ", ")));
}

void change_switch(Connection& connection, const CallbackRule& before, const CallbackRule& row,
                   const Change& change) {
  if (before.enabled == row.enabled && (row.enabled || before.when_disabled == row.when_disabled)) return;
  write_journal(connection, change, row.enabled ? "rule.enabled" : "rule.disabled", subject_of(row),
                row.enabled ? "" : fmt::format("tasks {}", to_text(row.when_disabled)));
}

Result<void> move_and_tell(Connection& connection, const CallbackRule& row, int position,
                           const Change& change) {
  auto moved = move_to(connection, row.id, position);
  if (!moved) return moved.error();
  if (moved.value())
    write_journal(connection, change, "rule.moved", subject_of(row),
                  fmt::format("from position {} to {}", row.position, position));
  return {};
}

Result<RuleId> change_rule(Connection& connection, const CallbackRule& row, const Change& change) {
  const std::optional<CallbackRule> before = read_rule(connection, row.id);
  if (!before) return no_such_rule(row.id);
  if (auto right = check_change(connection, *before, row); !right) return right.error();
  change_fields(connection, *before, row, change);
  change_switch(connection, *before, row, change);
  const bool same = before->name == row.name && before->enabled == row.enabled &&
                    before->when_disabled == row.when_disabled;
  if (!same) {
    CallbackRule placed = row;
    placed.position = before->position;
    update_rule(connection, placed);
  }
  if (row.position == 0 || row.position == before->position) return row.id;
  CallbackRule moved = *before;
  moved.name = row.name;
  if (auto done = move_and_tell(connection, moved, row.position, change); !done) return done.error();
  return row.id;
}

}  // namespace

Result<RuleId> SqliteRegistry::put(const CallbackRule& row, const Change& change) {
  return as_one_change(connection_, [&] {
    return row.id ? change_rule(connection_, row, change) : add_rule(connection_, row, change);
  });
}

Result<void> SqliteRegistry::remove(RuleId id, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    const std::optional<CallbackRule> row = read_rule(connection_, id);
    if (!row) return no_such_rule(id);
    Statement remove(connection_, "UPDATE callback_rule SET removed_at = ? WHERE id = ?");
    remove.run(change.at, id);
    renumber(connection_, read_rules(connection_));
    write_journal(connection_, change, "rule.removed", subject_of(*row), "");
    return {};
  });
}

Result<void> SqliteRegistry::move_rule(RuleId id, int position, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    const std::optional<CallbackRule> row = read_rule(connection_, id);
    if (!row) return no_such_rule(id);
    return move_and_tell(connection_, *row, position, change);
  });
}

Result<void> SqliteRegistry::set_callbacks(const CallbackSwitches& switches, const Change& change) {
  if (switches.lines_max < 0)
    return Error{ErrorKind::usage, "settings.out-of-range", "a cap is below 0", "0 means unlimited"};
  return as_one_change(connection_, [&]() -> Result<void> {
    if (read_switches(connection_) == switches) return {};
    Statement put(connection_,
                  "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET"
                  " value = excluded.value WHERE value IS NOT excluded.value");
    put.run("callbacks_paused", switches.paused ? "1" : "0");
    put.run("callbacks_frozen", switches.frozen ? "1" : "0");
    put.run("callbacks_lines_max", std::to_string(switches.lines_max));
    write_journal(connection_, change, "callbacks.changed", "installation",
                  fmt::format("paused {}, frozen {}, lines_max {}", switches.paused ? "yes" : "no",
                              switches.frozen ? "yes" : "no", switches.lines_max));
    return {};
  });
}

}  // namespace dialctl::sqlite
