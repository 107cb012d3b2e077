// Which time zones a telephone number's first digits tell. The data is libphonenumber's own map.
#pragma once

#include <string_view>

#include "engine/model/zone.h"

namespace dialctl {

// The zones of the longest known prefix of `digits` (country code first, no "+"); empty when none is known.
ZoneSet zones_of_prefix(std::string_view digits);

// "phonenumbers 8.12.57"
std::string_view zone_prefixes_version();

}  // namespace dialctl
