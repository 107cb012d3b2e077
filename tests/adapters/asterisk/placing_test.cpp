// What becomes of a call whose answer is not a plain yes. In each: one request to place it, at most.
#include <doctest/doctest.h>

#include "tests/adapters/asterisk/scripted_server.h"
#include "tests/adapters/provider_contract/rig/rig.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

constexpr const char* kPlace = "POST /ari/channels?";

std::string place_target(const std::string& method, const std::string& target) {
  return method == "POST" && target.starts_with("/ari/channels?") ? parameter(target, "channelId") : "";
}

// The story of one call on a server that answers POST /channels and GET /channels/{id} like this.
struct Case {
  std::function<ScriptedAnswer(const std::string& channel)> post;
  std::function<ScriptedAnswer(const std::string& channel)> get = [](const std::string&) {
    return ScriptedAnswer{404, R"({"message":"Channel not found"})"};
  };
};

std::string story_with(const Case& with, const std::string& last_word) {
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (const std::string channel = place_target(method, target); !channel.empty())
          return with.post(channel);
        const std::string channels = "/ari/channels/";
        if (method == "GET" && target.starts_with(channels)) return with.get(target.substr(channels.size()));
        return std::nullopt;
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001400000");
  CHECK(rig.hears(leg, last_word));
  std::this_thread::sleep_for(Milliseconds{150});  // for what should not come
  CHECK(server.count(kPlace) == 1);
  return rig.story(leg);
}

ScriptedAnswer placed(const std::string& channel) {
  return {200, channel_json(channel, "Down", "AppDial2")};
}

ScriptedAnswer listed(const std::string& channel) {
  return {200, channel_json(channel, "Ringing", "AppDial2", channel.substr(2))};
}

}  // namespace

TEST_CASE("ARI 409 with a live channel is a placed call, without one a refusal") {
  const auto conflict = [](const std::string&) {
    return ScriptedAnswer{409, R"({"message":"Channel with given unique ID already exists"})"};
  };
  CHECK(story_with({conflict, listed}, "placed") == "placed accepted");
  CHECK(story_with({conflict}, "placed") == "placed refused configuration");
}

TEST_CASE("ARI 200 for a call that no event ever speaks of and that is not there is network trouble") {
  CHECK(story_with({placed}, "ended") == "placed accepted, ended network-trouble by unknown");
}

TEST_CASE("fault 37 an answer or a channel that is another one's is not adopted") {
  const auto other = [](const std::string&) { return placed("t.c-0000000000000"); };
  CHECK(story_with({other}, "placed") == "placed unknown");
  const auto wrong_ref = [](const std::string& channel) {
    return ScriptedAnswer{200, channel_json(channel, "Ringing", "AppDial2", "c-0000000000001")};
  };
  CHECK(story_with({other, wrong_ref}, "placed") == "placed unknown");
  CHECK(story_with({other, listed}, "placed") == "placed accepted");
}

TEST_CASE("fault 36 an unreadable answer is settled by asking, else unknown") {
  std::string deep = "{\"id\":";
  for (int i = 0; i < 100'000; ++i)
    deep += "[";
  for (const std::string& body : {std::string{"<html>It works!</html>"}, std::string{"{}"}, std::string{},
                                  std::string{R"({"id":"x","id":"y"})"}, std::string{"[1,2"}, deep}) {
    const auto garbage = [&](const std::string&) { return ScriptedAnswer{200, body}; };
    CHECK(story_with({garbage}, "placed") == "placed unknown");
    CHECK(story_with({garbage, listed}, "placed") == "placed accepted");
  }
  const auto empty = [](const std::string&) { return ScriptedAnswer{204, ""}; };
  CHECK(story_with({empty}, "placed") == "placed unknown");
}

TEST_CASE(
    "fault 33 a server's failure is settled by asking, unless it says for certain that nothing was done") {
  const auto failing = [](int status, const std::string& body = "") {
    return [=](const std::string&) { return ScriptedAnswer{status, body}; };
  };
  CHECK(story_with({failing(500, R"({"error":"Allocation failed"})")}, "placed") ==
        "placed refused configuration");
  for (const int status : {500, 502, 503, 504}) {
    CHECK(story_with({failing(status)}, "placed") == "placed unknown");
    CHECK(story_with({failing(status), listed}, "placed") == "placed accepted");
  }
  CHECK(story_with({failing(400)}, "placed") == "placed refused configuration");
  CHECK(story_with({failing(404)}, "placed") == "placed refused configuration");
  CHECK(story_with({failing(422)}, "placed") == "placed refused not-processed");
  CHECK(story_with({failing(429)}, "placed") == "placed refused throttled");
  for (const int status : {301, 302, 307, 308}) {
    CHECK(story_with({failing(status)}, "placed") == "placed refused configuration");
  }
  CHECK(story_with({failing(303)}, "placed") == "placed unknown");
}

TEST_CASE("fault 34 a connection that dies or hangs after the request is settled by asking, else unknown") {
  const auto dropped = [](const std::string&) { return ScriptedAnswer{0, "", "", true}; };
  CHECK(story_with({dropped}, "placed") == "placed unknown");
  CHECK(story_with({dropped, listed}, "placed") == "placed accepted");
  const auto hanging = [](const std::string&) { return ScriptedAnswer{0, "", "", true, Milliseconds{2500}}; };
  CHECK(story_with({hanging, listed}, "placed") == "placed accepted");
  int looks = 0;
  const auto lagging = [&](const std::string& channel) {
    return ++looks < 3 ? ScriptedAnswer{404, R"({"message":"Channel not found"})"} : listed(channel);
  };
  CHECK(story_with({dropped, lagging}, "placed") == "placed accepted");
}

TEST_CASE("fault 43 a 404 that is not the server's own word does not make a call absent") {
  const auto proxy = [](const std::string&) { return ScriptedAnswer{404, "<html>no such page</html>"}; };
  CHECK(story_with({placed, proxy}, "placed") == "placed accepted");
}

TEST_CASE("fault 32 a throttled call tells for how long, once to the loop and once for the call") {
  ScriptedServer server{
      [](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (place_target(method, target).empty()) return std::nullopt;
        return ScriptedAnswer{429, "", "Retry-After: 120"};
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "placed refused throttled"));
  CHECK(rig.hears("throttled"));
  CHECK_FALSE(rig.hears("throttled", Milliseconds{200}, 2));
  for (const ProviderFact& fact : rig.facts().all()) {
    if (const auto* throttled = std::get_if<Throttled>(&fact)) CHECK(throttled->retry_after == Seconds{120});
    if (const auto* refusal = std::get_if<Placed>(&fact)) CHECK(refusal->retry_after == Seconds{120});
  }
}

TEST_CASE("fault 41 a refused request stops this provider, and no later call reaches the server") {
  ScriptedServer server{
      [](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (place_target(method, target).empty()) return std::nullopt;
        return ScriptedAnswer{401, R"({"message":"Authentication required"})"};
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId first = rig.call("+79001400000");
  CHECK(rig.hears(first, "placed refused credentials"));
  CHECK(rig.hears("credentials refused"));
  CHECK(rig.hears("down"));
  const LegId second = rig.call("+79001400000");
  CHECK(rig.hears(second, "placed refused credentials"));
  CHECK(server.count(kPlace) == 1);
  CHECK_FALSE(rig.hears("up", Milliseconds{800}, 2));
}

TEST_CASE("ARI events that come before the answer to the request are told in order") {
  ScriptedServer* said_by = nullptr;
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        const std::string channel = place_target(method, target);
        if (channel.empty()) return std::nullopt;
        said_by->say(ringing_event(channel));
        said_by->say(answered_event(channel + ";2"));
        said_by->say(answered_event(channel));
        said_by->say(answered_event(channel));
        said_by->say(destroyed_event(channel, 16, "Up"));
        said_by->say(destroyed_event(channel, 16, "Up"));
        ScriptedAnswer answer = placed(channel);
        answer.after = Milliseconds{200};
        return answer;
      }};
  said_by = &server;
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.ended(leg));
  CHECK_FALSE(rig.facts().wait(
      Milliseconds{500}, [&](const auto& facts) { return !story_of(facts, leg).ends_with("by unknown"); }));
  CHECK(rig.story(leg) == "placed accepted, ringing, answered, ended normal by unknown");
}

TEST_CASE("ARI a call that shows up after it was told unknown is found, and goes on") {
  std::string channel;
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (place_target(method, target).empty()) return std::nullopt;
        channel = place_target(method, target);
        return ScriptedAnswer{0, "", "", true};
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "placed unknown"));
  server.say(ringing_event(channel));
  server.say(answered_event(channel));
  REQUIRE(rig.hears(leg, "answered"));
  CHECK(rig.story(leg) == "placed unknown, found dialling, ringing, answered");
}

TEST_CASE("RN-02 a permission that grows old while the request waits for a connection is not used") {
  ScriptedServer server{
      [](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        const std::string channel = place_target(method, target);
        if (channel.empty()) return std::nullopt;
        ScriptedAnswer answer = placed(channel);
        answer.after = Milliseconds{700};
        return answer;
      }};
  asterisk::AsteriskSettings settings = server.settings();
  settings.connections = 1;
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  rig.call("+79001400000");
  Place late;
  late.leg = rig.leg();
  late.address = "+79001400001";
  rig.perform_late(late, kIntentLife - Milliseconds{400});
  REQUIRE(rig.hears(late.leg, "placed"));
  CHECK(rig.story(late.leg) == "placed not-sent");
  CHECK(server.count(kPlace) == 1);
}

TEST_CASE("ARI what is asked for a call: limits, marks, formats and caller id") {
  ScriptedServer server{[](const std::string&, const std::string&) { return std::nullopt; }};
  asterisk::AsteriskSettings settings = server.settings();
  settings.formats = "ulaw";
  settings.caller_id = "+380440000000";
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001400000", Seconds{0});
  REQUIRE(rig.hears(leg, "placed"));
  const std::string sent = server.requests().at(5);
  CHECK(parameter(sent, "endpoint") == "Local%2F%2B79001400000%40customers%2Fn");
  CHECK(parameter(sent, "timeout") == "1");
  CHECK(parameter(sent, "formats") == "ulaw");
  CHECK(parameter(sent, "callerId") == "%2B380440000000");
  CHECK(parameter(sent, "channelId") == "t." + to_text(leg));
}

TEST_CASE("fault 40 a request for a call is not taken to where a redirect points") {
  for (const int status : {301, 302, 307, 308}) {
    CAPTURE(status);
    ScriptedServer elsewhere{[](const std::string&, const std::string&) { return std::nullopt; }};
    const auto moved = [&](const std::string&) {
      return ScriptedAnswer{status, "", "Location: " + elsewhere.settings().url + "/channels"};
    };
    CHECK(story_with({moved}, "placed") == "placed refused configuration");
    CHECK(elsewhere.requests().empty());
  }
}
