// A TCP proxy on loopback between a provider and its server, that breaks what passes as told.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dialctl::test {

class Proxy {
 public:
  explicit Proxy(int server_port);
  ~Proxy();

  int port() const { return port_; }
  void refuse(bool refused) { refused_ = refused; }  // new connections are dropped at once
  void cut();                                        // ends all connections, both ways
  void freeze(bool frozen) { frozen_ = frozen; }     // passes nothing on any more, and ends nothing

  // The next answer to a request that begins with this ("POST /ari/channels?") never arrives: its connection
  // is cut after the server has had the request and a moment to act.
  void lose_answer_to(const std::string& request);
  // In everything that the server says from now on; both are of one length.
  void substitute(const std::string& from, const std::string& to);

 private:
  struct Pair;
  void accept_all();
  void pass(Pair& pair, bool to_server);
  bool must_lose(const std::string& bytes);
  void rewrite(std::string& bytes);

  int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> refused_{false};
  std::atomic<bool> frozen_{false};
  std::mutex mutex_;  // guards the rest
  std::string lose_;
  std::string from_;
  std::string to_;
  std::vector<std::shared_ptr<Pair>> pairs_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace dialctl::test
