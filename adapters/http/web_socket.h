// A WebSocket client for text messages over plain TCP (ws://), with a thread of its own.
//
// A peer that is silent is pinged; one that has answered nothing for `silence_max` counts as gone, so that a
// half-open connection is noticed within seconds and not after TCP's minutes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/exchange.h"
#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl::http {

struct WebSocketAddress {
  std::string host;    // without brackets
  std::string port;    // "8088"
  std::string target;  // path and query, beginning with '/'

  // "ws://host[:port][/path][?query]" or the same with http://. Errors: usage "http.bad-address".
  static Result<WebSocketAddress> parse(const std::string& url);
};

struct WebSocketSettings {
  Milliseconds open_max{5'000};     // resolving, connecting and the handshake together
  Milliseconds silence_max{6'000};  // pinged at half of it
  std::size_t message_bytes_max = std::size_t{1} << 20;
};

class WebSocketClient {
 public:
  // All are called on the client's own thread and must not block. `generation` is what open() returned: a
  // word from an earlier connection can be told from the current one's.
  struct Handlers {
    std::function<void(std::uint64_t generation)> on_open;
    std::function<void(std::uint64_t generation, std::string text)> on_text;
    // Once per open(), also when it never opened. `http_status` of a refused handshake, else 0.
    std::function<void(std::uint64_t generation, int http_status, std::string why)> on_closed;
  };

  WebSocketClient(WebSocketSettings settings, Handlers handlers);
  // Closes and joins the thread; no handler is called afterwards.
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  // Starts a connection, from any thread, and ends the one before it.
  std::uint64_t open(const WebSocketAddress& address, std::optional<BasicAuth> auth);
  // Ends the current connection; on_closed follows.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dialctl::http
