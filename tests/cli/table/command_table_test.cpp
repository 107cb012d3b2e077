// What every command of the real table must keep, so that parsing, help and completion work for it.
#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "cli/commands/nouns.h"
#include "cli/help.h"
#include "cli/invocation.h"
#include "cli/parse.h"
#include "cli/values.h"

using namespace dialctl::cli;

namespace {

template <class Check>
void for_each_command(Check check) {
  const CommandTable table = all_commands();
  for (const NounEntry& entry : table.entries()) {
    const Noun noun = entry.make();
    for (const Command& command : noun.commands) {
      const std::string name = full_name(noun.name, command);
      CAPTURE(name);
      check(noun, command);
    }
  }
}

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [more](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           more.find(byte) != std::string_view::npos;
  });
}

// Words of an example up to a pipe, redirection, quote or variable; empty where that leaves no dialctl.
Words words_of(std::string_view line) {
  const std::size_t start = line.find("dialctl ");
  if (start == std::string_view::npos) return {};
  line = line.substr(start + 8);
  if (line.find_first_of("\"'$`{") != std::string_view::npos) return {};
  line = line.substr(0, line.find_first_of("|><&;)"));
  Words words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

}  // namespace

TEST_CASE("CLI each entry of the table makes the noun of its name") {
  const CommandTable table = all_commands();
  std::set<std::string_view> names;
  std::set<std::string_view> kinds;
  for (const NounEntry& entry : table.entries()) {
    const Noun noun = entry.make();
    CHECK(noun.name == entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK_FALSE(noun.summary.empty());
    REQUIRE(noun.completers.size() == entry.completer_kinds.size());
    for (const Completer& completer : noun.completers) {
      CHECK(kinds.insert(completer.kind).second);
      CHECK(std::find(entry.completer_kinds.begin(), entry.completer_kinds.end(), completer.kind) !=
            entry.completer_kinds.end());
    }
  }
}

TEST_CASE("CLI each command can be called, is explained and begins its help with an example") {
  for_each_command([](const Noun& noun, const Command& command) {
    CHECK((command.run != nullptr));
    CHECK_FALSE(command.summary.empty());
    CHECK_FALSE(command.summary.ends_with('.'));
    if (!command.hidden) CHECK_FALSE(command.examples.empty());
    CHECK((command.verb.empty() || is_word(command.verb, "-")));
    const bool has_rows = command.shape == Shape::list || command.shape == Shape::record;
    CHECK(has_rows == !command.columns.empty());
    CHECK_FALSE(help_of_command(noun, command).empty());
  });
}

TEST_CASE("CLI flags, arguments and columns have names of their own and a word of help") {
  for_each_command([](const Noun&, const Command& command) {
    std::set<std::string_view> names;
    std::set<char> letters;
    for (const Flag& flag : all_flags(command)) {
      CHECK(is_word(flag.name, "-"));
      CHECK(names.insert(flag.name).second);
      if (flag.letter != 0) CHECK(letters.insert(flag.letter).second);
      CHECK_FALSE(flag.help.empty());
      CHECK((flag.value.kind == ValueKind::choice) == !flag.value.choices.empty());
    }
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const Positional& positional = command.positionals[i];
      CHECK(names.insert(positional.name).second);
      CHECK_FALSE(positional.help.empty());
      CHECK((!positional.repeats || i + 1 == command.positionals.size()));
      CHECK((!positional.required || i == 0 || command.positionals[i - 1].required));
    }
    std::set<std::string_view> columns;
    for (const Column& column : command.columns) {
      CHECK(is_word(column.name, "_"));
      CHECK(columns.insert(column.name).second);
      CHECK_FALSE(column.help.empty());
    }
    if (command.listing == Listing::in_memory) {
      for (const WhereKey& key : command.where)
        CHECK(columns.count(key.name) == 1);
    }
  });
}

TEST_CASE("CLI each example that is plain words is understood by the parser") {
  const CommandTable table = all_commands();
  for_each_command([&](const Noun&, const Command& command) {
    for (const Example& example : command.examples) {
      const Words words = words_of(example.line);
      if (words.empty()) continue;
      CAPTURE(example.line);
      const auto parsed = parse(table, words);
      if (!parsed) CHECK(parsed.error().message == "");
    }
  });
}
