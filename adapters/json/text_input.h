// Bytes in, checked UTF-8 out: without byte order mark, without NUL, always whole characters.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "adapters/json/byte_source.h"
#include "adapters/json/encoding.h"
#include "adapters/json/place.h"

namespace dialctl::text {

class TextInput {
 public:
  // nullopt: the byte order mark tells, else UTF-8.
  TextInput(std::unique_ptr<ByteSource> bytes, std::optional<Encoding> encoding);

  // Fills the front of `room` (at least 16 bytes) with the next text; 0 = the end. What is
  // good ahead of a bad place is given first, the next call gives the error, and so does each
  // one after it. Errors, with line and column: input.invalid-utf8, input.invalid-text,
  // input.nul, input.utf16-unmarked (looks like UTF-16, and neither a mark nor an encoding
  // says so), input.encoding-contradicts (the mark is another one's), and those of ByteSource.
  Result<std::size_t> read(std::span<char> room);

 private:
  Result<bool> fill();
  Result<bool> start();
  std::string_view pending() const { return {raw_.data() + begin_, end_ - begin_}; }
  Error fault(DecodeFault what);

  std::unique_ptr<ByteSource> bytes_;
  std::optional<Encoding> wanted_;
  Encoding encoding_ = Encoding::utf8;
  std::vector<char> raw_;  // bytes that were read; [begin_, end_) are not decoded yet
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool odd_ = false;  // an odd number of bytes went before raw_[0]
  bool started_ = false;
  bool ended_ = false;
  PlaceCounter counter_;
  std::optional<Error> failure_;
};

}  // namespace dialctl::text
