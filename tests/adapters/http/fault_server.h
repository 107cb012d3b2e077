// A server of raw sockets on loopback that misbehaves as told. Each connection gets a thread.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dialctl::test {

class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}
  // One request with its headers and body; empty when the client went away first.
  std::string read_request();
  bool write(const std::string& bytes);  // false: the client is gone
  void reset();                          // ends the connection with RST, not FIN
  void wait_for_end();

 private:
  int socket_;
  std::string rest_;
};

class FaultServer {
 public:
  using Behaviour = std::function<void(Peer&, int connection)>;  // connection counts from 1

  explicit FaultServer(Behaviour behaviour);
  ~FaultServer();

  std::string url(const std::string& path = "/") const;
  int port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void serve();

  Behaviour behaviour_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::mutex mutex_;  // guards the next two
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// "HTTP/1.1 <status> ...", with Content-Length and the body.
std::string response(int status, const std::string& body = "", const std::string& more_headers = "");

// A loopback port that nobody listens on.
int unused_port();

}  // namespace dialctl::test
