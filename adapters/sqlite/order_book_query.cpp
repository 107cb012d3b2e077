#include "adapters/sqlite/order_book_query.h"

#include <fmt/format.h>

#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

namespace {

// Numbers and words of a closed list: nothing of it comes from outside.
std::string in_cells(const std::vector<ModeCell>& cells) {
  std::string list;
  for (const ModeCell& cell : cells)
    list += fmt::format("{}({}, '{}')", list.empty() ? "" : ", ", cell.project.value, to_text(cell.mode));
  return list.empty() ? "FALSE" : "(o.project_id, s.mode) IN (VALUES " + list + ")";
}

}  // namespace

const char* const kOrderTables =
    " FROM customer_order AS o JOIN order_status AS s ON s.id = o.status_id"
    " LEFT JOIN task AS t ON t.id = (SELECT max(id) FROM task WHERE order_id = o.id)";

std::string conditions(const OrderFilter& filter) {
  std::string sql;
  const auto add = [&sql](bool wanted, const char* condition) {
    if (wanted) sql.append(sql.empty() ? " WHERE " : " AND ").append(condition);
  };
  add(filter.project.has_value(), "o.project_id = :project");
  add(filter.external_id.has_value(), "o.external_id = :external_id");
  add(filter.status.has_value(), "o.status_id = :status");
  add(filter.meaning.has_value(), "s.meaning = :meaning");
  add(filter.mode.has_value(), "s.mode = :mode");
  add(filter.owner.has_value(), "o.owner = :owner");
  add(filter.tag.has_value(), "EXISTS (SELECT 1 FROM json_each(o.tags) WHERE value = :tag)");
  add(filter.batch.has_value(),
      "o.batch_id = :batch AND o.id BETWEEN (SELECT order_first FROM import_batch WHERE id = :batch)"
      " AND (SELECT order_last FROM import_batch WHERE id = :batch)");
  add(filter.number.has_value(), "o.id IN (SELECT order_id FROM order_number WHERE e164 = :number)");
  // The literal lets SQLite use the index of what is due.
  add(filter.state == OrderState::ready || filter.due_before.has_value(),
      "o.id IN (SELECT order_id FROM task WHERE phase = 'ready')");
  add(filter.state == OrderState::handed, "o.id IN (SELECT order_id FROM task WHERE phase = 'handed')");
  add(filter.state.has_value(),
      "CASE WHEN t.phase = 'live' THEN 'live' WHEN o.held THEN 'held' ELSE coalesce(t.phase, 'idle') END"
      " = :state");
  add(filter.due_before.has_value(), "t.phase = 'ready' AND t.next_at <= :due_before");
  if (filter.cells) sql += (sql.empty() ? " WHERE " : " AND ") + in_cells(*filter.cells);
  return sql;
}

void bind_conditions(BulkStatement& statement, const OrderFilter& filter) {
  const auto id = [&](const char* name, const auto& value) {
    if (value) statement.bind_named(name, value->value);
  };
  const auto text = [&](const char* name, const auto& value) {
    if (value) statement.bind_named(name, std::string_view{*value});
  };
  const auto word = [&](const char* name, const auto& value) {
    if (value) statement.bind_named(name, to_text(*value));
  };
  id(":project", filter.project);
  id(":status", filter.status);
  id(":batch", filter.batch);
  text(":external_id", filter.external_id);
  text(":owner", filter.owner);
  text(":tag", filter.tag);
  word(":meaning", filter.meaning);
  word(":mode", filter.mode);
  word(":state", filter.state);
  if (filter.number) statement.bind_named(":number", std::string_view{filter.number->text()});
  if (filter.due_before) statement.bind_named(":due_before", to_millis(*filter.due_before));
}

}  // namespace dialctl::sqlite
