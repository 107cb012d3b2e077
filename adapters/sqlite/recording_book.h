// The port RecordingBook (engine/run/recording_book.h) on SQLite.
#pragma once

#include "engine/run/recording_book.h"

namespace dialctl::sqlite {

class Connection;

class SqliteRecordingBook : public RecordingBook {
 public:
  explicit SqliteRecordingBook(Connection& connection) : connection_(connection) {}

  Result<void> recordings(const RecordingFilter& filter,
                          const std::function<bool(const RecordingLine&)>& take) override;
  Result<void> end_period(AttemptId attempt, const Change& change, Ending ending) override;

 private:
  Connection& connection_;
};

}  // namespace dialctl::sqlite
