#include "cli/commands/row_intake.h"

#include <fmt/format.h>
#include <memory>

#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

constexpr std::int64_t kErrorsTold = 20;

// Whether it was kept. Refused rows take the whole back, unless --partial.
Result<bool> read_all(Invocation& in, Ports& ports, RowIntake& intake, const RowImport& work) {
  bool undone = false;
  auto done = ports.missed_book().change(
      [&]() -> Result<void> {
        if (auto read = work.read(ports, intake); !read) return read;
        undone = intake.has_refused() && !in.flag("partial");
        if (!undone) return {};
        return Error{ErrorKind::usage, "import.refused", "rows were refused", "mend them"};
      },
      ending_of(in));
  if (!done && !undone) return done.error();
  return !undone && !in.dry_run();
}

}  // namespace

std::vector<Flag> row_intake_flags() {
  return {{.name = "format",
           .help = "without it: by the name's end, else csv",
           .value_name = "FORMAT",
           .value = {.kind = ValueKind::choice, .choices = {"csv", "json", "ndjson"}}},
          {.name = "partial", .help = "take the good rows and end with 3; else one bad row refuses the file"},
          {.name = "rejects",
           .help = "write the refused rows here, with the reason; mend them and import the file",
           .value_name = "FILE",
           .value = {.kind = ValueKind::path}},
          {.name = "errors",
           .help = "how many refusals to tell; 20 is the default",
           .value_name = "N",
           .value = {.kind = ValueKind::integer, .least = 0, .most = 10'000}}};
}

RowFileRequest row_file_of(const Invocation& in) {
  RowFileRequest file;
  file.path = in.text("file");
  if (in.text("format") == "csv") file.format = RowFormat::csv;
  if (in.text("format") == "json") file.format = RowFormat::json;
  if (in.text("format") == "ndjson") file.format = RowFormat::ndjson;
  return file;
}

RowIntake::RowIntake(Invocation& in, RowSource& source, RejectFile* rejects)
    : in_(in),
      source_(source),
      rejects_(rejects),
      errors_most_(in.integer("errors").value_or(kErrorsTold)),
      errors_{{{.name = "line", .kind = CellKind::integer},
               {.name = "code"},
               {.name = "reason"},
               {.name = "hint"}},
              {}} {}

Result<void> RowIntake::read(const std::function<Result<void>(const Row&)>& take) {
  Progress progress = in_.progress("importing", std::nullopt);
  if (rejects_ != nullptr) {
    source_.append_rejects_header(text_);
    if (auto written = rejects_->write(text_); !written) return written;
  }
  Row row;
  for (;; progress.at(rows_)) {
    auto more = source_.next(row);
    if (!more) return stop(more.error());
    if (!more.value()) return {};
    ++rows_;
    const auto taken = row.problem ? Result<void>{*row.problem} : take(row);
    if (taken) continue;
    if (auto refused = refuse(row, taken.error()); !refused) return refused;
  }
}

ExitCode RowIntake::code() const {
  if (!has_refused()) return ExitCode::done;
  return in_.flag("partial") ? ExitCode::partly : ExitCode::usage;
}

Result<void> RowIntake::refuse(const Row& row, const Error& error) {
  ++refused_;
  tell_error(Cell{row.line}, error);
  if (rejects_ == nullptr) return {};
  Error why = error;  // its line is a column of its own
  const std::string place = fmt::format("line {}, ", row.line);
  if (why.message.starts_with(place)) why.message.erase(0, place.size());
  text_.clear();
  source_.append_reject(text_, row, why);
  return rejects_->write(text_);
}

// The file cannot be read on: with --partial what came before it counts.
Result<void> RowIntake::stop(const Error& error) {
  if (!in_.flag("partial")) return error;
  stopped_ = true;
  tell_error(Cell{}, error);
  return {};
}

void RowIntake::tell_error(Cell line, const Error& error) {
  if (static_cast<std::int64_t>(errors_.rows.size()) >= errors_most_) return;
  errors_.rows.push_back({std::move(line), Cell{std::string{error.code}}, Cell{std::string{error.message}},
                          Cell{std::string{error.hint}}});
}

Result<ExitCode> import_rows(Invocation& in, const RowImport& work) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto rows = ports.row_files().open(row_file_of(in));
  if (!rows) return rows.error();
  std::unique_ptr<RejectFile> rejects;
  if (in.given("rejects")) {
    auto created = RejectFile::create(std::string{in.text("rejects")});
    if (!created) return created.error();
    rejects = std::move(created).value();
  }
  RowIntake intake(in, *rows.value(), rejects.get());
  auto kept = read_all(in, ports, intake, work);
  if (!kept) return kept.error();
  if (rejects) {
    if (auto written = rejects->keep(); !written) return written.error();
  }
  Rows out = in.rows();
  work.tell(out, intake, kept.value());
  if (!kept.value() && in.dry_run()) {
    in.note("dry run: nothing was changed");
  } else if (!kept.value()) {
    in.note("nothing was imported: mend the rows that were refused, or take the good ones with --partial");
  }
  return out.finish(intake.code());
}

}  // namespace dialctl::cli
