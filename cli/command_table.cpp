#include "cli/command_table.h"

#include <algorithm>
#include <fmt/format.h>

namespace dialctl::cli {

namespace {

std::string upper(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char byte) {
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
  });
  return out;
}

void append_output_flags(std::vector<Flag>& flags, const Command& command) {
  flags.push_back({.name = "output",
                   .letter = 'o',
                   .help = "how to write data: table (default), json, ndjson, csv, tsv or id",
                   .value_name = "FORMAT",
                   .value = {ValueKind::choice, {"table", "json", "ndjson", "csv", "tsv", "id"}}});
  flags.push_back({.name = "json", .help = "the same as -o json; errors are JSON too"});
  if (command.columns.empty()) return;
  flags.push_back({.name = "columns",
                   .help = "which columns, in this order; all for every one",
                   .value_name = "NAME,..."});
  flags.push_back({.name = "no-header", .help = "leave the header line out (table, csv, tsv)"});
  flags.push_back({.name = "raw", .help = "csv: leave cells that a spreadsheet would run as they are"});
  flags.push_back({.name = "tz",
                   .help = "also show instants on the clocks of this zone",
                   .value_name = "ZONE",
                   .value = {.complete = "zone"}});
}

void append_list_flags(std::vector<Flag>& flags, const Command& command) {
  flags.push_back(
      {.name = "sort", .help = "order of the rows; -COLUMN for descending", .value_name = "COLUMN"});
  flags.push_back({.name = "limit",
                   .help = "at most so many rows",
                   .value_name = "N",
                   .value = {.kind = ValueKind::integer, .least = 0}});
  if (command.where.empty()) return;
  flags.push_back({.name = "where",
                   .help = "only rows with this value; several must all hold",
                   .value_name = "KEY=VALUE",
                   .repeats = true});
}

void append_store_flags(std::vector<Flag>& flags, Access access) {
  if (access == Access::none) return;
  flags.push_back(
      {.name = "db", .help = "the database file", .value_name = "FILE", .value = {.kind = ValueKind::path}});
  flags.push_back({.name = "lock-timeout",
                   .help = "how long to wait for another writer before exit 5",
                   .value_name = "DURATION",
                   .value = {.kind = ValueKind::duration}});
  if (access == Access::read || access == Access::plan) {
    flags.push_back({.name = "now",
                     .help = "answer as if it were this instant",
                     .value_name = "INSTANT",
                     .value = {.kind = ValueKind::instant}});
  }
  if (access == Access::write || access == Access::run) {
    flags.push_back({.name = "dry-run", .help = "do everything but keep nothing"});
  }
}

}  // namespace

const NounEntry* CommandTable::find(std::string_view noun) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [noun](const NounEntry& entry) { return entry.name == noun; });
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<Noun> CommandTable::visible_nouns() const {
  std::vector<Noun> nouns;
  for (const NounEntry& entry : entries_) {
    if (entry.hidden) continue;
    nouns.push_back(entry.make());
    std::erase_if(nouns.back().commands, [](const Command& command) { return command.hidden; });
  }
  return nouns;
}

std::vector<Flag> shared_flags(const Command& command) {
  std::vector<Flag> flags;
  if (command.confirm != Confirm::none) {
    flags.push_back({.name = "yes", .help = "do it without asking"});
  }
  if (command.confirm == Confirm::mass) {
    flags.push_back({.name = "expect",
                     .help = "refuse unless exactly so many would change",
                     .value_name = "N",
                     .value = {.kind = ValueKind::integer, .least = 0}});
  }
  append_store_flags(flags, command.access);
  if (command.shape == Shape::list) append_list_flags(flags, command);
  append_output_flags(flags, command);
  flags.push_back({.name = "config",
                   .help = "the settings file",
                   .value_name = "FILE",
                   .value = {.kind = ValueKind::path}});
  flags.push_back({.name = "quiet", .letter = 'q', .help = "no remarks and no progress on stderr"});
  flags.push_back({.name = "help", .letter = 'h', .help = "this text"});
  return flags;
}

Flag print_id_flag() {
  return {.name = "print-id", .help = "write the id of what was made to stdout, and nothing else"};
}

std::vector<Flag> every_shared_flag() {
  Command widest{.shape = Shape::list, .access = Access::read, .confirm = Confirm::mass};
  widest.columns.emplace_back();
  widest.where.emplace_back();
  std::vector<Flag> flags = shared_flags(widest);
  flags.push_back({.name = "dry-run", .help = "do everything but keep nothing"});
  return flags;
}

std::vector<Flag> all_flags(const Command& command) {
  std::vector<Flag> flags = command.flags;
  for (Flag& shared : shared_flags(command)) {
    const bool own = std::any_of(command.flags.begin(), command.flags.end(),
                                 [&](const Flag& flag) { return flag.name == shared.name; });
    if (!own) flags.push_back(std::move(shared));
  }
  return flags;
}

const Command* find_verb(const Noun& noun, std::string_view verb) {
  const auto found = std::find_if(noun.commands.begin(), noun.commands.end(),
                                  [verb](const Command& command) { return command.verb == verb; });
  return found == noun.commands.end() ? nullptr : &*found;
}

std::string full_name(std::string_view noun, const Command& command) {
  std::string name = "dialctl ";
  name += noun;
  if (!command.verb.empty()) {
    name += ' ';
    name += command.verb;
  }
  return name;
}

std::string synopsis(std::string_view noun, const Command& command) {
  std::string line = full_name(noun, command);
  for (const Positional& positional : command.positionals) {
    std::string word = upper(positional.name);
    if (positional.repeats) word += "...";
    line += positional.required ? " " + word : " [" + word + "]";
  }
  for (const Flag& flag : command.flags) {
    if (!flag.required) continue;
    line += fmt::format(" --{} {}{}", flag.name, flag.value_name, flag.repeats ? "..." : "");
  }
  return line + " [flags]";
}

}  // namespace dialctl::cli
