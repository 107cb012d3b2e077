#include "cli/invocation.h"

#include <array>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/report.h"
#include "cli/values.h"
#include "engine/model/invariant.h"
#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

// The first byte of the answer decides; the rest of its line is read away.
bool answered_yes(int descriptor) {
  std::array<char, 1> byte{};
  bool first = true;
  bool yes = false;
  while (::read(descriptor, byte.data(), 1) == 1 && byte[0] != '\n') {
    if (first) yes = byte[0] == 'y' || byte[0] == 'Y';
    first = false;
  }
  return yes;
}

}  // namespace

std::optional<std::string> Invocation::maybe(std::string_view name) const {
  if (!given(name)) return std::nullopt;
  return std::string{text(name)};
}

std::optional<std::int64_t> Invocation::integer(std::string_view name) const {
  return given(name) ? parse_integer(text(name)) : std::nullopt;
}

std::optional<Milliseconds> Invocation::duration(std::string_view name) const {
  return given(name) ? parse_duration(text(name)) : std::nullopt;
}

std::optional<Instant> Invocation::instant(std::string_view name) const {
  if (!given(name)) return std::nullopt;
  const auto when = parse_when(text(name));
  DIALCTL_INVARIANT(when.has_value());  // checked before the handler was called
  return resolve(*when, now(), zone());
}

Result<Ports*> Invocation::ports() {
  if (!ports_) {
    auto made = parts_.wiring->make_ports(
        {parts_.settings, parts_.command->access, dry_run(), parts_.command->opens_store});
    if (!made) return made.error();
    ports_ = std::move(made.value());
  }
  return ports_.get();
}

Rows Invocation::rows(bool wide) {
  RowOptions options = parts_.row_options;
  if (wide && options.columns.empty()) {
    for (const Column& column : parts_.command->columns)
      options.columns.emplace_back(column.name);
  }
  return Rows{parts_.command->columns, std::move(options), *parts_.streams.out};
}

void Invocation::note(std::string_view line) {
  if (quiet()) return;
  parts_.streams.err->write(screen_text(line) + '\n');
  (void)parts_.streams.err->flush();
}

void Invocation::complain(const Error& error) {
  parts_.streams.err->write(error_text(error, exit_code_of(error), is_json(row_options().format)));
  (void)parts_.streams.err->flush();
}

Progress Invocation::progress(std::string_view what, std::optional<std::int64_t> total) {
  return Progress{*parts_.streams.err, parts_.streams.err_terminal && !quiet(), what, total};
}

Progress Invocation::progress_beside_rows(std::string_view what) {
  const bool shown = parts_.streams.err_terminal && !parts_.streams.out_terminal && !quiet();
  return Progress{*parts_.streams.err, shown, what, std::nullopt};
}

Working Invocation::working(std::string_view what) {
  return Working{*parts_.streams.err, parts_.streams.err_terminal && !quiet(), what};
}

Result<void> Invocation::confirm(std::string_view what, std::int64_t count) {
  if (parts_.arguments.knows("expect") && given("expect") && integer("expect") != count) {
    return Error{ErrorKind::conflict, "confirm.expected",
                 fmt::format("--expect {}: there are {}; nothing was changed", text("expect"), count),
                 "look again at what is selected, then give that number"};
  }
  if (flag("yes") || dry_run()) return {};
  const std::string question = fmt::format("this will {}", what);
  if (!parts_.streams.in_terminal || !parts_.streams.err_terminal) {
    return Error{ErrorKind::usage, "confirm.needed", question + "; it was not confirmed", "add --yes"};
  }
  parts_.streams.err->write(screen_text(question) + ". Go on? [y/N] ");
  (void)parts_.streams.err->flush();
  if (answered_yes(parts_.streams.in)) return {};
  return Error{ErrorKind::refused, "confirm.declined", "not confirmed; nothing was changed", ""};
}

}  // namespace dialctl::cli
