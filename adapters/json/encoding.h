// How the bytes of an input become UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/model/result.h"

namespace dialctl::text {

enum class Encoding { utf8, utf16le, utf16be, windows1251 };

std::string_view name_of(Encoding encoding);  // "utf-8", "utf-16le", "utf-16be", "windows-1251"

// The words of --encoding, in any case and with or without hyphens: those of name_of, cp1251; "auto" and
// "utf-16" are nullopt: told from the byte order mark, else UTF-8. Error: input.encoding.
Result<std::optional<Encoding>> encoding_named(std::string_view name);

enum class DecodeFault {
  none,
  invalid,  // bytes that this encoding does not have
  nul,      // a character 0: no text has it
};

struct Decoded {
  std::size_t consumed = 0;  // bytes of the input that were used; what is left is an unfinished character
  std::size_t produced = 0;  // bytes written
  DecodeFault fault = DecodeFault::none;  // at input[consumed]
};

// Decodes from the front of `input` as much as is complete and fits. `last`: no more bytes will follow, so an
// unfinished character is invalid. `room` of 3 bytes per input byte always suffices.
Decoded decode(Encoding encoding, std::string_view input, bool last, std::span<char> room);

}  // namespace dialctl::text
