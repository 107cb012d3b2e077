// On which line of a document each value stands. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace dialctl::json {

// By the way to a value, as in "operators[1].shifts[0]"; the whole document is "". The text must be one that
// parse() accepts.
std::map<std::string, std::uint64_t> lines_of_keys(std::string_view text);

}  // namespace dialctl::json
