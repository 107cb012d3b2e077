#include <fmt/format.h>

#include "cli/completion.h"

namespace dialctl::cli {

namespace {

constexpr std::string_view kHead = R"script(# fish completion of dialctl; written by `dialctl completion fish`
function __dialctl_bare # the words that are no flags, before the one being typed
    set -l words (commandline -opc)
    for word in $words[2..-1]
        string match -q -- '-*' $word; or echo $word
    end
end
function __dialctl_start
    test (count (__dialctl_bare)) -eq 0
end
function __dialctl_noun # NOUN: its verb comes next
    set -l bare (__dialctl_bare)
    test (count $bare) -eq 1 -a "$bare[1]" = "$argv[1]"
end
function __dialctl_in # NOUN [VERB]
    set -l bare (__dialctl_bare)
    test "$bare[1]" = "$argv[1]"; or return 1
    test (count $argv) -lt 2; or test "$bare[2]" = "$argv[2]"
end
function __dialctl_ask # KIND
    dialctl __complete $argv[1] (commandline -ct) 2> /dev/null
end

complete -c dialctl -f
complete -c dialctl -n __dialctl_start -l version -d 'versions of dialctl and its libraries'
)script";

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char byte : text) {
    if (byte == '\'' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + "'";
}

// The tail of a `complete` line that offers the values.
std::string offer_of(const Value& value) {
  if (!value.complete.empty()) return fmt::format(" -x -a '(__dialctl_ask {})'", value.complete);
  if (!value.choices.empty()) return fmt::format(" -x -a '{}'", fmt::join(value.choices, " "));
  return value.kind == ValueKind::path ? " -r -F" : " -x";
}

std::string place_of(const Noun& noun, const Command& command) {
  std::string place = fmt::format("__dialctl_in {}", noun.name);
  if (!command.verb.empty()) place += fmt::format(" {}", command.verb);
  return quoted(place);
}

void append_command(std::string& out, const Noun& noun, const Command& command) {
  const std::string place = place_of(noun, command);
  for (const Flag& flag : all_flags(command)) {
    out += fmt::format("complete -c dialctl -n {} -l {}", place, flag.name);
    if (flag.letter != 0) out += fmt::format(" -s {}", flag.letter);
    if (!flag.value_name.empty()) out += offer_of(flag.value);
    out += fmt::format(" -d {}\n", quoted(flag.help));
  }
  for (const Positional& positional : command.positionals) {
    const Value& value = positional.value;
    if (!value.complete.empty() || !value.choices.empty()) {
      out += fmt::format("complete -c dialctl -n {}{}\n", place, offer_of(value));
    } else if (value.kind == ValueKind::path) {
      out += fmt::format("complete -c dialctl -n {} -F\n", place);
    }
  }
}

}  // namespace

std::string fish_completion(const std::vector<Noun>& nouns) {
  std::string out{kHead};
  for (const Noun& noun : nouns) {
    out += fmt::format("\ncomplete -c dialctl -n __dialctl_start -a {} -d {}\n", noun.name,
                       quoted(noun.summary));
    for (const Command& command : noun.commands) {
      if (command.verb.empty()) continue;
      out += fmt::format("complete -c dialctl -n '__dialctl_noun {}' -a {} -d {}\n", noun.name, command.verb,
                         quoted(command.summary));
    }
    for (const Command& command : noun.commands)
      append_command(out, noun, command);
  }
  return out;
}

}  // namespace dialctl::cli
