#include "adapters/http/web_socket.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <condition_variable>
#include <doctest/doctest.h>
#include <mutex>
#include <thread>

#include "tests/adapters/http/fault_server.h"

using namespace dialctl;
using namespace dialctl::http;
namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

namespace {

struct Log {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> lines;

  void add(std::string line) {
    const std::lock_guard lock{mutex};
    lines.push_back(std::move(line));
    changed.notify_all();
  }
  bool wait_for(std::size_t count, Milliseconds limit = Milliseconds{5000}) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, limit, [&] { return lines.size() >= count; });
  }
  WebSocketClient::Handlers handlers() {
    return {[this](std::uint64_t g) { add(std::to_string(g) + " open"); },
            [this](std::uint64_t g, const std::string& text) { add(std::to_string(g) + " text " + text); },
            [this](std::uint64_t g, int status, const std::string&) {
              add(std::to_string(g) + " closed " + std::to_string(status));
            }};
  }
};

// Accepts one connection after another and lets `talk` have each.
class Server {
 public:
  using Stream = websocket::stream<asio::ip::tcp::socket>;
  explicit Server(std::function<void(Stream&)> talk) : talk_(std::move(talk)) {
    thread_ = std::thread{[this] {
      while (true) {
        boost::system::error_code failure;
        Stream stream{acceptor_.accept(failure)};
        if (failure || stopping_) return;
        stream.accept(failure);
        if (!failure) talk_(stream);
      }
    }};
  }
  ~Server() {
    stopping_ = true;
    asio::io_context context;
    asio::ip::tcp::socket wake{context};
    boost::system::error_code ignored;
    wake.connect(acceptor_.local_endpoint(), ignored);
    wake.close();
    thread_.join();
  }
  WebSocketAddress address() const {
    return {"127.0.0.1", std::to_string(acceptor_.local_endpoint().port()), "/x"};
  }

 private:
  std::function<void(Stream&)> talk_;
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

void read_until_end(Server::Stream& stream) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code failure;
  while (!failure)
    stream.read(buffer, failure);
}

}  // namespace

TEST_CASE("ARI a WebSocket address is taken apart, also from http and with an IPv6 host") {
  const auto full = WebSocketAddress::parse("ws://pbx.example:8088/ari/events?app=x");
  REQUIRE(full);
  CHECK(full.value().host == "pbx.example");
  CHECK(full.value().port == "8088");
  CHECK(full.value().target == "/ari/events?app=x");
  CHECK(WebSocketAddress::parse("http://[::1]:80").value().host == "::1");
  CHECK(WebSocketAddress::parse("ws://pbx").value().target == "/");
  for (const char* bad :
       {"", "pbx:8088", "wss://pbx/", "ws://", "ws://:80/", "ws://pbx:http/", "ws://u:p@pbx/"}) {
    CAPTURE(bad);
    CHECK_FALSE(WebSocketAddress::parse(bad).ok());
  }
}

TEST_CASE("ARI messages arrive whole and in order, and the end is told once") {
  Server server{[](Server::Stream& stream) {
    stream.write(asio::buffer(std::string{"one"}));
    stream.write(asio::buffer(std::string(200'000, 'x')));
    stream.write(asio::buffer(std::string{"three"}));
  }};
  Log log;
  WebSocketClient client{{}, log.handlers()};
  client.open(server.address(), BasicAuth{"dialer", "secret"});
  REQUIRE(log.wait_for(5));
  CHECK(log.lines[0] == "1 open");
  CHECK(log.lines[1] == "1 text one");
  CHECK(log.lines[2].size() == 200'007);
  CHECK(log.lines[3] == "1 text three");
  CHECK(log.lines[4] == "1 closed 0");
}

TEST_CASE("fault 34 a half-open peer is noticed within the silence limit") {
  Server server{[](Server::Stream&) { std::this_thread::sleep_for(Milliseconds{2500}); }};  // answers no ping
  Log log;
  WebSocketSettings settings;
  settings.silence_max = Milliseconds{600};
  WebSocketClient client{settings, log.handlers()};
  client.open(server.address(), std::nullopt);
  REQUIRE(log.wait_for(2, Milliseconds{2000}));
  CHECK(log.lines[1] == "1 closed 0");
}

TEST_CASE("ARI a peer that answers pings is kept, however little it says") {
  Server server{read_until_end};
  Log log;
  WebSocketSettings settings;
  settings.silence_max = Milliseconds{300};
  WebSocketClient client{settings, log.handlers()};
  client.open(server.address(), std::nullopt);
  REQUIRE(log.wait_for(1));
  CHECK_FALSE(log.wait_for(2, Milliseconds{1500}));
  client.close();
  REQUIRE(log.wait_for(2));
  CHECK(log.lines[1] == "1 closed 0");
}

TEST_CASE("fault 36 a message above the cap ends the connection") {
  Server server{[](Server::Stream& stream) {
    stream.write(asio::buffer(std::string(70'000, 'x')));
    read_until_end(stream);
  }};
  Log log;
  WebSocketSettings settings;
  settings.message_bytes_max = 65'536;
  WebSocketClient client{settings, log.handlers()};
  client.open(server.address(), std::nullopt);
  REQUIRE(log.wait_for(2));
  CHECK(log.lines[1] == "1 closed 0");
}

TEST_CASE("fault 41 a refused handshake tells its status") {
  test::FaultServer server{[](test::Peer& peer, int) {
    peer.read_request();
    peer.write(test::response(401, "no"));
  }};
  Log log;
  WebSocketClient client{{}, log.handlers()};
  client.open({"127.0.0.1", std::to_string(server.port()), "/"}, std::nullopt);
  REQUIRE(log.wait_for(1));
  CHECK(log.lines[0] == "1 closed 401");
}

TEST_CASE("fault 34 a refused connection and a silent handshake end in time") {
  test::FaultServer silent{[](test::Peer& peer, int) { peer.wait_for_end(); }};
  Log log;
  WebSocketSettings settings;
  settings.open_max = Milliseconds{300};
  WebSocketClient client{settings, log.handlers()};
  client.open({"127.0.0.1", std::to_string(test::unused_port()), "/"}, std::nullopt);
  REQUIRE(log.wait_for(1));
  CHECK(log.lines[0] == "1 closed 0");
  client.open({"127.0.0.1", std::to_string(silent.port()), "/"}, std::nullopt);
  REQUIRE(log.wait_for(2, Milliseconds{2000}));
  CHECK(log.lines[1] == "2 closed 0");
}

TEST_CASE("ARI a new connection ends the one before it") {
  Server server{[](Server::Stream& stream) { stream.write(asio::buffer(std::string{"hello"})); }};
  test::FaultServer silent{[](test::Peer& peer, int) { peer.wait_for_end(); }};
  Log log;
  WebSocketClient client{{}, log.handlers()};
  client.open({"127.0.0.1", std::to_string(silent.port()), "/"}, std::nullopt);
  client.open(server.address(), std::nullopt);
  REQUIRE(log.wait_for(4));
  CHECK(log.lines[0] == "1 closed 0");
  CHECK(log.lines[1] == "2 open");
  CHECK(log.lines[2] == "2 text hello");
}
