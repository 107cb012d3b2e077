// A second opinion for `doctor`: do the tables that calls are decided on agree with the C library?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/zone.h"

namespace dialctl {

struct ZoneDifference {
  ZoneName zone;
  Instant at;
  Seconds table_offset;
  Seconds libc_offset;
};

// "Europe/Kyiv is 7200 s ahead of UTC at 2027-03-28T01:00:00Z, for the C library 10800 s".
std::string describe(const ZoneDifference& difference);

// Compares at each change of the offset from `from` on, one second before it, and once a day between.
// At most one difference (the first) for each table. Changes the environment's TZ while it works and puts it
// back: only for a process with one thread.
std::vector<ZoneDifference> differences_from_libc(const std::vector<const ZoneTable*>& tables, Instant from);

}  // namespace dialctl
