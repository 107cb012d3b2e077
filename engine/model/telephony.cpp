#include "engine/model/telephony.h"

#include <charconv>

namespace dialctl {
namespace {

constexpr std::size_t kNumberLength = 13;

char letter(LegKind kind) {
  switch (kind) {
    case LegKind::customer:
      return 'c';
    case LegKind::offer:
      return 'o';
    case LegKind::open:
      return 'p';
    case LegKind::agent:
      return 'a';
  }
  return '?';
}

std::optional<LegKind> kind_of(char letter_read) {
  if (letter_read == 'c') return LegKind::customer;
  if (letter_read == 'o') return LegKind::offer;
  if (letter_read == 'p') return LegKind::open;
  if (letter_read == 'a') return LegKind::agent;
  return std::nullopt;
}

}  // namespace

std::string to_text(const LegId& leg) {
  std::string text{letter(leg.kind), '-'};
  text += to_text(leg.number);
  if (leg.kind == LegKind::offer) text += "-" + std::to_string(leg.ordinal);
  return text;
}

std::optional<LegId> parse_leg_id(std::string_view text) {
  if (text.size() < 2 + kNumberLength || text[1] != '-') return std::nullopt;
  const auto kind = kind_of(text[0]);
  const auto number = parse_attempt_id(text.substr(2, kNumberLength));
  if (!kind || !number) return std::nullopt;
  LegId leg{*kind, *number, 0};
  auto rest = text.substr(2 + kNumberLength);
  if (*kind != LegKind::offer) return rest.empty() ? std::optional{leg} : std::nullopt;
  if (rest.size() < 2 || rest[0] != '-') return std::nullopt;
  rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), leg.ordinal);
  if (error != std::errc{} || end != rest.data() + rest.size()) return std::nullopt;
  return leg;
}

}  // namespace dialctl
