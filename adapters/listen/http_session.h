// One connection of HttpServer. Used inside this folder only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <unordered_set>

#include "adapters/listen/http_server.h"

namespace dialctl::listen {

using Executor = boost::asio::io_context::executor_type;
using Failure = boost::system::error_code;
using Tcp = boost::asio::ip::tcp;
using TcpSocket = boost::asio::basic_stream_socket<Tcp, Executor>;
using TcpAcceptor = boost::asio::basic_socket_acceptor<Tcp, Executor>;
using TcpStream = boost::beast::basic_stream<Tcp, Executor>;

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void shut() = 0;  // at the server's end: closes, calls nobody back
};

// What a server and its connections share; outlives the server until its last connection is gone.
struct HttpServer::Core {
  Core(boost::asio::io_context& context, ServerSettings what, ServerHandlers whom)
      : acceptor(context), settings(std::move(what)), handlers(std::move(whom)), retry(context) {}

  TcpAcceptor acceptor;
  ServerSettings settings;
  ServerHandlers handlers;
  boost::asio::steady_timer retry;
  std::unordered_set<Connection*> connections;
  std::uint64_t connections_ever = 0;
  bool closed = false;
};

class HttpSession final : public Connection, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(std::shared_ptr<HttpServer::Core> core, TcpSocket socket);
  ~HttpSession() override;

  void read_next();
  void shut() override;

  void send(Response response);
  void send_raw(std::string bytes, Milliseconds pause);
  void drop();
  std::shared_ptr<WebSocket> accept(WebSocketSettings settings, WebSocketHandlers handlers);

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void read_request();
  void on_read(Failure failure);
  void refuse(int status);
  void dispatch();
  template <class Message>
  void write(std::shared_ptr<Message> message);
  void write_byte(std::shared_ptr<std::string> bytes, std::size_t at, Milliseconds pause);
  void close();

  std::shared_ptr<HttpServer::Core> core_;
  TcpStream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  boost::asio::steady_timer pace_;
  std::uint64_t number_;
  bool head_ = false;  // the request's method is HEAD
  bool keep_alive_ = false;
};

}  // namespace dialctl::listen
