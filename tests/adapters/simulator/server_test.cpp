#include "adapters/simulator/server.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

#include "adapters/listen/media_server.h"
#include "tests/adapters/listen/client.h"

using namespace dialctl;
using namespace dialctl::simulator;
using dialctl::testing::Answer;
using dialctl::testing::Client;
using dialctl::testing::Fields;
using dialctl::testing::SocketClient;
using Json = nlohmann::json;

namespace {

const std::string kKey = "api_key=dialer:dialer-secret";

std::unique_ptr<SimulatorThread> serve(SimulatorSettings settings = {}) {
  auto opened = SimulatorThread::open(std::move(settings));
  REQUIRE(opened.ok());
  return std::move(opened).value();
}

SimulatorSettings with_faults(FaultSettings faults) {
  SimulatorSettings settings;
  settings.faults = std::move(faults);
  return settings;
}

std::string originate(const std::string& number, const std::string& id, const std::string& more = "") {
  return fmt::format("/ari/channels?endpoint=Local/{}@customers/n&app=test&channelId={}&{}{}", number, id,
                     kKey, more);
}

Answer ask(const SimulatorThread& simulator, const std::string& method, const std::string& path) {
  return Client{simulator.port()}.ask(method,
                                      path + (path.find('?') == std::string::npos ? "?" : "&") + kKey);
}

SocketClient listen_as(const SimulatorThread& simulator, const std::string& apps) {
  return SocketClient{simulator.port(), "/ari/events?app=" + apps + "&" + kKey};
}

// The next event of this type; null: none came.
Json next_of(SocketClient& socket, const std::string& type) {
  while (const auto text = socket.next()) {
    Json event = Json::parse(*text);
    if (event["type"] == type) return event;
  }
  return {};
}

std::vector<std::string> live(const SimulatorThread& simulator) {
  std::vector<std::string> ids;
  for (const auto& channel : Json::parse(ask(simulator, "GET", "/ari/channels").body))
    ids.push_back(channel["id"].get<std::string>());
  return ids;
}

}  // namespace

TEST_CASE("RN-05 credentials are asked for, as Basic or as a key, and 401 says how") {
  const auto simulator = serve();
  const auto status = [&](const std::string& target, const Fields& fields) {
    return Client{simulator->port()}.ask("GET", target, "", fields).status;
  };
  const Fields right{{"Authorization", "Basic ZGlhbGVyOmRpYWxlci1zZWNyZXQ="}};
  CHECK(status("/ari/channels", right) == 200);
  CHECK(status("/ari/channels", {}) == 401);
  CHECK(status("/ari/channels", {{"Authorization", "Basic YTpi"}}) == 401);
  CHECK(status("/ari/channels?api_key=dialer:wrong", {}) == 401);
  CHECK(status("/ari/channels?" + kKey, {}) == 200);
  const auto refused = Client{simulator->port()}.ask("GET", "/ari/channels");
  CHECK(refused.body == R"({"message":"Authentication required"})");
  CHECK(refused.field("WWW-Authenticate") == "Basic realm=\"Asterisk REST Interface\"");
  CHECK(status("/ari/events?app=a", dialctl::testing::kUpgrade) == 401);
  CHECK(status("/ari/events?" + kKey, dialctl::testing::kUpgrade) == 400);
}

TEST_CASE("RN-05 refusals have Asterisk's codes and words") {
  const auto simulator = serve();
  const auto check = [&](const std::string& method, const std::string& path, int status,
                         const std::string& text) {
    CAPTURE(path);
    const auto answer = ask(*simulator, method, path);
    CHECK(answer.status == status);
    CHECK(answer.body == (text.empty() ? "" : "{\"message\":\"" + text + "\"}"));
  };
  check("GET", "/ari/channels/x", 404, "Channel not found");
  check("GET", "/ari/bridges/x", 404, "Bridge not found");
  check("GET", "/ari/playbacks/x", 404, "Playback not found");
  check("GET", "/ari/nonsense", 404, "Resource not found");
  check("GET", "/elsewhere", 404, "Resource not found");
  check("PATCH", "/ari/channels", 405, "Invalid method");
  check("POST", "/ari/channels?app=a", 400, "Endpoint must be specified");
  check("POST", "/ari/channels?endpoint=Local/1@customers", 400,
        "Application or extension must be specified");
  check("POST", "/ari/channels?endpoint=Local/1@customers&app=a&formats=nope", 400,
        "Provided format (nope) was not found");
  check("GET", "/ari/applications/a", 404, "Application not found");
  check("POST", "/ari/bridges/b/addChannel?channel=c", 404, "Bridge not found");
  check("GET", "/ari/channels/x/variable?variable=A", 404, "Provided channel was not found");
  CHECK(ask(*simulator, "POST", "/ari/channels?endpoint=Foo/1&app=a").body ==
        R"({"error":"Allocation failed"})");
  Client client{simulator->port()};
  CHECK(client.ask("POST", "/ari/channels?" + kKey, "{\"endpoint\":\"Loc").status == 400);
  CHECK(client.ask("POST", "/ari/channels?" + kKey, std::string(50'000, '[')).status == 400);
}

TEST_CASE("RB-04 a robot call over real sockets: answer, message, key, operator, end") {
  const auto simulator = serve();
  auto socket = listen_as(*simulator, "test");
  REQUIRE(socket.open());
  Client client{simulator->port()};
  const std::string variables = "{\"variables\":{\"DIALCTL_REF\":\"R1\",\"TIMEOUT(absolute)\":\"60\"}}";
  const std::string more = "&appArgs=a,b&callerId=%22Shop%22%20%3C78001%3E";
  const auto made = client.ask("POST", originate("79001110000", "c1", more), variables);
  CHECK(made.status == 200);
  CHECK(Json::parse(made.body)["state"] == "Down");
  const Json start = next_of(socket, "StasisStart");
  CHECK(start["args"] == Json{"a", "b"});
  CHECK(start["application"] == "test");
  CHECK(start["channel"]["channelvars"]["DIALCTL_REF"] == "R1");
  CHECK(start["channel"]["caller"] == Json{{"name", "Shop"}, {"number", "78001"}});
  CHECK(start["channel"]["dialplan"]["app_data"] == "test,a,b");
  const auto play = client.ask("POST", "/ari/channels/c1/play/p1?media=sound:tt-monkeys&" + kKey);
  CHECK(play.status == 201);
  CHECK(Json::parse(play.body)["state"] == "queued");
  CHECK(next_of(socket, "PlaybackStarted")["playback"]["id"] == "p1");
  CHECK(next_of(socket, "ChannelDtmfReceived")["digit"] == "1");
  CHECK(client.ask("DELETE", "/ari/playbacks/p1?" + kKey).status == 204);
  CHECK(next_of(socket, "PlaybackFinished")["playback"]["state"] == "done");
  CHECK(client.ask("POST", "/ari/channels?endpoint=Local/701@operators/n&app=test&channelId=o1&" + kKey)
            .status == 200);
  CHECK(next_of(socket, "StasisStart")["channel"]["id"] == "o1");
  CHECK(client.ask("POST", "/ari/bridges?type=mixing&bridgeId=b1&" + kKey).status == 200);
  CHECK(client.ask("POST", "/ari/bridges/b1/addChannel?channel=c1,o1&" + kKey).status == 204);
  CHECK(next_of(socket, "ChannelEnteredBridge")["bridge"]["channels"] == Json{"c1"});
  CHECK(next_of(socket, "ChannelEnteredBridge")["bridge"]["channels"] == Json{"c1", "o1"});
  CHECK(next_of(socket, "ChannelDestroyed")["channel"]["id"] == "o1");
  CHECK(client.ask("DELETE", "/ari/channels/c1?" + kKey).status == 204);
  const Json end = next_of(socket, "ChannelHangupRequest");
  CHECK(client.ask("DELETE", "/ari/channels/c1?" + kKey).status == 404);
  CHECK(live(*simulator).empty());
}

TEST_CASE("RN-02 a second socket replaces the first, which stays open and silent") {
  const auto simulator = serve();
  auto first = listen_as(*simulator, "test");
  auto second = listen_as(*simulator, "test");
  CHECK(next_of(first, "ApplicationReplaced")["application"] == "test");
  ask(*simulator, "POST", "/ari/channels?endpoint=Local/79001300000@customers/n&app=test");
  CHECK(next_of(second, "ChannelDestroyed")["cause"] == 17);
  CHECK(first.next(100) == std::nullopt);
  CHECK(first.open());
}

TEST_CASE("RN-02 a filter is kept while calls live, forgotten after a reconnect without") {
  const auto simulator = serve();
  {
    auto socket = listen_as(*simulator, "test");
    const std::string filter = "{\"disallowed\":[{\"type\":\"Dial\"},{\"type\":\"ChannelStateChange\"}]}";
    Client client{simulator->port()};
    CHECK(client.ask("PUT", "/ari/applications/test/eventFilter?" + kKey, filter).status == 200);
    ask(*simulator, "POST", originate("79001300000", "c1"));
    const auto first = socket.next();
    REQUIRE(first);
    CHECK(Json::parse(*first)["type"] == "ChannelHangupRequest");
  }
  for (int i = 0; i < 100 && ask(*simulator, "GET", "/ari/applications/test").status != 404; ++i) {
  }
  auto socket = listen_as(*simulator, "test");
  ask(*simulator, "POST", originate("79001300000", "c1"));
  CHECK(Json::parse(*socket.next())["type"] == "Dial");
}

TEST_CASE("RN-02 after a true duplicate the same connection answers 409 for what is another failure") {
  const auto simulator = serve();
  auto socket = listen_as(*simulator, "test");
  Client client{simulator->port()};
  CHECK(client.ask("POST", originate("79001100000", "c1")).status == 200);
  CHECK(client.ask("POST", "/ari/channels?endpoint=Foo/1&app=test&channelId=c2&" + kKey).status == 500);
  CHECK(client.ask("POST", originate("79001100000", "c1")).status == 409);
  CHECK(client.ask("POST", "/ari/channels?endpoint=Foo/1&app=test&channelId=c2&" + kKey).status == 409);
  CHECK(client.ask("GET", "/ari/channels/c2?" + kKey).status == 404);
  CHECK(Client{simulator->port()}.ask("POST", "/ari/channels?endpoint=Foo/1&app=test&" + kKey).status == 500);
}

TEST_CASE("RN-08 with a speed of 50 a call of 50 seconds takes one") {
  SimulatorSettings settings;
  settings.speed = 50;
  const auto simulator = serve(settings);
  auto socket = listen_as(*simulator, "test");
  const auto began = std::chrono::steady_clock::now();
  ask(*simulator, "POST", originate("79001102029", "c1"));  // rings 20 s, talks 29.5 s
  CHECK(next_of(socket, "StasisStart")["channel"]["id"] == "c1");
  CHECK(next_of(socket, "ChannelDestroyed")["cause"] == 16);
  const auto took = std::chrono::steady_clock::now() - began;
  CHECK(took >= std::chrono::milliseconds{970});
  CHECK(took < std::chrono::milliseconds{1'800});
  settings.speed = 0;
  CHECK(SimulatorThread::open(settings).error().code == "simulator.speed");
}

TEST_CASE(
    "RB-12 a prompt is fetched from its server, plays as long as it is, and fails when it is not there") {
  std::string folder = std::filesystem::temp_directory_path() / "dialctl-prompts-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  {
    std::ofstream file{folder + "/m.wav", std::ios::binary};
    const std::string header{
        "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0", 44};
    file << header << std::string(16'000, '\0');  // one second
  }
  auto media = listen::MediaServer::open(folder, {});
  REQUIRE(media.ok());
  SimulatorSettings settings;
  settings.speed = 10;
  const auto simulator = serve(settings);
  auto socket = listen_as(*simulator, "test");
  ask(*simulator, "POST", originate("79001100000", "c1"));
  CHECK(next_of(socket, "StasisStart")["channel"]["id"] == "c1");
  const auto began = std::chrono::steady_clock::now();
  ask(*simulator, "POST", "/ari/channels/c1/play/p1?media=sound:" + media.value()->url("m.wav"));
  CHECK(next_of(socket, "PlaybackFinished")["playback"]["state"] == "done");
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{100});
  ask(*simulator, "POST", "/ari/channels/c1/play/p2?media=sound:" + media.value()->url("missing.wav"));
  CHECK(next_of(socket, "PlaybackFinished")["playback"]["state"] == "failed");
  ask(*simulator, "POST", "/ari/channels/c1/play/p3?media=sound:http://127.0.0.1:1/x.wav");
  CHECK(next_of(socket, "PlaybackFinished")["playback"]["state"] == "failed");
  std::filesystem::remove_all(folder);
}

TEST_CASE("CO-01 the journal is written in the columns of the bed's call log") {
  std::string file = std::filesystem::temp_directory_path() / "dialctl-journal-XXXXXX";
  ::close(::mkstemp(file.data()));
  SimulatorSettings settings;
  settings.journal_file = file;
  {
    const auto simulator = serve(settings);
    ask(*simulator, "POST", originate("79001300000", "c1", "&callerId=78001"));
    CHECK(simulator->totals().calls == 1);
    CHECK(simulator->totals().live == 0);
  }
  std::ifstream stream{file};
  std::stringstream text;
  text << stream.rdbuf();
  std::string line;
  std::vector<std::string> rows;
  while (std::getline(text, line))
    rows.push_back(line.substr(line.find(',')));
  REQUIRE(rows.size() == 6);
  const std::string start =
      R"(,"CHAN_START","c1","Local/79001300000@customers-00000000;1","78001","79001300000","customers","")";
  const std::string end =
      R"(,"HANGUP","c1","Local/79001300000@customers-00000000;1","78001","79001300000","customers",)"
      R"("{""hangupcause"":17,""hangupsource"":"""",""dialstatus"":""""}")";
  CHECK(rows[0] == start);
  CHECK(rows[2] == end);
  settings.journal_file = "/nonexistent/journal.csv";
  CHECK(SimulatorThread::open(settings).error().code == "simulator.journal");
  std::filesystem::remove(file);
}

TEST_CASE("RN-05 planned faults: what the client is told, and whether the call went out") {
  FaultSettings faults;
  faults.planned = {{1, Fault::error_unplaced}, {2, Fault::error_placed},       {3, Fault::drop_unplaced},
                    {4, Fault::drop_placed},    {5, Fault::throttled_unplaced}, {6, Fault::wrong_call_placed},
                    {7, Fault::cut_placed},     {8, Fault::garbage_placed}};
  const auto simulator = serve(with_faults(faults));
  auto socket = listen_as(*simulator, "test");
  std::vector<Answer> answers;
  for (int i = 1; i <= 9; ++i)
    answers.push_back(Client{simulator->port()}.ask("POST", originate("79001100000", fmt::format("c{}", i))));
  CHECK(answers[0].status >= 500);
  CHECK(answers[1].status >= 500);
  CHECK(answers[2].status == 0);
  CHECK(answers[3].status == 0);
  CHECK(answers[4].status == 429);
  CHECK(answers[4].field("Retry-After") == "2");
  CHECK(Json::parse(answers[5].body)["id"] == "another-c6");
  CHECK(answers[6].status == 0);
  CHECK(answers[8].status == 200);
  CHECK(live(*simulator) == std::vector<std::string>{"c2", "c2;2", "c4", "c4;2", "c6", "c6;2", "c7", "c7;2",
                                                     "c8", "c8;2", "c9", "c9;2"});
}

TEST_CASE("RN-05 late answers, late calls, lost credentials and lost sockets") {
  FaultSettings faults;
  faults.answers_after = {Milliseconds{80}, Milliseconds{120}};
  const auto simulator = serve(with_faults(faults));
  auto socket = listen_as(*simulator, "test");
  const auto began = std::chrono::steady_clock::now();
  CHECK(ask(*simulator, "POST", originate("79001300000", "c1")).status == 200);
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{80});
  CHECK(next_of(socket, "ChannelDestroyed")["cause"] == 17);

  faults.answers_after = {Milliseconds{0}, Milliseconds{0}};
  faults.places_after = {Milliseconds{100}, Milliseconds{100}};
  simulator->set_faults(faults);
  CHECK(ask(*simulator, "POST", originate("79001100000", "c2")).status == 200);
  CHECK(simulator->totals().calls == 1);
  CHECK(next_of(socket, "StasisStart")["channel"]["id"] == "c2");
  CHECK(simulator->totals().calls == 2);

  faults.loses_sockets_every = Milliseconds{50};
  simulator->set_faults(faults);
  while (socket.next()) {
  }
  CHECK(!socket.open());
  faults.loses_sockets_every = Milliseconds{0};
  faults.unauthorized_from = 1;
  simulator->set_faults(faults);
  CHECK(ask(*simulator, "GET", "/ari/channels").status == 401);
}

TEST_CASE("RN-05 faults drawn from a seed come in their shares, and the same for the same seed") {
  const auto draws = [](std::uint64_t seed) {
    FaultSettings settings;
    settings.seed = seed;
    settings.shares = {{Fault::error_placed, 2'000}, {Fault::drop_unplaced, 1'000}};
    Faults faults{settings};
    std::vector<Fault> out;
    for (int i = 0; i < 10'000; ++i)
      out.push_back(faults.draw_for_originate().fault);
    return out;
  };
  const auto first = draws(1);
  CHECK(first == draws(1));
  CHECK(first != draws(2));
  CHECK(std::count(first.begin(), first.end(), Fault::error_placed) == doctest::Approx(2'000).epsilon(0.1));
  CHECK(std::count(first.begin(), first.end(), Fault::drop_unplaced) == doctest::Approx(1'000).epsilon(0.1));
  CHECK(parse_fault("drop-placed") == Fault::drop_placed);
  CHECK(!parse_fault("none-such"));
}

TEST_CASE("RN-05 a simulator that is closed with calls, sockets and late answers under way ends cleanly") {
  FaultSettings faults;
  faults.answers_after = {Milliseconds{5'000}, Milliseconds{5'000}};
  auto simulator = serve(with_faults(faults));
  auto socket = listen_as(*simulator, "test");
  Client client{simulator->port()};
  client.send("POST " + originate("79001100000", "c1") + " HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(next_of(socket, "StasisStart")["channel"]["id"] == "c1");
  simulator.reset();
  CHECK(client.read().status == 0);
  while (socket.next()) {
  }
  CHECK(!socket.open());
}
