#include "adapters/sqlite/import_conditions.h"

#include <SQLiteCpp/Statement.h>

namespace dialctl::sqlite {
namespace {

constexpr int kImportPageCacheKib = 56'000;
// Keys are sorted in as much memory as the page cache has, a few MiB at once in a processor's own cache.
constexpr int kSortCacheKib = 4'000;

}  // namespace

RowsUnchecked::RowsUnchecked(Connection& connection, bool one_transaction) : connection_(connection) {
  connection_.database().exec("PRAGMA ignore_check_constraints = ON");
  if (one_transaction) connection_.database().exec("PRAGMA foreign_keys = OFF");
}

RowsUnchecked::~RowsUnchecked() {
  connection_.database().tryExec("PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF");
}

MoreMemory::MoreMemory(Connection& connection) : connection_(connection) {
  connection_.database().exec("PRAGMA temp_store = MEMORY");
  connection_.set_page_cache(kImportPageCacheKib);
}

MoreMemory::~MoreMemory() {
  connection_.database().tryExec("PRAGMA temp_store = DEFAULT");
  try {
    connection_.set_page_cache(kPageCacheKib);
  } catch (const SQLite::Exception&) {
    // It stays larger than it need be.
  }
}

void MoreMemory::give_back() {
  connection_.database().exec("PRAGMA temp_store = DEFAULT");
  connection_.set_page_cache(kSortCacheKib);
}

NumbersIndexedLast::NumbersIndexedLast(Connection& connection, bool one_transaction)
    : connection_(connection) {
  if (!one_transaction) return;
  SQLite::Statement find(connection_.database(),
                         "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'order_number_e164'"
                         " AND NOT EXISTS (SELECT 1 FROM order_number)");
  if (!find.executeStep()) return;
  std::string sql = find.getColumn(0).getString();
  find.reset();
  connection_.database().exec("DROP INDEX order_number_e164");
  index_ = std::move(sql);
}

void NumbersIndexedLast::make() {
  connection_.database().exec(index_);
  index_.clear();
}

}  // namespace dialctl::sqlite
