// One WebSocket connection from resolving to its end. Used by WebSocketClient only, on its thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/web_socket.h"

namespace dialctl::http {

class WebSocketSession : public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(boost::asio::io_context& context, const WebSocketSettings& settings,
                   std::shared_ptr<const WebSocketClient::Handlers> handlers, std::uint64_t generation);

  void open(const WebSocketAddress& address, std::optional<BasicAuth> auth);
  void close(const std::string& why);

 private:
  using Failure = boost::system::error_code;
  using Tcp = boost::asio::ip::tcp;

  void connect(const Tcp::resolver::results_type& endpoints);
  void shake_hands();
  void read();
  void end(int http_status, const std::string& why);

  WebSocketSettings settings_;
  std::shared_ptr<const WebSocketClient::Handlers> handlers_;
  std::uint64_t generation_;
  WebSocketAddress address_;
  std::optional<BasicAuth> auth_;
  Tcp::resolver resolver_;
  boost::asio::steady_timer resolve_limit_;
  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  boost::beast::websocket::response_type response_;
  boost::beast::flat_buffer buffer_;
  bool ended_ = false;
};

}  // namespace dialctl::http
