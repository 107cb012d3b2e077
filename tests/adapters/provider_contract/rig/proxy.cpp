#include "tests/adapters/provider_contract/rig/proxy.h"

#include <arpa/inet.h>
#include <chrono>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace dialctl::test {

namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int new_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

bool send_all(int fd, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t now = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += static_cast<std::size_t>(now);
  }
  return true;
}

}  // namespace

struct Proxy::Pair {
  int client = -1;
  int server = -1;
  std::atomic<bool> losing{false};

  Pair(int client_socket, int server_socket) : client(client_socket), server(server_socket) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    ::close(client);
    ::close(server);
  }
  void cut() const {
    ::shutdown(client, SHUT_RDWR);
    ::shutdown(server, SHUT_RDWR);
  }
};

Proxy::Proxy(int server_port) : server_port_(server_port), listener_(new_socket()) {
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 64) != 0) {
    throw std::runtime_error("cannot listen on loopback");
  }
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

Proxy::~Proxy() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  frozen_ = false;
  cut();
  for (std::thread& thread : threads_)
    thread.join();
}

void Proxy::cut() {
  const std::lock_guard lock{mutex_};
  for (const auto& pair : pairs_)
    pair->cut();
  pairs_.clear();
}

void Proxy::lose_answer_to(const std::string& request) {
  const std::lock_guard lock{mutex_};
  lose_ = request;
}

void Proxy::substitute(const std::string& from, const std::string& to) {
  const std::lock_guard lock{mutex_};
  from_ = from;
  to_ = to;
}

void Proxy::accept_all() {
  while (true) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const sockaddr_in address = loopback(server_port_);
    const int server = new_socket();
    auto pair = std::make_shared<Pair>(client, server);
    if (refused_ || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      continue;
    const std::lock_guard lock{mutex_};
    pairs_.push_back(pair);
    threads_.emplace_back([this, pair] { pass(*pair, true); });
    threads_.emplace_back([this, pair] { pass(*pair, false); });
  }
}

bool Proxy::must_lose(const std::string& bytes) {
  const std::lock_guard lock{mutex_};
  if (lose_.empty() || !bytes.starts_with(lose_)) return false;
  lose_.clear();
  return true;
}

void Proxy::rewrite(std::string& bytes) {
  const std::lock_guard lock{mutex_};
  if (from_.empty()) return;
  for (auto at = bytes.find(from_); at != std::string::npos; at = bytes.find(from_, at + to_.size())) {
    bytes.replace(at, from_.size(), to_);
  }
}

void Proxy::pass(Pair& pair, bool to_server) {
  constexpr std::chrono::milliseconds kTimeToAct{150};
  const int from = to_server ? pair.client : pair.server;
  const int to = to_server ? pair.server : pair.client;
  char buffer[65'536];
  while (true) {
    const ssize_t got = ::recv(from, buffer, sizeof buffer, 0);
    if (got <= 0) break;
    while (frozen_)
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    std::string bytes{buffer, static_cast<std::size_t>(got)};
    if (to_server && must_lose(bytes)) pair.losing = true;
    if (!to_server) {
      if (pair.losing) break;
      rewrite(bytes);
    }
    if (!send_all(to, bytes)) break;
  }
  if (pair.losing) std::this_thread::sleep_for(kTimeToAct);
  pair.cut();
}

}  // namespace dialctl::test
