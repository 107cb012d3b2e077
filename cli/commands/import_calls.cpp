#include "cli/commands/import_calls.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "cli/commands/number_words.h"
#include "cli/commands/row_intake.h"
#include "cli/declared/field.h"
#include "engine/decide/order_draft.h"

namespace dialctl::cli {
namespace {

enum class CallWord : std::uint8_t { number, at, talked };
constexpr std::array<std::string_view, 3> kColumns{"number", "at", "talked"};

std::string lower(std::string_view text) {
  std::string out{trimmed_cell(text)};
  std::transform(out.begin(), out.end(), out.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  });
  return out;
}

// Where each of kColumns is in the file.
using Places = std::array<std::optional<std::size_t>, kColumns.size()>;

// "number=dst": the file's own name of a column.
Result<Places> places_of(const Invocation& in, const std::vector<std::string>& columns) {
  std::array<std::string, kColumns.size()> names;
  std::copy(kColumns.begin(), kColumns.end(), names.begin());
  for (const std::string& map : in.all("map")) {
    const std::size_t equals = map.find('=');
    const auto word = std::find(kColumns.begin(), kColumns.end(), std::string_view{map}.substr(0, equals));
    if (equals == std::string::npos || word == kColumns.end())
      return Error{ErrorKind::usage, "calls.bad-map", fmt::format("--map {}: is no field=column", map),
                   "the fields are number, at and talked: --map number=dst"};
    names[static_cast<std::size_t>(word - kColumns.begin())] = map.substr(equals + 1);
  }
  Places places;
  for (std::size_t which = 0; which < names.size(); ++which) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const std::string& column) {
      return lower(column) == lower(names[which]);
    });
    if (found == columns.end())
      return Error{ErrorKind::usage, "calls.no-column",
                   fmt::format("the file has no column '{}'", names[which]),
                   fmt::format("name the one that tells it: --map {}=COLUMN", kColumns[which])};
    places[which] = static_cast<std::size_t>(found - columns.begin());
  }
  return places;
}

// Also in the words of Asterisk's call log, and as seconds.
std::optional<bool> talked_of(std::string_view text) {
  const std::string word = lower(text);
  if (word == "yes" || word == "true" || word == "answered") return true;
  if (word.empty() || word == "no" || word == "false" || word == "no answer" || word == "noanswer" ||
      word == "busy" || word == "failed" || word == "congestion")
    return false;
  if (const auto seconds = parse_integer(word)) return *seconds > 0;
  if (const auto length = parse_duration(word)) return *length > Milliseconds{0};
  return std::nullopt;
}

class CallReader {
 public:
  CallReader(Invocation& in, Ports& ports, const dialctl::Settings& settings,
             std::optional<ProjectId> project, Places places)
      : in_(in), ports_(ports), settings_(settings), project_(project), places_(places) {}

  Result<ContactSeen> read(const Row& row) const {
    auto number = number_of(ports_, settings_, project_, cell(row, CallWord::number));
    if (!number) return at_place(row, CallWord::number, number.error());
    const auto talked = talked_of(cell(row, CallWord::talked));
    if (!talked)
      return bad_word(row, CallWord::talked, "does not say whether somebody talked",
                      "write yes, no, or for how many seconds");
    const auto when = parse_when(cell(row, CallWord::at));
    const auto at = when ? resolve(*when, in_.now(), in_.zone()) : std::nullopt;
    if (!at)
      return bad_word(row, CallWord::at, "is not an instant",
                      "write 2026-11-21T20:25:41Z, with Z or an offset");
    if (*at > in_.now())
      return bad_word(row, CallWord::at, "is in the future", "a call of a log has been before now");
    return ContactSeen{number.value(), *talked, *at, "import"};
  }

 private:
  std::string_view cell(const Row& row, CallWord which) const {
    const std::size_t at = *places_[static_cast<std::size_t>(which)];
    return at < row.cells.size() ? trimmed_cell(row.cells[at]) : std::string_view{};
  }
  Error at_place(const Row& row, CallWord which, Error error) const {
    error.message = fmt::format("line {}, column {}: {}", row.line, kColumns[static_cast<std::size_t>(which)],
                                error.message);
    return error;
  }
  Error bad_word(const Row& row, CallWord which, std::string_view why, std::string hint) const {
    return at_place(
        row, which,
        {ErrorKind::usage, "calls.bad-word", fmt::format("'{}' {}", cell(row, which), why), std::move(hint)});
  }

  Invocation& in_;
  Ports& ports_;
  const dialctl::Settings& settings_;
  std::optional<ProjectId> project_;
  Places places_;
};

std::int64_t open_callbacks(Ports& ports) {
  std::int64_t open = 0;
  auto counts = ports.missed_book().counts({});
  if (!counts) return open;
  for (const CallbackCounts& rule : counts.value())
    open += rule.open;
  return open;
}

Result<ExitCode> import_calls(Invocation& in) {
  std::int64_t ended = 0;
  const auto read = [&](Ports& ports, RowIntake& intake) -> Result<void> {
    auto settings = ports.registry().load();
    if (!settings) return settings.error();
    auto project = maybe_project(in, settings.value());
    if (!project) return project.error();
    std::optional<CallReader> reader;
    const auto open_reader = [&]() -> Result<void> {
      auto places = places_of(in, intake.source().columns());
      if (places) reader.emplace(in, ports, settings.value(), project.value(), places.value());
      return places ? Result<void>{} : Result<void>{places.error()};
    };
    if (!intake.source().columns().empty()) {
      if (auto opened = open_reader(); !opened) return opened;
    }
    const std::int64_t before = open_callbacks(ports);
    auto done = intake.read([&](const Row& row) -> Result<void> {
      if (!reader) {  // of JSON, the columns are known with the first row
        if (auto opened = open_reader(); !opened) return opened;
      }
      auto contact = reader->read(row);
      if (!contact) return contact.error();
      const Record one = std::move(contact).value();
      ports.missed_book().apply({&one, 1});
      return {};
    });
    ended = before - open_callbacks(ports);
    return done;
  };
  return import_rows(in, {read, [&](Rows& out, RowIntake& intake, bool kept) {
                            out.add({Cell{intake.rows()}, Cell{kept}, Cell{ended}, Cell{intake.refused()},
                                     Cell{intake.take_errors()}});
                          }});
}

std::vector<Flag> flags() {
  std::vector<Flag> all = row_intake_flags();
  all.insert(all.begin(), {{.name = "map",
                            .help = "the file's own name of a column",
                            .value_name = "FIELD=COLUMN",
                            .repeats = true},
                           {.name = "project",
                            .help = "numbers without a country code are of its region",
                            .value_name = "NAME",
                            .value = {.complete = "project-name"}}});
  return all;
}

}  // namespace

Command import_calls_command() {
  return {
      .verb = "calls",
      .summary = "Import a phone server's call log, so that who was reached is not called back",
      .description =
          "Columns: number (of the customer, who called or was called), at (when), talked (yes, no, or for "
          "how many seconds; ANSWERED, NO ANSWER, BUSY and FAILED are understood). Each call ends the "
          "customer's open callbacks of calls that were lost before it, as their rules say: after a "
          "conversation, or with --cancel-on any-dial after any call. A missed call that comes in later and "
          "was lost before makes none. The same file again changes nothing.",
      .examples = {{"dialctl import calls cdr.csv --map number=dst --map at=start --map talked=disposition",
                    "a call log of Asterisk, with times in UTC"},
                   {"dialctl import calls calls.ndjson --dry-run", "how many callbacks it would end"}},
      .positionals = {{.name = "file",
                       .help = "the file; - is standard input",
                       .value = {.kind = ValueKind::path}}},
      .flags = flags(),
      .columns = {{.name = "rows", .kind = CellKind::integer, .help = "read"},
                  {.name = "kept", .kind = CellKind::boolean, .help = "no: a dry run, or refused"},
                  {.name = "ended", .kind = CellKind::integer, .help = "callbacks"},
                  {.name = "refused", .kind = CellKind::integer, .help = "bad rows"},
                  {.name = "errors", .kind = CellKind::rows, .help = "the first refusals"}},
      .shape = Shape::record,
      .access = Access::write,
      .run = import_calls};
}

}  // namespace dialctl::cli
