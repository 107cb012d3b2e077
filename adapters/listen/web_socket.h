// The server's side of a WebSocket: text messages out, text messages in, pings answered and sent.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "engine/model/instant.h"

namespace dialctl::listen {

struct WebSocketSettings {
  std::size_t message_bytes_max = 64 * 1024;         // a longer one from the peer closes the socket
  std::size_t waiting_bytes_max = 32 * 1024 * 1024;  // a peer that reads too slowly is dropped
  Milliseconds silence_max{60'000};                  // pinged at half of it, dropped after it
};

struct WebSocketHandlers {
  std::function<void(std::string text)> on_text;  // may be empty
  std::function<void()> on_closed;                // once, whoever ended it; not after the server's end
};

class WebSocket {
 public:
  virtual ~WebSocket() = default;

  virtual void send(std::string text) = 0;  // queued; harmless on a closed socket
  virtual void close() = 0;                 // the polite way, after what is queued
  virtual void drop() = 0;                  // cuts the connection at once
};

}  // namespace dialctl::listen
