// Text made safe for where it goes. Every function is pure, takes UTF-8 and appends to `out`; bytes that are
// not UTF-8 become U+FFFD, in TSV they stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dialctl {

// RFC 8259, with the quotes. Control characters, C1 and bidirectional marks are written as \uXXXX: the value
// is the same for every reader, and a terminal that shows it cannot be steered by it.
void append_json_string(std::string& out, std::string_view text);

// RFC 4180: quoted only where a reader needs it (any usual separator, quote, CR, LF). NUL and bytes that are
// not UTF-8 become U+FFFD, so that what is written can be read again.
void append_csv_cell(std::string& out, std::string_view cell, char separator = ',');
// True where a spreadsheet may run the cell: it starts with = + - @ TAB CR or LF, their full-width forms
// included, blanks before them ignored. A "+" with 7 to 15 digits is a telephone number and is not.
bool runs_as_formula(std::string_view cell);
// The same cell with an apostrophe in front where it would run as a formula, or begins with one already:
// taking one apostrophe off gives the text back.
void append_defused_csv_cell(std::string& out, std::string_view cell, char separator = ',');

// One line, one cell: TAB, LF, CR and backslash become \t \n \r \\ (as `mlr --tsv` and PostgreSQL read them).
void append_tsv_cell(std::string& out, std::string_view cell);

// For a person's screen: C0, DEL, C1, bidirectional marks, line separators and bytes that are no UTF-8 are
// shown as \n, \t or \u{1b}, so that no name can move the cursor, turn the text or fake a line.
void append_screen_text(std::string& out, std::string_view text);
std::string screen_text(std::string_view text);

// Columns that the text takes on a terminal: 2 for wide East Asian characters, 0 for combining marks.
std::size_t screen_width(std::string_view text);

// The code point that starts at text[at], and how many bytes it takes. Not UTF-8 (overlong forms, surrogates
// and values above U+10FFFF included): {0xFFFD, 1, false}.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = true;
};
CodePoint code_point_at(std::string_view text, std::size_t at);
bool is_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);

// "a b/c" -> "a%20b%2Fc": everything but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);

}  // namespace dialctl
