// Settings rows in and out of their tables, made from Stored<Row>.
// The SQL is put together from constants of stored_settings.h alone.
#pragma once

#include <cstddef>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sqlite/stored_settings.h"

namespace dialctl::sqlite {

enum class Removed : bool { left_out, read_too };

template <class Row>
std::string select_sql(Removed removed = Removed::left_out) {
  return fmt::format("SELECT id, {} FROM {} WHERE {}", fmt::join(Stored<Row>::kColumns, ", "),
                     Stored<Row>::kTable, removed == Removed::read_too ? "TRUE" : "removed_at IS NULL");
}

// Ascending by id.
template <class Row>
std::vector<Row> read_rows(Connection& connection, Removed removed = Removed::left_out) {
  std::vector<Row> all;
  Statement select(connection, (select_sql<Row>(removed) + " ORDER BY id").c_str());
  Rows rows = select.query();
  while (rows.next())
    all.push_back(Stored<Row>::read(rows));
  return all;
}

template <class Row>
std::optional<Row> read_row(Connection& connection, decltype(Row::id) id) {
  Statement select(connection, (select_sql<Row>() + " AND id = ?").c_str());
  Rows rows = select.query(id);
  if (!rows.next()) return std::nullopt;
  return Stored<Row>::read(rows);
}

template <class Row>
bool has_row(Connection& connection, decltype(Row::id) id) {
  return read_row<Row>(connection, id).has_value();
}

template <class Row>
decltype(Row::id) insert_row(Connection& connection, const Row& row) {
  std::string places = "?";
  for (std::size_t more = 1; more < Stored<Row>::kColumns.size(); ++more)
    places += ", ?";
  Statement insert(connection, fmt::format("INSERT INTO {} ({}) VALUES ({})", Stored<Row>::kTable,
                                           fmt::join(Stored<Row>::kColumns, ", "), places)
                                   .c_str());
  std::apply([&](const auto&... values) { insert.run(values...); }, Stored<Row>::values(row));
  return {connection.database().getLastInsertRowid()};
}

template <class Row>
void update_row(Connection& connection, const Row& row) {
  Statement update(connection, fmt::format("UPDATE {} SET {} = ? WHERE id = ?", Stored<Row>::kTable,
                                           fmt::join(Stored<Row>::kColumns, " = ?, "))
                                   .c_str());
  std::apply([&](const auto&... values) { update.run(values..., row.id); }, Stored<Row>::values(row));
}

// Names of the columns in which the rows differ.
template <class Row>
std::vector<std::string> changed_columns(const Row& before, const Row& after) {
  std::vector<std::string> changed;
  const auto old_values = Stored<Row>::values(before);
  const auto new_values = Stored<Row>::values(after);
  const auto compare = [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&](const auto& old_value, const auto& new_value, const char* column) {
      if (old_value != new_value) changed.emplace_back(column);
    };
    (one(std::get<Index>(old_values), std::get<Index>(new_values), Stored<Row>::kColumns[Index]), ...);
  };
  compare(std::make_index_sequence<Stored<Row>::kColumns.size()>{});
  return changed;
}

}  // namespace dialctl::sqlite
