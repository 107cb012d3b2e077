// What a command function gets: its arguments, the time, the settings, the ports and the ways out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/output/rows.h"
#include "cli/output/sink.h"
#include "cli/ports.h"
#include "cli/progress.h"
#include "cli/settings.h"
#include "engine/model/instant.h"

namespace dialctl::cli {

// The three standard streams and what is known about them.
struct Streams {
  int in = 0;
  Sink* out = nullptr;
  Sink* err = nullptr;
  bool in_terminal = false;
  bool out_terminal = false;
  bool err_terminal = false;
  bool colour = false;  // stdout is a terminal, NO_COLOR is unset, TERM is not dumb
};

class Invocation {
 public:
  struct Parts {
    const CommandTable* table;
    const Noun* noun;
    const Command* command;
    Arguments arguments;
    const Settings* settings;
    const SettingsRequest* settings_request;
    Wiring* wiring;
    Streams streams;
    Instant now;  // of --now, else of the clock when the command started
    RowOptions row_options;
  };
  explicit Invocation(Parts parts) : parts_(std::move(parts)) {}

  // Arguments by the names of the table; positionals and flags share one space of names.
  bool flag(std::string_view name) const { return parts_.arguments.given(name); }
  bool given(std::string_view name) const { return parts_.arguments.given(name); }
  std::string_view text(std::string_view name) const {
    return parts_.arguments.last(name);
  }  // "" when absent
  const std::vector<std::string>& all(std::string_view name) const { return parts_.arguments.all(name); }
  std::optional<std::string> maybe(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<Milliseconds> duration(std::string_view name) const;
  std::optional<Instant> instant(std::string_view name) const;  // relative ones from now()
  bool dry_run() const { return parts_.arguments.knows("dry-run") && flag("dry-run"); }
  // To be put behind what a command tells of its work.
  std::string_view dry_remark() const { return dry_run() ? " (dry run: nothing was changed)" : ""; }
  bool quiet() const { return flag("quiet"); }

  Instant now() const { return parts_.now; }
  // Of --tz; null: UTC.
  const ZoneTable* zone() const { return parts_.row_options.zone.get(); }
  const Settings& settings() const { return *parts_.settings; }
  const SettingsRequest& settings_request() const { return *parts_.settings_request; }
  const CommandTable& table() const { return *parts_.table; }
  const Noun& noun() const { return *parts_.noun; }
  const Command& command() const { return *parts_.command; }
  Wiring& wiring() { return *parts_.wiring; }
  // Opened at the first call; the error is ready to be returned from the handler.
  Result<Ports*> ports();

  // The command's output, with everything that -o, --columns, --where, --sort, --limit, --tz say.
  // Wide: a table too has every column, unless --columns names some.
  Rows rows(bool wide = false);
  const ListingRequest& listing() const { return parts_.row_options.request; }
  const RowOptions& row_options() const { return parts_.row_options; }
  // Text as it is (help, scripts): Shape::text.
  void print(std::string_view text) { parts_.streams.out->write(text); }
  // A remark for a person on stderr, a line of its own; nothing with -q.
  void note(std::string_view line);
  // A refusal that the command survives, on stderr as an error is written; also with -q.
  void complain(const Error& error);
  // A bar on stderr while the result lives: only on a terminal, only without -q, only after a second.
  Progress progress(std::string_view what, std::optional<std::int64_t> total);
  // The same while rows go to stdout: not where they go to the terminal themselves.
  Progress progress_beside_rows(std::string_view what);
  // The same for work that tells no count.
  Working working(std::string_view what);
  const Streams& streams() const { return parts_.streams; }

  // Before a change to `count` things. --expect differs: conflict. Without --yes: asks on a terminal,
  // elsewhere refuses with the hint to add it. `what` completes "this will ...".
  Result<void> confirm(std::string_view what, std::int64_t count);

 private:
  Parts parts_;
  std::unique_ptr<Ports> ports_;
};

}  // namespace dialctl::cli
