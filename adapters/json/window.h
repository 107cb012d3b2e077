// A text that passes by, of which one stretch is held in memory: the row that is being read.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/json/text_input.h"

namespace dialctl::text {

class Window {
 public:
  explicit Window(TextInput input) : input_(std::move(input)), buffer_(256 * 1024) {}

  // What is held. Ends at a whole character. Valid until grow().
  std::string_view held() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Lets go of the first `bytes` of what is held.
  void drop(std::size_t bytes) { begin_ += bytes; }

  // Reads on: more text behind what is held. false: the text has ended. Memory grows with what is held, so
  // callers drop() a row that gets too long. Errors: those of TextInput.
  Result<bool> grow();

 private:
  TextInput input_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace dialctl::text
