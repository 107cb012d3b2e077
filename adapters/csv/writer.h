// CSV out: one row as one line, cells quoted where RFC 4180 asks for it.
//
// A cell that a spreadsheet may run as a formula (runs_as_formula of
// engine/model/text.h: = + - @ TAB CR LF and their full-width forms in front; telephone
// numbers and plain negative numbers are none) gets a ' ahead, and so does a cell that
// begins with ' itself: taking one ' off gives the text back. `raw` switches this off.
//
// Bytes that are not UTF-8, and NUL, are written as U+FFFD: what is written can be read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dialctl::csv {

struct WriteOptions {
  char delimiter = ',';  // tab for TSV
  bool raw = false;
  std::string_view line_end = "\n";
};

class Writer {
 public:
  explicit Writer(WriteOptions options) : options_(options) {}

  void append_row(std::string& out, std::span<const std::string_view> cells) const;
  void append_row(std::string& out, std::span<const std::string> cells) const;

  // For rows with numbers in them: cells one after the other, then end_row. `first` cells get no delimiter.
  void append_text(std::string& out, std::string_view text, bool first) const;
  void append_number(std::string& out, std::int64_t number, bool first) const;  // never defused
  void end_row(std::string& out) const { out += options_.line_end; }

 private:
  WriteOptions options_;
};

// Whether a spreadsheet would run this text (or a ' in front of it would be lost).
bool needs_defusing(std::string_view text);

// The text that was written as `cell` by a Writer that is not raw.
std::string_view restored(std::string_view cell);

}  // namespace dialctl::csv
