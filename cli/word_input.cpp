#include "cli/word_input.h"

#include <fmt/format.h>

namespace dialctl::cli {

WordInput::WordInput(const Invocation& in, std::string_view name)
    : words_(in.all(name)), lines_(in.streams().in, '\n', kLineBytesMax) {}

// The first that comes, and all that came with it.
Result<std::vector<WordInput::Word>> WordInput::next_lines() {
  std::vector<Word> lines;
  std::string text;
  do {
    switch (lines_.next(text)) {
      case LineInput::Next::line:
        lines.push_back({text, lines_.line()});
        break;
      case LineInput::Next::end:
        return lines;
      case LineInput::Next::too_long:
        if (!lines.empty()) return lines;  // what came before it counts
        return Error{ErrorKind::usage, "input.too-long",
                     fmt::format("stdin line {}: longer than {} bytes", lines_.line() + 1, kLineBytesMax),
                     "one value a line"};
    }
  } while (lines_.at_hand());
  return lines;
}

Result<std::optional<std::vector<WordInput::Word>>> WordInput::next() {
  using Words = std::optional<std::vector<Word>>;
  std::vector<Word> words;
  while (at_ < words_.size()) {
    if (words_[at_] != "-") {
      words.push_back({words_[at_++], 0});
      continue;
    }
    if (!words.empty()) return Words{std::move(words)};
    auto lines = next_lines();
    if (!lines) return lines.error();
    if (!lines.value().empty()) return Words{std::move(lines).value()};
    ++at_;
  }
  return words.empty() ? Words{} : Words{std::move(words)};
}

}  // namespace dialctl::cli
