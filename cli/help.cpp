#include "cli/help.h"

#include <algorithm>
#include <fmt/format.h>

namespace dialctl::cli {

namespace {

constexpr std::size_t kWidth = 100;

struct Line {
  std::string left;
  std::string right;
};

// Two columns; a left side that is too long gets a line of its own.
void append_lines(std::string& out, const std::vector<Line>& lines) {
  constexpr std::size_t kLeftMax = 30;
  std::size_t left_width = 0;
  for (const Line& line : lines) {
    if (line.left.size() <= kLeftMax) left_width = std::max(left_width, line.left.size());
  }
  for (const Line& line : lines) {
    out += "  " + line.left;
    const std::size_t column = left_width + 4;
    if (line.right.empty()) {
      out += '\n';
      continue;
    }
    if (line.left.size() > left_width) {
      out += '\n' + std::string(column, ' ');
    } else {
      out.append(column - 2 - line.left.size(), ' ');
    }
    out += wrapped(line.right, column, kWidth) + '\n';
  }
}

void append_section(std::string& out, std::string_view title, const std::vector<Line>& lines) {
  if (lines.empty()) return;
  out += fmt::format("\n{}:\n", title);
  append_lines(out, lines);
}

void append_examples(std::string& out, const std::vector<Example>& examples) {
  if (examples.empty()) return;
  out += "Examples:\n";
  for (const Example& example : examples) {
    out += fmt::format("  {}\n      {}\n", example.line, wrapped(example.what, 6, kWidth));
  }
  out += '\n';
}

void append_description(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find("\n\n");
    out += '\n' + wrapped(text.substr(0, end), 0, kWidth) + '\n';
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
  }
}

std::vector<Line> flag_lines(const std::vector<Flag>& flags) {
  std::vector<Line> lines;
  for (const Flag& flag : flags)
    lines.push_back({flag_usage(flag), flag_help(flag)});
  return lines;
}

std::vector<Line> shared_flag_lines(const Command& command) {
  std::vector<Flag> shared = shared_flags(command);
  std::erase_if(shared, [&](const Flag& flag) {
    return std::any_of(command.flags.begin(), command.flags.end(),
                       [&](const Flag& own) { return own.name == flag.name; });
  });
  return flag_lines(shared);
}

std::string choices_of(const Value& value) {
  std::string out;
  for (const auto choice : value.choices) {
    if (!out.empty()) out += ", ";
    out += choice;
  }
  return out;
}

std::vector<Line> column_lines(const Command& command) {
  std::vector<Line> lines;
  for (const Column& column : command.columns) {
    std::string help{column.help};
    if (column.wide) help += help.empty() ? "(not in a table)" : " (not in a table)";
    lines.push_back({std::string{column.name}, help});
  }
  return lines;
}

std::vector<Line> where_lines(const Command& command) {
  std::vector<Line> lines;
  for (const WhereKey& key : command.where) {
    std::string help{key.help};
    if (!key.value.choices.empty()) help += (help.empty() ? "" : ": ") + choices_of(key.value);
    lines.push_back({std::string{key.name}, help});
  }
  return lines;
}

std::vector<Line> positional_lines(const Command& command) {
  std::vector<Line> lines;
  for (const Positional& positional : command.positionals) {
    std::string name{positional.name};
    for (char& byte : name) {
      if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    std::string help{positional.help};
    if (!positional.value.choices.empty()) help += ": " + choices_of(positional.value);
    lines.push_back({std::move(name), std::move(help)});
  }
  return lines;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (!word.empty()) {
      if (column > indent && column + 1 + word.size() > width) {
        out += '\n' + std::string(indent, ' ');
        column = indent;
      } else if (column > indent) {
        out += ' ';
        ++column;
      }
      out += word;
      column += word.size();
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string flag_usage(const Flag& flag) {
  std::string usage = flag.letter != 0 ? fmt::format("-{}, --{}", flag.letter, flag.name)
                                       : fmt::format("    --{}", flag.name);
  if (!flag.value_name.empty()) usage += fmt::format(" {}", flag.value_name);
  return usage;
}

std::string flag_help(const Flag& flag) {
  std::string help{flag.help};
  const bool said = !flag.value.choices.empty() && help.find(flag.value.choices.back()) != std::string::npos;
  if (!flag.value.choices.empty() && !said) help += ": " + choices_of(flag.value);
  if (flag.required) help += " (needed)";
  if (flag.repeats) help += " (may be repeated)";
  return help;
}

std::vector<Example> examples_of(const Noun& noun, std::size_t most) {
  std::vector<Example> examples;
  for (const Command& command : noun.commands) {
    for (const Example& example : command.examples) {
      if (examples.size() < most && !command.hidden) examples.push_back(example);
    }
  }
  return examples;
}

std::string help_of_program(const CommandTable& table) {
  std::string out;
  std::vector<Line> lines;
  std::vector<Example> examples;
  constexpr std::size_t kExamplesMax = 6;
  for (const Noun& noun : table.visible_nouns()) {
    std::string verbs;
    for (const Command& command : noun.commands) {
      if (command.verb.empty()) continue;
      verbs += verbs.empty() ? "" : " ";
      verbs += command.verb;
    }
    lines.push_back(
        {std::string{noun.name}, fmt::format("{}{}", noun.summary, verbs.empty() ? "" : ": " + verbs)});
    for (const Example& example : examples_of(noun, 1)) {
      if (examples.size() < kExamplesMax) examples.push_back(example);
    }
  }
  append_examples(out, examples);
  out += "Usage: dialctl NOUN VERB [ARGS] [FLAGS]\n";
  append_section(out, "Commands", lines);
  out +=
      "\n'dialctl help NOUN' and 'dialctl NOUN VERB --help' tell more; 'man dialctl' lists the exit codes.\n";
  return out;
}

std::string help_of_noun(const Noun& noun) {
  std::string out;
  constexpr std::size_t kExamplesMax = 8;
  append_examples(out, examples_of(noun, kExamplesMax));
  std::vector<Line> lines;
  for (const Command& command : noun.commands) {
    if (!command.hidden) lines.push_back({synopsis(noun.name, command), std::string{command.summary}});
  }
  out += fmt::format("{}: {}\n", noun.name, noun.summary);
  append_section(out, "Commands", lines);
  out += fmt::format("\n'dialctl {} VERB --help' lists the flags.\n", noun.name);
  return out;
}

std::string help_of_command(const Noun& noun, const Command& command) {
  std::string out;
  append_examples(out, command.examples);
  out += fmt::format("Usage: {}\n\n{}.\n", synopsis(noun.name, command), command.summary);
  append_description(out, command.description);
  append_section(out, "Arguments", positional_lines(command));
  append_section(out, "Flags", flag_lines(command.flags));
  append_section(out, "Flags of many commands", shared_flag_lines(command));
  append_section(out, "Keys of --where", where_lines(command));
  append_section(out, "Columns (the first is what -o id writes)", column_lines(command));
  return out;
}

const std::vector<ExitMeaning>& exit_meanings() {
  static const std::vector<ExitMeaning> meanings{
      {ExitCode::done, "done, or nothing to do"},
      {ExitCode::differs, "differs, unhealthy, a breach (diff, doctor, audit, verify)"},
      {ExitCode::usage, "the command line or the content of the input is wrong"},
      {ExitCode::partly, "partly done"},
      {ExitCode::not_found, "not found"},
      {ExitCode::busy, "locked or busy: retry"},
      {ExitCode::conflict, "conflict: exists already, or changed meanwhile"},
      {ExitCode::refused, "refused by a gate"},
      {ExitCode::provider_unreachable, "the provider cannot be reached: retry"},
      {ExitCode::credentials, "credentials missing or refused"},
      {ExitCode::store, "the store is corrupt, full or of another version, or the output cannot be written"},
      {ExitCode::wait_ran_out, "the wait ran out"},
      {ExitCode::unknown_calls, "calls whose fate is unknown need a person"},
      {ExitCode::bug, "a bug in dialctl, or no memory"},
      {ExitCode::reader_gone, "whoever read the output has left"},
  };
  return meanings;
}

}  // namespace dialctl::cli
