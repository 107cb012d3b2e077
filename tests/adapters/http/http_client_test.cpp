#include "adapters/http/http_client.h"

#include <atomic>
#include <doctest/doctest.h>
#include <future>

#include "tests/adapters/http/fault_server.h"

using namespace dialctl;
using namespace dialctl::http;
using dialctl::test::FaultServer;
using dialctl::test::Peer;
using dialctl::test::response;

namespace {

using Steady = std::chrono::steady_clock;

std::future<Answer> ask(HttpClient& client, Request request) {
  auto promise = std::make_shared<std::promise<Answer>>();
  auto answer = promise->get_future();
  client.send(std::move(request), [promise](Answer a) { promise->set_value(std::move(a)); });
  return answer;
}

Request get(const std::string& url) {
  Request request;
  request.url = url;
  return request;
}

Request call(const std::string& url) {
  Request request;
  request.method = Method::post;
  request.url = url;
  request.repeatable = false;
  return request;
}

std::string kind(const Answer& answer) {
  if (const auto* reply = std::get_if<Reply>(&answer)) return std::to_string(reply->status);
  return std::holds_alternative<NotSent>(answer) ? "not-sent" : "unknown";
}

std::string outcome(Request request) {
  HttpClient client{{}};
  return kind(ask(client, std::move(request)).get());
}

std::string outcome_of_call(const FaultServer::Behaviour& behaviour) {
  FaultServer server{behaviour};
  return outcome(call(server.url()));
}

}  // namespace

TEST_CASE("fault 34 a refused connection was certainly not sent") {
  CHECK(outcome(call("http://127.0.0.1:" + std::to_string(test::unused_port()) + "/")) == "not-sent");
}

TEST_CASE("fault 38 a host without an address was certainly not sent") {
  CHECK(outcome(call("http://no-such-host.invalid/")) == "not-sent");
}

TEST_CASE("fault 39 a server without TLS was certainly not sent to") {
  FaultServer server{[](Peer& peer, int) { peer.write("no TLS here\r\n\r\n"); }};
  CHECK(outcome(call("https://127.0.0.1:" + std::to_string(server.port()) + "/")) == "not-sent");
}

TEST_CASE("fault 34 a server that never answers is unknown, within the total limit") {
  FaultServer server{[](Peer& peer, int) { peer.wait_for_end(); }};
  Request request = call(server.url());
  request.total_max = Milliseconds{300};
  const auto begun = Steady::now();
  CHECK(outcome(request) == "unknown");
  CHECK(Steady::now() - begun < Milliseconds{1500});
}

TEST_CASE("fault 34 an end or reset at every byte of the answer is unknown until the answer is whole") {
  const std::string whole = response(200, "{\"id\":\"c1\"}");
  for (const bool hard : {false, true}) {
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
      CAPTURE(bytes);
      CHECK(outcome_of_call([&](Peer& peer, int) {
              peer.read_request();
              peer.write(whole.substr(0, bytes));
              if (hard) peer.reset();
            }) == "unknown");
    }
  }
  CHECK(outcome_of_call([&](Peer& peer, int) {
          peer.read_request();
          peer.write(whole);
          peer.wait_for_end();
        }) == "200");
}

TEST_CASE("fault 36 garbage, HTTP 0.9 and endless headers are unknown") {
  CHECK(outcome_of_call([](Peer& peer, int) {
          peer.read_request();
          peer.write("\x16\x03 what?\r\n\r\n");
        }) == "unknown");
  CHECK(outcome_of_call([](Peer& peer, int) {
          peer.read_request();
          peer.write("<html>hello</html>");
        }) == "unknown");
  CHECK(outcome_of_call([](Peer& peer, int) {
          peer.read_request();
          peer.write("HTTP/1.1 200 OK\r\n");
          for (int i = 0; i < 10'000; ++i)
            peer.write("X-Header: 0123456789\r\n");
          peer.wait_for_end();
        }) == "unknown");
}

TEST_CASE("fault 36 a body above the cap is cut off, told or not") {
  const std::string headers[] = {"Content-Length: 1000000000\r\n", ""};
  for (const std::string& length : headers) {
    FaultServer server{[&](Peer& peer, int) {
      peer.read_request();
      peer.write("HTTP/1.1 200 OK\r\n" + length + "\r\n");
      const std::string block(1 << 16, 'x');
      for (int i = 0; i < 64; ++i)
        peer.write(block);
    }};
    CHECK(outcome(get(server.url())) == "unknown");
  }
}

TEST_CASE("fault 36 an answer of 204 and one of exactly the cap are whole") {
  FaultServer server{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 204 No Content\r\n\r\n");
    peer.read_request();
    peer.write(response(200, std::string(1 << 20, 'x')));
    peer.wait_for_end();
  }};
  HttpClient client{{}};
  CHECK(kind(ask(client, get(server.url())).get()) == "204");
  const Answer answer = ask(client, get(server.url())).get();
  REQUIRE(kind(answer) == "200");
  CHECK(std::get<Reply>(answer).body.size() == 1 << 20);
}

TEST_CASE("fault 40 redirects are never followed and credentials go nowhere else") {
  FaultServer elsewhere{[](Peer& peer, int) {
    peer.read_request();
    peer.write(response(200));
  }};
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const Method method : {Method::get, Method::post}) {
      std::string seen;
      FaultServer server{[&](Peer& peer, int) {
        seen = peer.read_request();
        peer.write(response(status, "", "Location: " + elsewhere.url() + "\r\n"));
      }};
      Request request = get(server.url());
      request.method = method;
      request.auth = BasicAuth{"dialer", "secret"};
      CHECK(outcome(request) == std::to_string(status));
      CHECK(seen.find("Authorization: Basic ZGlhbGVyOnNlY3JldA==") != std::string::npos);
    }
  }
  CHECK(elsewhere.connections() == 0);
}

TEST_CASE("fault 40 a request carries nothing of the one before it on the same connection") {
  std::vector<std::string> seen;
  FaultServer server{[&](Peer& peer, int) {
    for (std::string asked = peer.read_request(); !asked.empty(); asked = peer.read_request()) {
      seen.push_back(asked);
      peer.write(response(200, "word " + std::to_string(seen.size())));
    }
  }};
  HttpClient client{{1}};
  Request order = call(server.url("/orders"));
  order.body = "a body";
  order.content_type = "text/plain";
  order.headers = {{"X-Sign", "once"}};
  order.auth = BasicAuth{"dialer", "secret"};
  Request gone = call(server.url("/bodies"));
  gone.method = Method::del;
  for (const Request& request : {order, get(server.url("/plain")), gone, order}) {
    const Answer answer = ask(client, request).get();
    REQUIRE(std::holds_alternative<Reply>(answer));
    CHECK(std::get<Reply>(answer).body == "word " + std::to_string(seen.size()));
  }
  REQUIRE(seen.size() == 4);
  CHECK(server.connections() == 1);
  CHECK(seen[1].starts_with("GET /plain HTTP/1.1\r\n"));
  CHECK(seen[2].starts_with("DELETE /bodies HTTP/1.1\r\n"));
  for (const int bare : {1, 2}) {
    for (const char* word : {"Authorization", "X-Sign", "text/plain", "a body"})
      CHECK(seen[static_cast<std::size_t>(bare)].find(word) == std::string::npos);
  }
  CHECK(seen[3] == seen[0]);
}

TEST_CASE("fault 35 one byte a second is given up at the low-speed limit") {
  FaultServer server{[](Peer& peer, int) {
    peer.read_request();
    const std::string answer = response(200, std::string(100, 'x'));
    for (const char c : answer) {
      if (!peer.write(std::string{c})) return;
      std::this_thread::sleep_for(Milliseconds{100});
    }
  }};
  Request request = get(server.url());
  request.low_speed_max = Seconds{2};
  const auto begun = Steady::now();
  CHECK(outcome(request) == "unknown");
  CHECK(Steady::now() - begun < Seconds{5});
}

namespace {

// Answers the first request of a connection; the second one it reads and then drops the connection.
struct DyingServer {
  std::atomic<int> calls{0};
  FaultServer server{[this](Peer& peer, int) {
    peer.read_request();
    peer.write(response(200));
    if (peer.read_request().starts_with("POST")) ++calls;
  }};
};

}  // namespace

TEST_CASE("fault 33 a call on a kept-alive connection that dies is sent once and is unknown") {
  for (const std::string& body : {std::string{}, std::string{"{\"variables\":{}}"}}) {
    DyingServer dying;
    HttpClient client{{}};
    REQUIRE(kind(ask(client, get(dying.server.url())).get()) == "200");
    Request request = call(dying.server.url());
    request.body = body;
    const Answer answer = ask(client, request).get();
    REQUIRE(kind(answer) == "unknown");
    CHECK(std::get<Unknown>(answer).why.find("not sent again") != std::string::npos);
    CHECK(dying.calls == 1);
  }
}

TEST_CASE("fault 33 what may be repeated is repeated on a fresh connection") {
  DyingServer dying;
  HttpClient client{{}};
  REQUIRE(kind(ask(client, get(dying.server.url())).get()) == "200");
  CHECK(kind(ask(client, get(dying.server.url())).get()) == "200");
  CHECK(dying.server.connections() == 2);
}

TEST_CASE("RN-02 a request that is not wanted any more when its turn comes does not leave") {
  std::atomic<int> requests{0};
  FaultServer server{[&](Peer& peer, int) {
    while (!peer.read_request().empty()) {
      ++requests;
      std::this_thread::sleep_for(Milliseconds{200});
      peer.write(response(200));
    }
  }};
  HttpClient client{{1}};
  auto first = ask(client, get(server.url()));
  Request late = call(server.url());
  const auto until = Steady::now() + Milliseconds{100};
  late.still_wanted = [until] { return Steady::now() < until; };
  CHECK(kind(ask(client, late).get()) == "not-sent");
  CHECK(kind(first.get()) == "200");
  CHECK(requests == 1);
}

TEST_CASE("ARI several connections work side by side and stay within the limit") {
  std::atomic<int> now{0};
  std::atomic<int> most{0};
  FaultServer server{[&](Peer& peer, int) {
    while (!peer.read_request().empty()) {
      const int here = ++now;
      int seen = most;
      while (here > seen && !most.compare_exchange_weak(seen, here)) {
      }
      std::this_thread::sleep_for(Milliseconds{50});
      --now;
      peer.write(response(200));
    }
  }};
  HttpClient client{{4}};
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 40; ++i)
    answers.push_back(ask(client, call(server.url())));
  for (auto& answer : answers)
    CHECK(kind(answer.get()) == "200");
  CHECK(most == 4);
  CHECK(server.connections() == 4);
}

TEST_CASE("fault 32 Retry-After as seconds, as a date, absurd and past") {
  const Instant now = *parse_iso("2026-11-21T20:25:41Z");
  const auto after = [&](const std::string& text) {
    return Reply{429, "", {{"retry-after", text}}}.retry_after(now);
  };
  CHECK(after("120") == Seconds{120});
  CHECK(after("99999999999999999999999") == Seconds{3600});
  CHECK(after("7200") == Seconds{3600});
  CHECK(after("Sat, 21 Nov 2026 20:26:41 GMT") == Seconds{60});
  CHECK(after("Sat, 21 Nov 2020 20:26:41 GMT") == Seconds{0});
  CHECK(after("Sat, 21 Nov 2036 20:26:41 GMT") == Seconds{3600});
  CHECK_FALSE(after("soon").has_value());
  CHECK_FALSE(after("-5").has_value());
  CHECK_FALSE(Reply{429, "", {}}.retry_after(now).has_value());
}

TEST_CASE("ARI timers run in the order of their instants and none after the end") {
  std::atomic<int> late{0};
  std::vector<int> order;
  std::promise<void> done;
  {
    HttpClient client{{}};
    client.after(Milliseconds{60}, [&] {
      order.push_back(2);
      done.set_value();
    });
    client.after(Milliseconds{20}, [&] { order.push_back(1); });
    client.after(Milliseconds{200}, [&] { ++late; });
    done.get_future().wait();
  }
  CHECK(order == std::vector{1, 2});
  CHECK(late == 0);
}
