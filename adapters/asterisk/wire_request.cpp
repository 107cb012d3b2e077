#include "adapters/asterisk/wire_request.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/model/text.h"

namespace dialctl::asterisk {

namespace {

using http::Method;

// 200 calls are 160 kB; a list that is cut off would be no list.
constexpr std::size_t kListBytesMax = std::size_t{32} << 20;

// Of a recording's file: nine hours of talk; a call ends long before.
constexpr std::size_t kFileBytesMax = std::size_t{512} << 20;
constexpr Milliseconds kFileMax{600'000};

class Target {
 public:
  explicit Target(std::string path) : text_(std::move(path)) {}
  Target& under(std::string_view part) {
    text_ += "/" + percent_encode(part);
    return *this;
  }
  Target& path(std::string_view literal) {
    text_ += literal;
    return *this;
  }
  Target& with(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    text_ += asked_ ? '&' : '?';
    text_ += name;
    text_ += '=' + percent_encode(value);
    asked_ = true;
    return *this;
  }
  operator std::string() const { return text_; }

 private:
  std::string text_;
  bool asked_ = false;
};

Target channel_target(std::string_view channel) {
  return Target{"/channels"}.under(channel);
}

}  // namespace

AriRequest originate(const Originate& call) {
  const auto ring_limit = std::max<std::int64_t>(call.ring_limit.count(), 1);
  const auto life_limit = std::max<std::int64_t>(call.life_limit.count(), ring_limit);
  std::string body = R"({"variables":{"DIALCTL_REF":)";
  append_json_string(body, call.ref);
  body += R"(,"STASIS_APP":)";  // where the dialplan of the machine check returns to
  append_json_string(body, call.app);
  body += fmt::format(R"x(,"TIMEOUT(absolute)":"{}"}}}})x", life_limit);
  return {Method::post,
          Target{"/channels"}
              .with("endpoint", call.endpoint)
              .with("app", call.app)
              .with("appArgs", "dialctl," + call.ref)
              .with("channelId", call.channel)
              .with("callerId", call.caller_id)
              .with("timeout", std::to_string(ring_limit))
              .with("formats", call.formats),
          std::move(body)};
}

AriRequest get_channel(std::string_view channel) {
  return {Method::get, channel_target(channel), ""};
}

AriRequest get_channels() {
  return {Method::get, "/channels", "", kListBytesMax};
}

AriRequest hang_up(std::string_view channel) {
  return {Method::del, channel_target(channel).with("reason", "normal"), ""};
}

AriRequest play(std::string_view channel, std::string_view playback, std::string_view media) {
  return {Method::post, channel_target(channel).path("/play").under(playback).with("media", media), ""};
}

AriRequest get_playback(std::string_view playback) {
  return {Method::get, Target{"/playbacks"}.under(playback), ""};
}

AriRequest stop_playback(std::string_view playback) {
  return {Method::del, Target{"/playbacks"}.under(playback), ""};
}

AriRequest start_music(std::string_view channel, std::string_view music_class) {
  return {Method::post, channel_target(channel).path("/moh").with("mohClass", music_class), ""};
}

AriRequest stop_music(std::string_view channel) {
  return {Method::del, channel_target(channel).path("/moh"), ""};
}

AriRequest to_dialplan(std::string_view channel, std::string_view context) {
  return {Method::post,
          channel_target(channel).path("/continue").with("context", context).with("extension", "s"), ""};
}

AriRequest create_bridge(std::string_view bridge) {
  // Under its id: POST /bridges with an id that exists would make a second bridge that no list shows. Without
  // a type, which would be refused where it exists; mixing is what it is then.
  return {Method::post, Target{"/bridges"}.under(bridge).with("name", bridge), ""};
}

AriRequest add_to_bridge(std::string_view bridge, const std::vector<std::string>& channels) {
  std::string list;
  for (const std::string& channel : channels)
    list += (list.empty() ? "" : ",") + channel;
  return {Method::post, Target{"/bridges"}.under(bridge).path("/addChannel").with("channel", list), ""};
}

AriRequest take_from_bridge(std::string_view bridge, std::string_view channel) {
  return {Method::post, Target{"/bridges"}.under(bridge).path("/removeChannel").with("channel", channel), ""};
}

AriRequest remove_bridge(std::string_view bridge) {
  return {Method::del, Target{"/bridges"}.under(bridge), ""};
}

AriRequest get_bridges() {
  return {Method::get, "/bridges", "", kListBytesMax};
}

AriRequest start_recording(std::string_view bridge, std::string_view recording) {
  return {Method::post,
          Target{"/bridges"}
              .under(bridge)
              .path("/record")
              .with("name", recording)
              .with("format", "wav")
              .with("ifExists", "fail"),
          ""};
}

AriRequest get_live_recording(std::string_view recording) {
  return {Method::get, Target{"/recordings/live"}.under(recording), ""};
}

AriRequest get_stored_recording(std::string_view recording) {
  return {Method::get, Target{"/recordings/stored"}.under(recording), ""};
}

AriRequest get_recording_file(std::string_view recording) {
  return {Method::get, Target{"/recordings/stored"}.under(recording).path("/file"), "", kFileBytesMax,
          kFileMax};
}

AriRequest delete_recording(std::string_view recording) {
  return {Method::del, Target{"/recordings/stored"}.under(recording), ""};
}

AriRequest get_status() {
  return {Method::get, Target{"/asterisk/info"}.with("only", "status"), ""};
}

AriRequest filter_events(std::string_view app) {
  nlohmann::json unused = nlohmann::json::array();
  for (const char* type :
       {"ChannelDialplan", "ChannelVarset", "ChannelCallerId", "ChannelConnectedLine", "ChannelCreated",
        "ChannelLeftBridge", "ChannelHold", "ChannelUnhold", "BridgeCreated", "BridgeDestroyed",
        "BridgeMerged", "PlaybackStarted", "PlaybackContinuing", "DeviceStateChanged", "EndpointStateChange",
        "PeerStatusChange", "ContactStatusChange"}) {
    unused.push_back({{"type", type}});
  }
  return {Method::put, Target{"/applications"}.under(app).path("/eventFilter"),
          nlohmann::json{{"disallowed", unused}}.dump()};
}

AriRequest filter_watched(std::string_view app) {
  nlohmann::json wanted = nlohmann::json::array();
  for (const char* type : {"ChannelCreated", "ChannelStateChange", "Dial", "ChannelDestroyed"})
    wanted.push_back({{"type", type}});
  return {Method::put, Target{"/applications"}.under(app).path("/eventFilter"),
          nlohmann::json{{"allowed", wanted}}.dump()};
}

AriRequest watch(std::string_view app, const std::vector<std::string>& endpoints) {
  std::string sources;
  for (const std::string& endpoint : endpoints)
    sources += (sources.empty() ? "endpoint:" : ",endpoint:") + endpoint;
  return {Method::post, Target{"/applications"}.under(app).path("/subscription").with("eventSource", sources),
          ""};
}

std::string events_target(std::string_view app) {
  return Target{"/events"}.with("app", app);
}

}  // namespace dialctl::asterisk
