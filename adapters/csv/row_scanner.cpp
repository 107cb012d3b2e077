#include "adapters/csv/row_scanner.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace dialctl::csv {
namespace {

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

RowScanner::RowScanner(text::Window window, Limits limits) : window_(std::move(window)), limits_(limits) {}

void RowScanner::set_delimiter(char delimiter) {
  delimiter_ = delimiter;
  stops_bare_.fill(false);
  for (const char c : {delimiter, '"', '\n', '\r'})
    stops_bare_[static_cast<unsigned char>(c)] = true;
}

Result<std::string_view> RowScanner::peek_line() {
  std::size_t at = 0;
  bool quoted = false;
  bool begun = false;
  for (;;) {
    const std::string_view held = window_.held();
    for (; at < held.size(); ++at) {
      if (held[at] == '"') quoted = !quoted;
      if (!is_line_end(held[at])) begun = true;
      if (begun && !quoted && is_line_end(held[at])) return held.substr(0, at);
    }
    if (held.size() > limits_.row_bytes_max) return held;
    auto more = window_.grow();
    if (!more) return more.error();
    if (!more.value()) return window_.held();
  }
}

text::Place RowScanner::place(std::size_t offset) const {
  text::PlaceCounter counter = front_;
  counter.pass(text_.substr(0, offset));
  return counter.place();
}

// Only the first problem of a row is told: those behind it mostly follow from it.
void RowScanner::report(const char* code, const std::string& what, const char* hint, std::size_t offset) {
  if (problem_) return;
  problem_ = Error{ErrorKind::usage, code, fmt::format("{}: {}", text::to_text(place(offset)), what), hint};
}

Error RowScanner::unclosed_quote() const {
  return {ErrorKind::usage, "csv.unclosed-quote",
          fmt::format("{}: the quote that opens here is never closed",
                      text::to_text(quote_place_ ? *quote_place_ : place(quote_at_))),
          "close the quote, or double it if it belongs to the text"};
}

// Stands for any other problem of the row, of which the part that was let go is not known.
void RowScanner::refuse_as_too_long() {
  too_long_ = true;
  problem_ = Error{ErrorKind::usage, "csv.row-too-long",
                   fmt::format("{}: the row is longer than {} bytes", text::to_text({line_begin_, 1}),
                               limits_.row_bytes_max),
                   "check the line ends and quotes ahead of this place, or split the row"};
}

// A row that gets too long is read on without being held: only where its quote opened is remembered.
void RowScanner::let_go() {
  if (in_quotes_ && !quote_place_) quote_place_ = place(quote_at_);
  front_.pass(text_.substr(0, at_));
  window_.drop(at_);
  refuse_as_too_long();
  at_ = 0;
  cell_begin_ = 0;
  cells_.clear();
}

bool RowScanner::more() {
  if (at_ > limits_.row_bytes_max) let_go();
  auto grown = window_.grow();
  text_ = window_.held();
  if (!grown) failure_ = grown.error();
  return grown.ok() && grown.value();
}

void RowScanner::begin_row() {
  window_.drop(at_);
  text_ = window_.held();
  at_ = 0;
  raw_end_ = 0;
  cell_begin_ = 0;
  cells_.clear();
  count_ = 0;
  too_long_ = false;
  problem_.reset();
  if (after_cr_ && !at_end()) {
    if (text_.front() == '\n') {
      window_.drop(1);
      text_ = window_.held();
    }
    after_cr_ = false;
  }
  line_begin_ = line_;
  front_ = text::PlaceCounter({line_, 1});
}

Result<bool> RowScanner::next() {
  do {
    begin_row();
    if (failure_) return *failure_;
    if (at_end()) return failure_ ? Result<bool>(*failure_) : Result<bool>(false);
    const Stop stop = scan_row();
    if (stop == Stop::failed) return *failure_;
    raw_end_ = at_;
    if (stop == Stop::line_end) end_line();
  } while (raw_end_ == 0 && !too_long_);
  if (raw_end_ > limits_.row_bytes_max) refuse_as_too_long();
  return true;
}

void RowScanner::end_line() {
  after_cr_ = text_[at_] == '\r';
  ++at_;
  ++line_;
}

RowScanner::Stop RowScanner::scan_row() {
  for (;;) {
    cell_begin_ = at_;
    const Stop stop = !at_end() && text_[at_] == '"' ? scan_quoted() : scan_bare();
    if (failure_) return Stop::failed;
    if (stop != Stop::delimiter) return stop;
    ++at_;
  }
}

RowScanner::Stop RowScanner::scan_bare() {
  for (;;) {
    const char* const first = text_.data();
    const char* from = first + at_;
    const char* const end = first + text_.size();
    while (from != end && !stops_bare_[static_cast<unsigned char>(*from)])
      ++from;
    at_ = static_cast<std::size_t>(from - first);
    if (from == end) {
      if (more()) continue;
      end_cell(at_, false);
      return Stop::text_end;
    }
    if (*from == '"') {
      report("csv.stray-quote", "a quote inside an unquoted cell",
             "quote the whole cell and double the quotes inside it", at_);
      ++at_;
      continue;
    }
    end_cell(at_, false);
    return *from == delimiter_ ? Stop::delimiter : Stop::line_end;
  }
}

void RowScanner::pass_line_end_in_quotes() {
  const bool carriage_return = text_[at_] == '\r';
  ++at_;
  ++line_;
  if (carriage_return && !at_end() && text_[at_] == '\n') ++at_;
}

RowScanner::Stop RowScanner::scan_quoted() {
  in_quotes_ = true;
  quote_at_ = at_;
  quote_place_.reset();
  ++at_;
  cell_begin_ = at_;
  bool doubled = false;
  for (;;) {
    while (at_ < text_.size() && text_[at_] != '"' && !is_line_end(text_[at_]))
      ++at_;
    if (at_ == text_.size()) {
      if (more()) continue;
      if (!failure_) failure_ = unclosed_quote();
      return Stop::failed;
    }
    if (text_[at_] != '"') {
      pass_line_end_in_quotes();
      continue;
    }
    ++at_;
    if (at_end() || text_[at_] != '"') break;
    doubled = true;
    ++at_;
  }
  in_quotes_ = false;
  const std::size_t count_before = count_;
  end_cell(at_ == 0 ? 0 : at_ - 1, doubled);
  if (at_end()) return Stop::text_end;
  if (text_[at_] == delimiter_) return Stop::delimiter;
  if (is_line_end(text_[at_])) return Stop::line_end;
  report("csv.stray-quote", "text behind the closing quote of a cell",
         "double the quotes that belong to the text of a quoted cell", at_);
  const Stop stop = scan_bare();
  count_ = count_before + 1;
  return stop;
}

void RowScanner::end_cell(std::size_t end, bool doubled) {
  ++count_;
  if (too_long_) return;
  if (end - cell_begin_ > limits_.cell_bytes_max) {
    report("csv.cell-too-long", fmt::format("the cell is longer than {} bytes", limits_.cell_bytes_max),
           "shorten the cell, or check the quotes ahead of this place", cell_begin_);
  }
  if (cells_.size() <= limits_.columns_max) cells_.push_back({cell_begin_, end, doubled});
}

}  // namespace dialctl::csv
