#include "engine/model/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

namespace dialctl {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// Marks that turn the direction of the text after them, or end a line without being LF.
bool is_bidi_or_line_mark(char32_t point) {
  return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

bool is_plain_ascii(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= 0x20 && value < 0x7F;
}

void append_u_escape(std::string& out, char32_t point) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += kHex[(point >> shift) & 0xFU];
}

void append_json_short_escape(std::string& out, char32_t point) {
  switch (point) {
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      append_u_escape(out, point);
  }
}

void append_braced_escape(std::string& out, std::uint32_t value) {
  std::string digits;
  do {
    digits += kHex[value & 0xFU];
    value >>= 4U;
  } while (value != 0);
  if (digits.size() < 2) digits += '0';
  out += "\\u{";
  out.append(digits.rbegin(), digits.rend());
  out += '}';
}

void append_mended(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = code_point_at(text, at);
    append_utf8(out, next.value == 0 ? 0xFFFD : next.value);
    at += next.bytes;
  }
}

// Texts are looked at eight bytes at a time as long as none of them needs care: letters, digits, blanks and
// most signs need none anywhere.
constexpr std::uint64_t each_byte(unsigned char byte) {
  return 0x0101010101010101U * byte;
}
constexpr std::uint64_t any_below(std::uint64_t bytes, unsigned char limit) {
  return (bytes - each_byte(limit)) & ~bytes & each_byte(0x80);
}
constexpr std::uint64_t any_is(std::uint64_t bytes, char byte) {
  return any_below(bytes ^ each_byte(static_cast<unsigned char>(byte)), 1);
}
template <char... signs>
bool eight_plain(std::string_view text, std::size_t at) {
  std::array<char, 8> piece{};
  std::copy_n(text.data() + at, piece.size(), piece.begin());
  const auto bytes = std::bit_cast<std::uint64_t>(piece);
  const std::uint64_t odd = (bytes & each_byte(0x80)) | any_below(bytes, 0x20);
  return (odd | ... | any_is(bytes, signs)) == 0;
}
// Passes whole eights, to where the bytes are to be looked at one by one.
template <char... signs>
std::size_t pass_plain(std::string_view text, std::size_t at) {
  while (text.size() - at >= 8 && eight_plain<signs...>(text, at))
    at += 8;
  return at;
}
// The last eight may overlap those before. Short texts are not looked at: false.
template <char... signs>
bool all_plain(std::string_view text) {
  return text.size() >= 8 && pass_plain<signs...>(text, 0) + 8 > text.size() &&
         eight_plain<signs...>(text, text.size() - 8);
}

// What a byte asks of the CSV cell that holds it.
constexpr unsigned char kQuote = 1;
constexpr unsigned char kMend = 2;  // NUL, or perhaps no UTF-8
constexpr std::array<unsigned char, 256> kCsvDemands = [] {
  std::array<unsigned char, 256> table{};
  for (const unsigned char byte : {',', ';', '\t', '"', '\n', '\r'})
    table[byte] = kQuote;
  table[0] = kMend;
  for (std::size_t byte = 0x80; byte < table.size(); ++byte)
    table[byte] = kMend;
  return table;
}();

void append_guarded_csv_cell(std::string& out, std::string_view cell, char separator, bool guard) {
  const bool usual = separator == ',' || separator == ';' || separator == '\t';
  if (usual && all_plain<',', ';', '"'>(cell)) {
    if (guard) out += '\'';
    out += cell;
    return;
  }
  unsigned demand = 0;
  for (std::size_t at = 0; at < cell.size();) {
    if (usual) at = (demand & kQuote) == 0 ? pass_plain<',', ';', '"'>(cell, at) : pass_plain<>(cell, at);
    for (const std::size_t end = std::min(at + 8, cell.size()); at < end; ++at) {
      demand |= kCsvDemands[static_cast<unsigned char>(cell[at])];
      if (cell[at] == separator) demand |= kQuote;
    }
  }
  std::string mended;
  if ((demand & kMend) != 0 && !(is_utf8(cell) && cell.find('\0') == std::string_view::npos)) {
    append_mended(mended, cell);
    cell = mended;
  }
  const bool quoted = (demand & kQuote) != 0;
  if (quoted) out += '"';
  if (guard) out += '\'';
  for (std::size_t quote = quoted ? cell.find('"') : cell.npos; quote != cell.npos; quote = cell.find('"')) {
    out.append(cell.substr(0, quote)).append("\"\"");
    cell.remove_prefix(quote + 1);
  }
  out += cell;
  if (quoted) out += '"';
}

bool is_letter_or_digit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool is_phone_number(std::string_view cell) {
  if (cell.size() < 8 || cell.size() > 16 || cell[0] != '+' || cell[1] == '0') return false;
  return std::all_of(cell.begin() + 1, cell.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

// A plain negative number is data, not a formula: "-12.50".
bool is_negative_number(std::string_view cell) {
  if (cell.size() < 2 || cell[0] != '-') return false;
  int points = 0;
  for (const char byte : cell.substr(1)) {
    if (byte == '.') {
      ++points;
    } else if (byte < '0' || byte > '9') {
      return false;
    }
  }
  return points <= 1 && cell.back() != '.' && cell[1] != '.';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (all_plain<'"', '\\', '\x7F'>(text)) {
    out += text;
    out += '"';
    return;
  }
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = pass_plain<'"', '\\', '\x7F'>(text, at);  // the longest run that needs no care
    while (end < text.size() && is_plain_ascii(text[end]) && text[end] != '"' && text[end] != '\\')
      ++end;
    out.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    const CodePoint next = code_point_at(text, at);
    if (next.value == '"' || next.value == '\\') {
      out += {'\\', text[at]};
    } else if (is_control(next.value)) {
      append_json_short_escape(out, next.value);
    } else if (is_bidi_or_line_mark(next.value)) {
      append_u_escape(out, next.value);
    } else if (!next.valid) {
      append_utf8(out, next.value);
    } else {
      out.append(text, at, next.bytes);
    }
    at += next.bytes;
  }
  out += '"';
}

void append_csv_cell(std::string& out, std::string_view cell, char separator) {
  append_guarded_csv_cell(out, cell, separator, false);
}

bool runs_as_formula(std::string_view cell) {
  if (cell.empty() || is_letter_or_digit(cell.front())) return false;
  if (is_phone_number(cell) || is_negative_number(cell)) return false;
  for (std::size_t at = 0; at < cell.size();) {
    const CodePoint next = code_point_at(cell, at);
    switch (next.value) {
      case ' ':
      case 0x00A0:
      case 0x3000:
      case 0xFEFF:
        at += next.bytes;
        continue;
      case '=':
      case '+':
      case '-':
      case '@':
      case '\t':
      case '\r':
      case '\n':
      case 0xFF1D:
      case 0xFF0B:
      case 0xFF0D:
      case 0xFF20:
      case 0x2212:
        return true;
      default:
        return false;
    }
  }
  return false;
}

void append_defused_csv_cell(std::string& out, std::string_view cell, char separator) {
  append_guarded_csv_cell(out, cell, separator, cell.starts_with('\'') || runs_as_formula(cell));
}

void append_tsv_cell(std::string& out, std::string_view cell) {
  for (const char byte : cell) {
    switch (byte) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += byte;
    }
  }
}

void append_screen_text(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_plain_ascii(text[at])) {
      out += text[at++];
      continue;
    }
    const CodePoint next = code_point_at(text, at);
    if (next.value == '\n') {
      out += "\\n";
    } else if (next.value == '\t') {
      out += "\\t";
    } else if (is_control(next.value) || is_bidi_or_line_mark(next.value)) {
      append_braced_escape(out, next.value);
    } else if (!next.valid) {
      append_utf8(out, next.value);
    } else {
      out.append(text, at, next.bytes);
    }
    at += next.bytes;
  }
}

std::string screen_text(std::string_view text) {
  std::string out;
  append_screen_text(out, text);
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

}  // namespace dialctl
