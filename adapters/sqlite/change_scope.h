// One change of what admins declare: in the transaction that is open, or in one of its own; kept only when it
// succeeds; its line in the journal.
#pragma once

#include <SQLiteCpp/Savepoint.h>
#include <sqlite3.h>
#include <string>
#include <utility>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/statement.h"
#include "engine/run/registry.h"

namespace dialctl::sqlite {

// A CHECK of the schema is a rule that people can break by what they type.
Error error_of_change(const SQLite::Exception& exception, const std::string& path);

void write_journal(Connection& connection, const Change& change, const std::string& kind,
                   const std::string& subject, const std::string& what);

// `work` returns a Result; an error or an exception takes back what it has done, and no more than that.
template <class Work>
auto as_one_change(Connection& connection, Work&& work) -> decltype(work()) {
  try {
    if (sqlite3_get_autocommit(connection.database().getHandle()) == 0) {
      SQLite::Savepoint savepoint(connection.database(), "one_change");
      auto result = work();
      if (result) {
        savepoint.release();
      } else {
        savepoint.rollback();
      }
      return result;
    }
    WriteTransaction transaction(connection);
    auto result = work();
    if (result) transaction.commit();
    return result;
  } catch (const SQLite::Exception& exception) {
    return error_of_change(exception, connection.path());
  }
}

}  // namespace dialctl::sqlite
