// Rows of JSON as a RowSource: one object is one row, its members are cells.
//
//   "name": "Ann"                 cell name = Ann; numbers as they are written, true, false; null is an empty
//   cell
//   "phone": ["1", 2]             cell phone = 1,2
//   "buyer": {"city": "Kyiv"}     cell buyer.city = Kyiv
//   "goods": [{"name": "cup"}]    cell goods.0.name = cup (objects and arrays inside an array count from 0)
//
// Integers of up to 64 bits and all other numbers keep their digits. Two members that would give the same
// cell are a duplicate key. Empty objects and arrays give no cell.
//
// Refused for a row (row.problem): json.syntax, json.not-an-object, json.duplicate-key, json.too-deep,
//   json.too-many-columns, json.empty-key, json.row-too-long.
// Refused for the file: json.empty (an array is asked for and nothing is there), json.array (no [ at the
//   start, no comma between two elements, text behind the ]), json.array-unclosed, and those of TextInput.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "adapters/json/text_input.h"
#include "engine/run/row_source.h"

namespace dialctl::json {

struct RowLimits {
  std::size_t row_bytes_max = 1024 * 1024;  // a longer row is refused and read past without being held
  std::size_t columns_max = 4096;           // of all rows together
  std::size_t depth_max = 64;
};

struct ReadOptions {
  std::optional<text::Encoding> encoding = std::nullopt;  // nullopt: by the byte order mark, else UTF-8
  RowLimits limits = {};
};

// One object a line (NDJSON); lines of blanks alone are skipped, no line at all is no row.
Result<std::unique_ptr<RowSource>> open_lines(std::unique_ptr<text::ByteSource> bytes,
                                              const ReadOptions& options);

// One array of objects, read object by object: memory holds one of them.
Result<std::unique_ptr<RowSource>> open_array(std::unique_ptr<text::ByteSource> bytes,
                                              const ReadOptions& options);

// The one or the other: a text that begins with [ is an array.
Result<std::unique_ptr<RowSource>> open_rows(std::unique_ptr<text::ByteSource> bytes,
                                             const ReadOptions& options);

}  // namespace dialctl::json
