#include "engine/model/phone_number.h"

#include <algorithm>

namespace dialctl {

std::optional<E164> E164::parse(std::string_view text) {
  if (text.size() < 8 || text.size() > 16 || text[0] != '+' || text[1] == '0') return std::nullopt;
  const auto digits = text.substr(1);
  const bool numeric = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!numeric) return std::nullopt;
  return E164{std::string{text}};
}

std::string masked(const E164& number) {
  std::string text = number.text();
  const std::size_t shown_front = 5;
  const std::size_t shown_back = 2;
  for (std::size_t i = shown_front; i + shown_back < text.size(); ++i)
    text[i] = '*';
  return text;
}

}  // namespace dialctl
