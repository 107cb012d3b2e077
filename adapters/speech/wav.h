// WAV files with PCM sound: reading any, writing the one kind that calls use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl::speech {

inline constexpr int kPromptRate = 8000;
inline constexpr std::size_t kPromptHeaderBytes = 44;

// The sound of a WAV file, still in the file's own bytes (which must outlive the view).
class WavView {
 public:
  // PCM of 8, 16, 24 or 32 bits, 1..8 channels, 1000..192000 Hz. A length field that is wrong or unknown
  // (what comes from a pipe has none) means: up to the end. Errors: bad-format (usage) with what was found.
  static Result<WavView> open(std::string_view bytes);

  int rate() const { return rate_; }
  std::size_t frames() const { return frames_; }
  Milliseconds length() const {
    return Milliseconds{static_cast<std::int64_t>(frames_ * 1000 / static_cast<std::size_t>(rate_))};
  }
  // All channels of one frame mixed into one, -1..1.
  float mixed(std::size_t frame) const;

 private:
  bool read_format(std::string_view chunk);

  std::string_view data_;
  int rate_ = 0;
  std::size_t channels_ = 0;
  std::size_t bytes_per_sample_ = 0;
  std::size_t frames_ = 0;
};

bool looks_like_wav(std::string_view bytes);

// A whole prompt file: 8000 Hz, mono, 16 bits.
std::string prompt_wav(std::span<const std::int16_t> samples);

// The length of a prompt, from the first kPromptHeaderBytes and the size of its file; nullopt when they are
// not those of a complete prompt.
std::optional<Milliseconds> prompt_length(std::string_view header, std::uint64_t file_bytes);

}  // namespace dialctl::speech
