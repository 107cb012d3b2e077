#include "adapters/asterisk/wire_event.h"

#include <algorithm>

#include "adapters/asterisk/wire_json.h"

namespace dialctl::asterisk {

namespace {

using nlohmann::json;

ChannelState state_of(const std::string& text) {
  if (text == "Down") return ChannelState::down;
  if (text == "Ringing" || text == "Ring") return ChannelState::ringing;
  if (text == "Up") return ChannelState::up;
  return ChannelState::other;
}

// "dialctl,inbound,380440000001,+380501100102"
std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

// "2026-11-21T20:25:41.614+0000": without the colon that RFC 3339 wants.
std::optional<Instant> instant_in(std::string text) {
  if (text.size() > 5) text.insert(text.size() - 2, ":");
  return parse_iso(text);
}

std::optional<ChannelView> channel_of(const json* object) {
  if (object == nullptr) return std::nullopt;
  ChannelView view;
  view.id = text_at(*object, "id");
  if (view.id.empty()) return std::nullopt;
  view.state = state_of(text_at(*object, "state"));
  view.name = text_at(*object, "name");
  if (const json* dialplan = object_at(*object, "dialplan")) {
    view.app_name = text_at(*dialplan, "app_name");
    view.exten = text_at(*dialplan, "exten");
    if (view.app_name == "Stasis") view.app_data = split_at_commas(text_at(*dialplan, "app_data"));
  }
  if (const json* caller = object_at(*object, "caller")) view.caller = text_at(*caller, "number");
  view.created = instant_in(text_at(*object, "creationtime"));
  if (const json* variables = object_at(*object, "channelvars"))
    view.ref = text_at(*variables, "DIALCTL_REF");
  return view;
}

std::optional<std::vector<std::string>> texts_of(const json& object, const char* key) {
  const auto found = object.find(key);
  std::vector<std::string> texts;
  if (found == object.end()) return texts;
  if (!found->is_array()) return std::nullopt;
  for (const json& entry : *found) {
    if (!entry.is_string()) return std::nullopt;
    texts.push_back(entry.get<std::string>());
  }
  return texts;
}

bool is_true(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::optional<AriEvent> channel_event(const json& object, const std::string& type, ChannelView channel) {
  if (type == "StasisStart") {
    auto args = texts_of(object, "args");
    if (!args) return std::nullopt;
    return event::Started{std::move(channel), std::move(*args)};
  }
  if (type == "StasisEnd") return event::Left{std::move(channel)};
  if (type == "ChannelStateChange") return event::StateChanged{std::move(channel)};
  if (type == "ChannelCreated") return event::Created{std::move(channel)};
  if (type == "Dial") {
    const json* caller = object_at(object, "caller");
    return event::Dialled{std::move(channel), caller == nullptr ? "" : text_at(*caller, "id"),
                          text_at(object, "dialstatus")};
  }
  if (type == "ChannelHangupRequest") {
    return event::HangupRequested{std::move(channel), number_at(object, "cause"), is_true(object, "soft")};
  }
  if (type == "ChannelDestroyed") {
    const auto cause = number_at(object, "cause");
    if (!cause) return std::nullopt;
    return event::Destroyed{std::move(channel), *cause, text_at(object, "cause_txt")};
  }
  if (type == "ChannelDtmfReceived") {
    const std::string digit = text_at(object, "digit");
    if (digit.size() != 1) return std::nullopt;
    return event::KeyReceived{std::move(channel), digit[0]};
  }
  const json* bridge = object_at(object, "bridge");
  if (bridge == nullptr) return std::nullopt;
  return event::EnteredBridge{std::move(channel), text_at(*bridge, "id")};
}

std::optional<AriEvent> recording_event(const json& object, event::RecordingTold::What what) {
  const json* recording = object_at(object, "recording");
  if (recording == nullptr) return std::nullopt;
  return event::RecordingTold{what, text_at(*recording, "name"),
                              Seconds{std::max(0, number_at(*recording, "duration").value_or(0))},
                              text_at(*recording, "cause")};
}

bool speaks_of_channel(const std::string& type) {
  return type == "ChannelCreated" || type == "StasisStart" || type == "StasisEnd" ||
         type == "ChannelStateChange" || type == "Dial" || type == "ChannelHangupRequest" ||
         type == "ChannelDestroyed" || type == "ChannelDtmfReceived" || type == "ChannelEnteredBridge";
}

}  // namespace

std::optional<AriEvent> parse_event(std::string_view text) {
  const auto object = parse_json(text);
  if (!object || !object->is_object()) return std::nullopt;
  const std::string type = text_at(*object, "type");
  if (type.empty()) return std::nullopt;
  if (speaks_of_channel(type)) {
    auto channel = channel_of(object_at(*object, type == "Dial" ? "peer" : "channel"));
    if (!channel) return std::nullopt;
    channel->application = text_at(*object, "application");
    return channel_event(*object, type, std::move(*channel));
  }
  if (type == "PlaybackFinished") {
    const json* playback = object_at(*object, "playback");
    if (playback == nullptr) return std::nullopt;
    return event::PlaybackFinished{text_at(*playback, "id"), text_at(*playback, "state") == "failed"};
  }
  using What = event::RecordingTold::What;
  if (type == "RecordingStarted") return recording_event(*object, What::started);
  if (type == "RecordingFinished") return recording_event(*object, What::finished);
  if (type == "RecordingFailed") return recording_event(*object, What::failed);
  if (type == "ApplicationReplaced") return event::Replaced{};
  return event::Other{};
}

std::optional<ChannelView> parse_channel(std::string_view text) {
  const auto object = parse_json(text);
  return object ? channel_of(&*object) : std::nullopt;
}

std::optional<std::vector<ChannelView>> parse_channels(std::string_view text) {
  const auto list = parse_json(text);
  if (!list || !list->is_array()) return std::nullopt;
  std::vector<ChannelView> channels;
  for (const json& entry : *list) {
    auto channel = channel_of(&entry);
    if (!channel) return std::nullopt;
    channels.push_back(std::move(*channel));
  }
  return channels;
}

std::optional<std::vector<BridgeView>> parse_bridges(std::string_view text) {
  const auto list = parse_json(text);
  if (!list || !list->is_array()) return std::nullopt;
  std::vector<BridgeView> bridges;
  for (const json& entry : *list) {
    BridgeView bridge{text_at(entry, "id"), {}};
    if (bridge.id.empty()) return std::nullopt;
    auto channels = texts_of(entry, "channels");
    if (!channels) return std::nullopt;
    bridge.channels = std::move(*channels);
    bridges.push_back(std::move(bridge));
  }
  return bridges;
}

std::optional<std::string> parse_startup_time(std::string_view text) {
  const auto object = parse_json(text);
  if (!object) return std::nullopt;
  const json* status = object_at(*object, "status");
  std::string time = status == nullptr ? "" : text_at(*status, "startup_time");
  return time.empty() ? std::nullopt : std::optional{std::move(time)};
}

}  // namespace dialctl::asterisk
