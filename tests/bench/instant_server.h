// The part of a phone server that dialctl's loop needs, at next to no cost: each call is taken at once, and
// ends as busy after a time that is the same for all. One thread, one epoll; to be run in a process of its
// own.
#pragma once

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace dialctl {

// What the server has seen, in memory that is shared with the process that asks. Times are nanoseconds.
struct InstantCounts {
  static constexpr std::size_t kTimesMost = 1'000'000;
  std::uint64_t calls = 0;
  std::uint64_t ends = 0;
  std::array<std::uint64_t, kTimesMost> call_at{};  // when the request came
  std::array<std::uint64_t, kTimesMost> end_at{};   // when its end was told
};

class InstantServer {
 public:
  // Takes any free port of 127.0.0.1 and serves in a fork until this is destroyed. `talks` = says all that
  // Asterisk says of a busy call; else its end alone.
  InstantServer(std::chrono::milliseconds call_lasts, bool talks) : lasts_(call_lasts), talks_(talks) {
    void* shared =
        ::mmap(nullptr, sizeof(InstantCounts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) throw std::runtime_error("no shared memory");
    counts_ = new (shared) InstantCounts;
    listen_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listen_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listen_, 512) != 0 ||
        ::getsockname(listen_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no port");
    port_ = ntohs(address.sin_port);
    child_ = ::fork();
    if (child_ == 0) {
      serve();
      ::_exit(0);
    }
  }
  ~InstantServer() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    ::close(listen_);
    ::munmap(counts_, sizeof(InstantCounts));
  }
  InstantServer(const InstantServer&) = delete;
  InstantServer& operator=(const InstantServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/ari"; }
  const InstantCounts& counts() const { return *counts_; }

 private:
  struct Peer {
    std::string in;
    std::string out;
    bool is_socket = false;  // a WebSocket
  };
  struct Ending {
    std::uint64_t due;
    std::string channel;
  };

  static std::uint64_t nanos() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  }

  void serve() {
    poll_ = ::epoll_create1(0);
    watch(listen_);
    std::array<epoll_event, 256> ready{};
    for (;;) {
      const int count = ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), wait_millis());
      for (int i = 0; i < count; ++i) {
        const int file = ready[static_cast<std::size_t>(i)].data.fd;
        if (file == listen_) {
          take_connections();
        } else {
          take_bytes(file);
        }
      }
      end_calls();
      flush();
    }
  }

  int wait_millis() const {
    if (endings_.empty()) return -1;
    const std::uint64_t now = nanos();
    if (endings_.front().due <= now) return 0;
    return static_cast<int>((endings_.front().due - now) /
                            1'000'000);  // the last one is waited for by turning
  }

  void watch(int file) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = file;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, file, &event);
  }

  void take_connections() {
    for (;;) {
      const int file = ::accept4(listen_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (file < 0) return;
      const int on = 1;
      ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      peers_[file] = {};
      watch(file);
    }
  }

  void take_bytes(int file) {
    Peer& peer = peers_[file];
    std::array<char, 65536> piece;
    const ssize_t got = ::read(file, piece.data(), piece.size());
    if (got <= 0) {
      if (got < 0 && errno == EAGAIN) return;
      if (file == socket_) socket_ = -1;
      peers_.erase(file);
      ::close(file);
      return;
    }
    peer.in.append(piece.data(), static_cast<std::size_t>(got));
    if (peer.is_socket) {
      take_frames(peer);
    } else {
      take_requests(file, peer);
    }
    touched_.push_back(file);
  }

  // Pings alone are answered; all lengths that a client sends here are short.
  void take_frames(Peer& peer) {
    while (peer.in.size() >= 6) {
      const std::size_t length = static_cast<unsigned char>(peer.in[1]) & 0x7fU;
      if (peer.in.size() < 6 + length) return;
      if ((static_cast<unsigned char>(peer.in[0]) & 0xfU) == 9) {
        std::string payload = peer.in.substr(6, length);
        for (std::size_t i = 0; i < length; ++i)
          payload[i] = static_cast<char>(payload[i] ^ peer.in[2 + i % 4]);
        peer.out += '\x8a';
        peer.out += static_cast<char>(length);
        peer.out += payload;
      }
      peer.in.erase(0, 6 + length);
    }
  }

  void take_requests(int file, Peer& peer) {
    std::size_t at = 0;
    for (;;) {
      const std::size_t head = peer.in.find("\r\n\r\n", at);
      if (head == std::string::npos) break;
      const std::string_view request = std::string_view{peer.in}.substr(at, head + 4 - at);
      std::size_t body = 0;
      if (const auto length = request.find("Content-Length: "); length != std::string_view::npos)
        body = static_cast<std::size_t>(std::atoi(request.data() + length + 16));
      if (peer.in.size() < head + 4 + body) break;
      answer(file, peer, request);
      at = head + 4 + body;
    }
    peer.in.erase(0, at);
  }

  static std::string_view between(std::string_view text, std::string_view before, std::string_view ends) {
    const auto found = text.find(before);
    if (found == std::string_view::npos) return {};
    text.remove_prefix(found + before.size());
    return text.substr(0, text.find_first_of(ends));
  }

  static void reply(Peer& peer, std::string_view body) {
    peer.out += "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    peer.out += std::to_string(body.size());
    peer.out += "\r\n\r\n";
    peer.out += body;
  }

  void answer(int file, Peer& peer, std::string_view request) {
    if (request.starts_with("POST /ari/channels?")) {
      const std::string channel{between(request, "channelId=", "& ")};
      const std::uint64_t now = nanos();
      if (counts_->calls < InstantCounts::kTimesMost) counts_->call_at[counts_->calls] = now;
      counts_->calls += 1;
      reply(peer, channel_json(channel, "Down"));
      endings_.push_back({now + static_cast<std::uint64_t>(lasts_.count()) * 1'000'000, channel});
    } else if (request.starts_with("GET /ari/events")) {
      shake_hands(file, peer, request);
    } else if (request.starts_with("GET /ari/asterisk/info")) {
      reply(peer, R"({"status":{"startup_time":"2026-11-21T20:00:00.000+0000"}})");
    } else if (request.starts_with("GET /ari/channels HTTP") || request.starts_with("GET /ari/bridges")) {
      reply(peer, "[]");
    } else if (request.starts_with("GET /ari/channels/")) {
      reply(peer, channel_json(std::string{between(request, "GET /ari/channels/", "? ")}, "Down"));
    } else {
      reply(peer, "{}");
    }
  }

  void shake_hands(int file, Peer& peer, std::string_view request) {
    const std::string key =
        std::string{between(request, "Sec-WebSocket-Key: ", "\r")} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    std::array<unsigned char, 64> text{};
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    peer.out += "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    peer.out += "Sec-WebSocket-Accept: " + std::string{reinterpret_cast<char*>(text.data())} + "\r\n\r\n";
    peer.is_socket = true;
    socket_ = file;
  }

  void end_calls() {
    if (endings_.empty() || socket_ < 0) return;
    const std::uint64_t now = nanos();
    Peer& peer = peers_[socket_];
    while (!endings_.empty() && endings_.front().due <= now) {
      const std::string& channel = endings_.front().channel;
      if (talks_) {
        const std::string ringing = channel_json(channel, "Ringing");
        say(peer, R"({"type":"Dial","dialstatus":"","peer":)" + channel_json(channel, "Down"));
        say(peer, R"({"type":"ChannelStateChange","channel":)" + ringing);
        say(peer, R"({"type":"Dial","dialstatus":"RINGING","peer":)" + ringing);
        say(peer, R"({"cause":17,"type":"ChannelHangupRequest","channel":)" + ringing);
        say(peer, R"({"type":"Dial","dialstatus":"BUSY","peer":)" + ringing);
      }
      say(peer, R"({"type":"ChannelDestroyed","cause":17,"cause_txt":"User busy","channel":)" +
                    channel_json(channel, "Down"));
      if (counts_->ends < InstantCounts::kTimesMost) counts_->end_at[counts_->ends] = now;
      counts_->ends += 1;
      endings_.pop_front();
    }
    touched_.push_back(socket_);
  }

  static void say(Peer& peer, std::string text) {
    text +=
        R"(,"timestamp":"2026-11-21T22:40:50.390+0000","asterisk_id":"00:11:22:33:44:55","application":"dialctl"})";
    peer.out += '\x81';
    if (text.size() < 126) {
      peer.out += static_cast<char>(text.size());
    } else {
      peer.out += '\x7e';
      peer.out += static_cast<char>(text.size() >> 8);
      peer.out += static_cast<char>(text.size() & 0xff);
    }
    peer.out += text;
  }

  // As Asterisk 16 writes it.
  static std::string channel_json(const std::string& id, std::string_view state) {
    return R"({"id":")" + id + R"(","name":"Local/380441300100@customers-000000c2;1","state":")" +
           std::string{state} +
           R"(","protocol_id":"","caller":{"name":"","number":""},"connected":{"name":"","number":""},)"
           R"("accountcode":"","dialplan":{"context":"customers","exten":"380441300100","priority":1,)"
           R"x("app_name":"AppDial2","app_data":"(Outgoing Line)"},)x"
           R"("creationtime":"2026-11-21T22:40:49.387+0000","language":"en",)"
           R"("channelvars":{"DIALCTL_REF":"","AMDSTATUS":""}})";
  }

  void flush() {
    for (const int file : touched_) {
      const auto found = peers_.find(file);
      if (found == peers_.end()) continue;
      std::string& out = found->second.out;
      while (!out.empty()) {
        const ssize_t sent = ::send(file, out.data(), out.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) continue;  // the reader is behind; there is nothing else to do
        if (sent < 0) break;
        out.erase(0, static_cast<std::size_t>(sent));
      }
      out.clear();
    }
    touched_.clear();
  }

  std::chrono::milliseconds lasts_;
  bool talks_;
  InstantCounts* counts_ = nullptr;
  int listen_ = -1;
  int poll_ = -1;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  pid_t child_ = -1;
  std::unordered_map<int, Peer> peers_;
  std::vector<int> touched_;
  std::deque<Ending> endings_;
};

}  // namespace dialctl
