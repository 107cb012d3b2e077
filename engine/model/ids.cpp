#include "engine/model/ids.h"

#include <algorithm>

#include "engine/model/invariant.h"

namespace dialctl {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kSequenceBits = 13;
constexpr std::int64_t kSequenceMask = (std::int64_t{1} << kSequenceBits) - 1;
constexpr std::size_t kTextLength = 13;

}  // namespace

std::string to_text(AttemptId id) {
  std::string text(kTextLength, '0');
  auto rest = static_cast<std::uint64_t>(id.value);
  for (std::size_t place = kTextLength; place-- > 0; rest >>= 5)
    text[place] = kAlphabet[rest & 31U];
  return text;
}

std::optional<AttemptId> parse_attempt_id(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  std::uint64_t value = 0;
  for (const char letter : text) {
    const auto digit = kAlphabet.find(letter);
    if (digit == std::string_view::npos || value >> 58U != 0) return std::nullopt;
    value = value << 5U | digit;
  }
  if (value == 0) return std::nullopt;
  return AttemptId{static_cast<std::int64_t>(value)};
}

AttemptId AttemptIds::next(Instant now) {
  const std::int64_t base = to_millis(now) << 21 | std::int64_t{node_} << kSequenceBits;
  std::int64_t value = base;
  if (value <= last_.value) {
    // Same millisecond, or the clock stepped back: count on from the last one, under our own node.
    const std::int64_t millis = last_.value >> 21;
    const std::int64_t sequence = last_.value & kSequenceMask;
    value = sequence < kSequenceMask ? (millis << 21 | std::int64_t{node_} << kSequenceBits | (sequence + 1))
                                     : ((millis + 1) << 21 | std::int64_t{node_} << kSequenceBits);
  }
  DIALCTL_INVARIANT(value > last_.value);
  last_ = AttemptId{value};
  return last_;
}

}  // namespace dialctl
