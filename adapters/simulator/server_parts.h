// What the simulator is put together from. Used by server.cpp only.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "adapters/listen/http_server.h"
#include "adapters/simulator/applications.h"
#include "adapters/simulator/ari_routes.h"
#include "adapters/simulator/ari_text.h"
#include "adapters/simulator/exchange.h"
#include "adapters/simulator/faults.h"
#include "adapters/simulator/journal.h"
#include "adapters/simulator/media_fetcher.h"
#include "adapters/simulator/server.h"
#include "adapters/simulator/sounds.h"
#include "adapters/simulator/virtual_clock.h"

namespace dialctl::simulator {

struct Simulator::Parts {
  Parts(listen::EventLoop& loop, SimulatorSettings settings, std::unique_ptr<Journal> journal);

  Outlets outlets();
  void in_turn(const listen::Task& task);
  bool may_enter(const listen::Request& request);
  void on_request(const listen::Request& request, listen::Reply reply);
  void on_originate(const listen::Request& request, listen::Reply reply);
  void on_upgrade(const listen::Request& request, listen::Upgrade upgrade);
  void finish(const Faults::Draw& draw, std::optional<listen::Response>& response, listen::Reply reply);
  void plan_loss();
  void lose_sockets();
  void drop_sockets();

  listen::EventLoop& loop;
  SimulatorSettings settings;
  SimulatorTotals totals;
  VirtualClock clock;
  std::unique_ptr<Journal> journal;
  Exchange exchange;
  AriText text;
  Applications applications;
  AriRoutes routes;
  Faults faults;
  MediaFetcher fetcher;
  listen::Alarm next_turn;
  listen::Alarm next_loss;
  std::map<std::uint64_t, std::shared_ptr<listen::WebSocket>> sockets;  // of all, also the silenced ones
  std::uint64_t sockets_ever = 0;
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);  // what is to happen later asks whether we are
  // The first to go, so that nothing calls into the others while they are being destroyed.
  std::unique_ptr<listen::HttpServer> server;
};

}  // namespace dialctl::simulator
