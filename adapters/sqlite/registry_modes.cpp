// Call modes, the ranking of their lines, and who may work in them.
#include <fmt/format.h>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/mode_rows.h"
#include "adapters/sqlite/settings_rows.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "engine/decide/ranking.h"

namespace dialctl::sqlite {
namespace {

Error no_row(const char* noun, std::int64_t id) {
  return {ErrorKind::not_found, "settings.no-such-row",
          fmt::format("there is no {} with the id {}", noun, id), fmt::format("see `dialctl {} list`", noun)};
}

std::string cell_name(Connection& connection, const ModeCell& cell) {
  const auto project = read_row<Project>(connection, cell.project);
  return fmt::format("{}:{}", project ? project->name : "?", to_text(cell.mode));
}

Result<void> check_statuses(Connection& connection, const ModeSettings& row) {
  const auto is_there = [&](std::optional<StatusId> id) {
    return !id || has_row<OrderStatusSettings>(connection, *id);
  };
  if (!is_there(row.when_used_up)) return no_row("order-status", row.when_used_up->value);
  for (const Button& button : row.buttons) {
    if (!is_there(button.status)) return no_row("order-status", button.status->value);
  }
  return {};
}

}  // namespace

Result<void> SqliteRegistry::put(const ModeSettings& row, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    if (!has_row<Project>(connection_, row.project)) return no_row("project", row.project.value);
    if (auto right = check_statuses(connection_, row); !right) return right;
    for (const ModeSettings& known : read_modes(connection_)) {
      if (known == row) return {};
    }
    write_mode(connection_, row);
    write_journal(connection_, change, "mode.changed",
                  "mode:" + cell_name(connection_, {row.project, row.mode}), "");
    return {};
  });
}

Result<void> SqliteRegistry::set_line(const LineRules& rules, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    Statement put(connection_,
                  "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET"
                  " value = excluded.value WHERE value IS NOT excluded.value");
    const std::string keys = line_keys_text(rules.keys);
    const int changed =
        put.run("line_keys", keys) + put.run("line_new_order", std::string{to_text(rules.new_order)});
    if (changed > 0)
      write_journal(connection_, change, "line.changed", "installation",
                    fmt::format("{}, {}", keys, to_text(rules.new_order)));
    return {};
  });
}

Result<void> SqliteRegistry::change_access(OperatorId id, std::span<const ModeCell> added,
                                           std::span<const ModeCell> removed, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    const auto who = read_row<OperatorSettings>(connection_, id);
    if (!who) return no_row("operator", id.value);
    Statement add(connection_,
                  "INSERT INTO operator_access (operator_id, project_id, mode) VALUES (?, ?, ?)"
                  " ON CONFLICT DO NOTHING");
    Statement remove(connection_,
                     "DELETE FROM operator_access WHERE operator_id = ? AND project_id = ? AND mode = ?");
    std::string what;
    const auto say = [&](const char* sign, const ModeCell& cell) {
      what += (what.empty() ? "" : ", ") + std::string{sign} + cell_name(connection_, cell);
    };
    for (const ModeCell& cell : added) {
      if (!has_row<Project>(connection_, cell.project)) return no_row("project", cell.project.value);
      if (add.run(id, cell.project, cell.mode) > 0) say("+", cell);
    }
    for (const ModeCell& cell : removed) {
      if (remove.run(id, cell.project, cell.mode) > 0) say("-", cell);
    }
    if (!what.empty()) write_journal(connection_, change, "operator.access", "operator:" + who->name, what);
    return {};
  });
}

}  // namespace dialctl::sqlite
