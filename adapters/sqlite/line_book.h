// The LineBook port (engine/run/line_book.h) on SQLite, for commands.
#pragma once

#include "adapters/sqlite/line_reader.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/task_reader.h"
#include "engine/run/line_book.h"

namespace dialctl::sqlite {

class SqliteLineBook : public LineBook {
 public:
  explicit SqliteLineBook(Connection& connection);  // must outlive the book

  Result<void> look(const std::function<Result<void>()>& work) override;
  Result<void> change(const std::function<Result<void>()>& work, Ending ending) override;

  std::vector<Bucket> line_buckets(Instant now) override { return lines_.buckets(now); }
  std::vector<InLine> heads(const HeadsWanted& wanted) override { return lines_.heads(wanted); }
  std::vector<InLine> lapsed(Instant now) override { return lines_.lapsed(now); }
  std::optional<Instant> next_lease_end() override { return lines_.next_lease_end(); }
  std::optional<DueTask> task(TaskId id, Instant now) override { return tasks_.task(id, now); }
  std::vector<AgentRound> agent_rounds() override { return lines_.rounds(); }

  void apply(std::span<const Record> records) override { writer_.apply(records); }
  std::optional<TaskId> task_in_line(OrderId order) override;
  std::vector<PartCount> counts(Instant now) override;

 private:
  Connection& connection_;
  LineReader lines_;
  TaskReader tasks_;
  RecordWriter writer_;
};

}  // namespace dialctl::sqlite
