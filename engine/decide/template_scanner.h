// Template text cut into words and tags, before anybody knows what a tag means. Used by template_parse.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/template.h"

namespace dialctl {

// Places of byte offsets. Fast when asked in ascending order.
class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {}
  TextPlace at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  TextPlace place_;
};

// {{name}} or {{name = "value"}}; offsets are of the whole text.
struct RawTag {
  std::size_t begin = 0;                  // of the first brace
  std::size_t end = 0;                    // behind the last brace
  std::string_view name;                  // without blanks around it
  std::optional<std::string_view> value;  // between its quotes, \" and \\ as written
  std::size_t value_begin = 0;
};

// What stands at one offset.
struct Piece {
  enum class Kind { text, tag, unclosed_tag, bad_tag, stray_braces };
  Kind kind = Kind::text;
  std::size_t begin = 0;
  std::size_t end = 0;   // the next piece begins here; always > begin
  RawTag tag;            // of a tag
  const char* why = "";  // of a bad_tag
};

// The piece that begins at `begin`, looking no further than `limit` (<= text.size(), > begin).
Piece piece_at(std::string_view text, std::size_t begin, std::size_t limit);

// Without blanks at its ends; the no-break space that comes with text from web pages is one of them.
std::string_view trimmed_blanks(std::string_view text);
// Length in bytes of the blank (or control character) at text[at]; 0 when there is none.
std::size_t blank_at(std::string_view text, std::size_t at);

}  // namespace dialctl
