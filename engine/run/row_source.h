// Where the rows of an import come from: a CSV file, JSON lines, a JSON array. Pulled one at a time into a
// Row that is used again, so that memory does not grow with the file.
//
// Two kinds of trouble, told apart by where they arrive:
//   of a row   (too many cells, a stray quote, a broken JSON object): next() gives true and `row.problem` is
//   set;
//              the row is to be rejected and reading goes on with the next one.
//   of a file  (bytes that are no text, a quote never closed, a read error): next() gives the Error; rows
//   that
//              were complete before that place have been given. From then on next() repeats the same Error.
// Either message begins with its place, "line 7, column 3: ": both are 1-based, the column in characters. A
// line ends with LF, CR LF or CR.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/result.h"

namespace dialctl {

// Views stay valid until the next call of next() on the source that filled them. All text is UTF-8.
struct Row {
  std::uint64_t line = 0;               // where the row began, 1-based
  std::vector<std::string_view> cells;  // one per column of columns(), empty where the row has none
  std::string_view raw;                 // as it stood in the file, decoded, without its line end
  bool raw_complete = true;             // false: the row was too long to be held, `raw` is empty
  std::optional<Error> problem;         // set: `cells` is empty and the row must not be used
};

// Names that the rejects file puts ahead of a row's own columns. A source that meets them in its input takes
// them off again (columns, cells and raw), so that a mended rejects file is imported like the first file.
inline constexpr std::array<std::string_view, 3> reject_columns = {"reject_line", "reject_code",
                                                                   "reject_reason"};

class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  // Names in the order of the cells, each once, none empty. CSV: known from the
  // start and fixed. JSON: empty at first; a new key is appended by the row that
  // has it, what was there keeps its place. A row with a problem adds no column.
  virtual const std::vector<std::string>& columns() const = 0;

  // true: `row` is filled (look at row.problem first); false:
  // the text ended; Error: the file cannot be read on.
  virtual Result<bool> next(Row& row) = 0;

  // The rejects file, in the form that this source reads again: what stands at its top (CSV: the header;
  // JSON: nothing), and one row with the reason why it was refused. `row` is a copy of one that this source
  // has filled; append_reject() may run beside next() of another thread. A row without raw text is written as
  // its reason alone, which is refused again if nobody mends it.
  virtual void append_rejects_header(std::string& out) const = 0;
  virtual void append_reject(std::string& out, const Row& row, const Error& why) const = 0;
};

}  // namespace dialctl
