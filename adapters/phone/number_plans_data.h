// The tables that make_number_plans.py writes while building.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dialctl::number_plans_data {

using State = std::uint16_t;

struct Plan {
  char region[3];
  std::uint16_t country_code;
  State root;                       // where reading a national number starts
  bool has_leading_digits;          // the region is told by its first digits
  char national_prefix[8];          // "0"; empty when there is none, or none that is plain digits
  std::uint64_t national_heads[2];  // bit 10 * a + b: the national prefix may match at the start of "ab..."
  std::uint64_t international_heads[2];  // the same for "00"
};

// Regions of a country code are code_regions[first .. first + count), the main one first.
struct Code {
  std::uint16_t code;
  std::uint16_t first;
  std::uint16_t count;
};

extern const Plan plans[];  // ascending by region
extern const std::size_t plans_count;
extern const Code codes[];  // ascending
extern const std::size_t codes_count;
extern const std::uint16_t code_regions[];

// Low four bits: the kind, as libphonenumber's PhoneNumberType; 15: none. Then three flags.
extern const std::uint8_t outputs[];
extern const State moves[];  // [10 * state + digit]; state 0 is dead
inline constexpr std::uint8_t kKindBits = 15;
inline constexpr std::uint8_t kNoKind = 15;
inline constexpr std::uint8_t kPattern = 16;  // matches the region's general pattern, whatever the length
inline constexpr std::uint8_t kLeading = 32;  // begins with the region's leading digits
inline constexpr std::uint8_t kLength = 64;   // as long as numbers of the region are

}  // namespace dialctl::number_plans_data
