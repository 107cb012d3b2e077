#include "adapters/http/web_socket_session.h"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/field.hpp>

namespace dialctl::http {

namespace websocket = boost::beast::websocket;

namespace {

std::string basic_credentials(const BasicAuth& auth) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string plain = auth.user + ":" + auth.password;
  std::string out = "Basic ";
  for (std::size_t i = 0; i < plain.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < plain.size() ? static_cast<unsigned char>(plain[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > plain.size() ? '=' : kLetters[bits >> (18 - 6 * k) & 63U];
    }
  }
  return out;
}

}  // namespace

WebSocketSession::WebSocketSession(boost::asio::io_context& context, const WebSocketSettings& settings,
                                   std::shared_ptr<const WebSocketClient::Handlers> handlers,
                                   std::uint64_t generation)
    : settings_(settings),
      handlers_(std::move(handlers)),
      generation_(generation),
      resolver_(context),
      resolve_limit_(context),
      stream_(context) {}

void WebSocketSession::open(const WebSocketAddress& address, std::optional<BasicAuth> auth) {
  address_ = address;
  auth_ = std::move(auth);
  // A resolver cannot be hurried: at the limit we stop listening to it.
  resolve_limit_.expires_after(settings_.open_max);
  resolve_limit_.async_wait([self = shared_from_this()](Failure failure) {
    if (!failure) self->close("no answer from the name server");
  });
  resolver_.async_resolve(address.host, address.port,
                          [self = shared_from_this()](Failure failure, Tcp::resolver::results_type found) {
                            if (self->ended_) return;
                            self->resolve_limit_.cancel();
                            if (failure) return self->end(0, failure.message());
                            self->connect(found);
                          });
}

void WebSocketSession::connect(const Tcp::resolver::results_type& endpoints) {
  auto& tcp = boost::beast::get_lowest_layer(stream_);
  tcp.expires_after(settings_.open_max);
  tcp.async_connect(endpoints, [self = shared_from_this()](Failure failure, const Tcp::endpoint&) {
    if (self->ended_) return;
    if (failure) return self->end(0, failure.message());
    self->shake_hands();
  });
}

void WebSocketSession::shake_hands() {
  boost::beast::get_lowest_layer(stream_).expires_never();
  stream_.set_option(websocket::stream_base::timeout{settings_.open_max, settings_.silence_max, true});
  stream_.set_option(websocket::stream_base::decorator([auth = auth_](websocket::request_type& request) {
    request.set(boost::beast::http::field::user_agent, "dialctl/" DIALCTL_VERSION);
    if (auth) request.set(boost::beast::http::field::authorization, basic_credentials(*auth));
  }));
  stream_.read_message_max(settings_.message_bytes_max);
  const bool literal6 = address_.host.find(':') != std::string::npos;
  const std::string host = (literal6 ? "[" + address_.host + "]" : address_.host) + ":" + address_.port;
  stream_.async_handshake(response_, host, address_.target, [self = shared_from_this()](Failure failure) {
    if (self->ended_) return;
    if (failure == websocket::error::upgrade_declined) {
      const int status = static_cast<int>(self->response_.result_int());
      return self->end(status, "the handshake was refused with HTTP " + std::to_string(status));
    }
    if (failure) return self->end(0, failure.message());
    self->handlers_->on_open(self->generation_);
    self->read();
  });
}

void WebSocketSession::read() {
  stream_.async_read(buffer_, [self = shared_from_this()](Failure failure, std::size_t) {
    if (self->ended_) return;
    if (failure) return self->end(0, failure.message());
    std::string text = boost::beast::buffers_to_string(self->buffer_.data());
    self->buffer_.clear();
    self->handlers_->on_text(self->generation_, std::move(text));
    self->read();
  });
}

// No closing handshake is waited for: nobody reads what would come before its end.
void WebSocketSession::close(const std::string& why) {
  if (!ended_) end(0, why);
}

void WebSocketSession::end(int http_status, const std::string& why) {
  ended_ = true;
  resolve_limit_.cancel();
  resolver_.cancel();
  boost::beast::get_lowest_layer(stream_).close();
  handlers_->on_closed(generation_, http_status, why);
}

}  // namespace dialctl::http
