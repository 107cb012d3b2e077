// How long media plays: what the phone server has on board, and what a WAV file says of itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "engine/model/instant.h"

namespace dialctl::simulator {

struct Fetch {};    // a file by HTTP: its length must be asked for
struct Missing {};  // the playback fails
struct Mute {};     // Asterisk begins it and never ends it: a scheme it does not know
using MediaLength = std::variant<Milliseconds, Fetch, Missing, Mute>;

inline constexpr Milliseconds kNominalLength{4'000};  // of a file that nobody asks for

// "sound:hello-world", "sound:http://...", "sound:silence/3", "digits:12", "number:21", "characters:ab".
MediaLength length_of(std::string_view media);
// The address inside "sound:http://...".
std::optional<std::string_view> address_in(std::string_view media);

// From a WAV file's header and size (`file_bytes`, when only its beginning was read). nullopt: not a WAV.
std::optional<Milliseconds> wav_length(std::string_view beginning, std::uint64_t file_bytes);

}  // namespace dialctl::simulator
