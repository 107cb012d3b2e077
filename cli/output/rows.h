// The one way in which commands write data: rows of cells, rendered as -o says.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"
#include "cli/output/cell.h"
#include "cli/output/sink.h"
#include "engine/model/result.h"
#include "engine/model/zone.h"

namespace dialctl::cli {

enum class Format { table, json, ndjson, csv, tsv, id };

std::optional<Format> parse_format(std::string_view text);
std::string_view to_text(Format format);
constexpr bool is_json(Format format) {
  return format == Format::json || format == Format::ndjson;
}

// `--where key=value`, checked against the command's list.
struct Condition {
  std::string key;
  std::string value;
};
// `--sort key` or `--sort -key`, checked against the command's list.
struct SortOrder {
  std::string key;
  bool descending = false;
};
// What a list was asked for. A handler with Listing::by_command hands it to the store.
struct ListingRequest {
  std::vector<Condition> where;
  std::optional<SortOrder> sort;
  std::optional<std::int64_t> limit;
};

struct RowOptions {
  Format format = Format::table;
  Shape shape = Shape::list;
  Listing listing = Listing::in_memory;
  std::vector<std::string> columns;  // of --columns, checked; empty: all (a table: all but the wide ones)
  bool header = true;
  bool raw = false;       // csv: leave formulas as they are
  bool terminal = false;  // layout and colour
  bool colour = false;
  std::shared_ptr<const ZoneTable> zone;  // of --tz: every instant NAME is followed by NAME_local
  ListingRequest request;
};

class Renderer;

// Rows reach the sink as they come, but: a table looks at its first 1,000 rows for the widths of its columns,
// and Listing::in_memory with --sort holds all rows.
class Rows {
 public:
  Rows(const std::vector<Column>& columns, RowOptions options, Sink& sink);
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  // One cell per column of the table, in its order. False: enough, stop (limit reached or output broken).
  bool add(std::span<const Cell> cells);
  bool add(std::initializer_list<Cell> cells) {
    return add(std::span<const Cell>{cells.begin(), cells.size()});
  }
  // For endless lists (event follow): what was added so far is out after this.
  Result<void> flush();
  // Writes what an empty list needs, closes arrays. To be called once, only when all went well.
  Result<ExitCode> finish(ExitCode code = ExitCode::done);

  std::size_t written() const { return written_; }

 private:
  struct Slot {  // one column that is shown
    std::size_t cell = 0;
    bool local = false;  // the reading of the wall clock beside an instant
  };
  bool wanted(std::span<const Cell> cells) const;
  std::span<const Cell> chosen(std::span<const Cell> cells);
  bool emit(std::span<const Cell> cells);
  void emit_sorted();

  std::vector<Column> columns_;
  RowOptions options_;
  Sink* sink_;
  std::vector<Slot> slots_;
  bool as_given_ = true;            // the slots are the cells in their order
  std::vector<std::string> names_;  // of the slots
  std::unique_ptr<Renderer> renderer_;
  std::vector<std::vector<Cell>> held_;
  std::vector<Cell> shown_;  // these two are reused from row to row
  std::string buffer_;
  std::size_t written_ = 0;
};

}  // namespace dialctl::cli
