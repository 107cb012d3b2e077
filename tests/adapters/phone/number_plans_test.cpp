// The short way must say what libphonenumber says, or nothing.
#include "adapters/phone/number_plans.h"

#include <doctest/doctest.h>
#include <phonenumbers/phonenumberutil.h>
#include <random>
#include <set>

namespace dialctl {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

struct Answer {
  std::string e164;
  std::string region;
  int kind;
};

std::optional<Answer> ask_library(const std::string& text, const std::string& region) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  const auto kind = util.GetNumberType(number);
  if (kind == PhoneNumberUtil::UNKNOWN || number.has_extension()) return std::nullopt;
  Answer answer{{}, {}, kind};
  util.Format(number, PhoneNumberUtil::E164, &answer.e164);
  util.GetRegionCodeForNumber(number, &answer.region);
  return answer;
}

class Numbers {
 public:
  explicit Numbers(std::uint32_t seed) : rng_(seed) {
    PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions_);
  }
  const std::set<std::string>& regions() const { return regions_; }

  // An example of the region with some of its digits changed, in one of the plain writings.
  std::string near_example(const std::string& region) {
    const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const auto kind = static_cast<PhoneNumberUtil::PhoneNumberType>(pick(11));
    if (!util.GetExampleNumberForType(region, kind, &number) && !util.GetExampleNumber(region, &number))
      return "";
    std::string national;
    util.GetNationalSignificantNumber(number, &national);
    for (std::size_t changes = pick(5); changes > 0; --changes)
      national[pick(national.size())] = digit();
    if (pick(20) == 0) national += digit();
    std::string prefix;
    util.GetNddPrefixForRegion(region, true, &prefix);
    const std::string code = std::to_string(number.country_code());
    switch (pick(5)) {
      case 0:
        return national;
      case 1:
        return prefix + national;
      case 2:
        return code + national;
      case 3:
        return "+" + code + prefix + national;
      default:
        return "+" + code + national;
    }
  }

  std::string any_digits() {
    std::string text = pick(2) == 0 ? "+" : "";
    for (std::size_t size = 9 + pick(9); size > 0; --size)
      text += digit();
    return text;
  }

  std::size_t pick(std::size_t count) { return rng_() % count; }

 private:
  char digit() { return static_cast<char>('0' + pick(10)); }

  std::mt19937 rng_;
  std::set<std::string> regions_;
};

// 1 when the plans read it; the answers must be equal then.
int compare(const NumberPlans& plans, const std::string& text, const std::string& region) {
  const auto plain = plans.read(text, region);
  if (!plain) return 0;
  CAPTURE(text);
  CAPTURE(region);
  const auto answer = ask_library(text, region);
  REQUIRE(answer.has_value());
  REQUIRE(std::string{plain->e164()} == answer->e164);
  REQUIRE(std::string{plain->region} == answer->region);
  REQUIRE(plain->kind == answer->kind);
  return 1;
}

}  // namespace

TEST_CASE("IM-03 the plans read numbers of every region as libphonenumber does") {
  const NumberPlans plans;
  Numbers numbers{3};
  int tried = 0;
  int read = 0;
  for (const std::string& region : numbers.regions()) {
    for (int i = 0; i < 250; ++i, ++tried) {
      const std::string text = numbers.near_example(region);
      read += compare(plans, text, region);
      read += compare(plans, text, i % 2 == 0 ? "UA" : "US");
    }
  }
  CHECK(read > tried / 2);
}

TEST_CASE("IM-03 the plans read random digits as libphonenumber does, in any region") {
  const NumberPlans plans;
  Numbers numbers{4};
  const std::vector<std::string> regions{numbers.regions().begin(), numbers.regions().end()};
  int read = 0;
  for (int i = 0; i < 300'000; ++i) {
    const std::string text = numbers.any_digits();
    read += compare(plans, text, regions[numbers.pick(regions.size())]);
  }
  CHECK(read > 8'000);
}

TEST_CASE("IM-03 the plans cover what shops usually have") {
  const NumberPlans plans;
  for (const char* text : {"0441234567", "380671234567", "+380 (67) 123-45-67", "067 123 45 67",
                           "+1 212.555.0123", "+74951234567"}) {
    CAPTURE(text);
    CHECK(plans.read(text, "UA").has_value());
  }
  CHECK(plans.read("8 (495) 123-45-67", "RU").has_value());
  CHECK(plans.read("74951234567", "RU").has_value());
  CHECK(plans.read("(212) 555-0123", "US").has_value());
  CHECK(plans.read("020 7946 0018", "GB").has_value());
}

TEST_CASE("IM-03 the plans leave alone what is not plain") {
  const NumberPlans plans;
  for (const char* text : {"", "+", "911", "12345678", "0441234567 x1", "0441234567/2", "++380441234567",
                           "380+441234567", "00380441234567", "0440000000000", "+380001234567",
                           "+999123456789", "+0123456789", "123456789012345678901234567890"}) {
    CAPTURE(text);
    CHECK(!plans.read(text, "UA").has_value());
  }
  for (const char* region : {"", "U", "ua", "UAX", "XX", "\xFF\xFF"})
    CHECK(!plans.read("0441234567", region).has_value());
}

}  // namespace dialctl
