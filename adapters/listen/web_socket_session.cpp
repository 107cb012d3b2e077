#include "adapters/listen/web_socket_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>

namespace dialctl::listen {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

WebSocketSession::WebSocketSession(std::shared_ptr<HttpServer::Core> core, TcpStream stream,
                                   WebSocketSettings settings, WebSocketHandlers handlers)
    : core_(std::move(core)),
      stream_(std::move(stream)),
      settings_(std::move(settings)),
      handlers_(std::move(handlers)) {
  core_->connections.insert(this);
}

WebSocketSession::~WebSocketSession() {
  core_->connections.erase(this);
}

void WebSocketSession::start(const HttpRequest& request) {
  stream_.set_option(websocket::stream_base::timeout{std::chrono::seconds{10}, settings_.silence_max, true});
  stream_.read_message_max(settings_.message_bytes_max);
  stream_.text(true);
  stream_.set_option(websocket::stream_base::decorator([name = core_->settings.server_name](auto& answer) {
    answer.erase(beast::http::field::server);
    if (!name.empty()) answer.set(beast::http::field::server, name);
  }));
  // The bytes of the request are copied into the answer before async_accept returns.
  stream_.async_accept(request, [self = shared_from_this()](Failure failure) {
    if (failure) return self->end();
    self->open_ = true;
    self->read();
    self->write();
  });
}

void WebSocketSession::read() {
  stream_.async_read(buffer_, [self = shared_from_this()](Failure failure, std::size_t) {
    if (failure) return self->end();
    std::string text = beast::buffers_to_string(self->buffer_.data());
    self->buffer_.consume(self->buffer_.size());
    if (self->handlers_.on_text && !self->core_->closed) self->handlers_.on_text(std::move(text));
    self->read();
  });
}

void WebSocketSession::send(std::string text) {
  if (ended_ || closing_) return;
  waiting_bytes_ += text.size();
  waiting_.push_back(std::move(text));
  if (waiting_bytes_ > settings_.waiting_bytes_max) return drop();
  write();
}

void WebSocketSession::write() {
  if (!open_ || writing_ || ended_) return;
  if (waiting_.empty()) {
    if (closing_) say_goodbye();
    return;
  }
  writing_ = true;
  stream_.async_write(boost::asio::buffer(waiting_.front()),
                      [self = shared_from_this()](Failure failure, std::size_t) {
                        self->writing_ = false;
                        if (failure) return self->end();
                        self->waiting_bytes_ -= self->waiting_.front().size();
                        self->waiting_.pop_front();
                        self->write();
                      });
}

void WebSocketSession::close() {
  if (ended_ || closing_) return;
  closing_ = true;
  write();
}

void WebSocketSession::say_goodbye() {
  writing_ = true;
  stream_.async_close(websocket::close_code::normal, [self = shared_from_this()](Failure) { self->end(); });
}

void WebSocketSession::drop() {
  shut();
  // Not from here: the caller may be in the middle of a walk over its sockets.
  boost::asio::post(stream_.get_executor(), [self = shared_from_this()] { self->end(); });
}

void WebSocketSession::shut() {
  Failure ignored;
  beast::get_lowest_layer(stream_).socket().close(ignored);
}

void WebSocketSession::end() {
  if (ended_) return;
  ended_ = true;
  shut();
  if (handlers_.on_closed && !core_->closed) handlers_.on_closed();
}

}  // namespace dialctl::listen
