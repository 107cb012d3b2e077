// Ids from a pipe or a file: `--ids-from -`, one a line, or separated by NUL with -0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"
#include "cli/line_input.h"
#include "engine/model/result.h"

namespace dialctl::cli {

class Invocation;

// The flags to put into a command that takes ids: "ids-from" and "null" (letter 0).
std::vector<Flag> id_input_flags();

// Each id is at hand as soon as its line has ended.
class IdInput {
 public:
  static constexpr std::size_t id_bytes_max = 1024;

  // "-" is stdin. Errors: not_found or store, with the path.
  static Result<IdInput> open(const Invocation& in);
  IdInput(IdInput&& other) noexcept;
  IdInput& operator=(IdInput&&) = delete;
  ~IdInput();

  // The next id without blanks around it; empty lines are passed over. False at the end. Error (usage): an id
  // longer than id_bytes_max, with its line.
  Result<bool> next(std::string& id);
  std::size_t line() const { return lines_.line(); }

 private:
  IdInput(int descriptor, bool owned, char end)
      : descriptor_(descriptor), owned_(owned), lines_(descriptor, end, id_bytes_max) {}

  int descriptor_;
  bool owned_;
  LineInput lines_;
};

}  // namespace dialctl::cli
