// Playbacks: one after another on a channel or a bridge, each as long as its media.
#include <algorithm>

#include "adapters/simulator/exchange.h"
#include "adapters/simulator/sounds.h"

namespace dialctl::simulator {

Exchange::Place Exchange::place_of(std::uint64_t serial) {
  if (Channel* channel = channel_of(serial)) return {&channel->playbacks, channel, nullptr, serial};
  if (Bridge* bridge = bridge_of(serial)) return {&bridge->playbacks, nullptr, bridge, serial};
  return {nullptr, nullptr, nullptr, serial};
}

std::variant<const Playback*, Refusal> Exchange::play_on_channel(std::string_view id, std::string playback,
                                                                 std::vector<std::string> media) {
  if (const auto refusal = check_in_app(id)) return *refusal;
  Channel* channel = channel_of(id);
  return play(place_of(channel->serial), "channel:" + channel->id, std::move(playback), std::move(media));
}

std::variant<const Playback*, Refusal> Exchange::play_on_bridge(std::string_view id, std::string playback,
                                                                std::vector<std::string> media) {
  Bridge* bridge = bridge_of(id);
  if (bridge == nullptr) return Refusal::no_bridge;
  return play(place_of(bridge->serial), "bridge:" + bridge->id, std::move(playback), std::move(media));
}

// The sound begins with the next advance(), so that the answer to the request still says "queued".
std::variant<const Playback*, Refusal> Exchange::play(const Place& place, std::string target, std::string id,
                                                      std::vector<std::string> media) {
  if (media.empty()) return Refusal::no_media;
  auto playback = std::make_shared<Playback>();
  playback->id = id.empty() ? make_id("play") : std::move(id);
  playback->target = std::move(target);
  playback->media = std::move(media);
  playback->turn = ++sequence_;
  playbacks_[playback->id] = playback;
  place.line->push_back(playback);
  if (place.line->size() == 1) set_timer(now_, Due::playback_end, place.serial, playback->turn);
  return playback.get();
}

const Playback* Exchange::find_playback(std::string_view id) const {
  const auto found = playbacks_.find(std::string{id});
  return found == playbacks_.end() ? nullptr : found->second.get();
}

void Exchange::start_sound(const Place& place) {
  Playback& playback = *place.line->front();
  playback.state = PlaybackState::playing;
  playback.turn = ++sequence_;
  const std::uint64_t turn = playback.turn;
  const MediaLength length = length_of(playback.media[playback.position]);
  emit_playback(EventType::playback_started, place, playback);
  if (playback.position == 0) tell_listeners(place, Cue::message_started);
  if (std::holds_alternative<Missing>(length)) return end_sound(place, false);
  if (std::holds_alternative<Mute>(length)) {
    playbacks_.erase(playback.id);
    place.line->pop_front();
    if (!place.line->empty()) set_timer(now_, Due::playback_end, place.serial, place.line->front()->turn);
    return;
  }
  if (const auto* known = std::get_if<Milliseconds>(&length))
    return set_timer(now_ + *known, Due::playback_end, place.serial, turn);
  const std::string& media = playback.media[playback.position];
  if (!outlets_.want_media) return set_timer(now_ + kNominalLength, Due::playback_end, place.serial, turn);
  if (const auto asked = media_.find(media); asked != media_.end()) {
    if (!asked->second) return end_sound(place, false);
    return set_timer(now_ + *asked->second, Due::playback_end, place.serial, turn);
  }
  playback.waits_for_media = true;
  outlets_.want_media(media);
}

void Exchange::media_known(const std::string& media, std::optional<Milliseconds> length) {
  // A sound that was not there may be there the next time; one that was keeps its length.
  if (length) media_[media] = length;
  std::vector<std::uint64_t> places;
  for (const auto& [serial, channel] : channels_)
    if (!channel->playbacks.empty()) places.push_back(serial);
  for (const auto& [serial, bridge] : bridges_)
    if (!bridge->playbacks.empty()) places.push_back(serial);
  for (const std::uint64_t serial : places) {
    const Place place = place_of(serial);
    if (place.line == nullptr || place.line->empty()) continue;
    Playback& playback = *place.line->front();
    if (!playback.waits_for_media || playback.media[playback.position] != media) continue;
    playback.waits_for_media = false;
    if (length) {
      set_timer(now_ + *length, Due::playback_end, serial, playback.turn);
    } else {
      end_sound(place, false);
    }
  }
}

// The front playback's sound is over, or its turn has come.
void Exchange::end_sound(const Place& place, bool heard) {
  Playback& playback = *place.line->front();
  if (playback.cancelled) return finish_playback(place, PlaybackState::done);
  if (playback.state == PlaybackState::queued) return start_sound(place);
  if (playback.position + 1 == playback.media.size())
    return finish_playback(place, heard ? PlaybackState::done : PlaybackState::failed);
  playback.state = PlaybackState::continuing;
  emit_playback(EventType::playback_continuing, place, playback);
  ++playback.position;
  start_sound(place);
}

void Exchange::finish_playback(const Place& place, PlaybackState state) {
  const std::shared_ptr<Playback> playback = place.line->front();
  const bool was_heard = playback->state != PlaybackState::queued;
  place.line->pop_front();
  const auto kept = playbacks_.find(playback->id);
  if (kept != playbacks_.end() && kept->second == playback) playbacks_.erase(kept);
  playback->state = state;
  emit_playback(EventType::playback_finished, place, *playback);
  if (was_heard && place.line->empty()) tell_listeners(place, Cue::message_ended);
  if (!place.line->empty()) set_timer(now_, Due::playback_end, place.serial, place.line->front()->turn);
}

std::optional<Refusal> Exchange::stop_playback(std::string_view id) {
  const auto found = playbacks_.find(std::string{id});
  if (found == playbacks_.end()) return Refusal::no_playback;
  Playback& playback = *found->second;
  const std::string_view target = playback.target;
  const std::string_view name = target.substr(target.find(':') + 1);
  const bool on_channel = target.starts_with("channel:");
  const Channel* channel = on_channel ? channel_of(name) : nullptr;
  const Bridge* bridge = on_channel ? nullptr : bridge_of(name);
  const Place place =
      place_of(channel != nullptr ? channel->serial : (bridge != nullptr ? bridge->serial : 0));
  if (place.line == nullptr || place.line->empty()) return Refusal::no_playback;
  if (place.line->front().get() != &playback) {
    playback.cancelled = true;
    playback.state = PlaybackState::done;
    return std::nullopt;
  }
  finish_playback(place, PlaybackState::done);
  return std::nullopt;
}

// The call ends: what plays fails, and what waits begins and fails, as Asterisk has it.
void Exchange::fail_playbacks(const Place& place) {
  while (!place.line->empty()) {
    const std::shared_ptr<Playback> playback = place.line->front();
    place.line->pop_front();
    playbacks_.erase(playback->id);
    if (playback->state == PlaybackState::queued) {
      playback->state = PlaybackState::playing;
      emit_playback(EventType::playback_started, place, *playback);
    }
    playback->state = playback->cancelled ? PlaybackState::done : PlaybackState::failed;
    emit_playback(EventType::playback_finished, place, *playback);
  }
}

void Exchange::emit_playback(EventType type, const Place& place, const Playback& playback) {
  Event event;
  event.type = type;
  event.at = now_;
  event.playback = &playback;
  if (place.channel != nullptr) {
    event.app = &place.channel->app;
    if (outlets_.event) outlets_.event(event);
    return;
  }
  for (const std::string& app : place.bridge->apps) {
    event.app = &app;
    if (outlets_.event) outlets_.event(event);
  }
}

void Exchange::tell_listeners(const Place& place, Cue cue) {
  if (place.channel != nullptr) return hear(*place.channel, cue);
  for (const std::uint64_t serial : std::vector<std::uint64_t>{place.bridge->channels})
    if (Channel* channel = channel_of(serial)) hear(*channel, cue);
}

}  // namespace dialctl::simulator
