#include "adapters/simulator/exchange.h"

#include <algorithm>
#include <fmt/format.h>

namespace dialctl::simulator {

Exchange::Exchange(ExchangeSettings settings, Outlets outlets, Instant start)
    : settings_(std::move(settings)), outlets_(std::move(outlets)), now_(start) {}

Exchange::~Exchange() = default;

void Exchange::advance(Instant now) {
  while (!timers_.empty() && timers_.top().at <= now) {
    const Timer timer = timers_.top();
    timers_.pop();
    now_ = std::max(now_, timer.at);
    fire(timer);
  }
  now_ = std::max(now_, now);
}

Instant Exchange::next_event_at() const {
  return timers_.empty() ? kNever : timers_.top().at;
}

void Exchange::set_timer(Instant at, Due what, std::uint64_t serial, std::uint64_t turn) {
  if (at == kNever) return;
  timers_.push(Timer{at, ++sequence_, what, serial, turn});
}

// Timers are never taken back: one whose reason is gone finds its channel gone, or in another state.
void Exchange::fire(const Timer& timer) {
  if (timer.what == Due::playback_end) {
    const Place place = place_of(timer.serial);
    if (place.line != nullptr && !place.line->empty() && place.line->front()->turn == timer.turn)
      end_sound(place, true);
    return;
  }
  if (timer.what == Due::recording_begins) return begin_recordings(timer.serial);
  Channel* channel = channel_of(timer.serial);
  if (channel == nullptr) return;
  switch (timer.what) {
    case Due::begin:
      begin(*channel);
      break;
    case Due::ring_end:
      end_of_ringing(*channel);
      break;
    case Due::gives_up:
      give_up(*channel);
      break;
    case Due::ends_absolutely:
      if (channel->ends_absolutely <= now_) end_absolutely(*channel);
      break;
    case Due::party:
      let_party_act(*channel);
      break;
    case Due::amd:
      finish_amd(*channel);
      break;
    case Due::playback_end:
    case Due::recording_begins:
      break;
  }
}

void Exchange::emit(EventType type, const Channel& channel, bool second_half, Event event) {
  event.type = type;
  event.at = now_;
  event.app = &channel.app;
  event.channel = &channel;
  event.second_half = second_half;
  if (outlets_.event) outlets_.event(event);
}

void Exchange::emit(EventType type, const Channel& channel, bool second_half) {
  emit(type, channel, second_half, Event{});
}

void Exchange::write(JournalEvent event, const Channel& channel, bool second_half, const Bridge* bridge,
                     int cause) {
  if (outlets_.journal) outlets_.journal(JournalRow{event, now_, &channel, second_half, bridge, cause});
}

Channel* Exchange::channel_of(std::string_view id) {
  const auto found = channel_ids_.find(std::string{id});
  return found == channel_ids_.end() ? nullptr : channel_of(found->second);
}

Channel* Exchange::channel_of(std::uint64_t serial) {
  const auto found = channels_.find(serial);
  return found == channels_.end() ? nullptr : found->second.get();
}

const Channel* Exchange::channel(std::uint64_t serial) const {
  const auto found = channels_.find(serial);
  return found == channels_.end() ? nullptr : found->second.get();
}

Bridge* Exchange::bridge_of(std::string_view id) {
  const auto found = bridge_ids_.find(id);
  return found == bridge_ids_.end() ? nullptr : bridge_of(found->second);
}

Bridge* Exchange::bridge_of(std::uint64_t serial) {
  const auto found = bridges_.find(serial);
  return found == bridges_.end() ? nullptr : found->second.get();
}

std::optional<Exchange::Half> Exchange::find_channel(std::string_view id) const {
  const auto found = channel_ids_.find(std::string{id});
  if (found == channel_ids_.end()) return std::nullopt;
  const Channel* one = channel(found->second);
  return Half{one, one->id != id};
}

const Bridge* Exchange::find_bridge(std::string_view id) const {
  const auto found = bridge_ids_.find(id);
  return found == bridge_ids_.end() ? nullptr : bridges_.at(found->second).get();
}

bool Exchange::has_calls_of(const std::string& app) const {
  return std::any_of(channels_.begin(), channels_.end(),
                     [&](const auto& entry) { return entry.second->app == app; });
}

std::string Exchange::make_id(std::string_view kind) {
  return fmt::format("{}-{:08x}-{:x}", kind, static_cast<std::uint32_t>(settings_.seed), ++serial_);
}

}  // namespace dialctl::simulator
