#include "cli/wiring_simulator.h"

#include <charconv>
#include <csignal>

#include "adapters/simulator/server.h"

namespace dialctl::cli {
namespace {

// One "NAME=NUMBER" into the settings; false: there is no such fault, or no such number.
bool set_fault(std::string_view text, simulator::FaultSettings& faults) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const auto name = text.substr(0, equals);
  const auto digits = text.substr(equals + 1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  if (name == "answers-after") {
    faults.answers_after.most = Milliseconds{number};
  } else if (name == "places-after") {
    faults.places_after.most = Milliseconds{number};
  } else if (name == "loses-sockets-every") {
    faults.loses_sockets_every = Milliseconds{number};
  } else if (name == "unauthorized-from") {
    faults.unauthorized_from = number;
  } else if (const auto fault = simulator::parse_fault(name)) {
    faults.shares[*fault] = number;
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<void> serve_until_stopped(const SimulatorRequest& request,
                                 const std::function<void(const std::string& url)>& listening) {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);

  simulator::SimulatorSettings settings;
  settings.port = request.port;
  settings.speed = request.speed;
  settings.exchange.seed = request.seed;
  settings.exchange.reading =
      request.coded_numbers ? simulator::NumberReading::coded : simulator::NumberReading::coded_if_it_is;
  settings.journal_file = request.journal_file;
  settings.journal_millis = true;
  settings.faults.seed = request.seed;
  for (const std::string& fault : request.faults) {
    if (set_fault(fault, settings.faults)) continue;
    return Error{ErrorKind::usage, "simulator.fault", "'" + fault + "' is no fault of the simulator",
                 "NAME=NUMBER; `dialctl simulator --help` has the names"};
  }
  auto server = simulator::SimulatorThread::open(std::move(settings));
  if (!server) return server.error();
  listening(server.value()->url());
  int signal = 0;
  sigwait(&stops, &signal);
  return {};
}

}  // namespace dialctl::cli
