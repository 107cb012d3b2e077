#include "adapters/asterisk/wire_event.h"

#include <algorithm>

#include "adapters/asterisk/wire_json.h"

namespace dialctl::asterisk {

namespace {

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

std::optional<ChannelView> channel_of(const std::optional<JsonValue>& object) {
  if (!object) return std::nullopt;
  ChannelView view;
  view.id = text_at(*object, "id");
  if (view.id.empty()) return std::nullopt;
  view.state = state_of(text_at(*object, "state"));
  view.name = text_at(*object, "name");
  if (const auto dialplan = object_at(*object, "dialplan")) {
    view.app_name = text_at(*dialplan, "app_name");
    view.exten = text_at(*dialplan, "exten");
    if (view.app_name == "Stasis") view.app_data = split_at_commas(text_at(*dialplan, "app_data"));
  }
  if (const auto caller = object_at(*object, "caller")) view.caller = text_at(*caller, "number");
  view.created = instant_in(text_at(*object, "creationtime"));
  if (const auto variables = object_at(*object, "channelvars")) view.ref = text_at(*variables, "DIALCTL_REF");
  return view;
}

std::optional<std::vector<std::string>> texts_of(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  std::vector<std::string> texts;
  if (!found) return texts;
  if (!found->is_array()) return std::nullopt;
  for (const JsonValue& entry : found->entries()) {
    if (!entry.is_text()) return std::nullopt;
    texts.emplace_back(entry.text());
  }
  return texts;
}

bool is_true(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found && found->kind() == JsonKind::yes;
}

std::optional<AriEvent> channel_event(const JsonValue& object, const std::string& type, ChannelView channel) {
  if (type == "StasisStart") {
    auto args = texts_of(object, "args");
    if (!args) return std::nullopt;
    return event::Started{std::move(channel), std::move(*args)};
  }
  if (type == "StasisEnd") return event::Left{std::move(channel)};
  if (type == "ChannelStateChange") return event::StateChanged{std::move(channel)};
  if (type == "ChannelCreated") return event::Created{std::move(channel)};
  if (type == "Dial") {
    const auto caller = object_at(object, "caller");
    return event::Dialled{std::move(channel), caller ? text_at(*caller, "id") : "",
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
  const auto bridge = object_at(object, "bridge");
  if (!bridge) return std::nullopt;
  return event::EnteredBridge{std::move(channel), text_at(*bridge, "id")};
}

std::optional<AriEvent> recording_event(const JsonValue& object, event::RecordingTold::What what) {
  const auto recording = object_at(object, "recording");
  if (!recording) return std::nullopt;
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
  const auto document = parse_json(text);
  if (!document) return std::nullopt;
  const JsonValue object = document->root();
  const std::string type = text_at(object, "type");
  if (type.empty()) return std::nullopt;
  if (speaks_of_channel(type)) {
    auto channel = channel_of(object_at(object, type == "Dial" ? "peer" : "channel"));
    if (!channel) return std::nullopt;
    channel->application = text_at(object, "application");
    return channel_event(object, type, std::move(*channel));
  }
  if (type == "PlaybackFinished") {
    const auto playback = object_at(object, "playback");
    if (!playback) return std::nullopt;
    return event::PlaybackFinished{text_at(*playback, "id"), text_at(*playback, "state") == "failed"};
  }
  using What = event::RecordingTold::What;
  if (type == "RecordingStarted") return recording_event(object, What::started);
  if (type == "RecordingFinished") return recording_event(object, What::finished);
  if (type == "RecordingFailed") return recording_event(object, What::failed);
  if (type == "ApplicationReplaced") return event::Replaced{};
  return event::Other{};
}

std::optional<ChannelView> parse_channel(std::string_view text) {
  const auto document = parse_json(text);
  return document ? channel_of(document->root()) : std::nullopt;
}

std::optional<std::vector<ChannelView>> parse_channels(std::string_view text) {
  const auto list = parse_json(text);
  if (!list || !list->root().is_array()) return std::nullopt;
  std::vector<ChannelView> channels;
  for (const JsonValue& entry : list->root().entries()) {
    auto channel = channel_of(entry);
    if (!channel) return std::nullopt;
    channels.push_back(std::move(*channel));
  }
  return channels;
}

std::optional<std::vector<BridgeView>> parse_bridges(std::string_view text) {
  const auto list = parse_json(text);
  if (!list || !list->root().is_array()) return std::nullopt;
  std::vector<BridgeView> bridges;
  for (const JsonValue& entry : list->root().entries()) {
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
  const auto document = parse_json(text);
  if (!document) return std::nullopt;
  const auto status = object_at(document->root(), "status");
  std::string time = status ? text_at(*status, "startup_time") : "";
  return time.empty() ? std::nullopt : std::optional{std::move(time)};
}

}  // namespace dialctl::asterisk
