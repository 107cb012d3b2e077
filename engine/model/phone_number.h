// Telephone numbers in E.164: the only form that is stored, compared and dialled.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dialctl {

class E164 {
 public:
  // "+" and 7 to 15 digits, the first not 0. nullopt otherwise: whether such a number exists is for the
  // PhoneNumbers port to say.
  static std::optional<E164> parse(std::string_view text);

  const std::string& text() const { return text_; }  // "+380441234567"
  std::string_view digits() const { return std::string_view{text_}.substr(1); }

  friend auto operator<=>(const E164&, const E164&) = default;

 private:
  explicit E164(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// "+38044****567": what logs show.
std::string masked(const E164& number);

}  // namespace dialctl

template <>
struct std::hash<dialctl::E164> {
  std::size_t operator()(const dialctl::E164& number) const noexcept {
    return std::hash<std::string>{}(number.text());
  }
};
