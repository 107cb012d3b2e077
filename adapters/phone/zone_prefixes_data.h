// The table that make_zone_prefixes.py writes while building.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dialctl::zone_prefixes_data {

extern const char* const version;  // "phonenumbers 8.12.57"

extern const char* const zones[];  // names, ascending
extern const std::size_t zones_count;

// Sets of zones: set s is set_members[set_starts[s] .. set_starts[s + 1]), numbers of zones, ascending.
extern const std::uint16_t set_starts[];
extern const std::size_t set_starts_count;
extern const std::uint16_t set_members[];
extern const std::size_t set_members_count;

// Prefixes of n digits are prefixes[length_starts[n] ..
// length_starts[n + 1]), ascending; prefix_sets beside them.
extern const std::uint16_t length_starts[];
extern const std::size_t length_starts_count;
extern const std::uint32_t prefixes[];
extern const std::size_t prefixes_count;
extern const std::uint16_t prefix_sets[];
extern const std::size_t prefix_sets_count;

}  // namespace dialctl::zone_prefixes_data
