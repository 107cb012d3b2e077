// Inputs for the tests of readers: text in small pieces, and texts far larger than memory should get.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

#include "adapters/json/byte_source.h"

namespace dialctl::test {

// Gives at most `piece` bytes a read, as a slow pipe does.
class PieceBytes final : public text::ByteSource {
 public:
  PieceBytes(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = std::min({room.size(), piece_, text_.size() - at_});
    std::memcpy(room.data(), text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

// front, then `filler` over and over until `filler_bytes` were given, then back.
class LongBytes final : public text::ByteSource {
 public:
  LongBytes(std::string front, std::string filler, std::uint64_t filler_bytes, std::string back)
      : front_(std::move(front)), filler_(std::move(filler)), left_(filler_bytes), back_(std::move(back)) {}

  Result<std::size_t> read(std::span<char> room) override {
    if (!front_.empty()) return give(front_, room);
    if (left_ == 0) return give(back_, room);
    std::size_t count = 0;
    while (count < room.size() && left_ > 0) {
      const std::size_t part = static_cast<std::size_t>(
          std::min<std::uint64_t>({room.size() - count, filler_.size() - at_, left_}));
      std::memcpy(room.data() + count, filler_.data() + at_, part);
      count += part;
      left_ -= part;
      at_ = (at_ + part) % filler_.size();
    }
    return count;
  }

 private:
  static std::size_t give(std::string& text, std::span<char> room) {
    const std::size_t count = std::min(room.size(), text.size());
    std::memcpy(room.data(), text.data(), count);
    text.erase(0, count);
    return count;
  }

  std::string front_;
  std::string filler_;
  std::uint64_t left_;
  std::size_t at_ = 0;
  std::string back_;
};

// A device that breaks in the middle.
class BrokenBytes final : public text::ByteSource {
 public:
  explicit BrokenBytes(std::string front) : front_(std::move(front)) {}

  Result<std::size_t> read(std::span<char> room) override {
    if (front_.empty())
      return Error{ErrorKind::usage, "input.unreadable", "cannot read it: Input/output error", ""};
    const std::size_t count = std::min(room.size(), front_.size());
    std::memcpy(room.data(), front_.data(), count);
    front_.erase(0, count);
    return count;
  }

 private:
  std::string front_;
};

// The most memory that this process ever had resident.
inline std::uint64_t peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::uint64_t value = 0;
    if (word == "VmHWM:" && status >> value) return value;
  }
  return 0;
}

// Unoptimised and sanitised builds take a smaller text, large enough to be told from a bounded one.
#ifdef __OPTIMIZE__
inline constexpr std::uint64_t huge_bytes = 1024ULL * 1024 * 1024;
#else
inline constexpr std::uint64_t huge_bytes = 64ULL * 1024 * 1024;
#endif
inline constexpr std::uint64_t memory_kib_max = 16 * 1024;

}  // namespace dialctl::test
