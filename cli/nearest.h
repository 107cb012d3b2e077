// "Did you mean": the known word closest to a mistyped one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dialctl::cli {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, in bytes.
std::size_t edit_distance(std::string_view left, std::string_view right);

// The closest of `known` if it is near enough to be worth naming: at most a
// third of the longer word's length away (two edits always may do for words of
// four letters on), or a word that starts with `typed`. The first of equals.
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace dialctl::cli
