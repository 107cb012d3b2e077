// One JSON object -> the cells of one row (the rules are in json_rows.h). Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/json/json_rows.h"
#include "adapters/json/place.h"

namespace dialctl::json {

class RowParser {
 public:
  explicit RowParser(RowLimits limits) : limits_(limits) {}

  const std::vector<std::string>& columns() const { return columns_; }

  // Fills row.cells, whose views stay valid until the next call, or row.problem; then no column was added.
  void parse(std::string_view text, text::Place place, Row& row);

  // The parts, as nlohmann's parser reports them; false stops it.
  bool null() { return scalar({}); }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(std::int64_t value);
  bool number_unsigned(std::uint64_t value);
  bool number_float(double, const std::string& digits) { return scalar(digits); }
  bool string(const std::string& value) { return scalar(value); }
  bool binary(nlohmann::json::binary_t&) { return false; }  // no text has it
  bool start_object(std::size_t) { return open(false); }
  bool start_array(std::size_t) { return open(true); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name);
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& why);

 private:
  struct Level {
    bool array = false;
    std::size_t path_bytes = 0;  // of path_, that lead here
    std::size_t items = 0;
    bool joined_any = false;
    std::string joined;  // the scalars of an array
  };
  struct Cell {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t row = 0;  // the row that has set it
  };

  bool scalar(std::string_view text);
  bool set(std::string_view text);
  bool open(bool array);
  bool close();
  std::optional<std::size_t> column_of_path();
  bool is_set_as_column() const;
  bool is_container() const;
  void forget_columns(std::size_t kept);
  bool fail(Error error);
  bool fail_at_key(const char* code, const char* what, const char* hint);
  bool fail_as_duplicate();
  bool fail_as_too_many();
  text::Place place_of(std::size_t offset) const;
  std::size_t read_bytes() const { return static_cast<std::size_t>(read_to_ - text_.data()); }

  RowLimits limits_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> column_by_name_;
  std::vector<Cell> cells_;  // beside columns_
  std::uint64_t row_ = 0;
  std::size_t expected_ = 0;  // the column that comes next if this row is like the last
  std::string values_;        // the texts of this row
  std::string path_;          // of the value that comes next
  std::size_t key_at_ = 0;    // bytes read when its key ended
  bool skipped_ = false;      // it belongs to a rejects file, not to the row
  std::vector<Level> levels_;
  std::vector<std::string> containers_;  // paths of this row that hold an object or an array
  std::string_view text_;
  const char* read_to_ = nullptr;
  text::Place place_;
  std::optional<Error> problem_;
};

}  // namespace dialctl::json
