#include "adapters/simulator/ari_routes.h"

#include <fmt/format.h>

namespace dialctl::simulator {

using listen::json_response;
using listen::Response;

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response invalid_method() {
  return json_response(405, message_json("Invalid method"));
}

Response resource_not_found() {
  return json_response(404, message_json("Resource not found"));
}

Response refused(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_channel:
      return json_response(404, message_json("Channel not found"));
    case Refusal::no_bridge: {
      Response response = json_response(404, message_json("Bridge not found"));
      response.reason = "Not found";
      return response;
    }
    case Refusal::no_playback:
      return json_response(404, message_json("Playback not found"));
    case Refusal::no_recording:
    case Refusal::recording_exists:  // its answer names it
      return json_response(404, message_json("Recording not found"));
    case Refusal::no_media:
      return json_response(500, message_json("Failed to queue media for playback"));
    case Refusal::not_in_app:
      return json_response(409, message_json("Channel not in Stasis application"));
    case Refusal::not_in_bridge:
      return json_response(422, message_json("Channel not in this bridge"));
    case Refusal::endpoint_missing:
      return json_response(400, message_json("Endpoint must be specified"));
    case Refusal::app_missing:
      return json_response(400, message_json("Application or extension must be specified"));
    case Refusal::id_too_long:
      return json_response(400, message_json("Uniqueid length exceeds maximum of 149"));
    case Refusal::id_in_use:
      return json_response(409, message_json("Channel with given unique ID already exists"));
    case Refusal::allocation_failed:
      return json_response(500, error_json("Allocation failed"));
  }
  return resource_not_found();
}

bool AriRoutes::is_originate(const listen::Request& request) {
  if (request.method != "POST") return false;
  const auto path = split(request.path, '/');
  return path.size() >= 2 && path.size() <= 3 && path[0] == "ari" && path[1] == "channels";
}

Response AriRoutes::answer(const listen::Request& request, Milliseconds dials_after) {
  const Path path = split(request.path, '/');
  if (path.size() < 2 || path[0] != "ari") return resource_not_found();
  if (request.method == "OPTIONS") return no_content();
  const bool is_filter = path.back() == "eventFilter";
  const auto arguments = is_filter ? AriArguments{} : AriArguments::read(request);
  if (!arguments) return json_response(400, message_json("Error parsing request body"));
  const Call call{request, request.method, path, *arguments, dials_after};
  if (path[1] == "channels") return channels(call);
  if (path[1] == "bridges") return bridges(call);
  if (path[1] == "playbacks") return playbacks(call);
  if (path[1] == "recordings") return recordings(call);
  if (path[1] == "applications") return applications(call);
  if (path[1] == "asterisk") return asterisk(call);
  if (path[1] == "events" && path.size() == 2) {
    Response response = listen::text_response(426, "a WebSocket is served here\n");
    response.headers.emplace_back("Upgrade", "websocket");
    return response;
  }
  return resource_not_found();
}

Response AriRoutes::asterisk(const Call& call) {
  if (call.path.size() != 3) return resource_not_found();
  if (call.path[2] != "ping" && call.path[2] != "info") return resource_not_found();
  if (call.method != "GET") return invalid_method();
  if (call.path[2] == "ping")
    return json_response(200, fmt::format(R"({{"ping":"pong","timestamp":"{}","asterisk_id":"{}"}})",
                                          text_.time(exchange_.now()), kAsteriskId));
  const auto only = call.arguments.list("only");
  const auto wanted = [&](std::string_view section) {
    return only.empty() || std::find(only.begin(), only.end(), section) != only.end();
  };
  std::string out = "{";
  const auto add = [&](std::string_view section, const std::string& content) {
    if (!wanted(section)) return;
    if (out.size() > 1) out += ',';
    out += fmt::format("\"{}\":{}", section, content);
  };
  add("build", R"({"os":"Linux","kernel":"","machine":"","options":"","date":"","user":""})");
  add("system",
      fmt::format(R"({{"version":"dialctl simulator {}","entity_id":"{}"}})", DIALCTL_VERSION, kAsteriskId));
  add("config", R"({"name":"","default_language":"en","setid":{"user":"","group":""}})");
  const std::string started = text_.time(started_);
  add("status", fmt::format(R"({{"startup_time":"{}","last_reload_time":"{}"}})", started, started));
  return json_response(200, out + "}");
}

Response AriRoutes::applications(const Call& call) {
  if (call.path.size() == 2)
    return call.method == "GET" ? json_response(200, applications_.json_of_all()) : invalid_method();
  Application* application = applications_.find(call.path[2]);
  const auto not_found = [] { return json_response(404, message_json("Application not found")); };
  if (call.path.size() == 3) {
    if (call.method != "GET") return invalid_method();
    return application == nullptr ? not_found() : json_response(200, applications_.json(*application));
  }
  if (call.path.size() != 4 || call.path[3] != "eventFilter") return resource_not_found();
  if (call.method != "PUT") return invalid_method();
  const FilterReading reading = read_event_filter(call.request.body);
  if (reading.problem == FilterProblem::not_json)
    return json_response(400, message_json("Error parsing request body"));
  if (application == nullptr) return not_found();
  if (reading.problem) return json_response(400, message_json("Invalid format definition"));
  const auto take = [](const auto& from, auto& into) {
    if (from) into = {from->begin(), from->end()};
  };
  take(reading.filter.allowed, application->allowed);
  take(reading.filter.disallowed, application->disallowed);
  return json_response(200, applications_.json(*application));
}

Response AriRoutes::playbacks(const Call& call) {
  if (call.path.size() != 3) return resource_not_found();
  if (call.method == "DELETE") {
    const auto refusal = exchange_.stop_playback(call.path[2]);
    return refusal ? refused(*refusal) : no_content();
  }
  if (call.method != "GET") return invalid_method();
  const Playback* playback = exchange_.find_playback(call.path[2]);
  if (playback == nullptr) return refused(Refusal::no_playback);
  std::string out;
  text_.append(out, *playback);
  return json_response(200, std::move(out));
}

}  // namespace dialctl::simulator
