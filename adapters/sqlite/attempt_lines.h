// Attempts with their orders and ends, as a filter wants them.
#pragma once

#include <optional>

#include "adapters/sqlite/import_statement.h"
#include "engine/run/call_book.h"

namespace dialctl::sqlite {

// The ends of attempts that come in one direction, read beside them: a row of a join looks its end up anew.
class EndReader {
 public:
  EndReader(SQLite::Database& database, bool newest_first);
  // The end of this attempt as the current row, or null. No attempt before the last one may be asked for.
  BulkStatement* find(AttemptId attempt);

 private:
  bool is_before(std::int64_t attempt) const { return newest_first_ ? at_ > attempt : at_ < attempt; }
  void seek(std::int64_t attempt);
  void next();

  bool newest_first_;
  BulkStatement ends_;
  std::int64_t at_ = 0;  // whose end is the current row
  bool more_ = false;
};

// Several statements make a line: all of it within one ReadTransaction.
class AttemptLines {
 public:
  AttemptLines(SQLite::Database& database, const AttemptFilter& filter);
  // Its texts are good until the next call.
  std::optional<AttemptLine> next();

 private:
  std::optional<CallStep> step_of(AttemptId attempt);

  bool ends_joined_;  // the filter asks for them
  BulkStatement attempts_;
  EndReader ends_;
  BulkStatement steps_;
};

}  // namespace dialctl::sqlite
