// Presets of RT-02: how often one number may be dialled over all projects, by the region of the number.
// Dated, each figure with its source. A preset is where an admin starts, not legal advice; where no rule
// names a figure for ordinary calls the source says that it is our choice.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "engine/model/instant.h"

namespace dialctl {

struct LimitPreset {
  std::string_view region;      // "UA"; "*" for every region without an entry of its own
  std::chrono::sys_days since;  // holds from that day until the region's next entry

  int attempts_24h_max;  // in any 24 hours
  std::string_view attempts_24h_source;
  int attempts_7d_max;  // in any 7 days
  std::string_view attempts_7d_source;
  Minutes gap_min;  // from the end of one call to the start of the next
  std::string_view gap_source;
};

// All entries, by region, then by day.
std::span<const LimitPreset> limit_presets();

// The entry that holds for a region on a day. There always is one.
const LimitPreset& limit_preset_of(std::string_view region, std::chrono::sys_days day);

}  // namespace dialctl
