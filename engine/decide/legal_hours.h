// The `legal` schedule (SC-02): hours within which a customer may be called, by the region of his number,
// always on the customer's own clock. Built-in, dated, each with its source. It is a floor: other schedules
// can only narrow it, and widening it is a journalled act with a reason.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "engine/decide/schedule.h"

namespace dialctl {

struct LegalHours {
  std::string_view region;      // "UA"; "*" for every region without an entry of its own
  std::chrono::sys_days since;  // holds from that day until the region's next entry
  std::string_view hours;       // text of engine/decide/schedule_text.h
  std::string_view source;      // what the law says, and where ours is a choice
};

// All entries, by region, then by day.
std::span<const LegalHours> legal_hours();

// The entry that holds for a region on a day. There always is one.
const LegalHours& legal_hours_of(std::string_view region, std::chrono::sys_days day);

}  // namespace dialctl
