#include "adapters/sqlite/statement.h"

#include <sqlite3.h>

namespace dialctl::sqlite {

E164 Rows::e164() {
  return parsed([](const std::string& stored) { return E164::parse(stored); });
}

void Rows::refuse(const std::string& stored) const {
  damaged(std::string("column ") + statement_->getColumnName(column_ - 1) +
          " holds a value that nothing writes: " + stored);
}

void damaged(const std::string& how) {
  throw SQLite::Exception(how, SQLITE_CORRUPT);
}

}  // namespace dialctl::sqlite
