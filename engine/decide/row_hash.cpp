#include <algorithm>

#include "engine/decide/order_draft.h"

namespace dialctl {
namespace {

constexpr std::uint64_t kStart = 0xCBF29CE484222325U;
constexpr std::uint64_t kPrime = 0x100000001B3U;

// FNV-1a, eight bytes at a step where there are eight; little endian on every machine.
std::uint64_t mixed(std::uint64_t state, std::string_view text) {
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i)
      word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    state = (state ^ word) * kPrime;
    state ^= state >> 32;
    text.remove_prefix(8);
  }
  for (const char letter : text)
    state = (state ^ static_cast<unsigned char>(letter)) * kPrime;
  return state;
}

// The finisher of MurmurHash3: every bit of the state reaches every bit of the result.
std::uint64_t finished(std::uint64_t state) {
  state = (state ^ (state >> 33)) * 0xFF51AFD7ED558CCDU;
  state = (state ^ (state >> 33)) * 0xC4CEB9FE1A85EC53U;
  return state ^ (state >> 33);
}

}  // namespace

RowHasher::RowHasher(const OrderMapping& mapping) {
  const auto& columns = mapping.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string key{to_text(columns[i].use)};
    if (columns[i].use == ColumnUse::field) key += ':' + columns[i].field;
    if (columns[i].use == ColumnUse::phone) {
      const auto& phones = mapping.phones();
      key += std::to_string(std::find(phones.begin(), phones.end(), i) - phones.begin());
    }
    seeds_.push_back(columns[i].use == ColumnUse::left_out ? 0 : mixed(kStart, key) | 1U);
  }
}

std::int64_t RowHasher::operator()(std::span<const std::string_view> cells) const {
  std::uint64_t sum = 0;  // a sum does not depend on the order of its terms
  for (std::size_t i = 0; i < cells.size() && i < seeds_.size(); ++i) {
    const std::string_view cell = trimmed_cell(cells[i]);
    if (!cell.empty() && seeds_[i] != 0) sum += finished(mixed(seeds_[i], cell));
  }
  const auto hash = static_cast<std::int64_t>(sum);
  return hash == 0 ? 1 : hash;
}

}  // namespace dialctl
