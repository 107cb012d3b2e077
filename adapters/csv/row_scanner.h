// Cuts a text into CSV rows and cells; knows nothing of headers. Internal to this folder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/csv/csv_rows.h"
#include "adapters/json/place.h"
#include "adapters/json/window.h"

namespace dialctl::csv {

// A cell as a stretch of the row's raw text, quotes taken off.
struct Cell {
  std::size_t begin;
  std::size_t end;
  bool doubled;  // holds "" that stand for "
};

class RowScanner {
 public:
  RowScanner(text::Window window, Limits limits);

  // The first line that has a character, without its end, with the empty lines
  // ahead of it; it stays unread. Quotes may hold line ends; a line that is
  // too long is cut. Before the first next() only. Errors: those of TextInput.
  Result<std::string_view> peek_line();

  void set_delimiter(char delimiter);  // before the first next()

  // The next row that has a character. false: the text has ended. Errors: of the file.
  Result<bool> next();

  // Of the row that next() found; views and offsets until the next call.
  std::uint64_t line() const { return line_begin_; }
  std::string_view raw() const { return text_.substr(0, raw_end_); }
  const std::vector<Cell>& cells() const { return cells_; }  // at most columns_max + 1 of them are kept
  std::size_t cell_count() const { return count_; }
  bool too_long() const { return too_long_; }
  const std::optional<Error>& problem() const { return problem_; }
  text::Place place(std::size_t offset) const;  // of raw()[offset]

 private:
  enum class Stop { delimiter, line_end, text_end, failed };

  bool more();
  bool at_end() { return at_ == text_.size() && !more(); }
  void begin_row();
  Stop scan_row();
  Stop scan_bare();
  Stop scan_quoted();
  void pass_line_end_in_quotes();
  void end_cell(std::size_t end, bool doubled);
  void end_line();
  void let_go();
  void refuse_as_too_long();
  void report(const char* code, const std::string& what, const char* hint, std::size_t offset);
  Error unclosed_quote() const;

  text::Window window_;
  Limits limits_;
  char delimiter_ = ',';
  std::array<bool, 256> stops_bare_{};  // delimiter, quote, line ends
  std::string_view text_;               // held by the window from the row's first byte on
  std::size_t at_ = 0;                  // the next byte of text_ to look at
  std::size_t raw_end_ = 0;
  std::vector<Cell> cells_;
  std::size_t cell_begin_ = 0;
  std::size_t count_ = 0;
  std::uint64_t line_begin_ = 1;
  std::uint64_t line_ = 1;
  text::PlaceCounter front_;  // the place of text_[0]
  bool after_cr_ = false;     // an LF that comes first belongs to the line end before
  bool too_long_ = false;     // the row's front has been let go
  bool in_quotes_ = false;
  std::size_t quote_at_ = 0;
  std::optional<text::Place> quote_place_;  // kept when the text around the quote is let go
  std::optional<Error> problem_;
  std::optional<Error> failure_;
};

}  // namespace dialctl::csv
