// Words of the command line, where "-" stands for the lines of stdin as they come.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "cli/line_input.h"

namespace dialctl::cli {

// Hands out what there is: first the words before a "-", then the lines of stdin in pieces as a pipe delivers
// them - an endless one (`tail -F`) is worked off while it goes on -, then the words behind it.
class WordInput {
 public:
  static constexpr std::size_t kLineBytesMax = 64 * 1024;

  struct Word {
    std::string text;
    std::size_t line = 0;  // of stdin; 0: of the command line
  };

  // Of the positional `name`.
  WordInput(const Invocation& in, std::string_view name);

  // The next words, at least one; nullopt at the end. Empty lines are passed over. Error (usage): a line of
  // more than kLineBytesMax. Throws std::system_error when stdin cannot be read.
  Result<std::optional<std::vector<Word>>> next();

 private:
  Result<std::vector<Word>> next_lines();

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  LineInput lines_;
};

}  // namespace dialctl::cli
