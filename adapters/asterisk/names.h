// The ids that we give to things on the server. All begin with the installation, so that what is ours can be
// told from what is not, also after a crash.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/telephony.h"

namespace dialctl::asterisk {

// One file of a Play: playbacks are made one by one, because a list's missing file is skipped in silence.
struct PlaybackPart {
  LegId leg;
  PlaybackNumber playback = 0;
  std::size_t part = 0;

  friend auto operator<=>(const PlaybackPart&, const PlaybackPart&) = default;
};

class Names {
 public:
  explicit Names(std::string_view installation) : prefix_(std::string{installation} + ".") {}

  std::string channel(const LegId& leg) const;                  // "shop1.c-01KAK3V8Q0000"
  std::string bridge(AttemptId attempt) const;                  // "shop1.b-01KAK3V8Q0000"
  std::string playback(const PlaybackPart& part) const;         // "shop1.c-01KAK3V8Q0000.p7.0"
  std::string beep(const LegId& leg, AttemptId attempt) const;  // "shop1.p-....beep-01KAK3V8Q0000"

  std::string recording(AttemptId attempt) const;  // "shop1.r-01KAK3V8Q0000"

  // nullopt for other people's, and for the far half of a Local channel ("...;2"), which is not a leg.
  std::optional<LegId> leg(std::string_view channel) const;
  std::optional<AttemptId> attempt(std::string_view bridge) const;
  std::optional<AttemptId> recorded(std::string_view recording) const;
  std::optional<PlaybackPart> part(std::string_view playback) const;

 private:
  std::optional<AttemptId> attempt_of(std::string_view id, std::string_view kind) const;
  std::optional<std::string_view> without_prefix(std::string_view id) const;

  std::string prefix_;
};

}  // namespace dialctl::asterisk
