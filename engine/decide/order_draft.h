// One row of an import read by its mapping: everything of an order
// but its telephone numbers, which need the PhoneNumbers port. Pure.
//
// Cells: blanks around a value are taken off, an empty cell is as if it were not there. tags: words separated
// by commas, semicolons or blanks. created: "2026-11-21T20:25:41Z" with any offset, or a reading of the
// project's clock as "2026-11-21 20:25[:41]", "21.11.2026 20:25[:41]" or a date alone (midnight).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/decide/order_mapping.h"
#include "engine/model/order.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"

namespace dialctl {

inline constexpr std::size_t kExternalIdBytesMax = 200;
inline constexpr std::size_t kFieldBytesMax = 16 * 1024;
inline constexpr std::size_t kOrderNumbersMax = 16;
inline constexpr int kPriorityMost = 100;  // and -100 the least

struct PhoneCell {
  std::size_t column = 0;  // of the file
  std::string_view text;
};

// Views point into the row, names of fields into the mapping.
using FieldViews = std::vector<std::pair<std::string_view, std::string_view>>;

struct OrderDraft {
  std::string external_id;
  std::optional<StatusId> status;  // nullopt here and below: the row does not say
  std::optional<int> priority;
  std::optional<std::string> owner;
  std::vector<std::string> tags;
  std::optional<ZoneName> zone;  // not looked up: that needs the ZoneSource port
  std::optional<Instant> created;
  FieldViews fields;
  std::vector<PhoneCell> phones;  // in dialling order

  void clear();  // keeps its memory
};

struct DraftContext {
  const Settings* settings = nullptr;
  const ZoneTable* project_zone = nullptr;  // for readings of a clock without an offset
};

// Why one cell of a row cannot be taken. The error's message does not name the column.
struct CellError {
  std::string column;  // its header; of the row as a whole: empty
  Error error;
};

// Into `draft`, whatever was in it. Appends every mistake to `errors`; with any of them the draft must not be
// used. Codes (kind usage):
//   order.no-id, order.bad-id (too long, control characters), order.no-number, order.unknown-status,
//   order.unknown-owner, order.bad-priority, order.bad-created, order.field-too-long
void draft_order(const OrderMapping& mapping, std::span<const std::string_view> cells,
                 const DraftContext& context, OrderDraft& draft, std::vector<CellError>& errors);

// The order's key as draft_order reads it; empty when the row has none.
std::string_view external_id_of(const OrderMapping& mapping, std::span<const std::string_view> cells);

// IM-03: the zone of a number comes from the column, else from the number itself, else from the project.
void place_in_zone(OrderNumber& number, const std::optional<ZoneName>& column, ZoneSet of_number,
                   const ZoneName& of_project);

// Without the blanks around it.
std::string_view trimmed_cell(std::string_view cell);

// A number that is the same for rows that say the same, whatever the order of their columns, blanks around
// values and empty cells; stored with the order to tell an unchanged row (IM-04). Never 0, which stands for
// an order made by hand. Stable over versions and machines.
class RowHasher {
 public:
  explicit RowHasher(const OrderMapping& mapping);
  std::int64_t operator()(std::span<const std::string_view> cells) const;

 private:
  std::vector<std::uint64_t> seeds_;  // by column; 0: the column is left out
};

// As above for `order add` and `order set`: one value typed by hand.
Result<std::string> parse_external_id(std::string_view text);
Result<int> parse_priority(std::string_view text);
std::vector<std::string> parse_tags(std::string_view text);  // sorted, without repeats
Result<Instant> parse_created(std::string_view text, const ZoneTable& project_zone);

}  // namespace dialctl
