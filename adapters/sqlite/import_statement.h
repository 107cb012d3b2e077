// A prepared statement for rows by the million: values are bound where they
// lie and columns are read where they lie, without copies, so what is bound
// must stay in place until the statement has run. All throw SQLite::Exception.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <cstdint>
#include <optional>
#include <sqlite3.h>
#include <string_view>

#include "adapters/sqlite/bulk_rows.h"
#include "engine/model/instant.h"

namespace dialctl::sqlite {

class BulkStatement {
 public:
  BulkStatement(SQLite::Database& database, const char* sql) : database_(database.getHandle()) {
    if (sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK)
      throw SQLite::Exception(database_);
  }
  BulkStatement(const BulkStatement&) = delete;
  BulkStatement& operator=(const BulkStatement&) = delete;
  ~BulkStatement() { sqlite3_finalize(statement_); }

  void bind(int index, std::int64_t value) { check(sqlite3_bind_int64(statement_, index, value)); }
  void bind(int index, std::string_view value) {
    check(sqlite3_bind_text64(statement_, index, value.data() == nullptr ? "" : value.data(), value.size(),
                              SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind(int index, BulkRows& rows) {
    check(sqlite3_bind_pointer(statement_, index, &rows, kBulkPointer, nullptr));
  }
  void bind_null(int index) { check(sqlite3_bind_null(statement_, index)); }

  // By name (":project"); nothing happens where the SQL does not have it.
  template <class Value>
  void bind_named(const char* name, const Value& value) {
    const int index = sqlite3_bind_parameter_index(statement_, name);
    if (index != 0) bind(index, value);
  }

  // To the end; how many rows were changed by it.
  int run() {
    const int before = sqlite3_total_changes(database_);
    const int stepped = sqlite3_step(statement_);
    const int reset = sqlite3_reset(statement_);
    if (stepped != SQLITE_DONE || reset != SQLITE_OK) throw SQLite::Exception(database_, reset);
    return sqlite3_total_changes(database_) - before;
  }

  // The next row of a query, or false and the statement is ready to be run anew.
  bool step() {
    const int stepped = sqlite3_step(statement_);
    if (stepped == SQLITE_ROW) return true;
    const int reset = sqlite3_reset(statement_);
    if (stepped != SQLITE_DONE) throw SQLite::Exception(database_, reset);
    return false;
  }
  void reset() { sqlite3_reset(statement_); }
  std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
  bool null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::optional<Instant> instant(int column) {
    if (null(column)) return std::nullopt;
    return from_millis(integer(column));
  }
  std::string_view text(int column) {  // until the next step() or reset()
    const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {begin == nullptr ? "" : begin,
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
  }

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace dialctl::sqlite
