// The built-in simulator, at the speed of life, for as long as the program runs.
#include "adapters/simulator/server.h"
#include "tests/adapters/provider_contract/rig/server.h"

namespace dialctl::test {

namespace {

std::unique_ptr<simulator::SimulatorThread> start(std::uint16_t port) {
  simulator::SimulatorSettings settings;
  settings.port = port;
  return simulator::SimulatorThread::open(settings).value();
}

}  // namespace

std::optional<Server> Server::under_test() {
  static std::unique_ptr<simulator::SimulatorThread> running = start(0);
  Server server;
  server.url = running->url();
  server.user = "dialer";
  server.password = "dialer-secret";
  server.formats = "ulaw";
  server.customer_endpoint = "Local/{number}@customers/n";
  server.operator_endpoint = "Local/{number}@operators/n";
  server.sip_endpoint = "PJSIP/{number}@carrier";
  server.amd_context = "amd";
  server.restart = [] {
    const std::uint16_t port = running->port();
    running.reset();
    running = start(port);
  };
  return server;
}

}  // namespace dialctl::test
