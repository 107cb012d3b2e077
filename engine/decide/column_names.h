// The usual names of columns in shops' and CRMs' exports. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/decide/order_mapping.h"

namespace dialctl {

// Lower case (Latin and Cyrillic), blanks, dots and hyphens as one "_", none at the ends.
std::string folded_header(std::string_view header);

struct RecognisedName {
  ColumnUse use = ColumnUse::field;
  std::size_t preference = 0;  // smaller = more telling, among names of one use
  int phone_rank = 0;
};
// nullopt: no usual name.
std::optional<RecognisedName> recognise_header(std::string_view header);

// The left side of --map: "phone3", "order_id", "-", ... ; anything else is a field of that name.
MappedColumn use_of_map_field(std::string_view field);

}  // namespace dialctl
