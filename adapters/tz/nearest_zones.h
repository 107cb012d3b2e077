// Zone names that somebody may have meant by a wrong one.
#pragma once

#include <string_view>
#include <vector>

#include "engine/model/zone.h"

namespace dialctl {

// At most three, the nearest first; empty when none is near. Letter case and "_" or " " do not count, and the
// city alone is enough: "kiyv" gives Europe/Kyiv.
std::vector<ZoneName> nearest_zones(std::string_view wrong, const std::vector<ZoneName>& known);

}  // namespace dialctl
