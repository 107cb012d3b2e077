// The text forms of an enum, both ways, from one table.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/model/invariant.h"

namespace dialctl {

template <class Enum, std::size_t N>
struct TextTable {
  std::array<std::pair<Enum, std::string_view>, N> rows;

  constexpr std::string_view text(Enum value) const {
    for (const auto& [candidate, text] : rows) {
      if (candidate == value) return text;
    }
    invariant_broken("every value has a text", __FILE__, __LINE__);
  }
  constexpr std::optional<Enum> parse(std::string_view wanted) const {
    for (const auto& [value, text] : rows) {
      if (text == wanted) return value;
    }
    return std::nullopt;
  }
};

}  // namespace dialctl
