// A blocking HTTP and WebSocket client for tests, over real sockets.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <optional>
#include <poll.h>
#include <string>
#include <utility>
#include <vector>

namespace dialctl::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;  // 0 = the connection ended instead
  std::string reason;
  std::string body;
  Fields fields;

  std::string field(std::string_view name) const {
    for (const auto& [key, value] : fields)
      if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) return value;
    return {};
  }
};

class Client {
 public:
  using Tcp = boost::asio::ip::tcp;

  explicit Client(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    socket_.set_option(Tcp::no_delay(true));
  }

  Answer ask(std::string_view method, std::string_view target, std::string body = {},
             const Fields& fields = {}) {
    namespace http = boost::beast::http;
    http::request<http::string_body> request;
    request.version(11);
    request.method_string({method.data(), method.size()});
    request.target({target.data(), target.size()});
    request.set(http::field::host, "test");
    for (const auto& [name, value] : fields)
      request.set(name, value);
    request.body() = std::move(body);
    request.prepare_payload();
    boost::system::error_code failure;
    http::write(socket_, request, failure);
    return read(method == "HEAD");
  }

  void send(std::string_view bytes) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
  }

  Answer read(bool head = false) {
    namespace http = boost::beast::http;
    http::response_parser<http::string_body> parser;
    parser.skip(head);
    boost::system::error_code failure;
    http::read(socket_, buffer_, parser, failure);
    Answer answer;
    if (failure) return answer;
    const auto& message = parser.get();
    answer.status = static_cast<int>(message.result_int());
    answer.reason = std::string{message.reason()};
    answer.body = message.body();
    for (const auto& field : message)
      answer.fields.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    return answer;
  }

  // All bytes until the other side closes.
  std::string read_rest() {
    std::string rest = boost::beast::buffers_to_string(buffer_.data());
    boost::system::error_code failure;
    while (!failure) {
      char chunk[4096];
      const std::size_t count = socket_.read_some(boost::asio::buffer(chunk), failure);
      rest.append(chunk, count);
    }
    return rest;
  }

 private:
  boost::asio::io_context context_;
  Tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

// The headers of a request for a WebSocket, for those who want to see it refused.
inline const Fields kUpgrade{{"Connection", "Upgrade"},
                             {"Upgrade", "websocket"},
                             {"Sec-WebSocket-Version", "13"},
                             {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};

class SocketClient {
 public:
  using Tcp = boost::asio::ip::tcp;

  SocketClient(std::uint16_t port, const std::string& target) : stream_(context_) {
    stream_.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
    stream_.handshake("127.0.0.1", target, failure_);
  }

  bool open() const { return !failure_; }
  void send(const std::string& text) { stream_.write(boost::asio::buffer(text), failure_); }

  // The next message; nullopt: none within the time, or the socket is closed (then open() is false).
  std::optional<std::string> next(int millis_max = 3'000) {
    if (!open()) return std::nullopt;
    if (!reading_) {
      reading_ = true;
      stream_.async_read(buffer_, [this](boost::system::error_code failure, std::size_t) {
        reading_ = false;
        failure_ = failure;
      });
    }
    context_.restart();
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{millis_max};
    while (reading_ && context_.run_one_until(until) > 0) {
    }
    if (reading_ || failure_) return std::nullopt;
    std::string text = boost::beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    return text;
  }

 private:
  boost::asio::io_context context_;
  boost::beast::websocket::stream<Tcp::socket> stream_;
  boost::beast::flat_buffer buffer_;
  boost::system::error_code failure_;
  bool reading_ = false;
};

}  // namespace dialctl::testing
