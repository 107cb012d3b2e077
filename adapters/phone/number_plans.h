// The short way to read plain numbers: what libphonenumber would answer, a hundred times faster, for digits
// with the usual separators that form a valid number. Everything else is left to libphonenumber itself, so
// that this can only be fast, never lenient. Tests compare both over all regions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dialctl {

class NumberPlans {
 public:
  struct Number {
    std::array<char, 16> text{};  // "+380441234567"
    std::size_t size = 0;
    std::uint16_t country_code = 0;
    std::string_view region;
    int kind = 0;  // i18n::phonenumbers::PhoneNumberUtil::PhoneNumberType

    std::string_view e164() const { return {text.data(), size}; }
  };

  NumberPlans();

  // nullopt: not plain, not valid, not surely the same as libphonenumber's answer, or below nine digits.
  std::optional<Number> read(std::string_view raw, std::string_view region) const;

 private:
  std::array<std::int16_t, 26 * 26> plan_of_region_{};  // -1: no such region
  std::array<std::int16_t, 1'000> code_index_{};        // by country code; -1: none
};

}  // namespace dialctl
