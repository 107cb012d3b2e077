#include "adapters/json/utf8.h"

#include <cstring>

namespace dialctl::text {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// The range of a second byte shuts out overlong forms, surrogates and what lies above U+10FFFF.
struct Lead {
  int bytes;
  unsigned second_min;
  unsigned second_max;
};

Lead lead_of(unsigned first) {
  if (first < 0x80) return {1, 0, 0};
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// Eight bytes at once: all below 0x80 and none 0.
bool plain_word(const char* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  constexpr std::uint64_t high = 0x8080808080808080ULL;
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  return ((word | (word - ones)) & high) == 0;
}

}  // namespace

int character_bytes(std::string_view text) {
  const Lead lead = lead_of(byte_at(text, 0));
  for (std::size_t at = 1; at < static_cast<std::size_t>(lead.bytes); ++at) {
    if (at == text.size()) return -1;
    const unsigned byte = byte_at(text, at);
    const bool fits = at == 1 ? byte >= lead.second_min && byte <= lead.second_max : (byte & 0xC0U) == 0x80U;
    if (!fits) return 0;
  }
  return lead.bytes;
}

std::size_t valid_prefix_bytes(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && plain_word(text.data() + at)) {
      at += 8;
      continue;
    }
    if (text[at] == '\0') break;
    const int bytes = character_bytes(text.substr(at));
    if (bytes <= 0) break;
    at += static_cast<std::size_t>(bytes);
  }
  return at;
}

void append_valid(std::string& out, std::string_view text) {
  for (;;) {
    const std::size_t valid = valid_prefix_bytes(text);
    out.append(text.substr(0, valid));
    if (valid == text.size()) return;
    out.append(replacement_character);
    text.remove_prefix(valid + 1);
  }
}

std::size_t encode(char32_t code_point, char* out) {
  const auto put = [out](std::size_t at, char32_t bits) { out[at] = static_cast<char>(bits); };
  const auto tail = [](char32_t bits) { return 0x80U | (bits & 0x3FU); };
  if (code_point < 0x80) {
    put(0, code_point);
    return 1;
  }
  if (code_point < 0x800) {
    put(0, 0xC0U | (code_point >> 6U));
    put(1, tail(code_point));
    return 2;
  }
  if (code_point < 0x10000) {
    put(0, 0xE0U | (code_point >> 12U));
    put(1, tail(code_point >> 6U));
    put(2, tail(code_point));
    return 3;
  }
  put(0, 0xF0U | (code_point >> 18U));
  put(1, tail(code_point >> 12U));
  put(2, tail(code_point >> 6U));
  put(3, tail(code_point));
  return 4;
}

}  // namespace dialctl::text
