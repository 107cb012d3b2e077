#include "cli/commands/missed_words.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/commands/number_words.h"
#include "cli/declared/field.h"
#include "engine/decide/order_draft.h"

namespace dialctl::cli {
namespace {

constexpr std::array<std::string_view, kMissedColumns.size()> kFlags{
    "caller",   "dialled", "project", "queue",  "operator", "group", "site",
    "scenario", "tag",     "lost-in", "waited", "at",       "call",  "tried"};
constexpr Seconds kLongestWait{24 * 3600};

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  });
  return out;
}

// A JSON array is a column for each of its elements: tags.0, tags.1.
std::optional<std::size_t> word_of_column(std::string_view column) {
  const std::string name = lower(trimmed_cell(column));
  if (name.starts_with("tags.")) return static_cast<std::size_t>(MissedWord::tags);
  const auto found = std::find(kMissedColumns.begin(), kMissedColumns.end(), name);
  if (found == kMissedColumns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kMissedColumns.begin());
}

void add_tags(std::vector<std::string_view>& tags, std::string_view text) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;", at), text.size());
    const std::string_view tag = trimmed_cell(text.substr(at, end - at));
    if (!tag.empty()) tags.push_back(tag);
    at = end + 1;
  }
}

Error at_place(const MissedWords& words, MissedWord which, Error error) {
  const auto index = static_cast<std::size_t>(which);
  error.message = (words.line == 0 ? fmt::format("--{}: ", kFlags[index])
                                   : fmt::format("line {}, column {}: ", words.line, kMissedColumns[index])) +
                  error.message;
  return error;
}

Error bad_word(const MissedWords& words, MissedWord which, std::string_view why, std::string hint) {
  return at_place(
      words, which,
      {ErrorKind::usage, "missed.bad-word", fmt::format("'{}' {}", words[which], why), std::move(hint)});
}

template <class Row>
Result<std::optional<decltype(Row::id)>> row_of(const MissedWords& words, MissedWord which,
                                                const std::vector<Row>& rows) {
  std::optional<decltype(Row::id)> id;
  if (words[which].empty()) return id;
  const Row* row = find_named(rows, words[which]);
  if (row == nullptr)
    return at_place(words, which, no_such(kMissedColumns[static_cast<std::size_t>(which)], words[which]));
  id = row->id;
  return id;
}

// "20" and "20s": files tell it in either way. Less than a second is not waited.
std::optional<Seconds> wait_of(std::string_view text) {
  if (const auto seconds = parse_integer(text)) return Seconds{*seconds};
  const auto length = parse_duration(text);
  if (!length) return std::nullopt;
  return std::chrono::floor<Seconds>(*length);
}

}  // namespace

MissedWords missed_words(const Row& row, const std::vector<std::string>& columns) {
  MissedWords words;
  words.line = row.line;
  for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i) {
    const auto which = word_of_column(columns[i]);
    if (!which) continue;
    const std::string_view cell = trimmed_cell(row.cells[i]);
    words.words[*which] = cell;
    if (*which == static_cast<std::size_t>(MissedWord::tags)) add_tags(words.tags, cell);
  }
  return words;
}

std::vector<std::string> columns_passed_over(const std::vector<std::string>& columns) {
  std::vector<std::string> others;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(others),
               [](const std::string& column) { return !word_of_column(column); });
  return others;
}

MissedWords missed_words(const Invocation& in) {
  MissedWords words;
  for (std::size_t i = 0; i < kFlags.size(); ++i)
    words.words[i] = in.text(kFlags[i]);
  for (const std::string& tag : in.all("tag"))
    words.tags.emplace_back(tag);
  return words;
}

std::vector<Flag> missed_flags() {
  return {{.name = "caller", .help = "who called", .value_name = "NUMBER"},
          {.name = "dialled", .help = "the number of ours that he dialled", .value_name = "NUMBER"},
          {.name = "project",
           .help = "whose call; without it that of the number",
           .value_name = "NAME",
           .value = {.complete = "project-name"}},
          {.name = "queue",
           .help = "whose line he was in",
           .value_name = "NAME",
           .value = {.complete = "queue-name"}},
          {.name = "operator",
           .help = "whose phone it was alone",
           .value_name = "NAME",
           .value = {.complete = "operator-name"}},
          {.name = "group",
           .help = "whose phones they were",
           .value_name = "NAME",
           .value = {.complete = "group-name"}},
          {.name = "site", .help = "in the provider's words", .value_name = "TEXT"},
          {.name = "scenario", .help = "in the provider's words", .value_name = "TEXT"},
          {.name = "tag", .help = "of the call", .value_name = "TEXT", .repeats = true},
          {.name = "lost-in",
           .help = "where he gave up; ringing",
           .value_name = "WHERE",
           .value = {.kind = ValueKind::choice, .choices = {"ringing", "menu", "hold", "transfer"}}},
          {.name = "waited",
           .help = "how long; 0s",
           .value_name = "LENGTH",
           .value = {.kind = ValueKind::duration}},
          {.name = "at", .help = "when; now", .value_name = "TIME", .value = {.kind = ValueKind::instant}},
          {.name = "call", .help = "the provider's own id of the call", .value_name = "ID"},
          {.name = "tried",
           .help = "the operators who were rung, phase after phase: anna,boris;clara",
           .value_name = "NAMES"}};
}

Result<void> check_when(const MissedWords& words) {
  if (!words[MissedWord::lost_at].empty()) return {};
  return at_place(words, MissedWord::lost_at,
                  {ErrorKind::usage, "missed.no-time", "when the call was lost is not told",
                   "give the file a column lost_at, as 2026-11-21T20:25:41Z"});
}

Result<MissedCall> MissedReader::read(const MissedWords& words) const {
  auto project = row_of(words, MissedWord::project, settings_.projects);
  if (!project) return project.error();
  if (words[MissedWord::caller].empty())
    return at_place(words, MissedWord::caller,
                    {ErrorKind::usage, "missed.no-caller", "who called is not told",
                     "give the caller's number; a call without one cannot be called back"});
  auto caller = number_of(ports_, settings_, project.value(), words[MissedWord::caller]);
  if (!caller) return at_place(words, MissedWord::caller, caller.error());
  MissedCall call(std::move(caller).value());
  call.project = project.value();
  call.site = words[MissedWord::site];
  call.scenario = words[MissedWord::scenario];
  call.provider_call = words[MissedWord::call];
  call.tags.assign(words.tags.begin(), words.tags.end());
  if (auto read = read_dialled(words, call); !read) return read.error();
  if (auto read = read_rows(words, call); !read) return read.error();
  if (auto read = read_phases(words, call); !read) return read.error();
  if (auto read = read_loss(words, call); !read) return read.error();
  return call;
}

Result<void> MissedReader::read_phases(const MissedWords& words, MissedCall& call) const {
  const std::string_view text = words[MissedWord::phases];
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    std::vector<OperatorId>& phase = call.phases.emplace_back();
    for (std::size_t next = at; next <= end;) {
      const std::size_t comma = std::min(text.find(',', next), end);
      const std::string_view name = trimmed_cell(text.substr(next, comma - next));
      const auto* row = find_named(settings_.operators, name);
      if (name.empty())
        return bad_word(words, MissedWord::phases, "has a place without an operator",
                        "write anna,boris;clara: a comma between those who were rung at once");
      if (row == nullptr) return at_place(words, MissedWord::phases, no_such("operator", name));
      phase.push_back(row->id);
      next = comma + 1;
    }
    at = end + 1;
  }
  return {};
}

Result<void> MissedReader::read_dialled(const MissedWords& words, MissedCall& call) const {
  if (words[MissedWord::dialled].empty()) return {};
  auto number = number_of(ports_, settings_, call.project, words[MissedWord::dialled]);
  if (!number) return at_place(words, MissedWord::dialled, number.error());
  call.dialled = number.value().text();
  const auto& own = settings_.own_numbers;
  const auto ours = std::find_if(own.begin(), own.end(),
                                 [&](const OwnNumber& one) { return one.number == number.value(); });
  if (!call.project && ours != own.end()) call.project = ours->project;
  return {};
}

Result<void> MissedReader::read_rows(const MissedWords& words, MissedCall& call) const {
  auto queue = row_of(words, MissedWord::queue, settings_.queues);
  if (!queue) return queue.error();
  auto person = row_of(words, MissedWord::operator_name, settings_.operators);
  if (!person) return person.error();
  auto group = row_of(words, MissedWord::group, settings_.groups);
  if (!group) return group.error();
  call.queue = queue.value();
  call.operator_id = person.value();
  call.group = group.value();
  return {};
}

Result<void> MissedReader::read_loss(const MissedWords& words, MissedCall& call) const {
  if (!words[MissedWord::lost_in].empty()) {
    const auto where = parse_lost_in(words[MissedWord::lost_in]);
    if (!where)
      return bad_word(words, MissedWord::lost_in, "is no place where a call is lost",
                      "one of: ringing, menu, hold, transfer");
    call.lost_in = *where;
  }
  if (!words[MissedWord::waited].empty()) {
    const auto waited = wait_of(words[MissedWord::waited]);
    if (!waited || *waited < Seconds{0} || *waited > kLongestWait)
      return bad_word(words, MissedWord::waited, "is no wait of 0 seconds to a day", "write 20s, or 20");
    call.waited = *waited;
  }
  call.lost_at = now_;
  if (words[MissedWord::lost_at].empty()) return {};
  const auto when = parse_when(words[MissedWord::lost_at]);
  const auto at = when ? resolve(*when, now_, zone_) : std::nullopt;
  if (!at)
    return bad_word(words, MissedWord::lost_at, "is not an instant",
                    "write 2026-11-21T20:25:41Z, with Z or an offset");
  if (*at > now_)
    return bad_word(words, MissedWord::lost_at, "is in the future",
                    "a call that is lost has been before now");
  call.lost_at = *at;
  return {};
}

}  // namespace dialctl::cli
