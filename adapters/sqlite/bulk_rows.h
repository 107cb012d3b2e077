// Rows in the program's memory as a table of SQL, so that one statement writes many of them:
//
//   BulkStatement insert(database, "INSERT INTO t (id, name) SELECT c0, c1 FROM bulk_rows(?1)");
//   insert.bind(1, rows);   // a BulkRows, which must stay in place until the statement has run
//   insert.run();
//
// That costs a fraction of a statement for each row: nothing is bound, no cursor is opened and no text is
// copied before it goes into its page.
#pragma once

#include <cstdint>
#include <sqlite3.h>
#include <string_view>

namespace dialctl::sqlite {

// Where one value of a row goes. Nothing said is NULL; texts are read where they lie.
class BulkCell {
 public:
  explicit BulkCell(sqlite3_context* context) : context_(context) {}

  void integer(std::int64_t value) { sqlite3_result_int64(context_, value); }
  void text(std::string_view value) {
    sqlite3_result_text64(context_, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_STATIC,
                          SQLITE_UTF8);
  }

 private:
  sqlite3_context* context_;
};

// Read once from front to back for each run of a statement. None of these may throw: SQLite is in between.
class BulkRows {
 public:
  virtual ~BulkRows() = default;
  virtual void rewind() = 0;
  virtual bool at_end() const = 0;
  virtual void next() = 0;
  virtual void read(int column, BulkCell cell) const = 0;  // 0 is c0, up to kBulkColumns - 1
};

inline constexpr int kBulkColumns = 16;
inline constexpr const char* kBulkPointer = "dialctl bulk rows";  // what sqlite3_bind_pointer calls them

// Once for each connection; before that there is no table bulk_rows.
void add_bulk_rows(sqlite3* database);

}  // namespace dialctl::sqlite
