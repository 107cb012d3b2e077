// JSON objects out, one per row, straight into a buffer: no document is built. Texts may hold any bytes; what
// is not UTF-8 becomes U+FFFD (append_json_string of engine/model/text.h), so nothing here can fail.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dialctl::json {

// {"a":"1","b":2}: members stand in the order of the calls, keys are not checked for being unique. The object
// is complete after end(). The buffer outlives it.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

  ObjectWriter& text(std::string_view key, std::string_view value);
  ObjectWriter& integer(std::string_view key, std::int64_t value);
  ObjectWriter& boolean(std::string_view key, bool value);
  ObjectWriter& null(std::string_view key);
  ObjectWriter& json(std::string_view key, std::string_view value);  // a JSON value, written as it is
  void end() { out_ += '}'; }

 private:
  void key(std::string_view name);

  std::string& out_;
  bool first_ = true;
};

// Rows of the same columns, all cells texts: the keys are escaped once.
class RowWriter {
 public:
  explicit RowWriter(std::span<const std::string> columns);

  // One object without a line end. As many cells as columns.
  void append_row(std::string& out, std::span<const std::string_view> cells) const;

 private:
  std::vector<std::string> keys_;  // {"a":  ,"b":
};

}  // namespace dialctl::json
