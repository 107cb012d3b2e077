#include "adapters/json/row_parser.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "adapters/json/cursor.h"
#include "adapters/json/syntax_error.h"

namespace dialctl::json {

text::Place RowParser::place_of(std::size_t offset) const {
  return text::place_in(text_, offset, place_);
}

bool RowParser::fail(Error error) {
  problem_ = std::move(error);
  return false;
}

// At the key whose value is being read.
bool RowParser::fail_at_key(const char* code, const char* what, const char* hint) {
  const text::Place place = place_of(string_begin(text_, key_at_));
  return fail({ErrorKind::usage, code, fmt::format("{}: {}", text::to_text(place), what), hint});
}

bool RowParser::fail_as_duplicate() {
  return fail(duplicate_key(place_of(string_begin(text_, key_at_)), path_));
}

bool RowParser::fail_as_too_many() {
  return fail_at_key("json.too-many-columns", "more different members than are read as columns",
                     "leave out the members that are not needed");
}

bool RowParser::key(const std::string& name) {
  key_at_ = read_bytes();
  if (name.empty()) return fail_at_key("json.empty-key", "a member without a name", "give it a name");
  path_.resize(levels_.back().path_bytes);
  if (levels_.size() > 1) path_ += '.';
  path_ += name;
  skipped_ = levels_.size() == 1 &&
             std::find(reject_columns.begin(), reject_columns.end(), name) != reject_columns.end();
  return true;
}

std::optional<std::size_t> RowParser::column_of_path() {
  if (expected_ < columns_.size() && columns_[expected_] == path_) return expected_;
  const auto known = column_by_name_.find(path_);
  if (known != column_by_name_.end()) return known->second;
  if (columns_.size() == limits_.columns_max) return std::nullopt;
  columns_.push_back(path_);
  cells_.emplace_back();
  column_by_name_.emplace(path_, columns_.size() - 1);
  return columns_.size() - 1;
}

bool RowParser::is_container() const {
  return !containers_.empty() &&
         std::find(containers_.begin(), containers_.end(), path_) != containers_.end();
}

bool RowParser::is_set_as_column() const {
  const auto known = column_by_name_.find(path_);
  return known != column_by_name_.end() && cells_[known->second].row == row_;
}

bool RowParser::set(std::string_view text) {
  const auto column = column_of_path();
  if (!column) return fail_as_too_many();
  Cell& cell = cells_[*column];
  if (cell.row == row_) return fail_as_duplicate();
  cell = {values_.size(), values_.size() + text.size(), row_};
  values_ += text;
  expected_ = *column + 1;
  return true;
}

bool RowParser::scalar(std::string_view text) {
  if (levels_.empty()) {
    return fail({ErrorKind::usage, "json.not-an-object",
                 fmt::format("{}: a row must be an object", text::to_text(place_)),
                 "write it as {\"order_id\": ...}"});
  }
  Level& level = levels_.back();
  if (!level.array) {
    if (std::exchange(skipped_, false)) return true;
    return is_container() ? fail_as_duplicate() : set(text);
  }
  ++level.items;
  if (std::exchange(level.joined_any, true)) level.joined += ',';
  level.joined += text;
  return true;
}

bool RowParser::number_integer(std::int64_t value) {
  const fmt::format_int digits(value);
  return scalar({digits.data(), digits.size()});
}

bool RowParser::number_unsigned(std::uint64_t value) {
  const fmt::format_int digits(value);
  return scalar({digits.data(), digits.size()});
}

bool RowParser::open(bool array) {
  skipped_ = false;
  if (levels_.size() == limits_.depth_max)
    return fail(too_deep(place_of(read_bytes() - 1), limits_.depth_max));
  if (levels_.empty()) {
    if (array) return scalar({});
    levels_.emplace_back();
    return true;
  }
  if (levels_.back().array) {
    path_.resize(levels_.back().path_bytes);
    path_ += fmt::format(".{}", levels_.back().items++);
  }
  if (is_container() || is_set_as_column()) return fail_as_duplicate();
  if (containers_.size() == limits_.columns_max) return fail_as_too_many();
  containers_.push_back(path_);
  levels_.push_back({array, path_.size(), 0, false, {}});
  return true;
}

bool RowParser::close() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  path_.resize(level.path_bytes);
  return level.joined_any ? set(level.joined) : true;
}

bool RowParser::parse_error(std::size_t position, const std::string&,
                            const nlohmann::detail::exception& why) {
  const std::size_t offset = std::min(position == 0 ? 0 : position - 1, text_.size());
  return fail(syntax_error(place_of(offset), reason_of(why.what())));
}

// A row that is refused leaves no column behind.
void RowParser::forget_columns(std::size_t kept) {
  for (std::size_t at = kept; at < columns_.size(); ++at)
    column_by_name_.erase(columns_[at]);
  columns_.resize(kept);
  cells_.resize(kept);
}

void RowParser::parse(std::string_view text, text::Place place, Row& row) {
  const std::size_t columns_before = columns_.size();
  text_ = text;
  read_to_ = text.data();
  place_ = place;
  ++row_;
  expected_ = 0;
  values_.clear();
  path_.clear();
  skipped_ = false;
  levels_.clear();
  containers_.clear();
  problem_.reset();
  const char* const end = text.data() + text.size();
  if (!nlohmann::json::sax_parse(Cursor(text.data(), &read_to_), Cursor(end, &read_to_), this)) {
    forget_columns(columns_before);
    row.problem = std::move(problem_);
    row.cells.clear();
    return;
  }
  row.problem.reset();
  row.cells.resize(columns_.size());
  for (std::size_t at = 0; at < cells_.size(); ++at) {
    const Cell& cell = cells_[at];
    row.cells[at] = cell.row == row_ ? std::string_view(values_).substr(cell.begin, cell.end - cell.begin)
                                     : std::string_view{};
  }
}

}  // namespace dialctl::json
