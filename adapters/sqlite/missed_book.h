// Missed calls and their callbacks as commands see and change them.
#pragma once

#include "adapters/sqlite/record_writer.h"
#include "engine/run/missed_book.h"

namespace dialctl::sqlite {

class SqliteMissedBook final : public MissedBook {
 public:
  explicit SqliteMissedBook(Connection& connection);

  Result<void> change(const std::function<Result<void>()>& work, Ending ending) override;
  void apply(std::span<const Record> records) override;
  bool is_known(std::string_view provider_call) override;
  bool is_blacklisted(const E164& caller, std::optional<ProjectId> project, Instant now) override;
  bool has_open_callback(const E164& caller, ProjectId project) override;
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
  Statement known_;
  Statement blacklisted_;
  Statement open_;
};

}  // namespace dialctl::sqlite
