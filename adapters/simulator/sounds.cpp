#include "adapters/simulator/sounds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace dialctl::simulator {

namespace {

constexpr Milliseconds kPerCharacter{850};  // of a spoken digit or letter

// The usual ones of Asterisk's core sounds, English, in milliseconds.
constexpr std::array<std::pair<std::string_view, int>, 26> kOnBoard{{
    {"agent-pass", 3'300},
    {"auth-thankyou", 960},
    {"beep", 440},
    {"beeperr", 360},
    {"demo-congrats", 30'280},
    {"goodbye", 940},
    {"hello", 800},
    {"hello-world", 1'420},
    {"im-sorry", 1'040},
    {"invalid", 4'120},
    {"is", 620},
    {"one-moment-please", 1'600},
    {"pbx-invalid", 4'440},
    {"please-try-call-later", 2'180},
    {"queue-callswaiting", 2'480},
    {"queue-holdtime", 2'800},
    {"queue-periodic-announce", 7'840},
    {"queue-thankyou", 1'600},
    {"queue-thereare", 2'260},
    {"queue-youarenext", 5'380},
    {"ss-noservice", 4'940},
    {"tt-allbusy", 8'980},
    {"tt-monkeys", 16'180},
    {"tt-weasels", 2'960},
    {"vm-goodbye", 880},
    {"vm-intro", 5'660},
}};

MediaLength sound_length(std::string_view name) {
  if (name.starts_with("http://") || name.starts_with("https://")) return Fetch{};
  constexpr std::string_view kSilence = "silence/";
  if (name.starts_with(kSilence)) {
    int seconds = 0;
    std::from_chars(name.data() + kSilence.size(), name.data() + name.size(), seconds);
    if (seconds >= 1 && seconds <= 10) return Milliseconds{seconds * 1'000};
    return Missing{};
  }
  const auto found =
      std::find_if(kOnBoard.begin(), kOnBoard.end(), [&](const auto& one) { return one.first == name; });
  if (found == kOnBoard.end()) return Missing{};
  return Milliseconds{found->second};
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;)
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace

MediaLength length_of(std::string_view media) {
  const std::size_t colon = media.find(':');
  if (colon == std::string_view::npos) return Mute{};
  const std::string_view scheme = media.substr(0, colon);
  const std::string_view rest = media.substr(colon + 1);
  if (scheme == "sound") return sound_length(rest);
  if (scheme == "digits" || scheme == "number" || scheme == "characters")
    return kPerCharacter * static_cast<int>(std::min<std::size_t>(rest.size(), 1'000));
  if (scheme == "recording") return Missing{};
  return Mute{};
}

std::optional<std::string_view> address_in(std::string_view media) {
  constexpr std::string_view kSound = "sound:";
  if (!media.starts_with(kSound)) return std::nullopt;
  media.remove_prefix(kSound.size());
  if (!media.starts_with("http://") && !media.starts_with("https://")) return std::nullopt;
  return media;
}

std::optional<Milliseconds> wav_length(std::string_view beginning, std::uint64_t file_bytes) {
  if (beginning.size() < 12 || !beginning.starts_with("RIFF") || beginning.substr(8, 4) != "WAVE")
    return std::nullopt;
  std::uint64_t bytes_per_second = 0;
  std::uint64_t at = 12;
  while (at + 8 <= beginning.size()) {
    const std::string_view chunk = beginning.substr(at, 4);
    const std::uint64_t size = little_endian(beginning, at + 4, 4);
    if (chunk == "fmt " && size >= 16 && at + 24 <= beginning.size())
      bytes_per_second = little_endian(beginning, at + 16, 4);
    if (chunk == "data") {
      if (bytes_per_second == 0) return std::nullopt;
      // A file that was written to a pipe says 0 or 4 GiB here: what there is counts.
      const std::uint64_t there = file_bytes > at + 8 ? file_bytes - at - 8 : 0;
      return Milliseconds{
          static_cast<std::int64_t>(std::min(size == 0 ? there : size, there) * 1'000 / bytes_per_second)};
    }
    at += 8 + size + size % 2;
  }
  return std::nullopt;
}

}  // namespace dialctl::simulator
