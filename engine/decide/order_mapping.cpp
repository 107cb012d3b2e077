#include "engine/decide/order_mapping.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/decide/column_names.h"

namespace dialctl {
namespace {

Error usage(std::string code, std::string message, std::string hint) {
  return Error{ErrorKind::usage, std::move(code), std::move(message), std::move(hint)};
}

std::string listed(const std::vector<MappedColumn>& columns) {
  std::string text;
  for (const auto& column : columns)
    text += (text.empty() ? "" : ", ") + column.header;
  return text;
}

// How many columns one order can have of it.
bool single(ColumnUse use) {
  switch (use) {
    case ColumnUse::order_id:
    case ColumnUse::name:
    case ColumnUse::zone:
    case ColumnUse::status:
    case ColumnUse::priority:
    case ColumnUse::owner:
    case ColumnUse::tags:
    case ColumnUse::created:
      return true;
    case ColumnUse::phone:
    case ColumnUse::field:
    case ColumnUse::left_out:
      return false;
  }
  return false;
}

// "Tel" finds "tel" when nothing is written exactly so.
bool names(const MapOverride& wanted, const std::string& header) {
  return wanted.column == header || folded_header(wanted.column) == folded_header(header);
}

std::optional<MappedColumn> overridden(const std::vector<MapOverride>& overrides, const std::string& header) {
  const auto exact = std::find_if(overrides.begin(), overrides.end(),
                                  [&](const MapOverride& o) { return o.column == header; });
  const auto found = exact != overrides.end()
                         ? exact
                         : std::find_if(overrides.begin(), overrides.end(),
                                        [&](const MapOverride& o) { return names(o, header); });
  if (found == overrides.end()) return std::nullopt;
  MappedColumn column = use_of_map_field(found->field);
  column.header = header;
  return column;
}

bool uses(const std::vector<MapOverride>& overrides, const MappedColumn& column) {
  return std::any_of(overrides.begin(), overrides.end(), [&](const MapOverride& o) {
    const MappedColumn other = use_of_map_field(o.field);
    return other.use == column.use && other.phone_rank == column.phone_rank;
  });
}

Result<void> check_overrides(const std::vector<MapOverride>& overrides) {
  for (auto later = overrides.begin(); later != overrides.end(); ++later) {
    const MappedColumn use = use_of_map_field(later->field);
    for (auto earlier = overrides.begin(); earlier != later; ++earlier) {
      if (earlier->column == later->column)
        return usage("import.mapped-twice", "column '" + later->column + "' is mapped twice",
                     "give each column one --map");
      const bool same_field = earlier->field == later->field;
      if (same_field && (single(use.use) || use.use == ColumnUse::field))
        return usage("import.mapped-twice", "two columns are mapped to '" + later->field + "'",
                     "only phone, phone2, ... and - take several columns");
    }
  }
  return {};
}

}  // namespace

std::string_view to_text(ColumnUse use) {
  switch (use) {
    case ColumnUse::order_id:
      return "order_id";
    case ColumnUse::name:
      return "name";
    case ColumnUse::phone:
      return "phone";
    case ColumnUse::zone:
      return "zone";
    case ColumnUse::status:
      return "status";
    case ColumnUse::priority:
      return "priority";
    case ColumnUse::owner:
      return "owner";
    case ColumnUse::tags:
      return "tags";
    case ColumnUse::created:
      return "created";
    case ColumnUse::field:
      return "field";
    case ColumnUse::left_out:
      return "-";
  }
  return "";
}

Result<MapOverride> parse_map_override(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos || equals + 1 == text.size())
    return usage("import.bad-map", "'" + std::string{text} + "' is not FIELD=COLUMN",
                 "write --map phone=Tel, or --map -=Notes to leave a column out");
  return MapOverride{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

Result<OrderMapping> OrderMapping::growing(const std::vector<MapOverride>& overrides) {
  if (auto checked = check_overrides(overrides); !checked) return checked.error();
  OrderMapping mapping;
  mapping.overrides_ = overrides;
  return mapping;
}

Result<OrderMapping> OrderMapping::of(const std::vector<std::string>& columns,
                                      const std::vector<MapOverride>& overrides) {
  auto mapping = growing(overrides);
  if (!mapping) return mapping;
  if (auto extended = mapping.value().extend(columns); !extended) return extended.error();
  const OrderMapping& made = mapping.value();
  for (const MapOverride& wanted : overrides) {
    const bool there = std::any_of(columns.begin(), columns.end(),
                                   [&](const std::string& header) { return names(wanted, header); });
    if (!there)
      return usage(
          "import.no-such-column",
          "--map " + wanted.field + "=" + wanted.column + ": there is no column '" + wanted.column + "'",
          "the columns are: " + listed(made.columns_));
  }
  if (made.only(ColumnUse::order_id) == kNone)
    return usage("import.no-order-id-column", "line 1: no column holds the order's id",
                 "name it with --map order_id=COLUMN; the columns are: " + listed(made.columns_));
  if (made.phones_.empty())
    return usage("import.no-phone-column", "line 1: no column holds a telephone number",
                 "name it with --map phone=COLUMN; the columns are: " + listed(made.columns_));
  return mapping;
}

Result<void> OrderMapping::extend(const std::vector<std::string>& columns) {
  const std::size_t known = columns_.size();
  for (std::size_t i = known; i < columns.size(); ++i) {
    auto column = overridden(overrides_, columns[i]);
    columns_.push_back(column ? std::move(*column)
                              : MappedColumn{columns[i], ColumnUse::field, columns[i], 0});
  }
  recognise_from(known);
  phones_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].use == ColumnUse::phone) phones_.push_back(i);
  }
  std::stable_sort(phones_.begin(), phones_.end(), [&](std::size_t a, std::size_t b) {
    return columns_[a].phone_rank < columns_[b].phone_rank;
  });
  return check_fields();
}

// Among new columns that could be the same thing the more telling name wins; one that is there already stays.
void OrderMapping::recognise_from(std::size_t first) {
  std::vector<std::optional<RecognisedName>> recognised(columns_.size());
  for (std::size_t i = first; i < columns_.size(); ++i) {
    if (!overridden(overrides_, columns_[i].header)) recognised[i] = recognise_header(columns_[i].header);
  }
  for (std::size_t i = first; i < columns_.size(); ++i) {
    if (!recognised[i]) continue;
    const RecognisedName name = *recognised[i];
    MappedColumn wanted{columns_[i].header, name.use, "", name.phone_rank};
    if (name.use == ColumnUse::name) wanted.field = kNameField;
    const bool better = std::any_of(recognised.begin(), recognised.end(), [&](const auto& other) {
      return other && other->use == name.use && other->preference < name.preference;
    });
    const bool taken = single(name.use) && (better || only(name.use) != kNone);
    if (!taken && !uses(overrides_, wanted)) columns_[i] = std::move(wanted);
  }
}

Result<void> OrderMapping::check_fields() const {
  std::map<std::string_view, const MappedColumn*> fields;
  for (const MappedColumn& column : columns_) {
    if (column.field.empty()) continue;
    const auto [first, is_new] = fields.emplace(column.field, &column);
    if (is_new) continue;
    return usage(
        "import.mapped-twice",
        "columns '" + first->second->header + "' and '" + column.header + "' both become '" + column.field +
            "'",
        "give one of them another name with --map FIELD=COLUMN, or leave it out with --map -=COLUMN");
  }
  return {};
}

std::size_t OrderMapping::only(ColumnUse use) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const MappedColumn& column) { return column.use == use; });
  return found == columns_.end() ? kNone : static_cast<std::size_t>(found - columns_.begin());
}

std::string OrderMapping::summary() const {
  std::string text;
  for (const MappedColumn& column : columns_) {
    if (column.use == ColumnUse::field) continue;
    if (!text.empty()) text += ' ';
    text += to_text(column.use);
    if (column.phone_rank > 1) text += std::to_string(column.phone_rank);
    text += '=' + column.header;
  }
  return text;
}

}  // namespace dialctl
