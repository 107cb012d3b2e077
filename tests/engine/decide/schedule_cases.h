// Zones written down by hand, so that these tests need no tzdata.
#pragma once

#include <doctest/doctest.h>
#include <string_view>

#include "engine/decide/schedule.h"
#include "engine/decide/schedule_text.h"

namespace dialctl {

inline Instant at(std::string_view iso) {
  const auto instant = parse_iso(iso);
  REQUIRE_MESSAGE(instant.has_value(), iso);
  return *instant;
}

inline ZoneTable fixed_zone(Seconds offset) {
  return {"Fixed", {{kFirstInstant, offset}}};
}

inline ZoneTable utc() {
  return {"UTC", {{kFirstInstant, Seconds{0}}}};
}

inline ZoneTable kyiv() {
  using std::chrono::hours;
  return {"Europe/Kyiv",
          {{kFirstInstant, hours{2}},
           {at("2026-03-29T01:00:00Z"), hours{3}},
           {at("2026-10-25T01:00:00Z"), hours{2}},
           {at("2027-03-28T01:00:00Z"), hours{3}},
           {at("2027-10-31T01:00:00Z"), hours{2}}}};
}

inline ZoneTable new_york() {
  using std::chrono::hours;
  return {"America/New_York",
          {{kFirstInstant, hours{-5}},
           {at("2026-03-08T07:00:00Z"), hours{-4}},
           {at("2026-11-01T06:00:00Z"), hours{-5}},
           {at("2027-03-14T07:00:00Z"), hours{-4}},
           {at("2027-11-07T06:00:00Z"), hours{-5}}}};
}

// A zone that left out a whole day, as Samoa did.
inline ZoneTable samoa() {
  using std::chrono::hours;
  return {"Pacific/Apia", {{kFirstInstant, hours{-10}}, {at("2011-12-30T10:00:00Z"), hours{14}}}};
}

inline OpenHours hours_of(std::string_view text) {
  const auto schedule = parse_schedule(text);
  REQUIRE_MESSAGE(schedule.ok(), text);
  return OpenHours{schedule.value()};
}

}  // namespace dialctl
