// A small HTTP/1.1 and WebSocket server on one thread (Boost.Beast). What it limits: connections, bytes of
// headers and bodies, the time a request may take to arrive, the time a connection may idle. It answers one
// request of a connection after another, keeps connections alive, and never trusts a peer's lengths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/listen/event_loop.h"
#include "adapters/listen/message.h"
#include "adapters/listen/web_socket.h"
#include "engine/model/result.h"

namespace dialctl::listen {

struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0 = any free one; HttpServer::port() tells which
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;
  std::size_t connections_max = 1024;  // one more is told 503 and closed
  Milliseconds request_max{10'000};    // from a request's first byte to its last
  Milliseconds idle_max{30'000};       // between two requests of a connection
  Milliseconds write_max{30'000};      // for one answer to be taken
  std::string server_name;             // the Server header; empty = none
  Headers headers;                     // with every answer
};

class HttpSession;

// The place for one request's answer. To be used once, now or later, on the loop's thread; destroyed without
// an answer it sends 500. All are harmless when the connection is gone.
class Reply {
 public:
  explicit Reply(std::shared_ptr<HttpSession> session);
  ~Reply();
  Reply(Reply&&) noexcept = default;
  Reply& operator=(Reply&&) noexcept = default;

  void send(Response response);
  // Exactly these bytes, `pause` after each of them (zero = all at once), then the connection is closed:
  // what servers that lie or crawl look like, for tests of clients.
  void send_raw(std::string bytes, Milliseconds pause);
  void drop();  // closes the connection with a reset and no answer

 private:
  std::shared_ptr<HttpSession> session_;
};

// The place for the answer to a request that asks for a WebSocket: accept it, or refuse with an HTTP answer.
class Upgrade {
 public:
  explicit Upgrade(std::shared_ptr<HttpSession> session);
  ~Upgrade();
  Upgrade(Upgrade&&) noexcept = default;
  Upgrade& operator=(Upgrade&&) noexcept = default;

  // What is sent through the socket before the handshake is over waits for it.
  std::shared_ptr<WebSocket> accept(WebSocketSettings settings, WebSocketHandlers handlers);
  void refuse(Response response);
  void drop();

 private:
  std::shared_ptr<HttpSession> session_;
};

struct ServerHandlers {
  std::function<void(Request, Reply)> on_request;
  std::function<void(Request, Upgrade)> on_upgrade;  // empty = every upgrade is answered 404
};

class HttpServer {
 public:
  // Errors: provider_unreachable "listen.address" (not an address, or not of this machine),
  // busy "listen.port" (taken by another program).
  static Result<std::unique_ptr<HttpServer>> open(EventLoop& loop, ServerSettings settings,
                                                  ServerHandlers handlers);
  // Closes the port and every connection; no handler is called
  // afterwards. On the loop's thread, or while nobody runs the loop.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;

  struct Core;

 private:
  explicit HttpServer(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  std::shared_ptr<Core> core_;
};

}  // namespace dialctl::listen
