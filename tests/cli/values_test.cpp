#include "cli/values.h"

#include <doctest/doctest.h>

#include "cli/nearest.h"

using namespace dialctl;
using namespace dialctl::cli;

TEST_CASE("CLI durations have units, largest first") {
  CHECK(parse_duration("90s") == Seconds{90});
  CHECK(parse_duration("1h30m") == Minutes{90});
  CHECK(parse_duration("7d") == std::chrono::days{7});
  CHECK(parse_duration("500ms") == Milliseconds{500});
  CHECK(parse_duration("1m1ms") == Milliseconds{60'001});
  CHECK(parse_duration("0") == Milliseconds{0});
  CHECK(parse_duration("10000d") == std::chrono::days{10'000});
  for (const char* wrong :
       {"", "5", "m", "1m1h", "1s1s", "-5s", "1.5h", "10001d", "9999999999999999s", "1 h", "1M"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_duration(wrong));
  }
}

TEST_CASE("CLI instants may be relative, and days begin in the zone") {
  const Instant now = *parse_iso("2026-11-21T23:30:00Z");
  const ZoneTable plus2{"Test/Plus2", {{kFirstInstant, Seconds{7200}}}};
  const auto at = [&](const char* text, const ZoneTable* zone) {
    return to_iso(*resolve(*parse_when(text), now, zone));
  };
  CHECK(at("now", nullptr) == "2026-11-21T23:30:00Z");
  CHECK(at("-7d", nullptr) == "2026-11-14T23:30:00Z");
  CHECK(at("+1h30m", nullptr) == "2026-11-22T01:00:00Z");
  CHECK(at("today", nullptr) == "2026-11-21T00:00:00Z");
  CHECK(at("yesterday", nullptr) == "2026-11-20T00:00:00Z");
  CHECK(at("today", &plus2) == "2026-11-21T22:00:00Z");
  CHECK(at("2026-03-01", &plus2) == "2026-02-28T22:00:00Z");
  CHECK(at("2026-03-01T10:00:00+03:00", nullptr) == "2026-03-01T07:00:00Z");
  CHECK_FALSE(parse_when("tomorrowish"));
  CHECK_FALSE(parse_when("2026-02-30"));
  CHECK_FALSE(parse_when("2026-1-01"));
  CHECK_FALSE(resolve(*parse_when("+5000d"), now, nullptr));
  CHECK_FALSE(resolve(*parse_when("2040-01-01"), now, nullptr));
}

TEST_CASE("SC-03 a day whose midnight is skipped begins at the end of the gap") {
  // As in Asuncion on 2026-10-04: 00:00 does not exist, -04 becomes -03 at 04:00 UTC.
  const Instant change = *parse_iso("2026-10-04T04:00:00Z");
  const ZoneTable zone{"Test/Gap", {{kFirstInstant, Seconds{-4 * 3600}}, {change, Seconds{-3 * 3600}}}};
  CHECK(resolve(*parse_when("2026-10-04"), change, &zone) == change);
  CHECK(resolve(*parse_when("2026-10-03"), change, &zone) == *parse_iso("2026-10-03T04:00:00Z"));
  CHECK(resolve(*parse_when("2026-10-05"), change, &zone) == *parse_iso("2026-10-05T03:00:00Z"));
  CHECK(local_iso(zone, change) == "2026-10-04T01:00:00-03:00");
  CHECK(local_iso(zone, change - Milliseconds{1}) == "2026-10-03T23:59:59.999-04:00");
}

TEST_CASE("CLI the nearest word is one that a finger slips to") {
  CHECK(edit_distance("list", "lsit") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  const std::vector<std::string_view> words{"list", "show", "blacklist", "add"};
  CHECK(nearest("lst", words) == "list");
  CHECK(nearest("blaklist", words) == "blacklist");
  CHECK(nearest("black", words) == "blacklist");
  CHECK_FALSE(nearest("frobnicate", words));
  CHECK_FALSE(nearest("", words));
  CHECK_FALSE(nearest("x", words));
}
