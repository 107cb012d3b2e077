// A file of rows on its way in by one change: a bad row refuses the whole file, or with --partial itself
// alone, and is told with its line and reason (IM-05).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/commands/reject_file.h"
#include "cli/invocation.h"
#include "engine/run/row_source.h"

namespace dialctl::cli {

// --format, --partial, --rejects, --errors.
std::vector<Flag> row_intake_flags();
RowFileRequest row_file_of(const Invocation& in);  // <file>, --format

// What was read, and what of it was refused.
class RowIntake {
 public:
  RowIntake(Invocation& in, RowSource& source, RejectFile* rejects);

  // Hands each row to `take`, until the end or the first error that is not about a row.
  Result<void> read(const std::function<Result<void>(const Row&)>& take);

  const RowSource& source() const { return source_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t refused() const { return refused_; }
  bool has_refused() const { return refused_ != 0 || stopped_; }
  ExitCode code() const;
  NestedRows take_errors() { return std::move(errors_); }

 private:
  Result<void> refuse(const Row& row, const Error& error);
  Result<void> stop(const Error& error);
  void tell_error(Cell line, const Error& error);

  Invocation& in_;
  RowSource& source_;
  RejectFile* rejects_;
  std::int64_t errors_most_;
  NestedRows errors_;
  std::string text_;
  std::int64_t rows_ = 0;
  std::int64_t refused_ = 0;
  bool stopped_ = false;
};

// The command: opens the file, lets `read` read it inside of MissedBook::change(), keeps the rejects, and
// lets `tell` say what came of it, and whether it was kept.
struct RowImport {
  std::function<Result<void>(Ports&, RowIntake&)> read;
  std::function<void(Rows&, RowIntake&, bool kept)> tell;
};
Result<ExitCode> import_rows(Invocation& in, const RowImport& work);

}  // namespace dialctl::cli
