#include "adapters/listen/http_server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <thread>

#include "tests/adapters/listen/client.h"
#include "tests/adapters/listen/server_on_thread.h"

using namespace dialctl;
using namespace dialctl::listen;
using dialctl::testing::Client;
using dialctl::testing::ServerOnThread;
using dialctl::testing::SocketClient;

namespace {

ServerHandlers echo() {
  ServerHandlers handlers;
  handlers.on_request = [](Request request, Reply reply) {
    std::string text = request.method + " " + request.path + "|" + request.body;
    for (const auto& [name, value] : request.query)
      text += "|" + name + "=" + value;
    reply.send(text_response(200, std::move(text)));
  };
  return handlers;
}

}  // namespace

TEST_CASE("RN-05 a kept-alive connection serves one request after another, decoded") {
  ServerOnThread server{{}, echo()};
  Client client{server.port()};
  CHECK(client.ask("GET", "/a%20b?x=1+2&y=%2F").body == "GET /a b||x=1 2|y=/");
  CHECK(client.ask("POST", "/p", "hello").body == "POST /p|hello");
  CHECK(client.ask("PURGE", "/odd").body == "PURGE /odd|");
  const auto head = client.ask("HEAD", "/h");
  CHECK(head.status == 200);
  CHECK(head.field("Content-Length") == "8");
  CHECK(client.ask("GET", "/again").body == "GET /again|");
}

TEST_CASE("RN-05 pipelined requests are answered in order") {
  ServerOnThread server{{}, echo()};
  Client client{server.port()};
  client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read().body == "GET /1|");
  CHECK(client.read().body == "GET /2|");
}

TEST_CASE("RN-05 what is too long, broken or half is refused and the connection closed") {
  ServerSettings settings;
  settings.header_bytes_max = 1'000;
  settings.body_bytes_max = 100;
  settings.request_max = Milliseconds{150};
  ServerOnThread server{settings, echo()};
  const auto answer_to = [&](const std::string& bytes) {
    Client client{server.port()};
    client.send(bytes);
    const auto answer = client.read();
    CHECK(client.read_rest().empty());
    return answer.status;
  };
  CHECK(answer_to("GET / HTTP/1.1\r\nX: " + std::string(2'000, 'x') + "\r\n\r\n") == 431);
  CHECK(answer_to("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n") == 413);
  CHECK(answer_to("POST / HTTP/1.1\r\nContent-Length: 9223372036854775807\r\n\r\n") == 413);
  CHECK(answer_to("nonsense\r\n\r\n") == 400);
  CHECK(answer_to("GET /%zz HTTP/1.1\r\n\r\n") == 400);
  CHECK(answer_to("GET /%00 HTTP/1.1\r\n\r\n") == 400);
  CHECK(answer_to("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab") == 0);  // never arrives
}

TEST_CASE("RN-05 crawling peers are cut off and do not hold up the others") {
  ServerSettings settings;
  settings.request_max = Milliseconds{300};
  settings.connections_max = 60;
  ServerOnThread server{settings, echo()};
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<Client>(server.port()));
    slow.back()->send("GET / HT");
  }
  const auto began = std::chrono::steady_clock::now();
  Client client{server.port()};
  CHECK(client.ask("GET", "/quick").status == 200);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds{250});
  for (const auto& one : slow)
    CHECK(one->read().status == 0);
}

TEST_CASE("RN-05 one connection too many is told 503, and there is room again when one has gone") {
  ServerSettings settings;
  settings.connections_max = 2;
  ServerOnThread server{settings, echo()};
  auto first = std::make_unique<Client>(server.port());
  Client second{server.port()};
  CHECK(first->ask("GET", "/1").status == 200);
  CHECK(second.ask("GET", "/2").status == 200);
  Client third{server.port()};
  CHECK(third.read().status == 503);
  first.reset();
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    Client fourth{server.port()};
    status = fourth.ask("GET", "/4").status;
  }
  CHECK(status == 200);
}

TEST_CASE("RN-05 an answer may come later, be raw bytes, a reset, or forgotten") {
  ServerHandlers handlers;
  LoopThread* where = nullptr;
  handlers.on_request = [&where](Request request, Reply reply) {
    if (request.path == "/raw") return reply.send_raw("HTTP/1.1 200 OK\r\nContent-Le", Milliseconds{0});
    if (request.path == "/crawl") return reply.send_raw("abc", Milliseconds{20});
    if (request.path == "/drop") return reply.drop();
    if (request.path == "/forgotten") return;
    auto later = std::make_shared<Reply>(std::move(reply));
    where->loop().after(Milliseconds{30}, [later] { later->send(text_response(200, "later")); });
  };
  ServerOnThread server{{}, handlers};
  where = &server.thread();
  CHECK(Client{server.port()}.ask("GET", "/later").body == "later");
  CHECK(Client{server.port()}.ask("GET", "/forgotten").status == 500);
  CHECK(Client{server.port()}.ask("GET", "/drop").status == 0);
  Client raw{server.port()};
  raw.send("GET /raw HTTP/1.1\r\n\r\n");
  CHECK(raw.read_rest() == "HTTP/1.1 200 OK\r\nContent-Le");
  Client crawl{server.port()};
  const auto began = std::chrono::steady_clock::now();
  crawl.send("GET /crawl HTTP/1.1\r\n\r\n");
  CHECK(crawl.read_rest() == "abc");
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{60});
}

TEST_CASE("RN-05 a port that is taken, or an address of somebody else, is a clear error") {
  ServerOnThread server{{}, echo()};
  EventLoop loop;
  ServerSettings settings;
  settings.port = server.port();
  const auto taken = HttpServer::open(loop, settings, echo());
  REQUIRE(!taken.ok());
  CHECK(taken.error().code == "listen.port");
  CHECK(taken.error().kind == ErrorKind::busy);
  settings.address = "8.8.8.8";
  const auto foreign = HttpServer::open(loop, settings, echo());
  REQUIRE(!foreign.ok());
  CHECK(foreign.error().code == "listen.address");
  settings.address = "somewhere";
  CHECK(!HttpServer::open(loop, settings, echo()).ok());
}

TEST_CASE("RN-05 a WebSocket carries messages both ways, and a refusal is an HTTP answer") {
  std::shared_ptr<WebSocket> held;
  std::atomic<int> closed{0};
  ServerHandlers handlers = echo();
  handlers.on_upgrade = [&](Request request, Upgrade upgrade) {
    if (request.path != "/events") return upgrade.refuse(text_response(404, "no"));
    WebSocketHandlers mine;
    mine.on_text = [&](std::string text) { held->send("heard " + text); };
    mine.on_closed = [&] { ++closed; };
    held = upgrade.accept({}, std::move(mine));
    held->send("welcome");  // before the handshake is over
  };
  ServerOnThread server{{}, handlers};
  {
    SocketClient refused{server.port(), "/other"};
    CHECK(!refused.open());
    CHECK(Client{server.port()}.ask("GET", "/other", "", dialctl::testing::kUpgrade).status == 404);
    SocketClient client{server.port(), "/events"};
    CHECK(client.next() == "welcome");
    client.send("hello");
    CHECK(client.next() == "heard hello");
    server.thread().call([&] {
      for (int i = 0; i < 500; ++i)
        held->send(std::to_string(i));
    });
    for (int i = 0; i < 500; ++i)
      CHECK(client.next() == std::to_string(i));
    server.thread().call([&] { held->drop(); });
    CHECK(client.next() == std::nullopt);
    CHECK(!client.open());
  }
  for (int i = 0; i < 100 && closed == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  CHECK(closed == 1);
  server.thread().call([&] { held.reset(); });
}

TEST_CASE("RN-05 a WebSocket peer that does not read is dropped, not buffered for ever") {
  std::shared_ptr<WebSocket> held;
  std::atomic<bool> closed{false};
  ServerHandlers handlers = echo();
  handlers.on_upgrade = [&](Request, Upgrade upgrade) {
    WebSocketHandlers mine;
    mine.on_closed = [&] { closed = true; };
    WebSocketSettings settings;
    settings.waiting_bytes_max = 1'000'000;
    held = upgrade.accept(settings, std::move(mine));
  };
  ServerOnThread server{{}, handlers};
  SocketClient client{server.port(), "/"};
  for (int i = 0; i < 2'000 && !closed; ++i)
    server.thread().call([&] { held->send(std::string(64'000, 'x')); });
  CHECK(closed);
  server.thread().call([&] { held.reset(); });
}

TEST_CASE("RN-05 Basic credentials and parameters are decoded, broken ones refused") {
  CHECK(basic_credentials("Basic ZGlhbGVyOmRpYWxlci1zZWNyZXQ=") == "dialer:dialer-secret");
  CHECK(basic_credentials("basic YTpi") == "a:b");
  CHECK(!basic_credentials("Basic ***"));
  CHECK(!basic_credentials("Bearer YTpi"));
  CHECK(!basic_credentials(""));
  CHECK(!parse_parameters("a=%4"));
  CHECK(parse_parameters("a=b=c&&d")->size() == 2);
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK(!equal_in_constant_time("abc", "abd"));
  CHECK(!equal_in_constant_time("abc", ""));
  CHECK(!equal_in_constant_time("", "abc"));
}
