#include "adapters/speech/wav.h"

#include <algorithm>

namespace dialctl::speech {
namespace {

constexpr std::size_t kRiffBytes = 12;
constexpr std::size_t kChunkHeaderBytes = 8;
constexpr unsigned kPcm = 1;
constexpr unsigned kExtensible = 0xFFFE;  // the real tag begins the sub-format, 24 bytes in

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

void put(std::string& out, std::uint32_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

Error bad_format(std::string what) {
  return {ErrorKind::usage, "bad-format", std::move(what), "give a WAV file with PCM sound"};
}

std::string prompt_header(std::uint32_t data_bytes) {
  std::string out = "RIFF";
  put(out, data_bytes + 36, 4);
  out += "WAVEfmt ";
  put(out, 16, 4);
  put(out, kPcm, 2);
  put(out, 1, 2);
  put(out, kPromptRate, 4);
  put(out, kPromptRate * 2, 4);
  put(out, 2, 2);
  put(out, 16, 2);
  out += "data";
  put(out, data_bytes, 4);
  return out;
}

}  // namespace

bool looks_like_wav(std::string_view bytes) {
  return bytes.size() >= kRiffBytes && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WAVE";
}

bool WavView::read_format(std::string_view chunk) {
  if (chunk.size() < 16) return false;
  unsigned tag = little(chunk, 0, 2);
  if (tag == kExtensible && chunk.size() >= 26) tag = little(chunk, 24, 2);
  channels_ = little(chunk, 2, 2);
  const std::uint32_t rate = little(chunk, 4, 4);
  const unsigned bits = little(chunk, 14, 2);
  bytes_per_sample_ = bits / 8;
  const bool known_bits = bits == 8 || bits == 16 || bits == 24 || bits == 32;
  if (tag != kPcm || !known_bits || channels_ < 1 || channels_ > 8 || rate < 1000 || rate > 192'000)
    return false;
  rate_ = static_cast<int>(rate);
  return true;
}

Result<WavView> WavView::open(std::string_view bytes) {
  if (!looks_like_wav(bytes)) return bad_format("not a WAV file");
  WavView view;
  for (std::size_t at = kRiffBytes; at + kChunkHeaderBytes <= bytes.size();) {
    const std::string_view id = bytes.substr(at, 4);
    const std::size_t size = little(bytes, at + 4, 4);
    at += kChunkHeaderBytes;
    const std::string_view chunk = bytes.substr(at, std::min(size, bytes.size() - at));
    if (id == "fmt " && !view.read_format(chunk)) return bad_format("a WAV file with a sound other than PCM");
    if (id == "data") {
      if (view.rate_ == 0) return bad_format("a WAV file without a format before its sound");
      view.data_ = chunk;
      view.frames_ = view.data_.size() / (view.channels_ * view.bytes_per_sample_);
      return view;
    }
    at += chunk.size() + (size % 2);  // chunks are padded to even sizes
  }
  return bad_format("a WAV file without sound in it");
}

float WavView::mixed(std::size_t frame) const {
  float sum = 0;
  std::size_t at = frame * channels_ * bytes_per_sample_;
  for (std::size_t channel = 0; channel < channels_; ++channel, at += bytes_per_sample_) {
    if (bytes_per_sample_ == 1) {
      sum += (static_cast<float>(little(data_, at, 1)) - 128.0F) / 128.0F;  // the only unsigned one
      continue;
    }
    const std::uint32_t left = little(data_, at, bytes_per_sample_) << (8 * (4 - bytes_per_sample_));
    sum += static_cast<float>(static_cast<std::int32_t>(left)) / 2147483648.0F;
  }
  return sum / static_cast<float>(channels_);
}

std::string prompt_wav(std::span<const std::int16_t> samples) {
  std::string out = prompt_header(static_cast<std::uint32_t>(samples.size() * 2));
  out.reserve(out.size() + samples.size() * 2);
  for (const std::int16_t sample : samples)
    put(out, static_cast<std::uint16_t>(sample), 2);
  return out;
}

std::optional<Milliseconds> prompt_length(std::string_view header, std::uint64_t file_bytes) {
  if (header.size() < kPromptHeaderBytes || file_bytes <= kPromptHeaderBytes || file_bytes > UINT32_MAX)
    return std::nullopt;
  const auto data_bytes = static_cast<std::uint32_t>(file_bytes - kPromptHeaderBytes);
  if (header.substr(0, kPromptHeaderBytes) != prompt_header(data_bytes)) return std::nullopt;
  return Milliseconds{data_bytes / 2 * 1000LL / kPromptRate};
}

}  // namespace dialctl::speech
