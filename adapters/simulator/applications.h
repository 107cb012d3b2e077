// The clients of the exchange: applications by name, each with at most one socket that gets its events.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/listen/web_socket.h"
#include "adapters/simulator/ari_text.h"
#include "adapters/simulator/exchange.h"

namespace dialctl::simulator {

struct Application {
  std::string name;
  std::weak_ptr<listen::WebSocket> socket;
  std::uint64_t socket_number = 0;  // of the socket that gets the events; 0 = none does
  std::set<std::string, std::less<>> disallowed;
  std::set<std::string, std::less<>> allowed;  // empty = all that are not disallowed
};

class Applications {
 public:
  Applications(Exchange& exchange, const AriText& text) : exchange_(exchange), text_(text) {}

  // A second socket for an application takes its events over: the first is told, and stays open and silent.
  void connect(const std::vector<std::string>& names, const std::shared_ptr<listen::WebSocket>& socket,
               std::uint64_t socket_number);
  // Without live calls the application and its filter are forgotten, else it waits for another socket.
  void disconnect(std::uint64_t socket_number);

  void deliver(const Event& event);

  Application* find(std::string_view name);
  std::string json(const Application& application) const;
  std::string json_of_all() const;

 private:
  Exchange& exchange_;
  const AriText& text_;
  std::map<std::string, Application, std::less<>> applications_;
};

}  // namespace dialctl::simulator
