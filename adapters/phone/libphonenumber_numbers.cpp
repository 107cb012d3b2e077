#include "adapters/phone/libphonenumber_numbers.h"

#include <algorithm>
#include <array>
#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>
#include <set>

#include "adapters/phone/cell.h"
#include "adapters/phone/number_plans.h"
#include "adapters/phone/refusals.h"
#include "adapters/phone/zone_prefixes.h"

namespace dialctl {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;
using refusals::bad_country_code;
using refusals::emergency;
using refusals::quoted;
using refusals::refusal;
using refusals::too_long;
using refusals::too_short;
using refusals::unreadable;

constexpr std::size_t kRawLengthMax = 250;  // libphonenumber's own limit
constexpr const char* kAnyRegion = "US";    // for numbers with their country code: it does not matter which
constexpr std::size_t kShortLengthMax = 8;  // no region has longer short numbers than these digits

bool is_premium(PhoneNumberUtil::PhoneNumberType type) {
  return type == PhoneNumberUtil::PREMIUM_RATE || type == PhoneNumberUtil::SHARED_COST;
}

Error parse_error(PhoneNumberUtil::ErrorType error, std::string_view raw) {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return bad_country_code(raw);
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return too_short(raw);
    case PhoneNumberUtil::TOO_LONG_NSN:
      return too_long(raw);
    case PhoneNumberUtil::NO_PARSING_ERROR:
    case PhoneNumberUtil::NOT_A_NUMBER:
      break;
  }
  return unreadable(raw);
}

std::string country_code_of(const PhoneNumber& number) {
  return std::to_string(number.country_code());
}

}  // namespace

struct LibphonenumberNumbers::Library {
  const PhoneNumberUtil& util;
  ShortNumberInfo short_numbers;
  NumberPlans plans;
  std::set<std::string> regions;

  Library() : util(silent_util()) { util.GetSupportedRegions(&regions); }

  // By default the library writes its warnings to stdout, where our output goes. It is one object for the
  // whole process, so it is silenced once.
  static const PhoneNumberUtil& silent_util() {
    static const PhoneNumberUtil& silent = []() -> const PhoneNumberUtil& {
      PhoneNumberUtil* made = PhoneNumberUtil::GetInstance();
      made->SetLogger(new i18n::phonenumbers::NullLogger());
      return *made;
    }();
    return silent;
  }

  std::string digits_of(std::string_view raw) const {
    std::string digits{raw};
    util.NormalizeDigitsOnly(&digits);
    return digits;
  }

  bool is_emergency(const std::string& digits, const std::string& region) const {
    // These three are emergency numbers in mobile networks everywhere, whatever the region's own list says.
    constexpr std::array<std::string_view, 3> kEverywhere{"112", "911", "999"};
    return std::find(kEverywhere.begin(), kEverywhere.end(), digits) != kEverywhere.end() ||
           short_numbers.IsEmergencyNumber(digits, region);
  }

  bool is_short(const std::string& digits, const std::string& region) const {
    if (digits.empty() || digits[0] == '0') return false;
    PhoneNumber number;
    number.set_country_code(util.GetCountryCodeForRegion(region));
    number.set_national_number(std::stoull(digits));
    return short_numbers.IsValidShortNumberForRegion(number, region);
  }

  // A number behind a country code ("+264 10111") that the country's networks would take for a short one.
  enum class Service { none, short_number, emergency };
  Service service_of(const PhoneNumber& number) const {
    std::string national;
    util.GetNationalSignificantNumber(number, &national);
    if (national.size() > kShortLengthMax) return Service::none;
    std::list<std::string> in_regions;
    util.GetRegionCodesForCountryCallingCode(number.country_code(), &in_regions);
    Service found = Service::none;
    for (const std::string& region : in_regions) {
      if (is_emergency(national, region)) return Service::emergency;
      if (is_short(national, region)) found = Service::short_number;
    }
    return found;
  }

  // Why a text that no valid number was read from is refused.
  static Error refused_as(Service service, std::string_view raw, Error otherwise) {
    switch (service) {
      case Service::none:
        return otherwise;
      case Service::short_number:
        return refusal("short", quoted(raw) + " is a short number: it is never dialled",
                       "write the full number");
      case Service::emergency:
        return emergency(raw);
    }
    return otherwise;
  }

  Service service_of(const std::string& digits, const std::string& region) const {
    if (digits.size() > kShortLengthMax) return Service::none;
    if (is_emergency(digits, region)) return Service::emergency;
    return is_short(digits, region) ? Service::short_number : Service::none;
  }

  Error invalid(const PhoneNumber& number, std::string_view raw, const std::string& region) const {
    switch (util.IsPossibleNumberWithReason(number)) {
      case PhoneNumberUtil::TOO_SHORT:
      case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
        return too_short(raw);
      case PhoneNumberUtil::TOO_LONG:
        return too_long(raw);
      case PhoneNumberUtil::INVALID_COUNTRY_CODE:
        return bad_country_code(raw);
      case PhoneNumberUtil::IS_POSSIBLE:
      case PhoneNumberUtil::INVALID_LENGTH:
        break;
    }
    return refusal("invalid", quoted(raw) + " is no number that exists under +" + country_code_of(number),
                   "check its digits, or that " + region + " is the right region");
  }

  // As libphonenumber's time zone mapper in Java and Python:
  // numbers without a place ring anywhere in the country.
  ZoneSet zones_of(int country_code, PhoneNumberUtil::PhoneNumberType type, std::string_view digits) const {
    if (type == PhoneNumberUtil::UNKNOWN) return {};
    if (util.IsNumberGeographical(type, country_code)) return zones_of_prefix(digits);
    return zones_of_prefix(std::to_string(country_code));
  }

  std::string region_of(const PhoneNumber& number) const {
    std::string region;
    util.GetRegionCodeForNumber(number, &region);
    return region;
  }

  std::string e164_of(const PhoneNumber& number) const {
    std::string text;
    util.Format(number, PhoneNumberUtil::E164, &text);
    return text;
  }

  Result<ParsedNumber> parse(std::string_view raw, const NumberRules& rules) const;
  Result<ParsedNumber> accepted(ParsedNumber parsed, int country_code, PhoneNumberUtil::PhoneNumberType type,
                                std::string_view raw, const NumberRules& rules) const;
};

// In any writing, by libphonenumber.
Result<ParsedNumber> LibphonenumberNumbers::Library::parse(std::string_view raw,
                                                           const NumberRules& rules) const {
  if (!regions.contains(rules.region)) {
    return refusal("bad-region", quoted(rules.region) + " is no region",
                   "write two capital letters, like UA");
  }
  if (raw.size() > kRawLengthMax) return unreadable(raw);
  const std::string digits = digits_of(raw);
  if (digits.size() <= kShortLengthMax && is_emergency(digits, rules.region)) return emergency(raw);

  PhoneNumber number;
  const auto error = util.Parse(std::string{raw}, rules.region, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) {
    if (raw.find_first_not_of(" \t\r\n-") == std::string_view::npos) {
      return refusal("empty", "there is no number", "leave the cell empty only for orders without a number");
    }
    return refused_as(service_of(digits, rules.region), raw, parse_error(error, raw));
  }
  const auto type = util.GetNumberType(number);
  const auto e164 = E164::parse(e164_of(number));
  if (type == PhoneNumberUtil::UNKNOWN || !e164) {
    const Service here = service_of(digits, rules.region);
    return refused_as(here == Service::none ? service_of(number) : here, raw,
                      invalid(number, raw, rules.region));
  }
  return accepted({*e164, region_of(number), number.extension(), is_premium(type), {}}, number.country_code(),
                  type, raw, rules);
}

// A number that exists: may it be dialled here, and where does it ring?
Result<ParsedNumber> LibphonenumberNumbers::Library::accepted(ParsedNumber parsed, int country_code,
                                                              PhoneNumberUtil::PhoneNumberType type,
                                                              std::string_view raw,
                                                              const NumberRules& rules) const {
  if (!rules.other_regions && parsed.region != rules.region) {
    return refusal("other-region",
                   quoted(raw) + " is a number of " + parsed.region + ", and only numbers of " +
                       rules.region + " are allowed here",
                   "allow other regions in the project, or leave it out");
  }
  if (parsed.premium && !rules.premium) {
    return refusal("premium", quoted(raw) + " costs extra: such numbers are not dialled here",
                   "allow premium numbers in the project, or leave it out");
  }
  parsed.zones = zones_of(country_code, type, parsed.number.digits());
  return parsed;
}

LibphonenumberNumbers::LibphonenumberNumbers() : library_(std::make_unique<const Library>()) {}
LibphonenumberNumbers::~LibphonenumberNumbers() = default;

Result<ParsedNumber> LibphonenumberNumbers::parse(std::string_view raw, const NumberRules& rules) const {
  if (const auto plain = library_->plans.read(raw, rules.region)) {
    const auto type = static_cast<PhoneNumberUtil::PhoneNumberType>(plain->kind);
    if (auto e164 = E164::parse(plain->e164())) {
      return library_->accepted({std::move(*e164), std::string{plain->region}, {}, is_premium(type), {}},
                                plain->country_code, type, raw, rules);
    }
  }
  return library_->parse(raw, rules);
}

std::vector<Result<ParsedNumber>> LibphonenumberNumbers::parse_cell(std::string_view cell,
                                                                    const NumberRules& rules) const {
  std::vector<Result<ParsedNumber>> numbers;
  for (const std::string_view part : split_cell(cell)) {
    std::vector<Result<ParsedNumber>> pieces;
    for (const std::string_view piece : split_on_slash(part))
      pieces.push_back(parse(piece, rules));
    const bool all_good =
        std::all_of(pieces.begin(), pieces.end(), [](const auto& piece) { return piece.ok(); });
    if (pieces.size() > 1 && !all_good) {
      auto whole = parse(part, rules);
      if (whole.ok()) pieces = {std::move(whole)};
    }
    std::move(pieces.begin(), pieces.end(), std::back_inserter(numbers));
  }
  return numbers;
}

ZoneSet LibphonenumberNumbers::zones_of(const E164& number) const {
  if (const auto plain = library_->plans.read(number.text(), kAnyRegion)) {
    return library_->zones_of(plain->country_code, static_cast<PhoneNumberUtil::PhoneNumberType>(plain->kind),
                              number.digits());
  }
  PhoneNumber parsed;
  if (library_->util.Parse(number.text(), kAnyRegion, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
    return {};
  return library_->zones_of(parsed.country_code(), library_->util.GetNumberType(parsed), number.digits());
}

bool LibphonenumberNumbers::dialable(const E164& number) const {
  if (library_->plans.read(number.text(), kAnyRegion)) return true;  // a full number that exists
  PhoneNumber parsed;
  if (library_->util.Parse(number.text(), kAnyRegion, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
    return false;
  return library_->util.IsValidNumber(parsed) || library_->service_of(parsed) == Library::Service::none;
}

std::string LibphonenumberNumbers::zones_version() const {
  return std::string{zone_prefixes_version()};
}

}  // namespace dialctl
