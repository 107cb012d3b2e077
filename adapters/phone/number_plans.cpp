#include "adapters/phone/number_plans.h"

#include <algorithm>

#include "adapters/phone/number_plans_data.h"

namespace dialctl {

namespace data = number_plans_data;

namespace {

constexpr std::size_t kDigitsMin = 9;   // below, it might be a short number
constexpr std::size_t kDigitsMax = 17;  // as far as the automaton looks

struct PlainDigits {
  std::array<char, kDigitsMax> digits;
  std::size_t size = 0;
  bool plus = false;

  std::string_view text() const { return {digits.data(), size}; }
};

// Digits between blanks, hyphens, dots and brackets; a plus at the very front at most.
std::optional<PlainDigits> plain_digits(std::string_view raw) {
  PlainDigits plain;
  for (const char c : raw) {
    if (c >= '0' && c <= '9') {
      if (plain.size == kDigitsMax) return std::nullopt;
      plain.digits[plain.size++] = c;
    } else if (c == '+') {
      if (plain.plus || plain.size != 0) return std::nullopt;
      plain.plus = true;
    } else if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.') {
      return std::nullopt;
    }
  }
  if (plain.size < kDigitsMin) return std::nullopt;
  return plain;
}

std::uint8_t output_of(const data::Plan& plan, std::string_view national) {
  data::State state = plan.root;
  for (const char digit : national)
    state = data::moves[10U * state + static_cast<unsigned>(digit - '0')];
  return data::outputs[state];
}

bool has_head(const std::uint64_t (&heads)[2], std::string_view digits) {
  const auto head = static_cast<unsigned>(10 * (digits[0] - '0') + (digits[1] - '0'));
  return ((heads[head / 64] >> (head % 64)) & 1U) != 0;
}

struct Split {
  const data::Code* code;
  std::string_view national;
};

using CodeIndex = std::array<std::int16_t, 1'000>;

// Country codes are free of prefixes of each other: the first that fits is the one.
std::optional<Split> split_country_code(std::string_view digits, const CodeIndex& index) {
  std::size_t code = 0;
  for (std::size_t length = 1; length <= 3; ++length) {
    code = code * 10 + static_cast<std::size_t>(digits[length - 1] - '0');
    if (code == 0) return std::nullopt;
    if (index[code] >= 0) return Split{&data::codes[index[code]], digits.substr(length)};
  }
  return std::nullopt;
}

// libphonenumber takes a national prefix off also behind
// a country code, by the rules of the code's main region.
std::optional<Split> international(std::string_view digits, const CodeIndex& index) {
  const auto split = split_country_code(digits, index);
  if (!split) return std::nullopt;
  const data::Plan& main = data::plans[data::code_regions[split->code->first]];
  if (has_head(main.national_heads, split->national)) return std::nullopt;
  return split;
}

// "380441234567" in UA: the code is taken off when only then the rest is a number.
std::optional<Split> code_without_plus(std::string_view digits, const data::Plan& home,
                                       const CodeIndex& index) {
  const auto split = international(digits, index);
  if (!split || has_head(home.national_heads, split->national)) return std::nullopt;
  const bool changed = (output_of(home, digits) & data::kPattern) == 0 &&
                       (output_of(home, split->national) & data::kPattern) != 0;
  return changed ? split : std::nullopt;
}

std::optional<Split> national(std::string_view digits, const data::Plan& home, const CodeIndex& index) {
  if (has_head(home.international_heads, digits)) return std::nullopt;
  const auto by_code = split_country_code(digits, index);
  if (by_code && by_code->code->code == home.country_code) return code_without_plus(digits, home, index);
  const data::Code& code = data::codes[index[home.country_code]];
  if (!has_head(home.national_heads, digits)) return Split{&code, digits};
  const std::string_view prefix = home.national_prefix;
  if (prefix.empty() || !digits.starts_with(prefix)) return std::nullopt;
  const std::string_view rest = digits.substr(prefix.size());
  // The prefix is taken off what stays a number without it.
  constexpr std::uint8_t kNumber = data::kPattern | data::kLength;
  return (output_of(home, rest) & kNumber) == kNumber ? std::optional{Split{&code, rest}} : std::nullopt;
}

struct Found {
  const data::Plan* plan;
  int kind;
};

std::optional<Found> region_of(const data::Code& code, std::string_view number) {
  for (std::size_t i = 0; i < code.count; ++i) {
    const data::Plan& plan = data::plans[data::code_regions[code.first + i]];
    const std::uint8_t output = output_of(plan, number);
    const std::uint8_t kind = output & data::kKindBits;
    const bool is_here =
        code.count == 1 || (plan.has_leading_digits ? (output & data::kLeading) != 0 : kind != data::kNoKind);
    if (is_here) return kind == data::kNoKind ? std::nullopt : std::optional{Found{&plan, kind}};
  }
  return std::nullopt;
}

std::size_t region_index(std::string_view region) {
  return static_cast<std::size_t>((region[0] - 'A') * 26 + (region[1] - 'A'));
}

bool is_region_name(std::string_view region) {
  return region.size() == 2 && region[0] >= 'A' && region[0] <= 'Z' && region[1] >= 'A' && region[1] <= 'Z';
}

}  // namespace

NumberPlans::NumberPlans() {
  plan_of_region_.fill(-1);
  code_index_.fill(-1);
  for (std::size_t i = 0; i < data::plans_count; ++i) {
    plan_of_region_[region_index(data::plans[i].region)] = static_cast<std::int16_t>(i);
  }
  for (std::size_t i = 0; i < data::codes_count; ++i) {
    code_index_[data::codes[i].code] = static_cast<std::int16_t>(i);
  }
}

std::optional<NumberPlans::Number> NumberPlans::read(std::string_view raw, std::string_view region) const {
  if (!is_region_name(region)) return std::nullopt;
  const std::int16_t home = plan_of_region_[region_index(region)];
  const auto plain = plain_digits(raw);
  if (home < 0 || !plain) return std::nullopt;
  const auto split = plain->plus ? international(plain->text(), code_index_)
                                 : national(plain->text(), data::plans[home], code_index_);
  if (!split) return std::nullopt;
  const auto found = region_of(*split->code, split->national);
  if (!found) return std::nullopt;

  Number number;
  number.country_code = split->code->code;
  number.region = found->plan->region;
  number.kind = found->kind;
  std::array<char, 3> code{};
  std::size_t code_size = 0;
  for (unsigned rest = number.country_code; rest != 0; rest /= 10)
    code[code_size++] = static_cast<char>('0' + rest % 10);
  if (1 + code_size + split->national.size() > number.text.size()) return std::nullopt;
  number.text[number.size++] = '+';
  while (code_size > 0)
    number.text[number.size++] = code[--code_size];
  std::copy(split->national.begin(), split->national.end(), number.text.begin() + number.size);
  number.size += split->national.size();
  return number;
}

}  // namespace dialctl
