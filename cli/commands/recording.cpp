// recording: conversations that are kept as sound (CB-17).
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

#include "cli/commands/call_views.h"
#include "cli/commands/missed_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/recording_views.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto filter = recording_filter(in, ports, names.value());
  if (!filter) return filter.error();
  Rows out = in.rows();
  auto read = ports.recording_book().recordings(filter.value(), [&](const RecordingLine& line) {
    return out.add(recording_cells(line, names.value()));
  });
  if (!read) return read.error();
  return out.finish();
}

Result<AttemptId> attempt_id(const Invocation& in) {
  const auto id = parse_attempt_id(in.text("attempt"));
  if (id) return *id;
  return Error{ErrorKind::usage, "attempt.bad-id", fmt::format("'{}' is no attempt's id", in.text("attempt")),
               "dialctl recording list prints them"};
}

Result<RecordingLine> one_recording(const Invocation& in, Ports& ports) {
  auto id = attempt_id(in);
  if (!id) return id.error();
  RecordingFilter filter;
  filter.attempt = id.value();
  std::optional<RecordingLine> found;
  auto read = ports.recording_book().recordings(filter, [&](const RecordingLine& line) {
    found = line;
    return true;
  });
  if (!read) return read.error();
  if (found) return std::move(*found);
  return Error{ErrorKind::not_found, "recording.unknown",
               fmt::format("attempt {} has no recording", in.text("attempt")), "dialctl recording list"};
}

bool is_kept(const Recording& row) {
  return row.state == RecordingState::fetched && !row.own_gone_at;
}

// Whether the file is what was fetched: nothing where there is none to be.
Result<std::optional<bool>> is_intact(Ports& ports, const Recording& row) {
  if (!is_kept(row)) return std::optional<bool>{};
  auto now_is = ports.recordings().look(row.attempt);
  if (now_is) return std::optional{now_is.value().sha256 == row.file.sha256};
  if (now_is.error().kind == ErrorKind::not_found) return std::optional{false};
  return now_is.error();
}

Result<ExitCode> show(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto line = one_recording(in, ports);
  if (!line) return line.error();
  auto intact = is_intact(ports, line.value().recording);
  if (!intact) return intact.error();
  auto cells = recording_cells(line.value(), names.value());
  cells.push_back(intact.value() ? Cell{*intact.value()} : Cell{});
  Rows out = in.rows(true);
  out.add(cells);
  return out.finish();
}

Error cannot_write(const std::string& path) {
  return {ErrorKind::store, "recording.cannot-write", path + ": " + std::strerror(errno),
          "check the folder's owner, its mode and the free space"};
}

// As it lies in the folder, to stdout.
Result<void> print_file(Invocation& in, const std::filesystem::path& from) {
  std::ifstream file(from, std::ios::binary);
  std::array<char, std::size_t{64} * 1024> piece{};
  while (file.read(piece.data(), piece.size()) || file.gcount() > 0)
    in.print({piece.data(), static_cast<std::size_t>(file.gcount())});
  if (!file.bad() && file.eof()) return {};
  return Error{ErrorKind::store, "recording.store", "cannot read " + from.string(),
               "check the folder of recordings"};
}

// Not readable for others, whatever the umask: it is somebody's conversation.
Result<void> copy_file(const std::filesystem::path& from, const std::string& to, bool force) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (!force && fs::exists(to, failed))
    return Error{ErrorKind::conflict, "recording.exists", "there is a file " + to,
                 "name another, or give --force"};
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (!failed) return {};
  errno = failed.value();
  return cannot_write(to);
}

Result<ExitCode> fetch(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto line = one_recording(in, ports);
  if (!line) return line.error();
  const Recording& row = line.value().recording;
  const std::string id = to_text(row.attempt);
  if (!is_kept(row))
    return Error{
        ErrorKind::conflict, "recording.not-here",
        fmt::format("there is no file of the recording of attempt {}: it is {}", id, to_text(row.state)),
        "the loop fetches it from the provider when the conversation is over"};
  auto intact = is_intact(ports, row);
  if (!intact) return intact.error();
  if (!intact.value().value_or(false))
    return Error{ErrorKind::store, "recording.damaged",
                 fmt::format("the file of attempt {} is not what was fetched", id),
                 "take it from a backup of the folder of recordings"};
  const auto from = ports.recordings().place(row.attempt);
  const std::string to{in.text("file")};
  if (to != "-") {
    if (auto copied = copy_file(from, to, in.flag("force")); !copied) return copied.error();
    in.note(fmt::format("{}, {} bytes", to, row.file.bytes));
    return ExitCode::done;
  }
  if (in.streams().out_terminal)
    return Error{ErrorKind::usage, "recording.terminal", "a terminal cannot play sound",
                 fmt::format("dialctl recording fetch {} - | aplay, or name a file", id)};
  if (auto printed = print_file(in, from); !printed) return printed.error();
  return ExitCode::done;
}

// The own copy goes now, the provider's when the loop asks for it. Both are told in the journal.
Result<ExitCode> remove(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto line = one_recording(in, ports);
  if (!line) return line.error();
  const AttemptId id = line.value().recording.attempt;
  if (auto sure = in.confirm("delete both copies of the recording of attempt " + to_text(id), 1); !sure)
    return sure.error();
  auto ended = ports.recording_book().end_period(id, change_of(in, ports), ending_of(in));
  if (!ended) return ended.error();
  if (!in.dry_run()) {
    if (auto gone = ports.recordings().remove(id); !gone) return gone.error();
  }
  in.note(fmt::format("the own copy is deleted, the loop deletes the provider's{}", in.dry_remark()));
  return ExitCode::done;
}

std::vector<Column> show_columns() {
  std::vector<Column> columns = recording_columns();
  columns.push_back({.name = "intact",
                     .kind = CellKind::boolean,
                     .help = "whether the own copy has the hash with which it was fetched"});
  return columns;
}

Command list_command() {
  return {.verb = "list",
          .summary = "List recordings, newest first",
          .examples = {{"dialctl recording list --where state=fetched --since yesterday",
                        "what there is to hear"}},
          .flags = period_flags(),
          .columns = recording_columns(),
          .shape = Shape::list,
          .access = Access::read,
          .listing = Listing::by_command,
          .where = recording_where(),
          .sort_keys = {"attempt"},
          .run = list};
}

}  // namespace

Noun recording_noun() {
  const Positional attempt{.name = "attempt", .help = "its id, 13 letters and digits"};
  return {
      .name = "recording",
      .summary = "Conversations that are kept as sound",
      .commands = {
          list_command(),
          {.verb = "show",
           .summary = "Show one, and check its file",
           .examples = {{"dialctl recording show 01KAK3V8Q0000 --json", "with its hash"}},
           .positionals = {attempt},
           .columns = show_columns(),
           .shape = Shape::record,
           .access = Access::read,
           .run = show},
          {.verb = "fetch",
           .summary = "Copy the file to a place of your own",
           .description = "Its hash is checked before. The copy is yours: it stays when the recording's "
                          "time is over.",
           .examples = {{"dialctl recording fetch 01KAK3V8Q0000 call.wav", "to a file"},
                        {"dialctl recording fetch 01KAK3V8Q0000 - | aplay", "on this machine's loudspeaker"}},
           .positionals =
               {attempt,
                {.name = "file", .help = "the copy; - is stdout", .value = {.kind = ValueKind::path}}},
           .flags = {{.name = "force", .help = "replace a file that is there"}},
           .shape = Shape::text,
           .access = Access::read,
           .run = fetch},
          {.verb = "remove",
           .summary = "Delete both copies before their time",
           .description = "The own copy is deleted at once, the provider's by the loop when it runs. What is "
                          "known of the recording stays, and the journal says who wanted it.",
           .examples = {{"dialctl recording remove 01KAK3V8Q0000 --reason 'the customer asked' --yes",
                         "without waiting for the period of the rule"}},
           .positionals = {attempt},
           .flags = {reason_flag()},
           .access = Access::write,
           .confirm = Confirm::final,
           .run = remove}}};
}

}  // namespace dialctl::cli
