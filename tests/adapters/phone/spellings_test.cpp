// One number in many writings: FAULTS row 46.
#include <doctest/doctest.h>
#include <random>

#include "adapters/phone/libphonenumber_numbers.h"

namespace dialctl {
namespace {

struct Subject {
  const char* region;
  const char* country_code;
  const char* national_prefix;
  const char* national;
  const char* international_prefix;
};

constexpr Subject kSubjects[] = {
    {"UA", "380", "0", "441234567", "00"}, {"UA", "380", "0", "671234567", "00"},
    {"RU", "7", "8", "4951234567", "810"}, {"RU", "7", "8", "9161234567", "810"},
    {"US", "1", "1", "2125550123", "011"}, {"GB", "44", "0", "2079460018", "00"},
    {"GB", "44", "0", "7912345678", "00"}, {"DE", "49", "0", "3012345678", "00"},
    {"PL", "48", "", "221234567", "00"},   {"KZ", "7", "8", "7012345678", "810"},
    {"FR", "33", "0", "123456789", "00"},  {"AU", "61", "0", "291234567", "0011"},
};

class Speller {
 public:
  explicit Speller(std::uint32_t seed) : rng_(seed) {}

  std::string spell(const Subject& subject) {
    const std::string national = subject.national;
    std::string text;
    switch (pick(5)) {
      case 0:
        text = std::string{subject.national_prefix} + national;
        break;
      case 1:
        text = std::string{subject.international_prefix} + subject.country_code + national;
        break;
      case 2:
        text = std::string{"tel:+"} + subject.country_code + national;
        return text;
      default:
        text = std::string{"+"} + subject.country_code + national;
        break;
    }
    return blank() + digits_spelt(text) + extension() + blank();
  }

 private:
  std::size_t pick(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(rng_);
  }

  std::string digits_spelt(const std::string& text) {
    const bool full_width = pick(6) == 0;
    const std::size_t brackets_at = pick(3) == 0 ? 1 + pick(4) : text.size();
    std::string spelt;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i == brackets_at) spelt += " (";
      spelt += full_width ? wide(text[i]) : std::string(1, text[i]);
      if (i == brackets_at + 1) spelt += ") ";
      if (i + 1 < text.size() && i != brackets_at && i != 0 && pick(4) == 0) spelt += separator();
    }
    return spelt;
  }

  static std::string wide(char c) {
    if (c == '+') return "\uFF0B";
    std::string text = "\uFF10";
    text.back() = static_cast<char>(text.back() + (c - '0'));
    return text;
  }

  std::string separator() {
    constexpr const char* kSeparators[] = {" ", "-", ".", "\u00A0", "\u2013", "\u2011", "\u3000", "  "};
    return kSeparators[pick(std::size(kSeparators))];
  }

  std::string extension() {
    constexpr const char* kExtensions[] = {" ext. 12", " x345", " доб. 7", ";ext=99", " extension 12345"};
    return pick(4) == 0 ? kExtensions[pick(std::size(kExtensions))] : "";
  }

  std::string blank() { return pick(5) == 0 ? "  " : ""; }

  std::mt19937 rng_;
};

}  // namespace

TEST_CASE("IM-03 100000 spellings of numbers all give the same E.164") {
  const LibphonenumberNumbers numbers;
  Speller speller{46};
  for (int i = 0; i < 100'000; ++i) {
    const Subject& subject = kSubjects[static_cast<std::size_t>(i) % std::size(kSubjects)];
    const std::string text = speller.spell(subject);
    CAPTURE(text);
    CAPTURE(subject.region);
    const auto parsed = numbers.parse(text, {.region = subject.region});
    REQUIRE(parsed.ok());
    REQUIRE(parsed.value().number.text() == std::string{"+"} + subject.country_code + subject.national);
  }
}

TEST_CASE("IM-03 random bytes are refused or read, never more") {
  const LibphonenumberNumbers numbers;
  std::mt19937 rng{47};
  for (int i = 0; i < 5'000; ++i) {
    std::string text(rng() % 40, '\0');
    for (char& c : text)
      c = i % 2 == 0 ? static_cast<char>(rng()) : "0123456789+-() ./,;#x\xFF"[rng() % 22];
    for (const auto& parsed : numbers.parse_cell(text, {.region = "UA"})) {
      if (parsed) CHECK(E164::parse(parsed.value().number.text()).has_value());
    }
  }
}

}  // namespace dialctl
