#include "adapters/http/web_socket.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "adapters/http/web_socket_session.h"

namespace dialctl::http {

namespace {

Error bad_address(const std::string& url) {
  return {ErrorKind::usage, "http.bad-address", "\"" + url + "\" is no WebSocket address",
          "write it as ws://host:port/path"};
}

}  // namespace

Result<WebSocketAddress> WebSocketAddress::parse(const std::string& url) {
  std::string_view rest = url;
  if (rest.starts_with("ws://")) {
    rest.remove_prefix(5);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return bad_address(url);
  }
  const auto slash = rest.find_first_of("/?");
  const std::string_view authority = rest.substr(0, slash);
  WebSocketAddress address{std::string{authority}, "80", "/"};
  if (slash != std::string_view::npos) address.target = std::string{rest.substr(slash)};
  if (address.target.front() == '?') address.target.insert(0, "/");

  const auto bracket = authority.rfind(']');  // of an IPv6 literal
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    address.host = std::string{authority.substr(0, colon)};
    address.port = std::string{authority.substr(colon + 1)};
  }
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const bool digits = address.port.find_first_not_of("0123456789") == std::string::npos;
  if (address.host.empty() || address.port.empty() || address.port.size() > 5 || !digits ||
      address.host.find('@') != std::string::npos) {
    return bad_address(url);
  }
  return address;
}

// The sessions live on one thread; `current` is touched there only.
class WebSocketClient::Impl {
 public:
  Impl(WebSocketSettings settings, Handlers handlers)
      : settings_(settings),
        handlers_(std::make_shared<Handlers>(std::move(handlers))),
        work_(boost::asio::make_work_guard(context_)),
        thread_([this] { context_.run(); }) {}

  ~Impl() {
    context_.stop();
    thread_.join();
  }

  std::uint64_t open(const WebSocketAddress& address, std::optional<BasicAuth> auth) {
    const std::uint64_t generation = ++generations_;
    boost::asio::post(context_, [this, generation, address, auth = std::move(auth)]() mutable {
      if (auto before = current_.lock()) before->close("superseded");
      auto session = std::make_shared<WebSocketSession>(context_, settings_, handlers_, generation);
      current_ = session;
      session->open(address, std::move(auth));
    });
    return generation;
  }

  void close() {
    boost::asio::post(context_, [this] {
      if (auto session = current_.lock()) session->close("closed by us");
    });
  }

 private:
  WebSocketSettings settings_;
  std::shared_ptr<const Handlers> handlers_;
  std::atomic<std::uint64_t> generations_{0};
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::weak_ptr<WebSocketSession> current_;
  std::thread thread_;
};

WebSocketClient::WebSocketClient(WebSocketSettings settings, Handlers handlers)
    : impl_(std::make_unique<Impl>(settings, std::move(handlers))) {}
WebSocketClient::~WebSocketClient() = default;

std::uint64_t WebSocketClient::open(const WebSocketAddress& address, std::optional<BasicAuth> auth) {
  return impl_->open(address, std::move(auth));
}

void WebSocketClient::close() {
  impl_->close();
}

}  // namespace dialctl::http
