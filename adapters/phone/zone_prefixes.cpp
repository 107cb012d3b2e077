#include "adapters/phone/zone_prefixes.h"

#include <algorithm>

#include "adapters/phone/zone_prefixes_data.h"

namespace dialctl {

namespace data = zone_prefixes_data;

ZoneSet zones_of_prefix(std::string_view digits) {
  const std::size_t longest = data::length_starts_count - 2;
  std::size_t length = 0;
  std::uint32_t prefix = 0;
  while (length < std::min(digits.size(), longest) && digits[length] >= '0' && digits[length] <= '9') {
    prefix = prefix * 10 + static_cast<std::uint32_t>(digits[length++] - '0');
  }
  for (; length > 0; --length, prefix /= 10) {
    const std::uint32_t* first = data::prefixes + data::length_starts[length];
    const std::uint32_t* last = data::prefixes + data::length_starts[length + 1];
    const std::uint32_t* found = std::lower_bound(first, last, prefix);
    if (found == last || *found != prefix) continue;
    const std::size_t set = data::prefix_sets[found - data::prefixes];
    ZoneSet zones;
    for (std::size_t i = data::set_starts[set]; i < data::set_starts[set + 1]; ++i) {
      zones.emplace_back(data::zones[data::set_members[i]]);
    }
    return zones;
  }
  return {};
}

std::string_view zone_prefixes_version() {
  return data::version;
}

}  // namespace dialctl
