// Places in a text, as people and editors count them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dialctl::text {

struct Place {
  std::uint64_t line = 1;    // ends with LF, CR LF or CR
  std::uint64_t column = 1;  // in characters, not in bytes

  friend bool operator==(const Place&, const Place&) = default;
};

std::string to_text(Place place);  // "line 7, column 3"

// Follows a text that passes in pieces; place() is that of the character after them.
class PlaceCounter {
 public:
  explicit PlaceCounter(Place start = {}) : place_(start) {}

  void pass(std::string_view text);
  Place place() const { return place_; }

 private:
  Place place_;
  bool after_cr_ = false;  // an LF now belongs to the line end that was counted
};

// Where text[offset] stands when text[0] stands at `start`. offset <= text.size().
Place place_in(std::string_view text, std::size_t offset, Place start = {});

}  // namespace dialctl::text
