// Rows of a CSV file (RFC 4180) as a RowSource.
//
// Accepted: the delimiters , ; and tab; line ends LF, CR LF and CR, also mixed; a quoted
// cell may hold the delimiter, line ends and doubled quotes; the last line may lack its end;
// lines without any character are skipped; a first line "sep=;", as Excel writes it, names
// the delimiter. The first row is the header; spaces around its names are taken off. A file
// with a header alone has no rows, which is no error: an export of an empty list looks so.
//
// Refused for a row (row.problem):
//   csv.ragged          more or fewer cells than the header
//   csv.stray-quote     a quote inside an unquoted cell, or text behind the closing quote
//   csv.cell-too-long, csv.row-too-long
// Refused for the file:
//   csv.empty, csv.empty-header, csv.duplicate-header, csv.too-many-columns, csv.header (the header has one
//   of the problems of a row), csv.unclosed-quote (names the place where the quote opened), and those of
//   TextInput.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "adapters/json/text_input.h"
#include "engine/run/row_source.h"

namespace dialctl::csv {

struct Limits {
  std::size_t cell_bytes_max = 256 * 1024;
  std::size_t row_bytes_max = 1024 * 1024;  // a longer row is refused and read past without being held
  std::size_t columns_max = 4096;
};

struct ReadOptions {
  std::optional<char> delimiter = std::nullopt;  // nullopt: the one of , ; tab that the header has most of
  std::optional<text::Encoding> encoding = std::nullopt;  // nullopt: by the byte order mark, else UTF-8
  Limits limits = {};
};

// Reads up to the header. Errors: those of the file above, input.* (see text::TextInput), csv.delimiter.
Result<std::unique_ptr<RowSource>> open_rows(std::unique_ptr<text::ByteSource> bytes,
                                             const ReadOptions& options);

}  // namespace dialctl::csv
