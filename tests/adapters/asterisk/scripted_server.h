// An ARI that answers as a test tells it to, for what a good server does only once in a thousand calls.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/asterisk/settings.h"

namespace dialctl::test {

struct ScriptedAnswer {
  int status = 200;
  std::string body = {};
  std::string header = {};  // "Name: value"
  bool drop = false;        // ends the connection instead of answering
  Milliseconds after{0};
};

class ScriptedServer {
 public:
  // nullopt: as an idle Asterisk would answer (nothing is up, everything else 404).
  using Script =
      std::function<std::optional<ScriptedAnswer>(const std::string& method, const std::string& target)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();

  asterisk::AsteriskSettings settings() const;  // of installation "t"
  void say(const std::string& event);           // on the newest event socket
  void close_events();
  bool hears(const std::string& beginning) const;  // a request that begins so, within three seconds
  int count(const std::string& beginning) const;
  std::vector<std::string> requests() const;  // "POST /ari/channels?..." in the order of their coming

 private:
  using Tcp = boost::asio::ip::tcp;
  using Socket = boost::beast::websocket::stream<Tcp::socket>;
  void accept_all();
  void serve(Tcp::socket socket);
  ScriptedAnswer answer(const std::string& method, const std::string& target);

  Script script_;
  boost::asio::io_context context_;
  Tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;  // guards the rest
  std::vector<std::string> requests_;
  std::shared_ptr<Socket> events_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_thread_;
};

// Events of a channel as the server would word them.
std::string ringing_event(const std::string& channel);
std::string answered_event(const std::string& channel);
std::string destroyed_event(const std::string& channel, int cause, const std::string& state = "Ringing");
std::string channel_json(const std::string& channel, const std::string& state, const std::string& app_name,
                         const std::string& ref = "");

// The value of a query's parameter, as it stands there.
std::string parameter(const std::string& target, const std::string& name);

}  // namespace dialctl::test
