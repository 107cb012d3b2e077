// A server that the caller has started.
#include <cstdlib>
#include <stdexcept>

#include "tests/adapters/provider_contract/rig/server.h"

namespace dialctl::test {

namespace {

std::string variable(const char* name, const std::string& otherwise = "") {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::function<void()> restart_by(const std::string& command) {
  if (command.empty()) return {};
  return [command] {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("RESTART_COMMAND failed");
  };
}

}  // namespace

std::optional<Server> Server::under_test() {
  if (variable("ARI_URL").empty()) return std::nullopt;
  return Server{variable("ARI_URL"),
                variable("ARI_USER", "dialer"),
                variable("ARI_PASSWORD", "dialer-secret"),
                variable("ARI_FORMATS", "ulaw"),
                variable("CUSTOMER_ENDPOINT", "Local/{number}@customers/n"),
                variable("OPERATOR_ENDPOINT", "Local/{number}@operators/n"),
                variable("SIP_ENDPOINT"),
                variable("AMD_CONTEXT"),
                restart_by(variable("RESTART_COMMAND"))};
}

}  // namespace dialctl::test
