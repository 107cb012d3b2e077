#include "cli/commands/import_missed.h"

#include <fmt/format.h>

#include "cli/commands/missed_intake.h"
#include "cli/commands/reject_file.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

constexpr std::int64_t kErrorsTold = 20;

struct Counts {
  std::int64_t rows = 0;
  std::int64_t tasks = 0;
  std::int64_t joined = 0;
  std::int64_t no_rule = 0;
  std::int64_t short_wait = 0;
  std::int64_t blacklisted = 0;
  std::int64_t paused = 0;
  std::int64_t no_project = 0;
  std::int64_t known = 0;
  std::int64_t refused = 0;

  void count(const MissedJudged& judged) {
    if (judged.known) {
      ++known;
      return;
    }
    switch (judged.taken.what) {
      case Taking::task:
        ++tasks;
        return;
      case Taking::joined:
        ++joined;
        return;
      case Taking::no_rule:
        ++no_rule;
        return;
      case Taking::short_wait:
        ++short_wait;
        return;
      case Taking::blacklisted:
        ++blacklisted;
        return;
      case Taking::paused:
        ++paused;
        return;
      case Taking::no_project:
        ++no_project;
        return;
    }
  }
};

// One file on its way in, inside of MissedBook::change().
class MissedImport {
 public:
  MissedImport(Invocation& in, RowSource& source, RejectFile* rejects)
      : in_(in),
        source_(source),
        rejects_(rejects),
        errors_most_(in.integer("errors").value_or(kErrorsTold)),
        errors_{{{.name = "line", .kind = CellKind::integer},
                 {.name = "code"},
                 {.name = "reason"},
                 {.name = "hint"}},
                {}} {}

  Result<void> read(MissedIntake& intake) {
    Progress progress = in_.progress("importing", std::nullopt);
    if (rejects_ != nullptr) {
      source_.append_rejects_header(text_);
      if (auto written = rejects_->write(text_); !written) return written;
    }
    made_status_ = intake.made_status();
    Row row;
    for (;; progress.at(counts_.rows)) {
      auto more = source_.next(row);
      if (!more) return stop(more.error());
      if (!more.value()) return {};
      ++counts_.rows;
      if (auto taken = take(intake, row); !taken) return taken;
    }
  }

  bool has_refused() const { return counts_.refused != 0 || stopped_; }
  bool made_status() const { return made_status_; }
  const Counts& counts() const { return counts_; }
  ExitCode code() const {
    if (!has_refused()) return ExitCode::done;
    return in_.flag("partial") ? ExitCode::partly : ExitCode::usage;
  }

  void tell(Rows& out, bool kept) {
    const Counts& all = counts_;
    out.add({Cell{all.rows}, Cell{kept}, Cell{all.tasks}, Cell{all.joined}, Cell{all.no_rule},
             Cell{all.short_wait}, Cell{all.blacklisted}, Cell{all.paused}, Cell{all.no_project},
             Cell{all.known}, Cell{all.refused}, Cell{std::move(errors_)}});
    const auto others = columns_passed_over(source_.columns());
    if (!others.empty()) in_.note(fmt::format("columns that were not read: {}", fmt::join(others, ", ")));
  }

 private:
  Result<void> take(MissedIntake& intake, const Row& row) {
    if (row.problem) return refuse(row, *row.problem);
    auto judged = intake.take(missed_words(row, source_.columns()));
    if (!judged) return refuse(row, judged.error());
    counts_.count(judged.value());
    return {};
  }

  Result<void> refuse(const Row& row, const Error& error) {
    ++counts_.refused;
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
  Result<void> stop(const Error& error) {
    if (!in_.flag("partial")) return error;
    stopped_ = true;
    tell_error(Cell{}, error);
    return {};
  }

  void tell_error(Cell line, const Error& error) {
    if (static_cast<std::int64_t>(errors_.rows.size()) >= errors_most_) return;
    errors_.rows.push_back({std::move(line), Cell{std::string{error.code}}, Cell{std::string{error.message}},
                            Cell{std::string{error.hint}}});
  }

  Invocation& in_;
  RowSource& source_;
  RejectFile* rejects_;
  std::int64_t errors_most_;
  NestedRows errors_;
  Counts counts_;
  std::string text_;
  bool stopped_ = false;
  bool made_status_ = false;
};

RowFileRequest file_of(const Invocation& in) {
  RowFileRequest file;
  file.path = in.text("file");
  if (in.text("format") == "csv") file.format = RowFormat::csv;
  if (in.text("format") == "json") file.format = RowFormat::json;
  if (in.text("format") == "ndjson") file.format = RowFormat::ndjson;
  return file;
}

// Whether it was kept. Refused rows take the whole back, unless --partial.
Result<bool> import_all(Invocation& in, Ports& ports, MissedImport& work) {
  bool undone = false;
  auto done = ports.missed_book().change(
      [&]() -> Result<void> {
        auto intake = MissedIntake::open(in, ports);
        if (!intake) return intake.error();
        if (auto read = work.read(*intake.value()); !read) return read;
        undone = work.has_refused() && !in.flag("partial");
        if (!undone) return {};
        return Error{ErrorKind::usage, "missed.refused", "rows were refused", "mend them"};
      },
      ending_of(in));
  if (!done && !undone) return done.error();
  return !undone && !in.dry_run();
}

Result<ExitCode> import_missed(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto rows = ports.row_files().open(file_of(in));
  if (!rows) return rows.error();
  std::unique_ptr<RejectFile> rejects;
  if (in.given("rejects")) {
    auto created = RejectFile::create(std::string{in.text("rejects")});
    if (!created) return created.error();
    rejects = std::move(created).value();
  }
  MissedImport work(in, *rows.value(), rejects.get());
  auto kept = import_all(in, ports, work);
  if (!kept) return kept.error();
  if (rejects) {
    if (auto written = rejects->keep(); !written) return written.error();
  }
  Rows out = in.rows();
  work.tell(out, kept.value());
  if (kept.value()) {
    tell_status(in, work.made_status());
  } else if (in.dry_run()) {
    in.note("dry run: nothing was changed");
  } else {
    in.note("nothing was imported: mend the rows that were refused, or take the good ones with --partial");
  }
  return out.finish(work.code());
}

std::vector<Flag> file_flags() {
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

std::vector<Column> count_columns() {
  return {{.name = "rows", .kind = CellKind::integer, .help = "read"},
          {.name = "kept", .kind = CellKind::boolean, .help = "no: a dry run, or refused"},
          {.name = "tasks", .kind = CellKind::integer, .help = "callbacks made"},
          {.name = "joined", .kind = CellKind::integer, .help = "the caller has one open already"},
          {.name = "no_rule", .kind = CellKind::integer, .help = "no rule takes them"},
          {.name = "short_wait", .kind = CellKind::integer, .help = "waited less than the rule wants"},
          {.name = "blacklisted", .kind = CellKind::integer, .help = "must not be called"},
          {.name = "paused", .kind = CellKind::integer, .help = "callbacks are paused"},
          {.name = "no_project", .kind = CellKind::integer, .help = "nothing tells whose they are"},
          {.name = "known", .kind = CellKind::integer, .help = "their id came in before"},
          {.name = "refused", .kind = CellKind::integer, .help = "bad rows"},
          {.name = "errors", .kind = CellKind::rows, .help = "the first refusals"}};
}

}  // namespace

Command import_missed_command() {
  return {
      .verb = "missed",
      .summary = "Import missed calls from CSV, JSON or JSON lines",
      .description =
          "Columns: caller, lost_at, dialled, project, queue, operator, group, site, scenario, tags, "
          "lost_in, "
          "waited, call (the provider's own id), phases (the operators who were rung: anna,boris;clara). "
          "Caller and lost_at are needed. Each call is judged by the rules as they are now, as `dialctl rule "
          "test` tells beforehand; one whose id is known changes nothing. A bad row refuses the whole file, "
          "unless --partial is given; every refusal is told with its line, column and reason.",
      .examples = {{"dialctl import missed lost.csv --dry-run", "what would happen"},
                   {"dialctl import missed - --format ndjson --partial -q < lost.ndjson", "from a pipe"}},
      .positionals = {{.name = "file",
                       .help = "the file; - is standard input",
                       .value = {.kind = ValueKind::path}}},
      .flags = file_flags(),
      .columns = count_columns(),
      .shape = Shape::record,
      .access = Access::write,
      .run = import_missed};
}

}  // namespace dialctl::cli
