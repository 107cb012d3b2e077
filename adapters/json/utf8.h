// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dialctl::text {

// Bytes of the one character that begins at text[0]: 1..4; 0 = it is invalid; -1 = it is cut off by the end
// of the text. Text must not be empty.
int character_bytes(std::string_view text);

// Length of the longest front that is valid, complete and without NUL.
std::size_t valid_prefix_bytes(std::string_view text);

inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// Appends `text` with each invalid byte and each NUL replaced by U+FFFD.
void append_valid(std::string& out, std::string_view text);

// Writes 1..4 bytes and returns how many. The code point is valid: no surrogate, at most 0x10FFFF.
std::size_t encode(char32_t code_point, char* out);

}  // namespace dialctl::text
