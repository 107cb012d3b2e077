#include "adapters/simulator/ari_text.h"

#include <chrono>
#include <fmt/format.h>
#include <iterator>

namespace dialctl::simulator {

namespace {

std::string_view name_of(ChannelState state) {
  switch (state) {
    case ChannelState::down:
      return "Down";
    case ChannelState::ringing:
      return "Ringing";
    case ChannelState::up:
      return "Up";
  }
  return {};
}

std::string_view name_of(PlaybackState state) {
  switch (state) {
    case PlaybackState::queued:
      return "queued";
    case PlaybackState::playing:
      return "playing";
    case PlaybackState::continuing:
      return "continuing";
    case PlaybackState::done:
      return "done";
    case PlaybackState::failed:
      return "failed";
  }
  return {};
}

void append_pair(std::string& out, std::string_view name, std::string_view value) {
  out += '"';
  out += name;
  out += "\":";
  append_quoted(out, value);
}

void append_party(std::string& out, std::string_view role, std::string_view name, std::string_view number) {
  out += '"';
  out += role;
  out += "\":{";
  append_pair(out, "name", name);
  out += ',';
  append_pair(out, "number", number);
  out += "},";
}

std::string_view variable_of(const Channel& channel, const char* name) {
  const auto found = channel.variables.find(name);
  return found == channel.variables.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace

std::string_view name_of(EventType type) {
  switch (type) {
    case EventType::dial:
      return "Dial";
    case EventType::channel_state_change:
      return "ChannelStateChange";
    case EventType::stasis_start:
      return "StasisStart";
    case EventType::stasis_end:
      return "StasisEnd";
    case EventType::dtmf_received:
      return "ChannelDtmfReceived";
    case EventType::hangup_request:
      return "ChannelHangupRequest";
    case EventType::channel_destroyed:
      return "ChannelDestroyed";
    case EventType::entered_bridge:
      return "ChannelEnteredBridge";
    case EventType::left_bridge:
      return "ChannelLeftBridge";
    case EventType::bridge_destroyed:
      return "BridgeDestroyed";
    case EventType::playback_started:
      return "PlaybackStarted";
    case EventType::playback_continuing:
      return "PlaybackContinuing";
    case EventType::playback_finished:
      return "PlaybackFinished";
    case EventType::recording_started:
      return "RecordingStarted";
    case EventType::recording_finished:
      return "RecordingFinished";
  }
  return {};
}

std::string cause_text(int cause) {
  switch (cause) {
    case 1:
      return "Unallocated (unassigned) number";
    case 16:
      return "Normal Clearing";
    case 17:
      return "User busy";
    case 18:
      return "No user responding";
    case 19:
      return "User alerting, no answer";
    case 21:
      return "Call Rejected";
    case 22:
      return "Number changed";
    case 28:
      return "Invalid number format";
    case 34:
      return "Circuit/channel congestion";
    case 38:
      return "Network out of order";
    default:
      return "Unknown";
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string message_json(std::string_view message) {
  std::string out = "{\"message\":";
  append_quoted(out, message);
  return out += '}';
}

std::string error_json(std::string_view error) {
  std::string out = "{\"error\":";
  append_quoted(out, error);
  return out += '}';
}

std::string AriText::time(Instant at) const {
  const Instant wall = clock_.wall(at);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{wall - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+0000", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

void AriText::append_dialplan(std::string& out, const Channel& channel, bool second_half) const {
  const bool local = channel.has_second_half();
  out += "\"dialplan\":{";
  append_pair(out, "context",
              channel.dialplan_context.empty()
                  ? (local ? std::string_view{channel.endpoint.place} : "inbound")
                  : std::string_view{channel.dialplan_context});
  out += ',';
  const bool elsewhere = !local || !channel.dialplan_context.empty();
  append_pair(out, "exten", elsewhere ? std::string_view{"s"} : std::string_view{channel.endpoint.number});
  out += ",\"priority\":1,";
  if (second_half) {
    out += "\"app_name\":\"\",\"app_data\":\"\"},";
  } else if (channel.in_app) {
    std::string data = channel.app;
    for (const std::string& arg : channel.args)
      data += "," + arg;
    out += "\"app_name\":\"Stasis\",";
    append_pair(out, "app_data", data);
    out += "},";
  } else if (!channel.dialplan_context.empty()) {
    out += "\"app_name\":\"AMD\",\"app_data\":\"\"},";
  } else {
    out += "\"app_name\":\"AppDial2\",\"app_data\":\"(Outgoing Line)\"},";
  }
}

void AriText::append(std::string& out, const Channel& channel, bool second_half) const {
  out += '{';
  append_pair(out, "id", second_half ? channel.other_id : channel.id);
  out += ",\"name\":\"";
  out += channel.name;
  if (channel.has_second_half()) out += second_half != channel.inbound ? ";2" : ";1";
  out += "\",\"state\":\"";
  if (second_half) {
    out += channel.other_up ? "Up" : (channel.inbound ? "Down" : "Ring");
  } else if (channel.inbound && channel.state == ChannelState::ringing) {
    out += "Ring";
  } else {
    out += name_of(channel.state);
  }
  out += "\",\"protocol_id\":\"\",";
  append_party(out, "caller", channel.caller.name, channel.caller.number);
  append_party(out, "connected", channel.caller.name, channel.caller.number);
  out += "\"accountcode\":\"\",";
  append_dialplan(out, channel, second_half);
  append_pair(out, "creationtime", time(channel.created));
  out += ",\"language\":\"en\",\"channelvars\":{";
  append_pair(out, "DIALCTL_REF",
              channel.shows_variables ? variable_of(channel, "DIALCTL_REF") : std::string_view{});
  out += ',';
  append_pair(out, "AMDSTATUS", second_half ? std::string_view{} : std::string_view{channel.amd_status});
  out += "}}";
}

void AriText::append(std::string& out, const Bridge& bridge) const {
  const bool mixing = bridge.type == BridgeType::mixing;
  out += '{';
  append_pair(out, "id", bridge.id);
  out += mixing ? R"(,"technology":"simple_bridge","bridge_type":"mixing")"
                : R"(,"technology":"holding_bridge","bridge_type":"holding")";
  out += R"(,"bridge_class":"stasis","creator":"Stasis",)";
  append_pair(out, "name", bridge.name);
  out += ",\"channels\":[";
  const char* comma = "";
  for (const std::uint64_t serial : bridge.channels) {
    const Channel* channel = exchange_.channel(serial);
    if (channel == nullptr) continue;
    out += comma;
    append_quoted(out, channel->id);
    comma = ",";
  }
  out += "],";
  append_pair(out, "creationtime", time(bridge.created));
  out += ",\"video_mode\":\"talker\"}";
}

void AriText::append(std::string& out, const Playback& playback) const {
  out += '{';
  append_pair(out, "id", playback.id);
  out += ',';
  append_pair(out, "media_uri", playback.media[playback.position]);
  out += ',';
  if (playback.position + 1 < playback.media.size()) {
    append_pair(out, "next_media_uri", playback.media[playback.position + 1]);
    out += ',';
  }
  append_pair(out, "target_uri", playback.target);
  out += ",\"language\":\"en\",\"state\":\"";
  out += name_of(playback.state);
  out += "\"}";
}

void AriText::append_details(std::string& out, const Event& event) const {
  switch (event.type) {
    case EventType::dial:
      append_pair(out, "dialstatus", event.text);
      out += ",\"forward\":\"\",";
      append_pair(out, "dialstring", event.channel->endpoint.dialstring);
      out += ',';
      break;
    case EventType::stasis_start: {
      out += "\"args\":[";
      const char* comma = "";
      for (const std::string& arg : *event.args) {
        out += comma;
        append_quoted(out, arg);
        comma = ",";
      }
      out += "],";
      break;
    }
    case EventType::dtmf_received:
      append_pair(out, "digit", event.text);
      fmt::format_to(std::back_inserter(out), ",\"duration_ms\":{},", event.cause);
      break;
    case EventType::hangup_request:
      fmt::format_to(std::back_inserter(out), "\"cause\":{},{}", event.cause,
                     event.soft ? "\"soft\":true," : "");
      break;
    case EventType::channel_destroyed:
      fmt::format_to(std::back_inserter(out), "\"cause\":{},", event.cause);
      append_pair(out, "cause_txt", cause_text(event.cause));
      out += ',';
      break;
    case EventType::channel_state_change:
    case EventType::stasis_end:
    case EventType::entered_bridge:
    case EventType::left_bridge:
    case EventType::bridge_destroyed:
    case EventType::playback_started:
    case EventType::playback_continuing:
    case EventType::playback_finished:
    case EventType::recording_started:
    case EventType::recording_finished:
      break;
  }
}

std::string AriText::event(const Event& event) const {
  std::string out;
  out.reserve(1'200);
  out += "{\"type\":\"";
  out += name_of(event.type);
  out += "\",";
  append_pair(out, "timestamp", time(event.at));
  out += ',';
  append_details(out, event);
  if (event.bridge != nullptr) {
    out += "\"bridge\":";
    append(out, *event.bridge);
    out += ',';
  }
  if (event.channel != nullptr) {
    out += event.type == EventType::dial ? "\"peer\":" : "\"channel\":";
    append(out, *event.channel, event.second_half);
    out += ',';
  }
  if (event.playback != nullptr) {
    out += "\"playback\":";
    append(out, *event.playback);
    out += ',';
  }
  if (event.recording != nullptr) {
    out += "\"recording\":";
    append_live(out, *event.recording, event.recording->ended ? "done" : "recording");
    out += ',';
  }
  append_pair(out, "asterisk_id", kAsteriskId);
  out += ',';
  append_pair(out, "application", *event.app);
  return out += '}';
}

std::string AriText::application_replaced(std::string_view app) const {
  std::string out = "{\"type\":\"ApplicationReplaced\",";
  append_pair(out, "timestamp", time(exchange_.now()));
  out += ',';
  append_pair(out, "application", app);
  out += ',';
  append_pair(out, "asterisk_id", kAsteriskId);
  return out += '}';
}

}  // namespace dialctl::simulator
