// Recordings of bridges. As Asterisk has it, each of their events is told twice: to whom a bridge's two
// channels subscribe, and a recording outlives its bridge.
#include <utility>

#include "adapters/simulator/exchange.h"

namespace dialctl::simulator {

std::optional<Refusal> Exchange::record_bridge(std::string_view id, const std::string& name) {
  const Bridge* bridge = bridge_of(id);
  if (bridge == nullptr) return Refusal::no_bridge;
  const auto [place, is_new] = recordings_.try_emplace(name);
  if (!is_new) return Refusal::recording_exists;
  place->second = {name, "bridge:" + bridge->id, bridge->serial, now_, std::nullopt};
  beginning_.push_back(name);
  set_timer(now_, Due::recording_begins, bridge->serial);
  return std::nullopt;
}

void Exchange::begin_recordings(std::uint64_t serial) {
  const Bridge* bridge = bridge_of(serial);
  for (const std::string& name : std::exchange(beginning_, {})) {
    const auto found = recordings_.find(name);
    if (found == recordings_.end()) continue;
    if (found->second.bridge != serial) {
      beginning_.push_back(name);
    } else if (bridge != nullptr) {
      emit_recording(EventType::recording_started, *bridge, found->second);
    }
  }
}

void Exchange::end_recording(SoundRecording& recording, const Bridge& bridge) {
  if (recording.ended) return;
  recording.ended = now_;
  emit_recording(EventType::recording_finished, bridge, recording);
}

void Exchange::end_recordings(const Bridge& bridge) {
  for (auto& [name, recording] : recordings_) {
    if (recording.bridge == bridge.serial) end_recording(recording, bridge);
  }
}

std::optional<Refusal> Exchange::stop_recording(std::string_view name) {
  const auto found = recordings_.find(name);
  if (found == recordings_.end() || found->second.ended) return Refusal::no_recording;
  if (const Bridge* bridge = bridge_of(found->second.bridge)) end_recording(found->second, *bridge);
  return std::nullopt;
}

std::optional<Refusal> Exchange::delete_recording(std::string_view name) {
  const auto found = recordings_.find(name);
  if (found == recordings_.end()) return Refusal::no_recording;
  recordings_.erase(found);
  return std::nullopt;
}

const SoundRecording* Exchange::find_recording(std::string_view name) const {
  const auto found = recordings_.find(name);
  return found == recordings_.end() ? nullptr : &found->second;
}

void Exchange::emit_recording(EventType type, const Bridge& bridge, const SoundRecording& recording) {
  Event event;
  event.type = type;
  event.at = now_;
  event.recording = &recording;
  for (const std::string& app : bridge.apps) {
    event.app = &app;
    for (int time = 0; time < 2 && outlets_.event; ++time)
      outlets_.event(event);
  }
}

}  // namespace dialctl::simulator
