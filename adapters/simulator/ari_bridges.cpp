// /bridges
#include <optional>
#include <utility>

#include "adapters/simulator/ari_routes.h"

namespace dialctl::simulator {

using listen::json_response;
using listen::Response;

namespace {

Response internal_error(std::string_view message) {
  Response response = json_response(500, message_json(message));
  response.reason = "Internal Error";
  return response;
}

// "mixing", "mixing,dtmf_events" ... or "holding"; nullopt = no such type.
std::optional<BridgeType> type_of(const AriArguments& arguments) {
  if (!arguments.has("type")) return BridgeType::mixing;
  BridgeType type = BridgeType::mixing;
  for (const std::string& word : arguments.list("type")) {
    if (word == "holding") {
      type = BridgeType::holding;
    } else if (word != "mixing" && word != "dtmf_events" && word != "proxy_media") {
      return std::nullopt;
    }
  }
  return type;
}

}  // namespace

Response AriRoutes::bridges(const Call& call) {
  if (call.path.size() == 3) return one_bridge(call);
  if (call.path.size() > 3) return bridge_members(call);
  if (call.method == "GET") {
    std::string out = "[";
    exchange_.each_bridge([&](const Bridge& bridge) {
      if (out.size() > 1) out += ',';
      text_.append(out, bridge);
    });
    return json_response(200, out + "]");
  }
  if (call.method != "POST") return invalid_method();
  const auto type = type_of(call.arguments);
  if (!type) return internal_error("Unable to create bridge");
  std::string out;
  text_.append(out,
               exchange_.open_bridge(call.arguments.text("bridgeId"), call.arguments.text("name"), *type));
  return json_response(200, std::move(out));
}

Response AriRoutes::one_bridge(const Call& call) {
  const std::string& id = call.path[2];
  if (call.method == "DELETE") {
    const auto refusal = exchange_.close_bridge(id);
    return refusal ? refused(*refusal) : no_content();
  }
  const Bridge* bridge = exchange_.find_bridge(id);
  if (call.method == "POST") {
    if (bridge != nullptr && call.arguments.has("type"))
      return internal_error("Supplying a bridge type when updating a bridge is not allowed.");
    if (bridge != nullptr) return Response{};  // 200 without a word
    const auto type = type_of(call.arguments);
    if (!type) return internal_error("Unable to create bridge");
    bridge = &exchange_.open_bridge(id, call.arguments.text("name"), *type);
  } else if (call.method != "GET") {
    return invalid_method();
  }
  if (bridge == nullptr) return refused(Refusal::no_bridge);
  std::string out;
  text_.append(out, *bridge);
  return json_response(200, std::move(out));
}

Response AriRoutes::bridge_members(const Call& call) {
  const std::string& id = call.path[2];
  const std::string& verb = call.path[3];
  if (verb == "play" && call.path.size() <= 5) return call.method == "POST" ? play(call) : invalid_method();
  if (call.path.size() > 5) return resource_not_found();
  if (verb == "record") return record(call);
  if (verb == "moh") {
    if (call.method != "POST" && call.method != "DELETE") return invalid_method();
    return exchange_.find_bridge(id) == nullptr ? refused(Refusal::no_bridge) : no_content();
  }
  if (verb != "addChannel" && verb != "removeChannel") return resource_not_found();
  if (call.method != "POST") return invalid_method();
  const auto channels = call.arguments.list("channel");
  if (channels.empty()) return json_response(400, message_json("No channels specified"));
  const auto refusal = verb == "addChannel" ? exchange_.add_to_bridge(id, channels)
                                            : exchange_.remove_from_bridge(id, channels);
  if (!refusal) return no_content();
  Response response = refused(*refusal);
  if (*refusal == Refusal::no_channel) response.status = 400;
  if (*refusal == Refusal::not_in_app) response.status = 422;
  return response;
}

}  // namespace dialctl::simulator
