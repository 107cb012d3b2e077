// Port: what people write as telephone numbers, turned into what can be dialled.
//
// Implementation: adapters/phone (libphonenumber). All calls are const, keep nothing between them and may
// come from several threads at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/phone_number.h"
#include "engine/model/result.h"
#include "engine/model/zone.h"

namespace dialctl {

struct NumberRules {
  std::string region;         // ISO 3166 two letters ("UA"): how a number without a country code is read
  bool other_regions = true;  // false: a number of another region is refused
  bool premium = false;       // false: numbers that cost the caller extra are refused
};

struct ParsedNumber {
  E164 number;
  std::string region;     // the number's own region; "001" for numbers of no country (+800, +870)
  std::string extension;  // digits after "ext.", "#", "доб."; is not dialled
  bool premium = false;   // premium rate or shared cost
  ZoneSet zones;          // as zones_of(number), without parsing again
};

class PhoneNumbers {
 public:
  virtual ~PhoneNumbers() = default;

  // One number, in any usual writing: "044 123-45-67", "+380 (44) 123 45 67", "00380441234567", full-width
  // digits, with an extension. All writings of one number give the same E164. Errors (kind usage):
  //   number.empty          no digits
  //   number.not-a-number   text that no number can be read from
  //   number.too-short      | number.too-long | number.bad-country-code
  //   number.invalid        right length, but no such number in its region
  //   number.other-region   of another region, and rules.other_regions is off
  //   number.emergency      112, 911, 102 ... in the rules' region: never dialled, nothing overrides it
  //   number.short          another short number (directory, operator's service): never dialled
  //   number.premium        premium rate or shared cost, and rules.premium is off
  //   number.bad-region     rules.region is no region
  virtual Result<ParsedNumber> parse(std::string_view raw, const NumberRules& rules) const = 0;

  // The numbers of one cell, split on , ; / and line breaks, in their order, each with its own result. A
  // slash inside one number ("030/123456") stays in it. An empty cell gives an empty list.
  virtual std::vector<Result<ParsedNumber>> parse_cell(std::string_view cell,
                                                       const NumberRules& rules) const = 0;

  // Where the number may ring: by its longest known prefix when the number belongs to a place, else
  // (toll-free, and mobiles in countries that do not bind them to a place) every zone of its country code.
  // Sorted, without repeats; empty = cannot be told, and then nobody is called without a zone from elsewhere.
  virtual ZoneSet zones_of(const E164& number) const = 0;

  // False for emergency and short numbers of any region, also when written as an E164 (+380112): asked again
  // right before each dial, since numbers also come from other doors than parse().
  virtual bool dialable(const E164& number) const = 0;

  // What the prefixes were made from, e.g. "phonenumbers 8.12.57".
  virtual std::string zones_version() const = 0;
};

}  // namespace dialctl
