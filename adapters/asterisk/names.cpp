#include "adapters/asterisk/names.h"

#include <charconv>

namespace dialctl::asterisk {

namespace {

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string Names::channel(const LegId& leg) const {
  return prefix_ + to_text(leg);
}

std::string Names::bridge(AttemptId attempt) const {
  return prefix_ + "b-" + to_text(attempt);
}

std::string Names::recording(AttemptId attempt) const {
  return prefix_ + "r-" + to_text(attempt);
}

std::string Names::playback(const PlaybackPart& part) const {
  return channel(part.leg) + ".p" + std::to_string(part.playback) + "." + std::to_string(part.part);
}

std::string Names::beep(const LegId& leg, AttemptId attempt) const {
  return channel(leg) + ".beep-" + to_text(attempt);
}

std::optional<std::string_view> Names::without_prefix(std::string_view id) const {
  if (!id.starts_with(prefix_)) return std::nullopt;
  return id.substr(prefix_.size());
}

std::optional<LegId> Names::leg(std::string_view channel) const {
  const auto rest = without_prefix(channel);
  return rest ? parse_leg_id(*rest) : std::nullopt;
}

std::optional<AttemptId> Names::attempt_of(std::string_view id, std::string_view kind) const {
  const auto rest = without_prefix(id);
  if (!rest || !rest->starts_with(kind)) return std::nullopt;
  return parse_attempt_id(rest->substr(kind.size()));
}

std::optional<AttemptId> Names::attempt(std::string_view bridge) const {
  return attempt_of(bridge, "b-");
}

std::optional<AttemptId> Names::recorded(std::string_view recording) const {
  return attempt_of(recording, "r-");
}

std::optional<PlaybackPart> Names::part(std::string_view playback) const {
  const auto last_dot = playback.rfind('.');
  if (last_dot == std::string_view::npos) return std::nullopt;
  const auto mark = playback.rfind(".p", last_dot - 1);
  if (mark == std::string_view::npos || mark > last_dot) return std::nullopt;
  const auto owner = leg(playback.substr(0, mark));
  if (!owner) return std::nullopt;
  PlaybackPart found{*owner, 0, 0};
  const bool whole = read_number(playback.substr(mark + 2, last_dot - mark - 2), found.playback) &&
                     read_number(playback.substr(last_dot + 1), found.part);
  return whole ? std::optional{found} : std::nullopt;
}

}  // namespace dialctl::asterisk
