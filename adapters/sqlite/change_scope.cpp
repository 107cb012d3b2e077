#include "adapters/sqlite/change_scope.h"

namespace dialctl::sqlite {

Error error_of_change(const SQLite::Exception& exception, const std::string& path) {
  if (exception.getExtendedErrorCode() == SQLITE_CONSTRAINT_CHECK) {
    return {ErrorKind::usage, "settings.out-of-range",
            std::string("a value is out of range: ") + exception.what(),
            "give a value that keeps to this rule"};
  }
  return error_of(exception, path);
}

void write_journal(Connection& connection, const Change& change, const std::string& kind,
                   const std::string& subject, const std::string& what) {
  const std::string detail = change.why.empty() ? what : what.empty() ? change.why : what + ": " + change.why;
  Statement insert(connection, "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)");
  insert.run(change.at, kind, subject, detail, change.who);
}

}  // namespace dialctl::sqlite
