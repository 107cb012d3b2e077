// One row on its way through an import, and the work on it that needs no database.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/order_draft.h"
#include "engine/run/import_book.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/row_source.h"
#include "engine/run/zone_source.h"

namespace dialctl {

struct ImportRow {
  std::uint64_t line = 0;
  std::size_t first_cell = 0;  // of the slice
  std::size_t cell_count = 0;
  std::string_view raw;
  bool raw_complete = true;
  std::optional<Error> problem;  // of the source
  std::string_view external_id;
  std::int64_t row_hash = 0;
  std::optional<KnownOrder> known;  // as it was when the slice was read
  bool parsed = false;              // what follows is filled; else it is what an earlier row has left there
  OrderDraft draft;
  std::vector<OrderNumber> numbers;
  std::string fields_json;        // of the draft
  std::vector<CellError> errors;  // of this row, parsed or not

  void clear();  // not what is behind `parsed`: its memory is used again by the next one who parses
  bool is_new() const { return !problem && !known && errors.empty(); }  // as far as is known
};

// Some rows with all their text: what is handed from thread to thread, and filled anew with others, so that
// the memory of a row is not taken and given back for each. Rows are added, then sealed; views into the text
// exist from then on, until it is cleared.
class RowSlice {
 public:
  void clear();
  void add(const Row& row, bool with_raw);
  void seal(std::shared_ptr<const OrderMapping> mapping);

  std::span<ImportRow> rows() { return std::span{rows_}.first(count_); }
  std::span<const std::string_view> cells(const ImportRow& row) const {
    return std::span{cells_}.subspan(row.first_cell, row.cell_count);
  }
  const std::shared_ptr<const OrderMapping>& mapping() const { return mapping_; }
  std::size_t bytes() const { return text_.size(); }

 private:
  struct Extent {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  Extent keep(std::string_view text);

  std::string text_;
  std::vector<Extent> cell_extents_;
  std::vector<Extent> raw_extents_;
  std::vector<std::string_view> cells_;
  std::vector<ImportRow> rows_;  // more than `count_` where there were more before
  std::size_t count_ = 0;
  std::shared_ptr<const OrderMapping> mapping_;
};

// Reads drafts and numbers; one for each thread.
class RowReaderContext {
 public:
  RowReaderContext(DraftContext draft, ZoneName project_zone, NumberRules rules, const PhoneNumbers& numbers,
                   const ZoneSource& zones)
      : draft_(draft),
        project_zone_(std::move(project_zone)),
        rules_(std::move(rules)),
        numbers_(numbers),
        zones_(zones) {}

  // Fills draft, numbers and errors of all rows that have neither a problem nor are known to be unchanged.
  void parse(RowSlice& slice);
  void parse(ImportRow& row, const OrderMapping& mapping, std::span<const std::string_view> cells);

 private:
  const std::optional<Error>& zone_error(const ZoneName& zone);

  DraftContext draft_;
  ZoneName project_zone_;
  NumberRules rules_;
  const PhoneNumbers& numbers_;
  const ZoneSource& zones_;
  std::map<ZoneName, std::optional<Error>> zones_seen_;
};

}  // namespace dialctl
