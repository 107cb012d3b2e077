// The built-in telephone simulator: the part of Asterisk's REST interface (ARI) that a dialer uses, served on
// loopback, with people drawn from a seed, at any speed.
//
// The same requests, answers, events and refusals as Asterisk 16; whom calls reach is told by the number and
// its context (see NumberReading). With a speed of n, people ring, listen and talk n times as fast, and the
// time limits that a client sends shrink alike; the times that it is told are those of the wall clock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/listen/event_loop.h"
#include "adapters/simulator/exchange.h"
#include "adapters/simulator/faults.h"
#include "engine/model/result.h"

namespace dialctl::simulator {

inline constexpr unsigned kSpeedMost = 1'000;

struct SimulatorSettings {
  ExchangeSettings exchange;
  FaultSettings faults;
  unsigned speed = 1;  // 1 .. kSpeedMost
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0 = any free one
  std::string user = "dialer";
  std::string password = "dialer-secret";
  std::string journal_file;  // empty = none; see journal.h
  bool journal_millis = false;
  // Whether audio addresses are fetched, as Asterisk does: a file that is not there fails the playback.
  // Otherwise all of them play for a nominal time.
  bool fetch_media = true;
};

struct SimulatorTotals {
  std::uint64_t requests = 0;
  std::uint64_t calls = 0;  // placed
  std::uint64_t answered = 0;
  std::uint64_t bridged = 0;  // entries into bridges
  std::uint64_t events = 0;   // that happened, heard or not
  std::size_t live = 0;
};

class Simulator {
 public:
  // Errors: usage "simulator.speed", store "simulator.journal", those of listen::HttpServer::open.
  static Result<std::unique_ptr<Simulator>> open(listen::EventLoop& loop, SimulatorSettings settings);
  // Like all that follows: on the loop's thread, or while nobody runs the loop. To the clients it is as if
  // Asterisk had died: sockets close, calls are gone.
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:41234/ari"
  SimulatorTotals totals() const;
  void set_faults(FaultSettings faults);
  void drop_sockets();  // the event sockets of all applications

 private:
  struct Parts;
  explicit Simulator(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

// A simulator with a thread of its own, for tests and for commands that bring their own phone server.
class SimulatorThread {
 public:
  static Result<std::unique_ptr<SimulatorThread>> open(SimulatorSettings settings);
  ~SimulatorThread();
  SimulatorThread(const SimulatorThread&) = delete;
  SimulatorThread& operator=(const SimulatorThread&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& url() const { return url_; }
  SimulatorTotals totals();
  void set_faults(FaultSettings faults);
  void drop_sockets();

 private:
  SimulatorThread() = default;

  listen::LoopThread thread_;
  std::unique_ptr<Simulator> simulator_;
  std::string url_;
  std::uint16_t port_ = 0;
};

}  // namespace dialctl::simulator
