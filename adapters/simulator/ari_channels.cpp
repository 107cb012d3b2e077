// /channels
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "adapters/simulator/ari_routes.h"

namespace dialctl::simulator {

using listen::json_response;
using listen::Response;

namespace {

// As Asterisk reads a number: what is none, or not positive, sets no limit.
Milliseconds timeout_of(const AriArguments& arguments) {
  if (!arguments.has("timeout")) return Milliseconds{30'000};
  const std::string text = arguments.text("timeout");
  long seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return Seconds{seconds > 0 && seconds < 86'400 * 365 ? seconds : 0};
}

std::optional<std::string> unknown_format(const std::vector<std::string>& formats) {
  constexpr std::array<std::string_view, 13> kKnown{"ulaw",   "alaw",   "gsm",    "g722",   "g729",
                                                    "opus",   "slin",   "ilbc",   "slin12", "slin16",
                                                    "slin32", "slin48", "slin192"};
  for (const std::string& one : formats)
    if (std::find(kKnown.begin(), kKnown.end(), one) == kKnown.end()) return one;
  return std::nullopt;
}

// nullopt: not a reason.
std::optional<int> cause_of(std::string_view reason) {
  constexpr std::array<std::pair<std::string_view, int>, 12> kReasons{{{"", 16},
                                                                       {"normal", 16},
                                                                       {"busy", 17},
                                                                       {"congestion", 34},
                                                                       {"no_answer", 19},
                                                                       {"timeout", 102},
                                                                       {"rejected", 21},
                                                                       {"unallocated", 1},
                                                                       {"normal_unspecified", 31},
                                                                       {"number_incomplete", 28},
                                                                       {"failure", 38},
                                                                       {"answered_elsewhere", 26}}};
  for (const auto& [name, cause] : kReasons)
    if (name == reason) return cause;
  return std::nullopt;
}

Response done(std::optional<Refusal> refusal) {
  return refusal ? refused(*refusal) : no_content();
}

}  // namespace

Response AriRoutes::channels(const Call& call) {
  if (call.path.size() > 3) return channel_verb(call);
  if (call.path.size() == 3) return one_channel(call);
  if (call.method == "GET") return list_channels();
  return call.method == "POST" ? originate(call, call.arguments.text("channelId")) : invalid_method();
}

Response AriRoutes::list_channels() const {
  std::string out = "[";
  exchange_.each_channel([&](const Channel& channel) {
    if (out.size() > 1) out += ',';
    text_.append(out, channel, false);
    if (!channel.has_second_half()) return;
    out += ',';
    text_.append(out, channel, true);
  });
  return json_response(200, out + "]");
}

Response AriRoutes::one_channel(const Call& call) {
  const std::string& id = call.path[2];
  if (call.method == "POST") return originate(call, id);
  if (call.method == "DELETE") {
    const std::string reason = call.arguments.text(call.arguments.has("reason") ? "reason" : "reason_code");
    const auto cause = cause_of(reason);
    if (cause) return done(exchange_.hang_up(id, *cause));
    if (!exchange_.find_channel(id)) return refused(Refusal::no_channel);
    Response response = json_response(400, message_json("Invalid reason for hangup provided"));
    response.reason = "Invalid Reason";
    return response;
  }
  if (call.method != "GET") return invalid_method();
  const auto half = exchange_.find_channel(id);
  if (!half) return refused(Refusal::no_channel);
  std::string out;
  text_.append(out, *half->channel, half->second);
  return json_response(200, std::move(out));
}

Response AriRoutes::originate(const Call& call, std::string id) {
  OriginateRequest wanted;
  wanted.endpoint = call.arguments.text("endpoint");
  wanted.app = call.arguments.text("app");
  wanted.args = call.arguments.list("appArgs");
  wanted.channel_id = std::move(id);
  wanted.other_channel_id = call.arguments.text("otherChannelId");
  wanted.caller_id = call.arguments.text("callerId");
  wanted.timeout = timeout_of(call.arguments);
  wanted.variables = call.arguments.variables();
  if (!call.arguments.text("context").empty()) wanted.extension = call.arguments.text("extension");
  wanted.dials_after = call.dials_after;
  if (!wanted.endpoint.empty() && !wanted.app.empty())
    if (const auto format = unknown_format(call.arguments.list("formats")))
      return json_response(400, message_json("Provided format (" + *format + ") was not found"));
  const auto made = exchange_.originate(wanted);
  if (const auto* refusal = std::get_if<Refusal>(&made)) {
    // Asterisk keeps the duplicate's error with the connection's thread: later failures there answer 409 too.
    if (*refusal == Refusal::id_in_use) connections_with_duplicate_.insert(call.request.connection);
    if (*refusal == Refusal::allocation_failed &&
        connections_with_duplicate_.contains(call.request.connection))
      return refused(Refusal::id_in_use);
    return refused(*refusal);
  }
  std::string out;
  const Channel& channel = *std::get<const Channel*>(made);
  text_.append(out, channel, channel.inbound);  // the caller's half is the one that was asked for
  return json_response(200, std::move(out));
}

Response AriRoutes::channel_verb(const Call& call) {
  const std::string& id = call.path[2];
  const std::string& verb = call.path[3];
  if (verb == "play" && call.path.size() <= 5) return call.method == "POST" ? play(call) : invalid_method();
  if (call.path.size() != 4) return resource_not_found();
  if (verb == "variable") {
    if (call.method == "GET") return get_variable(call);
    if (call.method != "POST") return invalid_method();
    const std::string name = call.arguments.text("variable");
    if (name.empty()) return json_response(400, message_json("Variable name is required"));
    return done(exchange_.set_variable(id, name, call.arguments.text("value")));
  }
  if (verb == "continue") {
    if (call.method != "POST") return invalid_method();
    return done(exchange_.leave_app(id, call.arguments.text("context")));
  }
  const bool can_be_undone =
      verb == "moh" || verb == "hold" || verb == "ring" || verb == "mute" || verb == "silence";
  if (!can_be_undone && verb != "answer" && verb != "dtmf") return resource_not_found();
  if (call.method != "POST" && (call.method != "DELETE" || !can_be_undone)) return invalid_method();
  if (verb == "answer") return done(exchange_.pick_up(id));
  return done(exchange_.check_in_app(id));  // nobody in here can tell the difference
}

Response AriRoutes::get_variable(const Call& call) const {
  const std::string name = call.arguments.text("variable");
  if (name.empty()) return json_response(400, message_json("Variable name is required"));
  const auto half = exchange_.find_channel(call.path[2]);
  Response missing = json_response(404, message_json("Provided channel was not found"));
  missing.reason = "Channel Not Found";
  if (!half) return missing;
  const Channel& channel = *half->channel;
  std::string value;
  if (name == "CHANNEL(state)") {
    value = channel.state == ChannelState::up ? "Up"
                                              : (channel.state == ChannelState::ringing ? "Ringing" : "Down");
  } else if (name == "CALLERID(num)") {
    value = channel.caller.number;
  } else if (name == "AMDSTATUS" && !channel.amd_status.empty()) {
    value = channel.amd_status;
  } else if (const auto found = channel.variables.find(name); found != channel.variables.end()) {
    value = found->second;
  } else {
    missing = json_response(404, message_json("Provided variable was not found"));
    missing.reason = "Variable Not Found";
    return missing;
  }
  std::string out = "{\"value\":";
  append_quoted(out, value);
  return json_response(200, out + "}");
}

Response AriRoutes::play(const Call& call) {
  std::string playback = call.path.size() == 5 ? call.path[4] : call.arguments.text("playbackId");
  auto media = call.arguments.list("media");
  const bool on_channel = call.path[1] == "channels";
  const auto made = on_channel
                        ? exchange_.play_on_channel(call.path[2], std::move(playback), std::move(media))
                        : exchange_.play_on_bridge(call.path[2], std::move(playback), std::move(media));
  if (const auto* refusal = std::get_if<Refusal>(&made)) return refused(*refusal);
  std::string out;
  text_.append(out, *std::get<const Playback*>(made));
  return json_response(201, std::move(out));
}

}  // namespace dialctl::simulator
