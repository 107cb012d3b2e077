#include "adapters/csv/csv_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/csv/row_scanner.h"
#include "adapters/csv/writer.h"

namespace dialctl::csv {
namespace {

constexpr std::string_view delimiters = ",;\t";

Error header_error(const char* code, text::Place place, const std::string& what, std::string hint) {
  return {ErrorKind::usage, code, fmt::format("{}: {}", text::to_text(place), what), std::move(hint)};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_separator_line(std::string_view line) {
  return line.size() == 5 && line.starts_with("sep=") && delimiters.find(line[4]) != delimiters.npos;
}

// The one that stands most often outside quotes; the earlier one of `delimiters` when it is a draw.
char most_frequent_delimiter(std::string_view line) {
  std::size_t counts[3] = {0, 0, 0};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    const std::size_t which = delimiters.find(c);
    if (!quoted && which != delimiters.npos) ++counts[which];
  }
  return delimiters[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

// The text of a cell with its doubled quotes made single, appended to `out`.
std::string_view undoubled(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  for (std::size_t quote = text.find("\"\""); quote != text.npos; quote = text.find("\"\"")) {
    out.append(text.substr(0, quote + 1));
    text.remove_prefix(quote + 2);
  }
  out.append(text);
  return std::string_view(out).substr(begin);
}

class CsvRows final : public RowSource {
 public:
  CsvRows(text::Window window, Limits limits) : scanner_(std::move(window), limits), limits_(limits) {}

  Result<void> read_header(std::optional<char> delimiter);

  const std::vector<std::string>& columns() const override { return columns_; }
  Result<bool> next(Row& row) override;
  void append_rejects_header(std::string& out) const override;
  void append_reject(std::string& out, const Row& row, const Error& why) const override;

 private:
  Result<void> choose_delimiter(std::optional<char> given);
  Result<void> take_names();
  void fill_cells(Row& row);
  std::string_view own_part(std::string_view raw) const;
  Error ragged() const;

  RowScanner scanner_;
  Limits limits_;
  char delimiter_ = ',';
  std::vector<std::string> columns_;
  std::size_t hidden_ = 0;  // columns that a rejects file put in front
  std::string header_raw_;
  std::string undoubled_;  // the cells of the row that had doubled quotes
};

Result<void> CsvRows::choose_delimiter(std::optional<char> given) {
  if (given && delimiters.find(*given) == delimiters.npos) {
    return Error{ErrorKind::usage, "csv.delimiter",
                 fmt::format("'{}' cannot be the delimiter of CSV", *given),
                 "use a comma, a semicolon or a tab"};
  }
  const auto line = scanner_.peek_line();
  if (!line) return line.error();
  const std::string_view first =
      line.value().substr(std::min(line.value().find_first_not_of("\r\n"), line.value().size()));
  const bool separator_line = is_separator_line(first);
  delimiter_ = given ? *given : separator_line ? first.back() : most_frequent_delimiter(first);
  scanner_.set_delimiter(delimiter_);
  if (!separator_line) return {};
  const auto skipped = scanner_.next();
  return skipped ? Result<void>{} : Result<void>{skipped.error()};
}

Result<void> CsvRows::read_header(std::optional<char> delimiter) {
  if (auto chosen = choose_delimiter(delimiter); !chosen) return chosen;
  const auto found = scanner_.next();
  if (!found) return found.error();
  if (!found.value()) {
    return Error{ErrorKind::usage, "csv.empty",
                 "line 1, column 1: the file is empty, it has not even a header",
                 "the first line must name the columns, for example order_id,bayer_name,phone"};
  }
  if (scanner_.problem()) {
    Error error = *scanner_.problem();
    error.code = "csv.header";
    error.message += " (in the header)";
    return error;
  }
  if (auto taken = take_names(); !taken) return taken;
  header_raw_ = own_part(scanner_.raw());
  return {};
}

Result<void> CsvRows::take_names() {
  const std::vector<Cell>& cells = scanner_.cells();
  if (scanner_.cell_count() > limits_.columns_max) {
    return header_error("csv.too-many-columns", scanner_.place(cells[limits_.columns_max].begin),
                        fmt::format("the header has {} columns, at most {} are read", scanner_.cell_count(),
                                    limits_.columns_max),
                        "leave out the columns that are not needed");
  }
  std::unordered_map<std::string, std::size_t> seen;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const std::string_view text = scanner_.raw().substr(cells[at].begin, cells[at].end - cells[at].begin);
    std::string name;
    undoubled(name, text);
    name = std::string(trimmed(name));
    const text::Place place = scanner_.place(cells[at].begin);
    if (name.empty()) {
      return header_error("csv.empty-header", place,
                          fmt::format("column {} of the header has no name", at + 1),
                          "give it a name, or delete the column");
    }
    const auto [first, added] = seen.emplace(name, at + 1);
    if (!added) {
      return header_error("csv.duplicate-header", place,
                          fmt::format("columns {} and {} are both named {}", first->second, at + 1, name),
                          "rename one of them");
    }
    columns_.push_back(std::move(name));
  }
  const bool rejects = columns_.size() > reject_columns.size() &&
                       std::equal(reject_columns.begin(), reject_columns.end(), columns_.begin());
  hidden_ = rejects ? reject_columns.size() : 0;
  columns_.erase(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(hidden_));
  return {};
}

// A rejects file's own columns never hold the delimiter unquoted, so its quotes tell where they end even when
// the row behind them is broken.
std::string_view CsvRows::own_part(std::string_view raw) const {
  bool quoted = false;
  std::size_t passed = 0;
  for (std::size_t at = 0; at < raw.size() && passed < hidden_; ++at) {
    if (raw[at] == '"') quoted = !quoted;
    if (raw[at] != delimiter_ || quoted) continue;
    if (++passed == hidden_) return raw.substr(at + 1);
  }
  return raw;
}

Error CsvRows::ragged() const {
  const std::size_t wanted = columns_.size() + hidden_;
  const std::size_t count = scanner_.cell_count();
  const std::size_t own = count - std::min(count, hidden_);
  const std::size_t offset = count > wanted ? scanner_.cells()[wanted].begin : scanner_.raw().size();
  return {ErrorKind::usage, "csv.ragged",
          fmt::format("{}: the row has {} {}, the header has {}", text::to_text(scanner_.place(offset)), own,
                      own == 1 ? "cell" : "cells", columns_.size()),
          count > wanted ? "quote the cell that holds the delimiter, or check --delimiter"
                         : "add the missing cells (empty ones count), or check the quotes of the row"};
}

void CsvRows::fill_cells(Row& row) {
  const std::string_view raw = scanner_.raw();
  undoubled_.clear();
  undoubled_.reserve(raw.size());  // so that the views into it stay
  row.cells.resize(columns_.size());
  const Cell* cell = scanner_.cells().data() + hidden_;
  for (std::string_view& text : row.cells) {
    text = raw.substr(cell->begin, cell->end - cell->begin);
    if (cell->doubled) text = undoubled(undoubled_, text);
    ++cell;
  }
}

Result<bool> CsvRows::next(Row& row) {
  auto found = scanner_.next();
  if (!found || !found.value()) return found;
  row.line = scanner_.line();
  row.raw_complete = !scanner_.too_long();
  row.raw = row.raw_complete ? scanner_.raw() : std::string_view{};
  if (hidden_ > 0) row.raw = own_part(row.raw);
  row.problem = scanner_.problem();
  if (!row.problem && scanner_.cell_count() != columns_.size() + hidden_) row.problem = ragged();
  if (row.problem) {
    row.cells.clear();
  } else {
    fill_cells(row);
  }
  return true;
}

void CsvRows::append_rejects_header(std::string& out) const {
  for (const std::string_view name : reject_columns)
    (out += name) += delimiter_;
  (out += header_raw_) += '\n';
}

void CsvRows::append_reject(std::string& out, const Row& row, const Error& why) const {
  const Writer writer({delimiter_, false, "\n"});
  writer.append_number(out, static_cast<std::int64_t>(row.line), true);
  writer.append_text(out, why.code, false);
  writer.append_text(out, why.message, false);
  (out += delimiter_) += row.raw;
  out += '\n';
}

}  // namespace

Result<std::unique_ptr<RowSource>> open_rows(std::unique_ptr<text::ByteSource> bytes,
                                             const ReadOptions& options) {
  auto rows = std::make_unique<CsvRows>(text::Window(text::TextInput(std::move(bytes), options.encoding)),
                                        options.limits);
  if (auto ready = rows->read_header(options.delimiter); !ready) return ready.error();
  return std::unique_ptr<RowSource>(std::move(rows));
}

}  // namespace dialctl::csv
