#include "adapters/json/encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <string>

#include "adapters/json/utf8.h"

namespace dialctl::text {
namespace {

// Unicode of the bytes 0x80..0xFF (the table that the IANA registration of windows-1251 names); 0 = none.
constexpr std::array<char16_t, 128> windows1251_high = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021,  //
    0x20AC, 0x2030, 0x0409, 0x2039, 0x040A, 0x040C, 0x040B, 0x040F,  //
    0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,  //
    0x0000, 0x2122, 0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F,  //
    0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6, 0x00A7,  //
    0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407,  //
    0x00B0, 0x00B1, 0x0406, 0x0456, 0x0491, 0x00B5, 0x00B6, 0x00B7,  //
    0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457,  //
    0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417,  //
    0x0418, 0x0419, 0x041A, 0x041B, 0x041C, 0x041D, 0x041E, 0x041F,  //
    0x0420, 0x0421, 0x0422, 0x0423, 0x0424, 0x0425, 0x0426, 0x0427,  //
    0x0428, 0x0429, 0x042A, 0x042B, 0x042C, 0x042D, 0x042E, 0x042F,  //
    0x0430, 0x0431, 0x0432, 0x0433, 0x0434, 0x0435, 0x0436, 0x0437,  //
    0x0438, 0x0439, 0x043A, 0x043B, 0x043C, 0x043D, 0x043E, 0x043F,  //
    0x0440, 0x0441, 0x0442, 0x0443, 0x0444, 0x0445, 0x0446, 0x0447,  //
    0x0448, 0x0449, 0x044A, 0x044B, 0x044C, 0x044D, 0x044E, 0x044F,  //
};

Decoded decode_utf8(std::string_view input, bool last, std::span<char> room) {
  const std::string_view fitting = input.substr(0, room.size());
  const std::size_t valid = valid_prefix_bytes(fitting);
  std::memcpy(room.data(), fitting.data(), valid);
  Decoded done{valid, valid, DecodeFault::none};
  if (valid == fitting.size()) return done;
  if (input[valid] == '\0') {
    done.fault = DecodeFault::nul;
  } else {
    const int bytes = character_bytes(input.substr(valid));
    if (bytes == 0 || (bytes < 0 && last)) done.fault = DecodeFault::invalid;
  }
  return done;
}

constexpr std::size_t character_bytes_max = 4;

Decoded decode_windows1251(std::string_view input, std::span<char> room) {
  Decoded done;
  while (done.consumed < input.size() && room.size() - done.produced >= character_bytes_max) {
    const unsigned byte = static_cast<unsigned char>(input[done.consumed]);
    const char32_t code_point = byte < 0x80 ? byte : windows1251_high[byte - 0x80];
    if (code_point == 0) {
      done.fault = byte == 0 ? DecodeFault::nul : DecodeFault::invalid;
      return done;
    }
    done.produced += encode(code_point, room.data() + done.produced);
    ++done.consumed;
  }
  return done;
}

char32_t unit_at(std::string_view input, std::size_t at, bool little) {
  const unsigned first = static_cast<unsigned char>(input[at]);
  const unsigned second = static_cast<unsigned char>(input[at + 1]);
  return little ? first | (second << 8U) : second | (first << 8U);
}

Decoded decode_utf16(std::string_view input, bool little, bool last, std::span<char> room) {
  Decoded done;
  while (done.consumed < input.size() && room.size() - done.produced >= character_bytes_max) {
    const std::size_t left = input.size() - done.consumed;
    char32_t code_point = left < 2 ? 0 : unit_at(input, done.consumed, little);
    const bool leading = code_point >= 0xD800 && code_point < 0xDC00;
    const std::size_t bytes = leading ? 4 : 2;
    if (left < bytes) {
      if (last) done.fault = DecodeFault::invalid;
      return done;
    }
    const char32_t low = leading ? unit_at(input, done.consumed + 2, little) : 0;
    if (leading ? low < 0xDC00 || low > 0xDFFF : code_point >= 0xDC00 && code_point <= 0xDFFF) {
      done.fault = DecodeFault::invalid;
      return done;
    }
    if (leading) code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
    if (code_point == 0) {
      done.fault = DecodeFault::nul;
      return done;
    }
    done.produced += encode(code_point, room.data() + done.produced);
    done.consumed += bytes;
  }
  return done;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "utf-8";
    case Encoding::utf16le:
      return "utf-16le";
    case Encoding::utf16be:
      return "utf-16be";
    case Encoding::windows1251:
      return "windows-1251";
  }
  return "";
}

Result<std::optional<Encoding>> encoding_named(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_') plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  if (plain == "auto" || plain == "utf16") return std::optional<Encoding>{};
  if (plain == "utf8") return std::optional{Encoding::utf8};
  if (plain == "utf16le") return std::optional{Encoding::utf16le};
  if (plain == "utf16be") return std::optional{Encoding::utf16be};
  if (plain == "windows1251" || plain == "cp1251") return std::optional{Encoding::windows1251};
  return Error{ErrorKind::usage, "input.encoding", fmt::format("there is no encoding {}", name),
               "use auto, utf-8, utf-16le, utf-16be or windows-1251"};
}

Decoded decode(Encoding encoding, std::string_view input, bool last, std::span<char> room) {
  switch (encoding) {
    case Encoding::utf8:
      return decode_utf8(input, last, room);
    case Encoding::utf16le:
      return decode_utf16(input, true, last, room);
    case Encoding::utf16be:
      return decode_utf16(input, false, last, room);
    case Encoding::windows1251:
      return decode_windows1251(input, room);
  }
  return {};
}

}  // namespace dialctl::text
