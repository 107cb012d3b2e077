// Several numbers in one cell of a table, taken apart as text.
#pragma once

#include <string_view>
#include <vector>

namespace dialctl {

// Parts between , ; and line breaks, without blanks around them and without empty ones. An extension that
// stands after a separator ("044 123-45-67, ext. 5", "tel:+380441234567;ext=5") stays with its number.
std::vector<std::string_view> split_cell(std::string_view cell);

// The same on "/", which may also stand inside one number.
std::vector<std::string_view> split_on_slash(std::string_view part);

}  // namespace dialctl
