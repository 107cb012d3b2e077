#include <fmt/format.h>

#include "cli/completion.h"

namespace dialctl::cli {

namespace {

constexpr std::string_view kHead = R"script(#compdef dialctl
# zsh completion of dialctl; written by `dialctl completion zsh`
_dialctl_ask() { # KIND
  local -a found
  found=("${(@f)$(_call_program names dialctl __complete ${(q)1} ${(q)PREFIX} 2> /dev/null)}")
  [[ -n $found ]] && compadd -a found
}

)script";

// Inside '...' of an _arguments specification.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '\'') {
      out += "'\\''";
    } else if (byte == '[' || byte == ']' || byte == ':' || byte == '\\') {
      out += {'\\', byte};
    } else {
      out += byte;
    }
  }
  return out;
}

std::string action_of(const Value& value) {
  if (!value.complete.empty()) return fmt::format("_dialctl_ask {}", value.complete);
  if (!value.choices.empty()) return fmt::format("({})", fmt::join(value.choices, " "));
  return value.kind == ValueKind::path ? "_files" : " ";
}

void append_flag(std::string& out, const Flag& flag) {
  const std::string repeat = flag.repeats ? "*" : "";
  const std::string value =
      flag.value_name.empty() ? "" : fmt::format(":{}:{}", quoted(flag.value_name), action_of(flag.value));
  if (flag.letter != 0)
    out += fmt::format(" \\\n    '{}-{}[{}]{}'", repeat, flag.letter, quoted(flag.help), value);
  out += fmt::format(" \\\n    '{}--{}[{}]{}'", repeat, flag.name, quoted(flag.help), value);
}

std::string function_of(const Noun& noun, const Command& command) {
  std::string name = fmt::format("_dialctl_{}", noun.name);
  if (!command.verb.empty()) name += fmt::format("_{}", command.verb);
  return name;
}

void append_command(std::string& out, const Noun& noun, const Command& command) {
  out += function_of(noun, command) + "() {\n  _arguments -s -S";
  for (const Flag& flag : all_flags(command))
    append_flag(out, flag);
  for (const Positional& positional : command.positionals) {
    const std::string_view start = positional.repeats ? "*:" : (positional.required ? ":" : "::");
    out += fmt::format(" \\\n    '{}{}:{}'", start, quoted(positional.name), action_of(positional.value));
  }
  out += "\n}\n\n";
}

void append_noun(std::string& out, const Noun& noun) {
  const Command* alone = find_verb(noun, "");
  if (alone != nullptr && noun.commands.size() == 1) return;  // its own function is the noun's
  out += fmt::format("_dialctl_{}_verbs() {{\n  local -a verbs=(\n", noun.name);
  for (const Command& command : noun.commands) {
    if (!command.verb.empty()) out += fmt::format("    '{}:{}'\n", command.verb, quoted(command.summary));
  }
  out += "  )\n  if (( CURRENT == 2 )); then _describe command verbs; return; fi\n";
  out += "  local verb=$words[2]\n  shift words; (( CURRENT-- ))\n  case $verb in\n";
  for (const Command& command : noun.commands) {
    if (!command.verb.empty())
      out += fmt::format("    {}) {} ;;\n", command.verb, function_of(noun, command));
  }
  out += "  esac\n}\n\n";
}

}  // namespace

std::string zsh_completion(const std::vector<Noun>& nouns) {
  std::string out{kHead};
  for (const Noun& noun : nouns) {
    for (const Command& command : noun.commands)
      append_command(out, noun, command);
    append_noun(out, noun);
  }
  out += "_dialctl() {\n  local -a nouns=(\n";
  for (const Noun& noun : nouns)
    out += fmt::format("    '{}:{}'\n", noun.name, quoted(noun.summary));
  out += "  )\n  if (( CURRENT == 2 )); then _describe command nouns; return; fi\n";
  out += "  local noun=$words[2]\n  shift words; (( CURRENT-- ))\n  case $noun in\n";
  for (const Noun& noun : nouns) {
    const bool alone = noun.commands.size() == 1 && noun.commands.front().verb.empty();
    out += fmt::format("    {}) _dialctl_{}{} ;;\n", noun.name, noun.name, alone ? "" : "_verbs");
  }
  out +=
      "  esac\n}\n\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then _dialctl \"$@\"; else compdef "
      "_dialctl dialctl; fi\n";
  return out;
}

}  // namespace dialctl::cli
