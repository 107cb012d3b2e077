// Bridges: who talks with whom.
#include <algorithm>

#include "adapters/simulator/exchange.h"

namespace dialctl::simulator {

const Bridge& Exchange::open_bridge(std::string id, std::string name, BridgeType type) {
  if (const Bridge* existing = bridge_of(std::string_view{id}); existing != nullptr) {
    ++hidden_bridges_[id];
    return *existing;
  }
  auto bridge = std::make_unique<Bridge>();
  bridge->serial = ++serial_;
  bridge->id = id.empty() ? make_id("bridge") : std::move(id);
  bridge->name = std::move(name);
  bridge->type = type;
  bridge->created = now_;
  bridge_ids_[bridge->id] = bridge->serial;
  return *bridges_.emplace(bridge->serial, std::move(bridge)).first->second;
}

std::optional<Refusal> Exchange::close_bridge(std::string_view id) {
  Bridge* bridge = bridge_of(id);
  if (bridge == nullptr) {
    const auto hidden = hidden_bridges_.find(id);
    if (hidden == hidden_bridges_.end()) return Refusal::no_bridge;
    if (--hidden->second == 0) hidden_bridges_.erase(hidden);
    return std::nullopt;
  }
  fail_playbacks(place_of(bridge->serial));
  while (!bridge->channels.empty())
    leave_bridge(*channel_of(bridge->channels.back()), true);
  end_recordings(*bridge);
  Event event;
  event.type = EventType::bridge_destroyed;
  event.at = now_;
  event.bridge = bridge;
  for (const std::string& app : bridge->apps) {
    event.app = &app;
    if (outlets_.event) outlets_.event(event);
  }
  bridge_ids_.erase(bridge->id);
  bridges_.erase(bridge->serial);
  return std::nullopt;
}

std::optional<Refusal> Exchange::add_to_bridge(std::string_view id,
                                               const std::vector<std::string>& channels) {
  Bridge* bridge = bridge_of(id);
  if (bridge == nullptr) return Refusal::no_bridge;
  for (const std::string& one : channels)
    if (const auto refusal = check_in_app(one)) return refusal;
  for (const std::string& one : channels) {
    Channel* channel = channel_of(std::string_view{one});
    leave_bridge(*channel, false);
    enter_bridge(*bridge, *channel);
  }
  return std::nullopt;
}

std::optional<Refusal> Exchange::remove_from_bridge(std::string_view id,
                                                    const std::vector<std::string>& channels) {
  const Bridge* bridge = bridge_of(id);
  if (bridge == nullptr) return Refusal::no_bridge;
  for (const std::string& one : channels) {
    const Channel* channel = channel_of(std::string_view{one});
    if (channel == nullptr) return Refusal::no_channel;
    if (channel->bridge != bridge->serial) return Refusal::not_in_bridge;
  }
  for (const std::string& one : channels)
    leave_bridge(*channel_of(std::string_view{one}), false);
  return std::nullopt;
}

void Exchange::enter_bridge(Bridge& bridge, Channel& channel) {
  const std::size_t before = bridge.channels.size();
  bridge.channels.push_back(channel.serial);
  channel.bridge = bridge.serial;
  if (std::find(bridge.apps.begin(), bridge.apps.end(), channel.app) == bridge.apps.end())
    bridge.apps.push_back(channel.app);
  write(JournalEvent::bridge_enter, channel, false, &bridge);
  Event event;
  event.bridge = &bridge;
  emit(EventType::entered_bridge, channel, false, event);
  if (bridge.type != BridgeType::mixing) return;
  if (before == 1) tell_company(bridge, Cue::bridged, before);
  if (before >= 1) hear(channel, Cue::bridged);
}

// An application hears of a bridge while it has channels
// in it, and still when the last of them hung up there.
void Exchange::leave_bridge(Channel& channel, bool app_stays) {
  Bridge* bridge = bridge_of(channel.bridge);
  channel.bridge = 0;
  if (bridge == nullptr) return;
  const std::size_t before = bridge->channels.size();
  std::erase(bridge->channels, channel.serial);
  write(JournalEvent::bridge_exit, channel, false, bridge);
  Event event;
  event.bridge = bridge;
  emit(EventType::left_bridge, channel, false, event);
  if (bridge->channels.empty()) end_recordings(*bridge);
  const bool others =
      std::any_of(bridge->channels.begin(), bridge->channels.end(),
                  [&](std::uint64_t serial) { return channel_of(serial)->app == channel.app; });
  if (!app_stays && !others) std::erase(bridge->apps, channel.app);
  if (bridge->type != BridgeType::mixing || before < 2) return;
  hear(channel, Cue::unbridged);
  if (before == 2) tell_company(*bridge, Cue::unbridged, 1);
}

// The first `count` of the bridge hear the cue.
void Exchange::tell_company(const Bridge& bridge, Cue cue, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    hear(*channel_of(bridge.channels[i]), cue);
}

}  // namespace dialctl::simulator
