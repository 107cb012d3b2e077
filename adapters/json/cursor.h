// The characters of a text for nlohmann's lexer, which tells its place only in its own errors: the handler of
// the parts can look here how far the lexer has read. Internal to this folder.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace dialctl::json {

class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  // `read_to` follows the iterator; it outlives it.
  Cursor(const char* at, const char** read_to) : at_(at), read_to_(read_to) {}

  reference operator*() const { return *at_; }
  Cursor& operator++() {
    *read_to_ = ++at_;
    return *this;
  }
  Cursor operator++(int) {
    Cursor before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** read_to_;
};

// Where the string begins that was just read: `end` is the offset behind its closing quote.
inline std::size_t string_begin(std::string_view text, std::size_t end) {
  for (std::size_t at = end < 2 ? 0 : end - 2; at > 0; --at) {
    if (text[at] != '"') continue;
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - 1 - backslashes] == '\\')
      ++backslashes;
    if (backslashes % 2 == 0) return at;
  }
  return 0;
}

}  // namespace dialctl::json
