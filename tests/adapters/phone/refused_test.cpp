// Numbers that are never dialled: FAULTS row 47.
#include <doctest/doctest.h>

#include "adapters/phone/libphonenumber_numbers.h"
#include "tests/adapters/phone/oracle.h"

namespace dialctl {
namespace {

const LibphonenumberNumbers& numbers() {
  static const LibphonenumberNumbers made;
  return made;
}

std::string code(std::string_view raw, const std::string& region) {
  const auto parsed = numbers().parse(raw, {.region = region, .other_regions = true, .premium = true});
  return parsed ? parsed.value().number.text() : parsed.error().code;
}

}  // namespace

TEST_CASE("IM-03 every region's emergency numbers are refused as such") {
  const auto regions = ask_oracle("emergency");
  CHECK(regions.size() > 230);
  std::size_t tried = 0;
  for (const auto& [region, emergencies] : regions) {
    for (const std::string& number : emergencies) {
      CAPTURE(region);
      CAPTURE(number);
      REQUIRE(code(number, region) == "number.emergency");
      REQUIRE(code(" " + number.substr(0, 1) + "-" + number.substr(1) + " ", region) == "number.emergency");
      ++tried;
    }
  }
  CHECK(tried > 700);
}

TEST_CASE("IM-03 an emergency number of anywhere is no dialable number in any other region") {
  for (const auto& [home, emergencies] : ask_oracle("emergency")) {
    for (const std::string& number : emergencies) {
      for (const char* region : {"UA", "RU", "US", "GB", "DE", "AU", "BR", "IN", "ZA", "JP"}) {
        CAPTURE(region);
        CAPTURE(number);
        REQUIRE(code(number, region).starts_with("number."));
      }
    }
  }
}

TEST_CASE("IM-03 112, 911 and 999 are emergency numbers everywhere, in every writing") {
  for (const char* region : {"UA", "RU", "US", "GB", "DE", "TD"}) {
    for (const char* number : {"112", "911", "999", "1 1 2", "(911)", "９１１", "1-1-2"}) {
      CAPTURE(region);
      CAPTURE(number);
      CHECK(code(number, region) == "number.emergency");
    }
  }
}

TEST_CASE("IM-03 short numbers of every region are never read as numbers to dial") {
  std::size_t tried = 0;
  for (const auto& [region, shorts] : ask_oracle("short")) {
    for (std::size_t i = 0; i < shorts.size(); i += 1 + shorts.size() / 10) {
      CAPTURE(region);
      CAPTURE(shorts[i]);
      const std::string result = code(shorts[i], region);
      REQUIRE((result == "number.short" || result == "number.emergency"));
      ++tried;
    }
  }
  CHECK(tried > 300);
}

TEST_CASE("IM-03 premium numbers are refused unless allowed, and told apart") {
  const auto examples = ask_oracle("premium");
  CHECK(examples.size() > 100);
  for (const auto& [region, values] : examples) {
    CAPTURE(region);
    const std::string& text = values.at(0);
    if (!E164::parse(text)) continue;
    const auto refused = numbers().parse(text, {.region = "UA"});
    REQUIRE(!refused.ok());
    REQUIRE(refused.error().code == "number.premium");
    const auto allowed = numbers().parse(text, {.region = "UA", .other_regions = true, .premium = true});
    REQUIRE(allowed.ok());
    REQUIRE(allowed.value().premium);
  }
}

TEST_CASE("IM-03 dialable tells emergency and short numbers that look like E.164") {
  CHECK(numbers().dialable(*E164::parse("+380441234567")));
  CHECK(numbers().dialable(*E164::parse("+12125550123")));
  CHECK(!numbers().dialable(*E164::parse("+26410111")));  // the police of Namibia
  CHECK(numbers().parse("+264 10111", {.region = "UA"}).error().code == "number.emergency");
}

}  // namespace dialctl
