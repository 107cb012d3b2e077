#include <fmt/format.h>

#include "cli/completion.h"

namespace dialctl::cli {

namespace {

constexpr std::string_view kHead = R"script(# bash completion of dialctl; written by `dialctl completion bash`
_dialctl_offer() { # KIND-OF-VALUE
  local line
  case $1 in
    file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); compopt -o filenames 2> /dev/null ;;
    list:*) mapfile -t COMPREPLY < <(compgen -W "${1#list:}" -- "$cur") ;;
    ask:*)
      while IFS= read -r line; do
        [[ $line == "$cur"* ]] && COMPREPLY+=("$(printf %q "$line")")
      done < <("${COMP_WORDS[0]}" __complete "${1#ask:}" "$cur" 2> /dev/null) ;;
  esac
}

)script";

constexpr std::string_view kTail = R"script(
_dialctl() {
  local cur=${COMP_WORDS[COMP_CWORD]} noun= verb= word kind skip= bare=0 i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then continue; fi # bash breaks --flag=value in three
    if [[ -n $skip ]]; then skip=; continue; fi
    if [[ $word == -* ]]; then
      kind=$(_dialctl_value "$noun $verb" "$word")
      [[ -n $kind ]] && skip=$word
    elif [[ -z $noun ]]; then noun=$word
    elif [[ -z $verb && " $(_dialctl_verbs "$noun") " == *" $word "* ]]; then verb=$word
    else bare=$((bare + 1))
    fi
  done
  if [[ -n $skip ]]; then _dialctl_offer "$(_dialctl_value "$noun $verb" "$skip")"; return; fi
  if [[ $cur == -* ]]; then _dialctl_offer "list:$(_dialctl_flags "$noun $verb")"; return; fi
  if [[ -z $noun ]]; then _dialctl_offer "list:$_dialctl_nouns"; return; fi
  if [[ -z $verb ]]; then
    word=$(_dialctl_verbs "$noun")
    if [[ -n $word ]]; then _dialctl_offer "list:$word"; [[ ${#COMPREPLY[@]} -gt 0 ]] && return; fi
  fi
  _dialctl_offer "$(_dialctl_positional "$noun $verb" "$bare")"
}
complete -F _dialctl dialctl
)script";

std::string kind_of(const Value& value) {
  if (!value.complete.empty()) return fmt::format("ask:{}", value.complete);
  if (!value.choices.empty()) return fmt::format("list:{}", fmt::join(value.choices, " "));
  return value.kind == ValueKind::path ? "file" : "none";
}

std::string key_of(const Noun& noun, const Command& command) {
  return fmt::format("{} {}", noun.name, command.verb);
}

void append_verbs(std::string& out, const std::vector<Noun>& nouns) {
  out += "_dialctl_verbs() {\n  case $1 in\n";
  for (const Noun& noun : nouns) {
    std::string verbs;
    for (const Command& command : noun.commands) {
      if (command.verb.empty()) continue;
      if (!verbs.empty()) verbs += ' ';
      verbs += command.verb;
    }
    if (!verbs.empty()) out += fmt::format("    {}) echo '{}' ;;\n", noun.name, verbs);
  }
  out += "  esac\n}\n\n";
}

void append_flags(std::string& out, const std::vector<Noun>& nouns) {
  out += "_dialctl_flags() {\n  case $1 in\n";
  for (const Noun& noun : nouns) {
    for (const Command& command : noun.commands) {
      std::string flags;
      for (const Flag& flag : all_flags(command))
        flags += fmt::format("{}--{}", flags.empty() ? "" : " ", flag.name);
      out += fmt::format("    '{}') echo '{}' ;;\n", key_of(noun, command), flags);
    }
  }
  out += "    *) echo '--help --version' ;;\n  esac\n}\n\n";
}

// Flags with the same name mean the same kind of value nearly everywhere: the few that differ go by command.
void append_values(std::string& out, const std::vector<Noun>& nouns) {
  out += "_dialctl_value() {\n  case \"$1 $2\" in\n";
  for (const Noun& noun : nouns) {
    for (const Command& command : noun.commands) {
      for (const Flag& flag : command.flags) {
        if (flag.value_name.empty()) continue;
        std::string pattern = fmt::format("'{} --{}'", key_of(noun, command), flag.name);
        if (flag.letter != 0) pattern += fmt::format(" | '{} -{}'", key_of(noun, command), flag.letter);
        out += fmt::format("    {}) echo '{}' ;;\n", pattern, kind_of(flag.value));
      }
    }
  }
  for (const Flag& flag : every_shared_flag()) {
    if (flag.value_name.empty()) continue;
    std::string pattern = fmt::format("*' --{}'", flag.name);
    if (flag.letter != 0) pattern += fmt::format(" | *' -{}'", flag.letter);
    out += fmt::format("    {}) echo '{}' ;;\n", pattern, kind_of(flag.value));
  }
  out += "  esac\n}\n\n";
}

void append_positionals(std::string& out, const std::vector<Noun>& nouns) {
  out += "_dialctl_positional() {\n  case \"$1 $2\" in\n";
  for (const Noun& noun : nouns) {
    for (const Command& command : noun.commands) {
      for (std::size_t i = 0; i < command.positionals.size(); ++i) {
        const Positional& positional = command.positionals[i];
        const std::string place = positional.repeats ? "*" : fmt::format("{}", i);
        out += fmt::format("    '{} '{}) echo '{}' ;;\n", key_of(noun, command), place,
                           kind_of(positional.value));
      }
    }
  }
  out += "  esac\n}\n";
}

}  // namespace

std::string bash_completion(const std::vector<Noun>& nouns) {
  std::string out{kHead};
  std::string names;
  for (const Noun& noun : nouns)
    names += fmt::format("{}{}", names.empty() ? "" : " ", noun.name);
  out += fmt::format("_dialctl_nouns='{}'\n\n", names);
  append_verbs(out, nouns);
  append_flags(out, nouns);
  append_values(out, nouns);
  append_positionals(out, nouns);
  out += kTail;
  return out;
}

}  // namespace dialctl::cli
