// Lines of a file or a pipe as they come.
#pragma once

#include <cstddef>
#include <string>

#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl::cli {

// Reads bounded pieces: an endless pipe costs no memory, and each line is at hand as soon as it has ended.
class LineInput {
 public:
  // `end` closes a line. The descriptor is the caller's.
  LineInput(int descriptor, char end, std::size_t line_bytes_max)
      : descriptor_(descriptor), end_(end), line_bytes_max_(line_bytes_max) {}

  enum class Next : std::uint8_t { line, end, too_long };
  // The next line without blanks around it; empty ones are passed over. `too_long`: the one behind line(),
  // and nothing more can be read. Throws std::system_error when it cannot be read.
  Next next(std::string& line);
  // Whether next() would answer without waiting.
  bool at_hand() const { return ended_ || buffer_.find(end_, at_) != std::string::npos; }
  // Waits until something more can be read, or the end; false: nothing has come meanwhile.
  bool wait(Milliseconds patience) const;
  std::size_t line() const { return line_; }  // the number of the last one, from 1

 private:
  bool fill();

  int descriptor_;
  char end_;
  std::size_t line_bytes_max_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::size_t line_ = 0;
};

}  // namespace dialctl::cli
