// Time zones as data: the decision core reads transition tables and never asks the system.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl {

// An IANA name ("Europe/Kyiv"). Names are stored, never offsets: offsets go stale at daylight saving.
using ZoneName = std::string;

// One zone's rules from 1970 to kFirstRefusedInstant. Immutable.
struct ZoneTable {
  struct Span {
    Instant from;    // this offset holds from here until the next span
    Seconds offset;  // local = UTC + offset
  };

  ZoneName name;
  std::vector<Span> spans;  // ascending, never empty; the first starts at kFirstInstant or before
};

// The zones that a number may lie in: sorted, without repeats. Empty = cannot be told.
using ZoneSet = std::vector<ZoneName>;

enum class ZoneOrigin { column, number, project, unknown };

}  // namespace dialctl
