#include "adapters/listen/http_session.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <sstream>

#include "adapters/listen/web_socket_session.h"

namespace dialctl::listen {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

std::string to_string(beast::string_view text) {
  return {text.data(), text.size()};
}

std::string peer_of(const TcpSocket& socket) {
  Failure failure;
  const auto peer = socket.remote_endpoint(failure);
  if (failure) return {};
  return peer.address().to_string() + ":" + std::to_string(peer.port());
}

bool split_target(Request& request) {
  const std::string_view target = request.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, mark), false);
  auto query = parse_parameters(target.substr(std::min(target.size(), mark + 1)));
  if (!path || !query) return false;
  request.path = std::move(*path);
  request.query = std::move(*query);
  return true;
}

template <class Message>
void fill_head(Message& message, const Response& response, const ServerSettings& settings) {
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  if (!response.reason.empty()) message.reason(response.reason);
  if (!settings.server_name.empty()) message.set(http::field::server, settings.server_name);
  for (const auto& [name, value] : settings.headers)
    message.set(name, value);
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers)
    message.set(name, value);
}

// 204 and 304 have no body and must not announce one.
bool bodiless(int status) {
  return status == 204 || status == 304 || status / 100 == 1;
}

}  // namespace

HttpSession::HttpSession(std::shared_ptr<HttpServer::Core> core, TcpSocket socket)
    : core_(std::move(core)),
      stream_(std::move(socket)),
      pace_(stream_.get_executor()),
      number_(++core_->connections_ever) {
  Failure ignored;
  stream_.socket().set_option(Tcp::no_delay(true), ignored);
  core_->connections.insert(this);
}

HttpSession::~HttpSession() {
  core_->connections.erase(this);
}

void HttpSession::read_next() {
  if (core_->closed) return;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(core_->settings.header_bytes_max));
  parser_->body_limit(core_->settings.body_bytes_max);
  if (buffer_.size() > 0) return read_request();
  stream_.expires_after(core_->settings.idle_max);
  stream_.async_read_some(buffer_.prepare(4096),
                          [self = shared_from_this()](Failure failure, std::size_t bytes) {
                            if (failure) return self->close();
                            self->buffer_.commit(bytes);
                            self->read_request();
                          });
}

void HttpSession::read_request() {
  stream_.expires_after(core_->settings.request_max);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](Failure failure, std::size_t) { self->on_read(failure); });
}

void HttpSession::on_read(Failure failure) {
  if (core_->closed) return;
  if (!failure) return dispatch();
  if (failure == http::error::header_limit) return refuse(431);
  if (failure == http::error::body_limit) return refuse(413);
  if (failure.category() == make_error_code(http::error::bad_target).category() &&
      failure != http::error::end_of_stream && failure != http::error::partial_message)
    return refuse(400);
  close();
}

void HttpSession::refuse(int status) {
  keep_alive_ = false;
  Response response = text_response(status, "");
  response.close = true;
  send(std::move(response));
}

void HttpSession::dispatch() {
  auto& message = parser_->get();
  keep_alive_ = message.keep_alive();
  head_ = message.method() == http::verb::head;
  Request request;
  request.method = to_string(message.method_string());
  request.target = to_string(message.target());
  for (const auto& field : message)
    request.headers.emplace_back(to_string(field.name_string()), to_string(field.value()));
  request.body = std::move(message.body());
  request.peer = peer_of(stream_.socket());
  request.connection = number_;
  if (!split_target(request)) return refuse(400);
  if (!beast::websocket::is_upgrade(message)) {
    core_->handlers.on_request(std::move(request), Reply{shared_from_this()});
  } else if (core_->handlers.on_upgrade) {
    core_->handlers.on_upgrade(std::move(request), Upgrade{shared_from_this()});
  } else {
    send(text_response(404, "no WebSocket here\n"));
  }
}

void HttpSession::send(Response response) {
  if (core_->closed) return;
  const bool keep = keep_alive_ && !response.close;
  const std::uint64_t length = response.file ? response.file->bytes() : response.body.size();
  if (head_ || bodiless(response.status)) {
    auto message = std::make_shared<http::response<http::empty_body>>();
    fill_head(*message, response, core_->settings);
    if (!bodiless(response.status)) message->content_length(length);
    message->keep_alive(keep);
    return write(std::move(message));
  }
  if (response.file) {
    auto message = std::make_shared<http::response<http::file_body>>();
    Failure failure;
    beast::file file;
    file.native_handle(response.file->release());
    message->body().reset(std::move(file), failure);
    if (failure) return drop();
    fill_head(*message, response, core_->settings);
    message->content_length(length);
    message->keep_alive(keep);
    return write(std::move(message));
  }
  auto message = std::make_shared<http::response<http::string_body>>();
  fill_head(*message, response, core_->settings);
  message->body() = std::move(response.body);
  message->content_length(length);
  message->keep_alive(keep);
  write(std::move(message));
}

template <class Message>
void HttpSession::write(std::shared_ptr<Message> message) {
  stream_.expires_after(core_->settings.write_max);
  http::async_write(stream_, *message, [self = shared_from_this(), message](Failure failure, std::size_t) {
    if (failure || message->need_eof() || !message->keep_alive()) return self->close();
    self->read_next();
  });
}

void HttpSession::send_raw(std::string bytes, Milliseconds pause) {
  if (core_->closed) return;
  auto text = std::make_shared<std::string>(std::move(bytes));
  if (pause > Milliseconds{0}) return write_byte(std::move(text), 0, pause);
  stream_.expires_after(core_->settings.write_max);
  boost::asio::async_write(stream_, boost::asio::buffer(*text),
                           [self = shared_from_this(), text](Failure, std::size_t) { self->close(); });
}

void HttpSession::write_byte(std::shared_ptr<std::string> bytes, std::size_t at, Milliseconds pause) {
  if (at == bytes->size()) return close();
  stream_.expires_after(core_->settings.write_max);
  boost::asio::async_write(stream_, boost::asio::buffer(bytes->data() + at, 1),
                           [self = shared_from_this(), bytes, at, pause](Failure failure, std::size_t) {
                             if (failure) return self->close();
                             self->pace_.expires_after(pause);
                             self->pace_.async_wait([self, bytes, at, pause](Failure cancelled) {
                               if (!cancelled) self->write_byte(bytes, at + 1, pause);
                             });
                           });
}

std::shared_ptr<WebSocket> HttpSession::accept(WebSocketSettings settings, WebSocketHandlers handlers) {
  stream_.expires_never();  // the WebSocket has time-outs of its own
  auto socket =
      std::make_shared<WebSocketSession>(core_, std::move(stream_), std::move(settings), std::move(handlers));
  if (!core_->closed) socket->start(parser_->get());
  return socket;
}

void HttpSession::drop() {
  Failure ignored;
  stream_.socket().set_option(boost::asio::socket_base::linger(true, 0), ignored);
  shut();
}

// Says goodbye and lets the peer read what is still on its way; the socket itself is closed with the session.
void HttpSession::close() {
  Failure ignored;
  stream_.socket().shutdown(TcpSocket::shutdown_send, ignored);
}

void HttpSession::shut() {
  Failure ignored;
  pace_.cancel(ignored);
  stream_.socket().close(ignored);
}

}  // namespace dialctl::listen
