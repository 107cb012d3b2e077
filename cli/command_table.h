// The commands as data. Parsing, help, man pages and completions are all read from these values.
//
// To add a noun:
//   1. cli/commands/NOUN.cpp: free functions `Result<ExitCode> verb(Invocation&)` in an unnamed namespace,
//   and
//      `Noun NOUN_noun()` that returns the description (cli/commands/config.cpp is the pattern to copy).
//   2. One line each in cli/commands/nouns.h (declaration) and nouns.cpp (the list, in the order of help).
//   3. `cmake --build BUILD --target docs` writes man/ and completions/ anew; commit them along.
// In a handler: read arguments by the names of the table (`in.text("project")`, `in.flag("origin")`; a name
// that the table lacks is a broken invariant), ask the store through `in.ports()`, write with `Rows out =
// in.rows(); out.add({...}); return out.finish();` - cells in the order of `columns`, the first column is
// the id. Return an Error for any refusal: the frame prints it and picks the exit code. Never print to
// std::cout or std::cerr: `in.note(...)` is for remarks (silent with -q). Flags that all commands share
// (--db --config --now --tz -o --json --columns --no-header --sort --limit --where -q --yes --dry-run
// --expect --lock-timeout) are not listed by a command: they follow from access, shape, listing and confirm.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "engine/model/result.h"

namespace dialctl::cli {

class Invocation;
using Handler = Result<ExitCode> (*)(Invocation&);

struct Example {
  std::string_view line;  // "dialctl order list --where state=ready"
  std::string_view what;  // what it is for, without a full stop
};

// How a value is checked before a handler sees it, and what a shell offers for it.
enum class ValueKind {
  text,
  integer,   // within least..most
  duration,  // "90s", "4m", "1h30m", "7d"
  instant,   // "2026-11-21T20:25:41Z", "2026-11-21", "now", "today", "yesterday", "-7d", "+2h"
  path,      // a file; "-" is stdin or stdout
  choice,    // one of `choices`
};

struct Value {
  ValueKind kind = ValueKind::text;
  std::vector<std::string_view> choices{};
  std::string_view complete{};  // kind of dynamic completion: "project-name"; see Completer
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

struct Positional {
  std::string_view name{};  // shown in capitals: "file" is FILE
  std::string_view help{};
  Value value{};
  bool required = true;
  bool repeats = false;  // only the last may
};

struct Flag {
  std::string_view name{};  // without dashes
  char letter = 0;          // 'q' for -q; 0 for none
  std::string_view help{};
  std::string_view value_name{};  // "NAME"; empty: a switch
  Value value{};
  bool required = false;
  bool repeats = false;
};

enum class CellKind { text, integer, instant, seconds, boolean, money, rows };

struct Column {
  std::string_view name{};  // stable: scripts rely on it
  CellKind kind = CellKind::text;
  std::string_view help{};
  bool wide = false;  // not in a table unless asked for by --columns
};

// What --where takes; the list is closed and the value is handed on as a bound parameter.
struct WhereKey {
  std::string_view name{};
  std::string_view help{};
  Value value{};
};

enum class Access {
  none,   // works without a store
  read,   // takes --now
  plan,   // reads and computes ahead; takes --now
  write,  // takes --dry-run
  run,    // the loop: settings of its own
};
enum class Shape {
  nothing,  // remarks on stderr only
  record,   // one: an object in JSON, name and value below each other in a table
  list,     // many: takes --sort, --limit and, where keys are given, --where
  text,     // help, completions: formats do not apply
};
enum class Listing {
  in_memory,   // few rows: the frame filters by the column of the key's name, sorts and cuts
  by_command,  // many rows: the handler hands in.listing() to the store, in `sort_keys` order
};
enum class Confirm { none, final, mass };  // final: takes --yes; mass: takes --yes and --expect

struct Command {
  std::string_view verb{};  // empty: the noun alone ("dialctl run")
  std::string_view summary{};
  std::string_view description{};  // further paragraphs, separated by an empty line
  std::vector<Example> examples{};
  std::vector<Positional> positionals{};
  std::vector<Flag> flags{};
  std::vector<Column> columns{};
  Shape shape = Shape::nothing;
  Access access = Access::none;
  Confirm confirm = Confirm::none;
  Listing listing = Listing::in_memory;
  std::vector<WhereKey> where{};
  std::vector<std::string_view> sort_keys{};  // for by_command; in_memory sorts by any column
  bool hidden = false;
  bool opens_store = true;     // false: it makes, replaces or owns the database (init, restore, run)
  bool loads_settings = true;  // false: works also where the settings are broken (help, config validate)
  Handler run = nullptr;
};

// Names that a shell may offer for a value, e.g. all projects. Kinds are unique over all nouns.
struct Completer {
  std::string_view kind{};
  Result<std::vector<std::string>> (*candidates)(Invocation&, std::string_view prefix) = nullptr;
};

struct Noun {
  std::string_view name{};
  std::string_view summary{};
  std::vector<Command> commands{};
  std::vector<Completer> completers{};
};

// A noun is made only when it is asked for, so that start-up does not grow with the number of commands.
struct NounEntry {
  std::string_view name;
  Noun (*make)();
  std::vector<std::string_view> completer_kinds{};  // of this noun's completers
  bool hidden = false;
};

class CommandTable {
 public:
  explicit CommandTable(std::vector<NounEntry> entries) : entries_(std::move(entries)) {}

  const std::vector<NounEntry>& entries() const { return entries_; }
  const NounEntry* find(std::string_view noun) const;
  std::vector<Noun> visible_nouns() const;  // made, in the order of help, without hidden commands

 private:
  std::vector<NounEntry> entries_;
};

// The flags that follow from what the command is, in the order of help.
std::vector<Flag> shared_flags(const Command& command);
// For commands that make one thing: its id alone on stdout.
Flag print_id_flag();
// All flags that any command may share.
std::vector<Flag> every_shared_flag();
// The shared flags and the command's own; own ones first.
std::vector<Flag> all_flags(const Command& command);
const Command* find_verb(const Noun& noun, std::string_view verb);
// "dialctl order list", "dialctl run".
std::string full_name(std::string_view noun, const Command& command);
// "dialctl import orders FILE [--map FIELD=COLUMN]... [flags]"
std::string synopsis(std::string_view noun, const Command& command);

}  // namespace dialctl::cli
