#include "cli/man.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/help.h"
#include "cli/settings.h"

namespace dialctl::cli {

namespace {

constexpr std::string_view kDate = "November 21, 2026";

std::string upper(std::string_view text) {
  std::string out{text};
  for (char& byte : out) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
  }
  return out;
}

// A text line: nothing in it is taken for a macro or an escape.
std::string plain(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char byte : text) {
    if (line_start && (byte == '.' || byte == '\'')) out += "\\&";
    if (byte == '\\') {
      out += "\\e";
    } else if (byte == '"') {
      out += "\\(dq";
    } else {
      out += byte;
    }
    line_start = byte == '\n';
  }
  return out;
}

// An argument of a macro: short words may be macros themselves.
std::string argument(std::string_view text) {
  return "\\&" + plain(text);
}

// Sentences each on a line of their own, as mdoc wants them.
void append_paragraph(std::string& out, std::string_view text) {
  constexpr std::size_t kLineMax = 78;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(". "), text.size());
    out += plain(wrapped(text.substr(0, end + 1), 0, kLineMax)) + '\n';
    text.remove_prefix(std::min(end + 2, text.size()));
  }
}

void append_item(std::string& out, std::string_view head, std::string_view text) {
  out += fmt::format(".It {}\n", head);
  if (!text.empty()) append_paragraph(out, text);
}

void append_head(std::string& out, std::string_view name, std::string_view summary) {
  out += fmt::format(".Dd {}\n.Dt {} 1\n.Os\n.Sh NAME\n.Nm {}\n.Nd {}\n", kDate, upper(name), name,
                     plain(summary));
}

void append_flag(std::string& out, const Flag& flag) {
  std::string head;
  if (flag.letter != 0) head += fmt::format("Fl {} , ", flag.letter);
  head += fmt::format("Fl -{}", flag.name);
  if (!flag.value_name.empty()) head += fmt::format(" Ar {}", argument(flag.value_name));
  append_item(out, head, flag_help(flag) + ".");
}

void append_flags(std::string& out, const std::vector<Flag>& flags) {
  if (flags.empty()) return;
  out += ".Bl -tag -width Ds\n";
  for (const Flag& flag : flags)
    append_flag(out, flag);
  out += ".El\n";
}

void append_examples(std::string& out, const std::vector<Example>& examples) {
  bool first = true;
  for (const Example& example : examples) {
    if (!first) out += ".Pp\n";
    first = false;
    append_paragraph(out, std::string{example.what} + ":");
    out += fmt::format(".Bd -literal -offset indent\n{}\n.Ed\n", plain(example.line));
  }
}

std::string synopsis_lines(const Noun& noun, const Command& command) {
  std::string out = fmt::format(".Nm dialctl {}{}{}\n", argument(noun.name), command.verb.empty() ? "" : " ",
                                command.verb.empty() ? "" : argument(command.verb));
  for (const Positional& positional : command.positionals) {
    const std::string word =
        fmt::format("Ar {}{}", argument(upper(positional.name)), positional.repeats ? " ..." : "");
    out += positional.required ? fmt::format(".{}\n", word) : fmt::format(".Op {}\n", word);
  }
  for (const Flag& flag : command.flags) {
    std::string word = fmt::format("Fl -{}", flag.name);
    if (!flag.value_name.empty()) word += fmt::format(" Ar {}", argument(flag.value_name));
    out += flag.required ? fmt::format(".{}\n", word) : fmt::format(".Op {}\n", word);
  }
  return out;
}

void append_arguments(std::string& out, const Command& command) {
  if (command.positionals.empty()) return;
  out += ".Bl -tag -width Ds\n";
  for (const Positional& positional : command.positionals) {
    std::string help{positional.help};
    if (!positional.value.choices.empty())
      help += fmt::format(": {}", fmt::join(positional.value.choices, ", "));
    append_item(out, fmt::format("Ar {}", argument(upper(positional.name))), help + ".");
  }
  out += ".El\n";
}

void append_keys_and_columns(std::string& out, const Command& command) {
  if (!command.where.empty()) {
    out += ".Pp\nKeys of\n.Fl -where :\n.Bl -tag -width Ds\n";
    for (const WhereKey& key : command.where) {
      std::string help{key.help};
      if (!key.value.choices.empty()) help += fmt::format(": {}", fmt::join(key.value.choices, ", "));
      append_item(out, fmt::format("Cm {}", argument(key.name)), help + ".");
    }
    out += ".El\n";
  }
  if (command.columns.empty()) return;
  out += ".Pp\nColumns, of which the first is the id:\n.Bl -tag -width Ds\n";
  for (const Column& column : command.columns) {
    append_item(out, fmt::format("Cm {}", argument(column.name)),
                column.help.empty() ? std::string{} : std::string{column.help} + ".");
  }
  out += ".El\n";
}

std::string shared_names(const Command& command) {
  std::string names;
  for (const Flag& flag : shared_flags(command))
    names += fmt::format("{}Fl -{}", names.empty() ? "" : " , ", flag.name);
  return names;
}

void append_command(std::string& out, const Noun& noun, const Command& command) {
  out += fmt::format(".Ss {}\n", plain(full_name(noun.name, command).substr(8)));
  append_paragraph(out, std::string{command.summary} + ".");
  if (!command.description.empty()) {
    std::string_view rest = command.description;
    while (!rest.empty()) {
      const std::size_t end = rest.find("\n\n");
      out += ".Pp\n";
      append_paragraph(out, rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 2);
    }
  }
  append_arguments(out, command);
  append_flags(out, command.flags);
  append_keys_and_columns(out, command);
  out += fmt::format(".Pp\nIt also takes\n.{} ,\nwhich\n.Xr dialctl 1\nexplains.\n", shared_names(command));
}

ManPage noun_page(const Noun& noun) {
  ManPage page{fmt::format("dialctl-{}.1", noun.name), {}};
  std::string& out = page.text;
  append_head(out, fmt::format("dialctl-{}", noun.name), noun.summary);
  out += ".Sh SYNOPSIS\n";
  for (const Command& command : noun.commands)
    out += synopsis_lines(noun, command);
  out += ".Sh DESCRIPTION\n";
  for (const Command& command : noun.commands)
    append_command(out, noun, command);
  out += ".Sh EXIT STATUS\nSee\n.Xr dialctl 1 .\n";
  const auto examples = examples_of(noun, 1'000);
  if (!examples.empty()) out += ".Sh EXAMPLES\n";
  append_examples(out, examples);
  out += ".Sh SEE ALSO\n.Xr dialctl 1\n";
  return page;
}

void append_settings(std::string& out) {
  out +=
      ".Sh ENVIRONMENT\n"
      "A flag wins over the environment, that over the file of\n.Fl -config\nor\n.Ev DIALCTL_CONFIG ,\n"
      "that over the file in the user's configuration folder, that over the one in\n.Pa /etc .\n"
      ".Bl -tag -width Ds\n";
  for (const SettingSpec& spec : setting_specs()) {
    const auto name = environment_name(spec);
    if (name)
      append_item(out, fmt::format("Ev {}", *name), fmt::format("{} (setting {}).", spec.help, spec.key));
  }
  append_item(out, "Ev DIALCTL_CONFIG", "the settings file.");
  append_item(out, "Ev NO_COLOR", "no colours, whatever it is set to.");
  out += ".El\n.Sh FILES\n.Bl -tag -width Ds\n";
  append_item(out, "Pa ~/.config/dialctl/config.toml", "the user's settings.");
  append_item(out, "Pa /etc/dialctl/config.toml", "the settings of all users.");
  out += ".El\n";
}

ManPage program_page(const std::vector<Noun>& nouns) {
  ManPage page{"dialctl.1", {}};
  std::string& out = page.text;
  append_head(out, "dialctl", "call customers by robot and operators from the command line");
  out +=
      ".Sh SYNOPSIS\n.Nm\n.Ar NOUN\n.Op Ar VERB\n.Op Ar ARGUMENT ...\n.Op Ar flags\n.Sh DESCRIPTION\n"
      "The commands, each with a page of its own:\n.Bl -tag -width Ds\n";
  for (const Noun& noun : nouns)
    append_item(out, fmt::format("Xr dialctl-{} 1", noun.name), std::string{noun.summary} + ".");
  out +=
      ".El\n.Pp\nStandard output is data, or empty on an error.\nErrors go to standard error: what, where, "
      "and what\nto do next; as one JSON object where JSON is asked for.\n"
      "A terminal changes layout and colour only, never values, order or count.\n.Pp\n"
      "Flags that many commands take:\n";
  std::vector<Flag> flags = every_shared_flag();
  flags.push_back({.name = "version", .help = "versions of dialctl and its libraries"});
  append_flags(out, flags);
  append_settings(out);
  out += ".Sh EXIT STATUS\n.Bl -tag -width Ds\n";
  for (const ExitMeaning& meaning : exit_meanings()) {
    append_item(out, std::to_string(to_int(meaning.code)), std::string{meaning.meaning} + ".");
  }
  append_item(out, "128+n", "ended by signal n.");
  out += ".El\n.Sh SEE ALSO\n";
  std::vector<std::string_view> names;
  for (const Noun& noun : nouns)
    names.push_back(noun.name);
  std::sort(names.begin(), names.end());
  for (const std::string_view name : names) {
    out += fmt::format(".Xr dialctl-{} 1{}\n", name, name == names.back() ? "" : " ,");
  }
  return page;
}

}  // namespace

std::vector<ManPage> man_pages(const CommandTable& table) {
  const std::vector<Noun> nouns = table.visible_nouns();
  std::vector<ManPage> pages{program_page(nouns)};
  for (const Noun& noun : nouns)
    pages.push_back(noun_page(noun));
  return pages;
}

}  // namespace dialctl::cli
