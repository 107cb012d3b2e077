#include <algorithm>
#include <fmt/format.h>

#include "cli/nearest.h"
#include "cli/parse.h"

namespace dialctl::cli {

namespace {

std::vector<Flag> flags_before_verb(const Noun& noun) {
  std::vector<Flag> flags = every_shared_flag();
  for (const Command& command : noun.commands) {
    flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  }
  return flags;
}

// How many words the flag at `word` takes along: 1 for itself, 2 with its value. 0: not a known flag.
std::size_t words_of_flag(const std::vector<Flag>& flags, std::string_view word) {
  const bool is_long = word.starts_with("--");
  const std::string_view name = word.substr(is_long ? 2 : 1);
  const std::string_view bare = name.substr(0, name.find('='));
  for (const Flag& flag : flags) {
    if (is_long ? flag.name == bare : flag.letter != 0 && flag.letter == name[0]) {
      const bool value_apart = !flag.value_name.empty() && (is_long ? bare == name : name.size() == 1);
      return value_apart ? 2 : 1;
    }
  }
  return 0;
}

bool is_flag(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9');
}

bool is_help(std::string_view word) {
  return word == "--help" || word == "-h";
}

Error unknown_flag(std::string_view word, const std::vector<Flag>& flags, std::string_view place) {
  std::vector<std::string_view> names;
  for (const Flag& flag : flags)
    names.push_back(flag.name);
  std::string_view bare = word.substr(word.starts_with("--") ? 2 : 1);
  bare = bare.substr(0, bare.find('='));
  std::string hint = fmt::format("{} --help", place);
  if (const auto close = nearest(bare, names)) hint = fmt::format("did you mean --{}?", *close);
  return {ErrorKind::usage, "usage.unknown-flag", fmt::format("unknown flag '{}'", word), std::move(hint)};
}

Error unknown_noun(const CommandTable& table, std::string_view word) {
  std::vector<std::string_view> names;
  for (const NounEntry& entry : table.entries()) {
    if (!entry.hidden) names.push_back(entry.name);
  }
  std::string hint = "dialctl help lists the commands";
  if (const auto close = nearest(word, names)) hint = fmt::format("did you mean 'dialctl {}'?", *close);
  return {ErrorKind::usage, "usage.unknown-command", fmt::format("unknown command '{}'", word),
          std::move(hint)};
}

Error unknown_verb(const Noun& noun, std::string_view word) {
  std::vector<std::string_view> verbs;
  std::string listed;
  for (const Command& command : noun.commands) {
    if (command.hidden || command.verb.empty()) continue;
    verbs.push_back(command.verb);
    listed += listed.empty() ? "" : ", ";
    listed += command.verb;
  }
  std::string hint = fmt::format("dialctl {} has: {}", noun.name, listed);
  if (const auto close = nearest(word, verbs)) {
    hint = fmt::format("did you mean 'dialctl {} {}'?", noun.name, *close);
  }
  return {ErrorKind::usage, "usage.unknown-command",
          fmt::format("unknown command 'dialctl {} {}'", noun.name, word), std::move(hint)};
}

// Walks over the words up to the first that is neither a flag nor a flag's value; flags go to `rest`.
class Walk {
 public:
  Walk(const Words& words, FoundCommand& found) : words_(&words), found_(&found) {}

  // The next bare word, or null at the end or at "--".
  Result<const std::string*> next_bare(const std::vector<Flag>& flags, std::string_view place) {
    while (at_ < words_->size() && (*words_)[at_] != "--") {
      const std::string& word = (*words_)[at_];
      if (!is_flag(word)) {
        ++at_;
        return &word;
      }
      if (word == "--version" || word == "-V") {
        found_->version = true;
        ++at_;
        continue;
      }
      const std::size_t taken = words_of_flag(flags, word);
      if (taken == 0) return unknown_flag(word, flags, place);
      found_->help = found_->help || is_help(word);
      for (std::size_t end = std::min(at_ + taken, words_->size()); at_ < end; ++at_)
        keep((*words_)[at_]);
    }
    return nullptr;
  }

  void step_back() { --at_; }

  void keep_rest() {
    bool flags_end = false;
    for (; at_ < words_->size(); ++at_) {
      const std::string& word = (*words_)[at_];
      flags_end = flags_end || word == "--";
      found_->help = found_->help || (!flags_end && is_help(word));
      keep(word);
    }
  }

 private:
  void keep(const std::string& word) { found_->rest.push_back(word); }

  const Words* words_;
  FoundCommand* found_;
  std::size_t at_ = 0;
};

}  // namespace

Result<FoundCommand> find_command(const CommandTable& table, const Words& words) {
  FoundCommand found;
  Walk walk{words, found};
  const auto noun_word = walk.next_bare(every_shared_flag(), "dialctl");
  if (!noun_word) return noun_word.error();
  if (noun_word.value() == nullptr) return found;
  const NounEntry* entry = table.find(*noun_word.value());
  if (entry == nullptr) return unknown_noun(table, *noun_word.value());
  found.noun = std::make_unique<Noun>(entry->make());

  const Command* alone = find_verb(*found.noun, "");
  const bool has_verbs = found.noun->commands.size() > (alone != nullptr ? 1U : 0U);
  if (has_verbs) {
    const auto verb_word =
        walk.next_bare(flags_before_verb(*found.noun), fmt::format("dialctl {}", found.noun->name));
    if (!verb_word) return verb_word.error();
    if (const std::string* verb = verb_word.value()) {
      found.command = verb->empty() ? nullptr : find_verb(*found.noun, *verb);
      const bool may_be_argument = alone != nullptr && !alone->positionals.empty();
      if (found.command == nullptr && !may_be_argument) return unknown_verb(*found.noun, *verb);
      if (found.command == nullptr) walk.step_back();
    }
  }
  if (found.command == nullptr) found.command = alone;
  walk.keep_rest();
  return found;
}

std::optional<bool> asks_for_json(const Words& words) {
  std::optional<bool> json;
  const auto set = [&json](std::string_view format) { json = format == "json" || format == "ndjson"; };
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      json = true;
    } else if ((word == "-o" || word == "--output") && i + 1 < words.size()) {
      set(words[i + 1]);
    } else if (word.starts_with("--output=")) {
      set(word.substr(9));
    } else if (word.starts_with("-o")) {
      set(word.substr(2));
    }
  }
  return json;
}

}  // namespace dialctl::cli
