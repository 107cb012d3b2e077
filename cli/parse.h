// From the words of the command line to a command and its arguments.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "engine/model/result.h"

namespace dialctl::cli {

using Words = std::vector<std::string>;  // without the program's name

struct ParsedLine {
  enum class Kind { run, help, version };
  Kind kind = Kind::run;
  // Of run, and of help about a noun or command. Kept on the heap: `command` points into it.
  std::unique_ptr<Noun> noun;
  const Command* command = nullptr;
  Arguments arguments;
};

// Flags may stand anywhere. "-" is a value, after "--" everything is; a word like "-7d" or
// "-5" is a value unless the command has a flag of that digit. A shared flag given twice:
// the last wins; an own flag that does not repeat: refused. Every error is ErrorKind::usage
// ("usage.unknown-command", "usage.unknown-flag", ...), and an unknown word is answered
// with the nearest known one. Only the tree of the command that is called is built.
Result<ParsedLine> parse(const CommandTable& table, const Words& words);

// The noun and verb of a line, before its flags are known: shared with help and completion.
struct FoundCommand {
  std::unique_ptr<Noun> noun;        // null: no noun was given
  const Command* command = nullptr;  // null: no verb was given, and the noun needs one
  Words rest;                        // all other words, in their order
  bool help = false;                 // --help or -h is among the words
  bool version = false;              // --version before any noun
};
Result<FoundCommand> find_command(const CommandTable& table, const Words& words);

// Whether the answer, and so an error too, is to be JSON: --json, -o json, -ojson, --output=ndjson. nullopt:
// no word says how it is to be written.
std::optional<bool> asks_for_json(const Words& words);

std::string_view parser_version();

}  // namespace dialctl::cli
