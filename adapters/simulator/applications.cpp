#include "adapters/simulator/applications.h"

#include <algorithm>

namespace dialctl::simulator {

namespace {

void append_types(std::string& out, const std::set<std::string, std::less<>>& types) {
  const char* comma = "";
  for (const std::string& type : types) {
    out += comma;
    out += "{\"type\":";
    append_quoted(out, type);
    out += '}';
    comma = ",";
  }
}

}  // namespace

void Applications::connect(const std::vector<std::string>& names,
                           const std::shared_ptr<listen::WebSocket>& socket, std::uint64_t socket_number) {
  for (const std::string& name : names) {
    Application& application = applications_[name];
    application.name = name;
    if (application.socket_number != 0)
      if (const auto first = application.socket.lock()) first->send(text_.application_replaced(name));
    application.socket = socket;
    application.socket_number = socket_number;
    exchange_.app_listens(name);
  }
}

void Applications::disconnect(std::uint64_t socket_number) {
  for (auto entry = applications_.begin(); entry != applications_.end();) {
    Application& application = entry->second;
    if (application.socket_number != socket_number) {
      ++entry;
      continue;
    }
    application.socket_number = 0;
    exchange_.app_is_gone(application.name);
    entry = exchange_.has_calls_of(application.name) ? std::next(entry) : applications_.erase(entry);
  }
}

void Applications::deliver(const Event& event) {
  Application* application = find(*event.app);
  if (application == nullptr || application->socket_number == 0) return;
  const std::string_view type = name_of(event.type);
  if (application->disallowed.contains(type)) return;
  if (!application->allowed.empty() && !application->allowed.contains(type)) return;
  if (const auto socket = application->socket.lock()) socket->send(text_.event(event));
}

Application* Applications::find(std::string_view name) {
  const auto found = applications_.find(name);
  return found == applications_.end() ? nullptr : &found->second;
}

std::string Applications::json(const Application& application) const {
  std::string out = "{\"name\":";
  append_quoted(out, application.name);
  out += ",\"channel_ids\":[";
  const char* comma = "";
  exchange_.each_channel([&](const Channel& channel) {
    if (channel.app != application.name) return;
    out += comma;
    append_quoted(out, channel.id);
    if (channel.has_second_half()) {
      out += ',';
      append_quoted(out, channel.other_id);
    }
    comma = ",";
  });
  out += "],\"bridge_ids\":[";
  comma = "";
  exchange_.each_bridge([&](const Bridge& bridge) {
    if (std::find(bridge.apps.begin(), bridge.apps.end(), application.name) == bridge.apps.end()) return;
    out += comma;
    append_quoted(out, bridge.id);
    comma = ",";
  });
  out += "],\"endpoint_ids\":[],\"device_names\":[],\"events_allowed\":[";
  append_types(out, application.allowed);
  out += "],\"events_disallowed\":[";
  append_types(out, application.disallowed);
  return out += "]}";
}

std::string Applications::json_of_all() const {
  std::string out = "[";
  for (const auto& [name, application] : applications_) {
    if (out.size() > 1) out += ',';
    out += json(application);
  }
  return out += ']';
}

}  // namespace dialctl::simulator
