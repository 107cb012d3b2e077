// One WebSocket connection of HttpServer. Used inside this folder only.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <string>

#include "adapters/listen/http_session.h"

namespace dialctl::listen {

class WebSocketSession final : public WebSocket,
                               public Connection,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

  WebSocketSession(std::shared_ptr<HttpServer::Core> core, TcpStream stream, WebSocketSettings settings,
                   WebSocketHandlers handlers);
  ~WebSocketSession() override;

  void start(const HttpRequest& request);

  void send(std::string text) override;
  void close() override;
  void drop() override;
  void shut() override;

 private:
  void read();
  void write();
  void say_goodbye();
  void end();

  std::shared_ptr<HttpServer::Core> core_;
  boost::beast::websocket::stream<TcpStream> stream_;
  WebSocketSettings settings_;
  WebSocketHandlers handlers_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> waiting_;  // the front one is being written while writing_
  std::size_t waiting_bytes_ = 0;
  bool open_ = false;
  bool writing_ = false;
  bool closing_ = false;
  bool ended_ = false;
};

}  // namespace dialctl::listen
