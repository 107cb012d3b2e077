// PhoneNumbers on Google's libphonenumber.
#pragma once

#include <memory>

#include "engine/run/phone_numbers.h"

namespace dialctl {

class LibphonenumberNumbers final : public PhoneNumbers {
 public:
  LibphonenumberNumbers();
  ~LibphonenumberNumbers() override;

  Result<ParsedNumber> parse(std::string_view raw, const NumberRules& rules) const override;
  std::vector<Result<ParsedNumber>> parse_cell(std::string_view cell,
                                               const NumberRules& rules) const override;
  ZoneSet zones_of(const E164& number) const override;
  bool dialable(const E164& number) const override;
  std::string zones_version() const override;

 private:
  struct Library;  // keeps libphonenumber's headers out of everybody else's compilation
  std::unique_ptr<const Library> library_;
};

}  // namespace dialctl
