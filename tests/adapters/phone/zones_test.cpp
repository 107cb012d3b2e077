#include <doctest/doctest.h>

#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/phone/zone_prefixes.h"
#include "tests/adapters/phone/oracle.h"

namespace dialctl {
namespace {

ZoneSet zones_of(const char* number) {
  return LibphonenumberNumbers{}.zones_of(*E164::parse(number));
}

}  // namespace

TEST_CASE("SC-04 fault 29 every prefix of libphonenumber's map has the map's zones") {
  const auto prefixes = ask_oracle("prefixes");
  CHECK(prefixes.size() > 3'000);
  for (const auto& [prefix, zones] : prefixes) {
    CAPTURE(prefix);
    REQUIRE(zones_of_prefix(prefix) == zones);
  }
}

TEST_CASE("SC-04 the longest prefix decides, as time_zones_for_geographical_number does") {
  const auto numbers = ask_oracle("geographical");
  CHECK(numbers.size() > 10'000);
  for (const auto& [digits, zones] : numbers) {
    CAPTURE(digits);
    REQUIRE(zones_of_prefix(digits) == zones);
  }
}

TEST_CASE("SC-04 fault 29 numbers of every region and kind have the zones that the whole mapper gives") {
  const LibphonenumberNumbers numbers;
  const auto expected = ask_oracle("numbers");
  CHECK(expected.size() > 3'000);
  for (const auto& [text, zones] : expected) {
    CAPTURE(text);
    const auto number = E164::parse(text);
    if (!number) continue;  // a few regions have numbers below the seven digits that E164 asks for
    REQUIRE(numbers.zones_of(*number) == zones);
    const auto parsed = numbers.parse(text, {.region = "UA", .other_regions = true, .premium = true});
    if (parsed) REQUIRE(parsed.value().zones == zones);
  }
}

TEST_CASE("SC-04 zones of well known numbers") {
  CHECK(zones_of("+380441234567") == ZoneSet{"Europe/Kyiv"});
  CHECK(zones_of("+380671234567") == ZoneSet{"Europe/Kyiv"});
  CHECK(zones_of("+12125550123") == ZoneSet{"America/New_York"});
  CHECK(zones_of("+74951234567") == ZoneSet{"Europe/Moscow"});
  CHECK(zones_of("+73832123456") == ZoneSet{"Asia/Novosibirsk"});
  CHECK(zones_of("+79161234567").size() ==
        16);  // a mobile: all zones of +7, eleven offsets of Russia among them
  CHECK(zones_of("+18005550123").size() > 20);  // toll-free: all zones of +1
  CHECK(zones_of("+80012345678").empty());      // no country
  CHECK(zones_of("+380000000000").empty());     // no such number
}

TEST_CASE("SC-04 a prefix that nobody knows, or no digits, has no zones") {
  CHECK(zones_of_prefix("").empty());
  CHECK(zones_of_prefix("0").empty());
  CHECK(zones_of_prefix("999999").empty());
  CHECK(zones_of_prefix("x44").empty());
  CHECK(zones_of_prefix("44x") == zones_of_prefix("44"));
  CHECK(zones_of_prefix("38099999999999999999") == ZoneSet{"Europe/Kyiv"});
}

TEST_CASE("SC-04 the map's version is recorded") {
  CHECK(zone_prefixes_version().starts_with("phonenumbers "));
  CHECK(LibphonenumberNumbers{}.zones_version() == zone_prefixes_version());
}

}  // namespace dialctl
