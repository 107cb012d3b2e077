// Which column of an import is what of an order (IM-02). Pure.
//
// Usual headers are recognised whatever their case, blanks or hyphens: order_id,
// bayer_name, buyer_name, fio, phone, phone2 .. phoneN, tel, status, zone, priority, owner,
// tags, created and their Russian and Ukrainian forms. Of several columns that could be the
// same thing the more telling name wins ("order_id" before "id") and the others stay
// fields. What is not recognised becomes a field of the order under the column's own name.
//
// `--map FIELD=COLUMN` comes first: FIELD is order_id, name, phone, phone2 .. , zone, status, priority,
// owner, tags, created, "-" (leave the column out), or any other word: the field that the column becomes. The
// name of the customer is the field "fio".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/result.h"

namespace dialctl {

inline constexpr std::string_view kNameField = "fio";

enum class ColumnUse : std::uint8_t {
  order_id,
  name,
  phone,
  zone,
  status,
  priority,
  owner,
  tags,
  created,
  field,
  left_out,
};
std::string_view to_text(ColumnUse use);

struct MappedColumn {
  std::string header;  // as in the file
  ColumnUse use = ColumnUse::field;
  std::string field;   // with use field and name: what the order calls it
  int phone_rank = 0;  // with use phone: 2 for phone2; dialled by rank, then from left to right
};

struct MapOverride {
  std::string field;
  std::string column;
  friend bool operator==(const MapOverride&, const MapOverride&) = default;
};

// "phone=Tel 1". Error (usage): import.bad-map.
Result<MapOverride> parse_map_override(std::string_view text);

class OrderMapping {
 public:
  // `columns` are all that the file will ever have. Errors (usage):
  //   import.no-such-column     an override names a column that is not there
  //   import.mapped-twice       one column, or one single field, in two overrides; two columns for one field
  //   import.no-order-id-column | import.no-phone-column
  static Result<OrderMapping> of(const std::vector<std::string>& columns,
                                 const std::vector<MapOverride>& overrides);

  // For JSON, whose columns come one by one: starts empty, finds nothing missing, and extend() takes up new
  // columns while those that are there keep their use. Error: import.mapped-twice.
  static Result<OrderMapping> growing(const std::vector<MapOverride>& overrides);
  Result<void> extend(const std::vector<std::string>& columns);

  const std::vector<MappedColumn>& columns() const { return columns_; }
  const std::vector<std::size_t>& phones() const { return phones_; }  // in dialling order
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t only(ColumnUse use) const;  // kNone: there is no such column

  // "order_id=order_id phone=Tel": what was recognised, fields left out, for `--dry-run` and the batch.
  std::string summary() const;

 private:
  void recognise_from(std::size_t first);
  Result<void> check_fields() const;

  std::vector<MappedColumn> columns_;
  std::vector<std::size_t> phones_;
  std::vector<MapOverride> overrides_;
};

}  // namespace dialctl
