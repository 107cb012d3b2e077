#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>

#include "cli/nearest.h"
#include "cli/values.h"

namespace dialctl::cli {

namespace {

// Put before words that are values whatever they look like: CLI11 would take "-7d" for a flag, "[a,b]" for a
// list and stumble over "". Taken off again from what it hands back.
constexpr char kValueMark = '\x01';

Error usage(std::string code, std::string message, std::string hint) {
  return {ErrorKind::usage, "usage." + std::move(code), std::move(message), std::move(hint)};
}

class LeafParser {
 public:
  LeafParser(const Noun& noun, const Command& command)
      : command_(&command),
        name_(full_name(noun.name, command).substr(std::string_view{"dialctl "}.size())),
        flags_(all_flags(command)) {
    app_.set_help_flag();
    for (const Flag& flag : flags_)
      add(flag);
    for (const Positional& positional : command.positionals)
      add(positional);
  }

  Result<Arguments> parse(const Words& words) {
    try {
      std::vector<std::string> marked = mark_values(words);
      std::reverse(marked.begin(), marked.end());  // as CLI11 wants it
      app_.parse(std::move(marked));
    } catch (const CLI::ParseError& error) {
      return explain(error);
    }
    Arguments arguments;
    for (const Flag& flag : flags_) {
      if (auto taken = take(flag, arguments); !taken) return taken.error();
    }
    for (std::size_t i = 0; i < command_->positionals.size(); ++i) {
      if (auto taken = take(command_->positionals[i], positionals_[i], arguments); !taken)
        return taken.error();
    }
    return arguments;
  }

 private:
  static CLI::callback_t accept() {
    return [](const CLI::results_t&) { return true; };
  }

  void add(const Flag& flag) {
    std::string names = fmt::format("--{}", flag.name);
    if (flag.letter != 0) names += fmt::format(",-{}", flag.letter);
    CLI::Option* option = app_.add_option(names, accept());
    if (flag.value_name.empty()) {
      option->type_size(0)->expected(0);
    } else {
      option->expected(1);
    }
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    options_.push_back(option);
  }

  void add(const Positional& positional) {
    CLI::Option* option = app_.add_option(std::string{positional.name}, accept());
    if (positional.repeats) {
      option->expected(CLI::detail::expected_max_vector_size)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    } else {
      option->expected(1);
    }
    positionals_.push_back(option);
  }

  bool has_letter(char letter) const {
    return std::any_of(flags_.begin(), flags_.end(),
                       [letter](const Flag& flag) { return flag.letter == letter; });
  }

  bool takes_value(std::string_view name) const {
    return std::any_of(flags_.begin(), flags_.end(),
                       [name](const Flag& flag) { return flag.name == name && !flag.value_name.empty(); });
  }

  std::vector<std::string> mark_values(const Words& words) const {
    std::vector<std::string> marked;
    bool flags_end = false;
    for (const std::string& word : words) {
      const bool dashed = word.size() > 1 && word[0] == '-';
      const bool number = dashed && word[1] >= '0' && word[1] <= '9' && !has_letter(word[1]);
      const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
      if (flags_end || !dashed || number) {
        marked.push_back(kValueMark + word);
      } else if (equals != std::string::npos && takes_value(std::string_view{word}.substr(2, equals - 2))) {
        marked.push_back(word.substr(0, equals));  // CLI11 takes "--name=" for a flag whose value follows
        marked.push_back(kValueMark + word.substr(equals + 1));
      } else {
        flags_end = word == "--";
        marked.push_back(word);
      }
    }
    return marked;
  }

  static std::vector<std::string> unmarked(const CLI::Option& option) {
    std::vector<std::string> values = option.results();
    for (std::string& value : values) {
      if (value.starts_with(kValueMark)) value.erase(0, 1);
    }
    return values;
  }

  // Words that CLI11 could place nowhere, or a flag without its value.
  Error explain(const CLI::ParseError& error) const {
    for (std::string word : app_.remaining()) {
      if (word == "--") continue;
      if (word.starts_with(kValueMark)) {
        word.erase(0, 1);
        return usage("unexpected-argument", fmt::format("{}: unexpected argument '{}'", name_, word),
                     help_hint());
      }
      return unknown(word);
    }
    for (std::size_t i = 0; i < flags_.size(); ++i) {
      if (options_[i]->count() == 0 &&
          std::string_view{error.what()}.starts_with(fmt::format("--{}", flags_[i].name))) {
        return usage("value-missing", fmt::format("{}: --{} needs a value", name_, flags_[i].name),
                     help_hint());
      }
    }
    return usage("malformed", fmt::format("{}: {}", name_, error.what()), help_hint());
  }

  Error unknown(std::string_view word) const {
    std::vector<std::string_view> names;
    for (const Flag& flag : flags_)
      names.push_back(flag.name);
    std::string_view bare = word.substr(word.starts_with("--") ? 2 : 1);
    bare = bare.substr(0, bare.find('='));
    std::string hint = help_hint();
    if (const auto close = nearest(bare, names)) hint = fmt::format("did you mean --{}?", *close);
    return usage("unknown-flag", fmt::format("{}: unknown flag '{}'", name_, word), std::move(hint));
  }

  std::string help_hint() const { return fmt::format("dialctl {} --help", name_); }

  bool is_own(const Flag& flag) const {
    return std::any_of(command_->flags.begin(), command_->flags.end(),
                       [&](const Flag& own) { return own.name == flag.name; });
  }

  Result<void> take(const Flag& flag, Arguments& arguments) const {
    const CLI::Option& option = *options_[static_cast<std::size_t>(&flag - flags_.data())];
    std::vector<std::string> values = unmarked(option);
    const std::string place = fmt::format("--{}", flag.name);
    arguments.declare(flag.name);
    if (flag.value_name.empty()) return take_switch(place, std::move(values), flag, arguments);
    if (values.empty() && flag.required) {
      return usage("flag-missing", fmt::format("{}: {} {} is needed", name_, place, flag.value_name),
                   help_hint());
    }
    if (values.size() > 1 && !flag.repeats) {
      if (is_own(flag)) {
        return usage("given-twice", fmt::format("{}: {} is given {} times", name_, place, values.size()),
                     "give it once");
      }
      values.erase(values.begin(), values.end() - 1);
    }
    for (const std::string& value : values) {
      if (auto checked = check_value(flag.value, place, value); !checked) return checked;
    }
    arguments.set(flag.name, std::move(values));
    return {};
  }

  Result<void> take_switch(const std::string& place, std::vector<std::string> values, const Flag& flag,
                           Arguments& arguments) const {
    for (std::string& value : values) {
      if (!value.empty() && value != "true") {
        return usage("value-unexpected", fmt::format("{}: {} takes no value", name_, place), help_hint());
      }
      value = "true";
    }
    arguments.set(flag.name, std::move(values));
    return {};
  }

  Result<void> take(const Positional& positional, const CLI::Option* option, Arguments& arguments) const {
    std::vector<std::string> values = unmarked(*option);
    std::string place{positional.name};
    std::transform(place.begin(), place.end(), place.begin(), [](char byte) {
      return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    });
    arguments.declare(positional.name);
    if (values.empty() && positional.required) {
      return usage("argument-missing", fmt::format("{}: {} is missing", name_, place), help_hint());
    }
    for (const std::string& value : values) {
      if (auto checked = check_value(positional.value, place, value); !checked) return checked;
    }
    arguments.set(positional.name, std::move(values));
    return {};
  }

  const Command* command_;
  std::string name_;  // "config show"
  std::vector<Flag> flags_;
  CLI::App app_;
  std::vector<CLI::Option*> options_;  // as flags_; owned by app_
  std::vector<CLI::Option*> positionals_;
};

Error verb_missing(const Noun& noun) {
  std::string verbs;
  for (const Command& command : noun.commands) {
    if (command.hidden) continue;
    verbs += verbs.empty() ? "" : ", ";
    verbs += command.verb;
  }
  return usage("no-command", fmt::format("dialctl {}: which command?", noun.name),
               fmt::format("dialctl {} has: {}", noun.name, verbs));
}

}  // namespace

Result<ParsedLine> parse(const CommandTable& table, const Words& words) {
  auto found = find_command(table, words);
  if (!found) return found.error();
  ParsedLine line;
  line.noun = std::move(found.value().noun);
  line.command = found.value().command;
  if (found.value().version) {
    line.kind = ParsedLine::Kind::version;
    return line;
  }
  if (found.value().help) {
    line.kind = ParsedLine::Kind::help;
    return line;
  }
  if (line.noun == nullptr) return usage("no-command", "no command given", "dialctl help lists the commands");
  if (line.command == nullptr) return verb_missing(*line.noun);
  auto arguments = LeafParser{*line.noun, *line.command}.parse(found.value().rest);
  if (!arguments) return arguments.error();
  line.arguments = std::move(arguments.value());
  return line;
}

std::string_view parser_version() {
  return CLI11_VERSION;
}

}  // namespace dialctl::cli
