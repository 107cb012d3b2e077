// Missed calls and their callbacks as commands see and change them.
#pragma once

#include "adapters/sqlite/caller_reader.h"
#include "adapters/sqlite/record_writer.h"
#include "engine/run/missed_book.h"

namespace dialctl::sqlite {

class SqliteMissedBook final : public MissedBook {
 public:
  explicit SqliteMissedBook(Connection& connection);

  Result<void> change(const std::function<Result<void>()>& work, Ending ending) override;
  void apply(std::span<const Record> records) override;
  CallerKnown caller_known(const MissedCall& call, Instant now) override;
  MissedId newest() override;
  void take_again(const MissedTaken& record) override;
  std::vector<CancelledCallback> cancel(const CallbackFilter& filter, const std::string& reason) override;
  Result<void> missed(const MissedFilter& filter,
                      const std::function<bool(const MissedLine&)>& take) override;
  Result<void> callbacks(const CallbackFilter& filter,
                         const std::function<bool(const CallbackLine&)>& take) override;
  Result<std::vector<CallbackCounts>> counts(Instant now) override;

 private:
  Connection& connection_;
  RecordWriter writer_;
  CallerReader callers_;
};

}  // namespace dialctl::sqlite
