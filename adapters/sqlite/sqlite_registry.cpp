#include "adapters/sqlite/sqlite_registry.h"

#include <algorithm>
#include <fmt/format.h>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/mode_rows.h"
#include "adapters/sqlite/references.h"
#include "adapters/sqlite/rule_references.h"
#include "adapters/sqlite/rule_rows.h"
#include "adapters/sqlite/settings_reader.h"
#include "adapters/sqlite/settings_rows.h"

namespace dialctl::sqlite {
namespace {

template <class Row>
std::string subject_of(const Row& row) {
  return fmt::format("{}:{}", Stored<Row>::kNoun, row.name);
}

template <class Row>
Error no_such_row(decltype(Row::id) id) {
  return {ErrorKind::not_found, "settings.no-such-row",
          fmt::format("there is no {} with the id {}", Stored<Row>::kNoun, id.value),
          fmt::format("see `dialctl {} list`", Stored<Row>::kNoun)};
}

template <class Row>
bool name_taken(Connection& connection, const Row& row) {
  const std::vector<Row> all = read_rows<Row>(connection);
  return std::any_of(all.begin(), all.end(),
                     [&](const Row& other) { return other.name == row.name && other.id != row.id; });
}

template <class Row>
Result<void> check_row(Connection& connection, const Row& row) {
  if (name_taken(connection, row)) {
    return Error{ErrorKind::conflict, "settings.name-taken",
                 fmt::format("there is a {} with the name '{}' already", Stored<Row>::kNoun, row.name),
                 fmt::format("change it with `dialctl {} set {}`, or take another name", Stored<Row>::kNoun,
                             row.name)};
  }
  return check_references(connection, row);
}

// What only some kinds of rows have.
template <class Row>
Result<void> check_change(Connection&, const Row&, const Row&) {
  return {};
}
Result<void> check_change(Connection& connection, const OperatorSettings& before,
                          const OperatorSettings& after) {
  if (!before.queue || !after.queue || *before.queue == *after.queue) return {};
  const auto old_queue = read_row<QueueSettings>(connection, *before.queue);
  const auto new_queue = read_row<QueueSettings>(connection, *after.queue);
  return Error{
      ErrorKind::conflict, "settings.other-queue",
      fmt::format("operator '{}' is in queue '{}', and in one queue at most", after.name,
                  old_queue ? old_queue->name : "?"),
      fmt::format("`dialctl operator move {} {}`", after.name, new_queue ? new_queue->name : "QUEUE")};
}

template <class Row>
bool put_members(Connection&, const Row&) {
  return false;
}
// True when they are others now.
bool put_members(Connection& connection, const Group& row) {
  std::vector<OperatorId> members = row.members;
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  if (members == read_members(connection, row.id)) return false;
  Statement remove(connection, "DELETE FROM group_member WHERE group_id = ?");
  Statement insert(connection, "INSERT INTO group_member (group_id, operator_id) VALUES (?, ?)");
  remove.run(row.id);
  for (const OperatorId member : members)
    insert.run(row.id, member);
  return true;
}

// What a change does to orders.
template <class Row>
void change_orders(Connection&, const Row&, const Row&) {}
void change_orders(Connection& connection, const OrderStatusSettings& before,
                   const OrderStatusSettings& after) {
  if (before.mode != after.mode) change_mode_of_status(connection, after.id, after.mode);
}

void change_orders(Connection& connection, const ScheduleSettings&, const ScheduleSettings& after) {
  judge_hours_anew(connection, after.id);
}

template <class Row>
using IdOf = decltype(Row::id);

template <class Row>
Result<IdOf<Row>> add_row(Connection& connection, Row row, const Change& change) {
  if (auto right = check_row(connection, row); !right) return right.error();
  row.id = insert_row(connection, row);
  put_members(connection, row);
  write_journal(connection, change, std::string(Stored<Row>::kNoun) + ".added", subject_of(row), "");
  return row.id;
}

template <class Row>
Result<IdOf<Row>> change_row(Connection& connection, const Row& row, const Change& change) {
  const std::optional<Row> before = read_row<Row>(connection, row.id);
  if (!before) return no_such_row<Row>(row.id);
  if (auto right = check_row(connection, row); !right) return right.error();
  if (auto right = check_change(connection, *before, row); !right) return right.error();
  std::vector<std::string> changed = changed_columns(*before, row);
  if (!changed.empty()) {
    update_row(connection, row);
    change_orders(connection, *before, row);
  }
  if (put_members(connection, row)) changed.emplace_back("members");
  if (changed.empty()) return row.id;
  write_journal(connection, change, std::string(Stored<Row>::kNoun) + ".changed", subject_of(*before),
                fmt::format("{}", fmt::join(changed, ", ")));
  return row.id;
}

template <class Row>
Result<IdOf<Row>> put_row(Connection& connection, const Row& row, const Change& change) {
  return as_one_change(connection, [&] {
    return row.id ? change_row(connection, row, change) : add_row(connection, row, change);
  });
}

template <class Row>
Error in_use(const Row& row, const std::vector<std::string>& users) {
  return {ErrorKind::conflict, "settings.in-use",
          fmt::format("{} '{}' is used by {}", Stored<Row>::kNoun, row.name, fmt::join(users, ", ")),
          "let these go first"};
}

template <class Row>
void take_out(Connection& connection, const Row& row, const Change& change, const std::string& what) {
  Statement remove(connection,
                   fmt::format("UPDATE {} SET removed_at = ? WHERE id = ?", Stored<Row>::kTable).c_str());
  remove.run(change.at, row.id);
  write_journal(connection, change, std::string(Stored<Row>::kNoun) + ".removed", subject_of(row), what);
}

template <class Row>
Result<void> remove_row(Connection& connection, IdOf<Row> id, const Change& change) {
  return as_one_change(connection, [&]() -> Result<void> {
    const std::optional<Row> row = read_row<Row>(connection, id);
    if (!row) return no_such_row<Row>(id);
    if (const auto users = users_of(connection, *row); !users.empty()) return in_use(*row, users);
    take_out(connection, *row, change, "");
    return {};
  });
}

template <class Row>
Result<void> remove_named_row(Connection& connection, IdOf<Row> id, const Change& change) {
  return as_one_change(connection, [&]() -> Result<void> {
    const std::optional<Row> row = read_row<Row>(connection, id);
    if (!row) return no_such_row<Row>(id);
    if (const auto users = users_beside_rules(connection, *row); !users.empty()) return in_use(*row, users);
    const auto rules = rules_with(connection, *row);
    take_out(connection, *row, change,
             rules.empty() ? "" : fmt::format("still named by {}", fmt::join(rules, ", ")));
    return {};
  });
}

// Up for as long as it lives.
class Flag {
 public:
  explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;
  ~Flag() { flag_ = false; }

 private:
  bool& flag_;
};

}  // namespace

SqliteRegistry::SqliteRegistry(Connection& connection) : connection_(connection) {}

Result<void> SqliteRegistry::together(const std::function<Result<void>()>& work, Ending ending) {
  DIALCTL_INVARIANT(!together_);
  return or_error(connection_.path(), [&]() -> Result<void> {
    WriteTransaction transaction(connection_);
    const Flag working(together_);
    Result<void> result = work();
    if (result && ending == Ending::keep) transaction.commit();
    return result;
  });
}

Result<Settings> SqliteRegistry::load() {
  return or_error(connection_.path(), [&]() -> Result<Settings> { return read_settings(connection_); });
}

Result<Settings> SqliteRegistry::load_past() {
  return or_error(connection_.path(),
                  [&]() -> Result<Settings> { return read_settings_of_the_past(connection_); });
}

Result<ProviderId> SqliteRegistry::put(const ProviderSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<ProjectId> SqliteRegistry::put(const Project& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<StatusId> SqliteRegistry::put(const OrderStatusSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<QueueId> SqliteRegistry::put(const QueueSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<OperatorId> SqliteRegistry::put(const OperatorSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<GroupId> SqliteRegistry::put(const Group& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<TemplateId> SqliteRegistry::put(const TemplateSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<ScheduleId> SqliteRegistry::put(const ScheduleSettings& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<PolicyId> SqliteRegistry::put(const RetryPolicy& row, const Change& change) {
  return put_row(connection_, row, change);
}
Result<AudioId> SqliteRegistry::put(const AudioFile& row, const Change& change) {
  return put_row(connection_, row, change);
}

Result<void> SqliteRegistry::remove(ProviderId id, const Change& change) {
  return remove_row<ProviderSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(ProjectId id, const Change& change) {
  return remove_row<Project>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(StatusId id, const Change& change) {
  return remove_row<OrderStatusSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(QueueId id, const Change& change) {
  return remove_row<QueueSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(OperatorId id, const Change& change) {
  return remove_row<OperatorSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(GroupId id, const Change& change) {
  return remove_row<Group>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(TemplateId id, const Change& change) {
  return remove_row<TemplateSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(ScheduleId id, const Change& change) {
  return remove_row<ScheduleSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(PolicyId id, const Change& change) {
  return remove_row<RetryPolicy>(connection_, id, change);
}
Result<void> SqliteRegistry::remove(AudioId id, const Change& change) {
  return remove_row<AudioFile>(connection_, id, change);
}

Result<void> SqliteRegistry::remove_from_rules(QueueId id, const Change& change) {
  return remove_named_row<QueueSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove_from_rules(OperatorId id, const Change& change) {
  return remove_named_row<OperatorSettings>(connection_, id, change);
}
Result<void> SqliteRegistry::remove_from_rules(GroupId id, const Change& change) {
  return remove_named_row<Group>(connection_, id, change);
}

Result<void> SqliteRegistry::move_operator(OperatorId id, std::optional<QueueId> queue,
                                           const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    std::optional<OperatorSettings> row = read_row<OperatorSettings>(connection_, id);
    if (!row) return no_such_row<OperatorSettings>(id);
    if (row->queue == queue) return {};
    row->queue = queue;
    if (auto right = check_references(connection_, *row); !right) return right;
    update_row(connection_, *row);
    const auto target = queue ? read_row<QueueSettings>(connection_, *queue) : std::nullopt;
    write_journal(connection_, change, "operator.moved", subject_of(*row),
                  target ? "to queue " + target->name : "out of any queue");
    return {};
  });
}

}  // namespace dialctl::sqlite
