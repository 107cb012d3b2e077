#include "engine/run/import_row.h"

#include <algorithm>
#include <utility>

#include "engine/model/text.h"

namespace dialctl {
namespace {

constexpr std::size_t kRowBytesKept = 2'048;  // of so many rows as slices have
constexpr std::size_t kZonesSeenMax = 1000;   // a column of nonsense must not fill the memory

bool has(const std::vector<OrderNumber>& numbers, const E164& number) {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](const OrderNumber& o) { return o.number == number; });
}

void write_json(const FieldViews& fields, std::string& json) {
  json = "{";
  for (const auto& [name, value] : fields) {
    if (json.size() > 1) json += ',';
    append_json_string(json, name);
    json += ':';
    append_json_string(json, value);
  }
  json += '}';
}

}  // namespace

void ImportRow::clear() {
  problem.reset();
  raw = {};
  external_id = {};
  row_hash = 0;
  known.reset();
  parsed = false;
  errors.clear();
}

RowSlice::Extent RowSlice::keep(std::string_view text) {
  const Extent extent{text_.size(), text.size()};
  text_ += text;
  return extent;
}

void RowSlice::clear() {
  text_.clear();
  cell_extents_.clear();
  raw_extents_.clear();
  cells_.clear();
  count_ = 0;
}

void RowSlice::add(const Row& row, bool with_raw) {
  if (count_ == rows_.size()) rows_.emplace_back();
  ImportRow& added = rows_[count_++];
  added.clear();
  added.line = row.line;
  added.first_cell = cell_extents_.size();
  added.cell_count = row.cells.size();
  added.raw_complete = row.raw_complete;
  added.problem = row.problem;
  for (const std::string_view cell : row.cells)
    cell_extents_.push_back(keep(cell));
  raw_extents_.push_back(with_raw ? keep(row.raw) : Extent{});
}

void RowSlice::seal(std::shared_ptr<const OrderMapping> mapping) {
  mapping_ = std::move(mapping);
  const std::string_view text = text_;
  cells_.reserve(cell_extents_.size());
  for (const Extent extent : cell_extents_)
    cells_.push_back(text.substr(extent.begin, extent.size));
  const std::size_t id_column = mapping_->only(ColumnUse::order_id);
  const RowHasher hash(*mapping_);
  for (std::size_t i = 0; i < count_; ++i) {
    ImportRow& row = rows_[i];
    row.raw = text.substr(raw_extents_[i].begin, raw_extents_[i].size);
    if (row.problem) continue;
    if (id_column < row.cell_count) row.external_id = trimmed_cell(cells(row)[id_column]);
    row.row_hash = hash(cells(row));
  }
}

void RowReaderContext::parse(RowSlice& slice) {
  for (ImportRow& row : slice.rows()) {
    const bool unchanged = row.known && row.known->row_hash == row.row_hash;
    if (!row.problem && !unchanged) parse(row, *slice.mapping(), slice.cells(row));
  }
}

void RowReaderContext::parse(ImportRow& row, const OrderMapping& mapping,
                             std::span<const std::string_view> cells) {
  row.parsed = true;
  row.numbers.clear();
  if (row.fields_json.capacity() > kRowBytesKept) row.fields_json = {};
  draft_order(mapping, cells, draft_, row.draft, row.errors);
  write_json(row.draft.fields, row.fields_json);
  const auto refuse = [&](std::size_t column, Error error) {
    row.errors.push_back({mapping.columns()[column].header, std::move(error)});
  };
  if (row.draft.zone) {
    if (const auto& error = zone_error(*row.draft.zone)) refuse(mapping.only(ColumnUse::zone), *error);
  }
  for (const PhoneCell& cell : row.draft.phones) {
    for (Result<ParsedNumber>& parsed : numbers_.parse_cell(cell.text, rules_)) {
      if (!parsed) {
        refuse(cell.column, parsed.error());
        continue;
      }
      ParsedNumber& number = parsed.value();
      if (has(row.numbers, number.number)) continue;
      if (row.numbers.size() == kOrderNumbersMax) {
        refuse(cell.column,
               Error{ErrorKind::usage, "order.too-many-numbers", "more than 16 numbers in one order",
                     "is a list of people in one row? give each a row of its own"});
        break;
      }
      row.numbers.push_back(OrderNumber{
          std::move(number.number), std::string{cell.text}, std::move(number.region), {}, {}, false});
      place_in_zone(row.numbers.back(), row.draft.zone, std::move(number.zones), project_zone_);
    }
  }
  if (row.numbers.empty() && row.errors.empty())
    row.errors.push_back({"", Error{ErrorKind::usage, "order.no-number", "the row has no telephone number",
                                    "fill a phone cell"}});
}

const std::optional<Error>& RowReaderContext::zone_error(const ZoneName& zone) {
  const auto known = zones_seen_.find(zone);
  if (known != zones_seen_.end()) return known->second;
  if (zones_seen_.size() >= kZonesSeenMax) zones_seen_.clear();
  const auto found = zones_.find(zone);
  std::optional<Error> error;
  if (!found)
    error = Error{ErrorKind::usage, "order.unknown-zone", found.error().message, found.error().hint};
  return zones_seen_.emplace(zone, std::move(error)).first->second;
}

}  // namespace dialctl
