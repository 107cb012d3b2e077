// Bytes of a file or of standard input, in pieces.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "engine/model/result.h"

namespace dialctl::text {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // Waits for at least one byte and fills the front of `room` (never empty); 0 = the end.
  // Error: input.unreadable.
  virtual Result<std::size_t> read(std::span<char> room) = 0;
};

// "-" is standard input, which is not closed. Errors: input.not-found, input.unreadable (also a directory).
Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path);

// Text that is in memory already.
std::unique_ptr<ByteSource> bytes_of(std::string text);

}  // namespace dialctl::text
