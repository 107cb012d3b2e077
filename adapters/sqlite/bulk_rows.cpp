#include "adapters/sqlite/bulk_rows.h"

#include <SQLiteCpp/Exception.h>
#include <new>

namespace dialctl::sqlite {
namespace {

constexpr const char* kColumns =
    "CREATE TABLE bulk_rows (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15,"
    " source HIDDEN)";  // kBulkColumns of them

struct Cursor {
  sqlite3_vtab_cursor base{};
  BulkRows* rows = nullptr;
  sqlite3_int64 row = 0;
};

BulkRows* rows_of(sqlite3_vtab_cursor* cursor) {
  return reinterpret_cast<Cursor*>(cursor)->rows;
}

int connect(sqlite3* database, void*, int, const char* const*, sqlite3_vtab** table, char**) {
  const int declared = sqlite3_declare_vtab(database, kColumns);
  if (declared != SQLITE_OK) return declared;
  // No view or trigger of a database file may name it.
  sqlite3_vtab_config(database, SQLITE_VTAB_DIRECTONLY);
  *table = new (std::nothrow) sqlite3_vtab{};
  return *table == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete table;
  return SQLITE_OK;
}

// The one way in is the source in brackets.
int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
  for (int each = 0; each < info->nConstraint; ++each) {
    const auto& constraint = info->aConstraint[each];
    if (constraint.iColumn != kBulkColumns || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint.usable == 0) return SQLITE_CONSTRAINT;
    info->aConstraintUsage[each].argvIndex = 1;
    info->aConstraintUsage[each].omit = 1;
    info->estimatedCost = 1;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
  auto* made = new (std::nothrow) Cursor;
  if (made == nullptr) return SQLITE_NOMEM;
  *cursor = &made->base;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete reinterpret_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value** values) {
  auto* cursor = reinterpret_cast<Cursor*>(base);
  cursor->rows = static_cast<BulkRows*>(sqlite3_value_pointer(values[0], kBulkPointer));
  cursor->row = 0;
  if (cursor->rows == nullptr) return SQLITE_MISUSE;
  cursor->rows->rewind();
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  rows_of(cursor)->next();
  ++reinterpret_cast<Cursor*>(cursor)->row;
  return SQLITE_OK;
}

int eof(sqlite3_vtab_cursor* cursor) {
  return rows_of(cursor)->at_end() ? 1 : 0;
}

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int index) {
  if (index < kBulkColumns) rows_of(cursor)->read(index, BulkCell{context});
  return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = reinterpret_cast<Cursor*>(cursor)->row;
  return SQLITE_OK;
}

// Without xCreate: it is there by its name alone and cannot be made in a file.
constexpr sqlite3_module kModule = [] {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = eof;
  module.xColumn = column;
  module.xRowid = rowid;
  return module;
}();

}  // namespace

void add_bulk_rows(sqlite3* database) {
  if (sqlite3_create_module_v2(database, "bulk_rows", &kModule, nullptr, nullptr) != SQLITE_OK)
    throw SQLite::Exception(database);
}

}  // namespace dialctl::sqlite
