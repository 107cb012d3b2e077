#include "adapters/listen/http_server.h"

#include <fmt/format.h>
#include <utility>
#include <vector>

#include "adapters/listen/http_session.h"

namespace dialctl::listen {

namespace asio = boost::asio;

namespace {

using Core = HttpServer::Core;

void accept_next(const std::shared_ptr<Core>& core);

// Out of descriptors or memory: a pause lets others give some back; connections wait in the kernel.
void accept_later(const std::shared_ptr<Core>& core) {
  core->retry.expires_after(Milliseconds{100});
  core->retry.async_wait([core](Failure cancelled) {
    if (!cancelled && !core->closed) accept_next(core);
  });
}

void turn_away(TcpSocket socket) {
  Failure ignored;
  socket.non_blocking(true, ignored);
  constexpr std::string_view kWords =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 1\r\n\r\n";
  socket.write_some(asio::buffer(kWords.data(), kWords.size()), ignored);
}

void accept_next(const std::shared_ptr<Core>& core) {
  core->acceptor.async_accept(core->acceptor.get_executor(), [core](Failure failure, TcpSocket socket) {
    if (core->closed) return;
    if (failure) return accept_later(core);
    if (core->connections.size() >= core->settings.connections_max) {
      turn_away(std::move(socket));
    } else {
      std::make_shared<HttpSession>(core, std::move(socket))->read_next();
    }
    accept_next(core);
  });
}

Error refusal(const ServerSettings& settings, const Failure& failure) {
  if (failure == asio::error::address_in_use)
    return {ErrorKind::busy, "listen.port",
            fmt::format("port {} of {} is taken by another program", settings.port, settings.address),
            "choose another port, or 0 for any free one"};
  return {ErrorKind::provider_unreachable, "listen.address",
          fmt::format("cannot listen on {}:{}: {}", settings.address, settings.port, failure.message()),
          "use an address of this machine and a port above 1023"};
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::open(EventLoop& loop, ServerSettings settings,
                                                     ServerHandlers handlers) {
  auto core = std::make_shared<Core>(loop.context(), std::move(settings), std::move(handlers));
  Failure failure;
  const auto address = asio::ip::make_address(core->settings.address, failure);
  if (failure) return refusal(core->settings, failure);
  const Tcp::endpoint endpoint{address, core->settings.port};
  core->acceptor.open(endpoint.protocol(), failure);
  if (!failure) core->acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) core->acceptor.bind(endpoint, failure);
  if (!failure) core->acceptor.listen(asio::socket_base::max_listen_connections, failure);
  if (failure) return refusal(core->settings, failure);
  accept_next(core);
  return std::unique_ptr<HttpServer>{new HttpServer{std::move(core)}};
}

HttpServer::~HttpServer() {
  core_->closed = true;
  Failure ignored;
  core_->acceptor.close(ignored);
  core_->retry.cancel(ignored);
  for (Connection* connection :
       std::vector<Connection*>{core_->connections.begin(), core_->connections.end()})
    connection->shut();
  core_->handlers = {};
}

std::uint16_t HttpServer::port() const {
  Failure ignored;
  return core_->acceptor.local_endpoint(ignored).port();
}

std::size_t HttpServer::connections() const {
  return core_->connections.size();
}

Reply::Reply(std::shared_ptr<HttpSession> session) : session_(std::move(session)) {}

Reply::~Reply() {
  if (session_) session_->send(text_response(500, "no answer was made\n"));
}

void Reply::send(Response response) {
  std::exchange(session_, nullptr)->send(std::move(response));
}

void Reply::send_raw(std::string bytes, Milliseconds pause) {
  std::exchange(session_, nullptr)->send_raw(std::move(bytes), pause);
}

void Reply::drop() {
  std::exchange(session_, nullptr)->drop();
}

Upgrade::Upgrade(std::shared_ptr<HttpSession> session) : session_(std::move(session)) {}

Upgrade::~Upgrade() {
  if (session_) session_->send(text_response(500, "no answer was made\n"));
}

std::shared_ptr<WebSocket> Upgrade::accept(WebSocketSettings settings, WebSocketHandlers handlers) {
  return std::exchange(session_, nullptr)->accept(std::move(settings), std::move(handlers));
}

void Upgrade::refuse(Response response) {
  std::exchange(session_, nullptr)->send(std::move(response));
}

void Upgrade::drop() {
  std::exchange(session_, nullptr)->drop();
}

}  // namespace dialctl::listen
