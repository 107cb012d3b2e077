#include "tests/adapters/provider_contract/rig/server.h"

#include <atomic>
#include <chrono>
#include <unistd.h>

#include "adapters/http/web_socket.h"

namespace dialctl::test {

int Server::port() const {
  return std::stoi(http::WebSocketAddress::parse(url).value().port);
}

asterisk::AsteriskSettings Server::settings(const std::string& app, const std::string& installation) const {
  asterisk::AsteriskSettings settings;
  settings.url = url;
  settings.user = user;
  settings.password = password;
  settings.app = app;
  settings.installation = installation;
  settings.formats = formats;
  settings.customer_endpoint = customer_endpoint;
  settings.operator_endpoint = operator_endpoint;
  settings.look_again = Milliseconds{500};
  return settings;
}

std::string fresh_name(const std::string& beginning) {
  static std::atomic<int> count{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return beginning + "-" + std::to_string(::getpid()) + "-" +
         std::to_string(std::chrono::duration_cast<Milliseconds>(now).count() % 100'000'000) + "-" +
         std::to_string(++count);
}

}  // namespace dialctl::test
