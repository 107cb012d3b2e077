// Connections, events and commands where a good server shows no trouble.
#include <atomic>
#include <doctest/doctest.h>

#include "tests/adapters/asterisk/scripted_server.h"
#include "tests/adapters/provider_contract/rig/rig.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

std::string channel_of(LegId leg) {
  return "t." + to_text(leg);
}

void ask_to_end(ScriptedServer& server, LegId leg, int cause, bool soft) {
  server.say(R"({"type":"ChannelHangupRequest","cause":)" + std::to_string(cause) +
             (soft ? R"(,"soft":true)" : "") + R"(,"channel":)" +
             channel_json(channel_of(leg), "Ringing", "AppDial2") + "}");
}

// A server on which every call is placed and every request about one succeeds.
std::optional<ScriptedAnswer> obliging(const std::string& method, const std::string& target) {
  if (method == "POST" && target.starts_with("/ari/channels?")) {
    return ScriptedAnswer{200, channel_json(parameter(target, "channelId"), "Down", "AppDial2")};
  }
  if (method == "GET" && target.starts_with("/ari/channels/")) {
    return ScriptedAnswer{200, channel_json(target.substr(14), "Up", "Stasis")};
  }
  if (method == "POST" && target.find("/play/") != std::string::npos) return ScriptedAnswer{201, "{}"};
  if (method == "POST" || method == "DELETE") return ScriptedAnswer{204, ""};
  return std::nullopt;
}

}  // namespace

TEST_CASE("ARI a failing step of the start begins anew, and the legs are told only by a whole one") {
  for (const char* step :
       {"PUT /ari/applications", "GET /ari/asterisk/info", "GET /ari/channels", "GET /ari/bridges"}) {
    for (const auto& bad :
         {ScriptedAnswer{500, ""}, ScriptedAnswer{200, "nonsense"}, ScriptedAnswer{0, "", "", true}}) {
      if (std::string{step}.starts_with("PUT") && bad.status == 200) continue;
      CAPTURE(step);
      std::atomic<int> left{1};
      ScriptedServer server{
          [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
            if ((method + " " + target).starts_with(step) && left-- > 0) return bad;
            return std::nullopt;
          }};
      Rig rig{server.settings()};
      CHECK(rig.hears("up"));
      const auto facts = rig.facts().all();
      const std::size_t first = bad.drop ? facts.size() - 2 : 1;  // a dropped GET may be repeated unseen
      CHECK(word(facts.at(first)) == "listed 0");
      CHECK(server.count("PUT /ari/applications") >= (bad.drop ? 1 : 2));
    }
  }
}

TEST_CASE("ARI events of the start are held back until the legs were told") {
  ScriptedServer* said_by = nullptr;
  const LegId leg = *parse_leg_id("c-01KAK3V8Q0001");
  const LegId other = *parse_leg_id("c-01KAK3V8Q0002");
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (method + target != "GET/ari/channels") return std::nullopt;
        said_by->say(answered_event(channel_of(other)));
        said_by->say(destroyed_event(channel_of(leg), 17));
        return ScriptedAnswer{200, "[" + channel_json(channel_of(leg), "Ringing", "AppDial2") + "]", "",
                              false, Milliseconds{100}};
      }};
  said_by = &server;
  Rig rig{server.settings()};
  REQUIRE(rig.ended(leg));
  const auto facts = rig.facts().all();
  REQUIRE(facts.size() == 4);
  CHECK(word(facts[0]) == "listed 1");
  CHECK(word(facts[1]) == "up");
  CHECK(word(facts[2]) == "answered");
  CHECK(word(facts[3]) == "ended busy by unknown");
}

TEST_CASE(
    "ARI legs of a server that restarted have ended by network trouble, or normally when they were up") {
  std::atomic<bool> restarted{false};
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (restarted && target.starts_with("/ari/asterisk/info")) {
          return ScriptedAnswer{200, R"({"status":{"startup_time":"2026-11-21T23:00:00.000+0000"}})"};
        }
        if (restarted && target.starts_with("/ari/events") && method == "GET") return std::nullopt;
        return obliging(method, target);
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId up = rig.call("+79001100000");
  const LegId ringing = rig.call("+79001100001");
  REQUIRE(rig.hears(up, "placed"));
  server.say(answered_event(channel_of(up)));
  server.say(ringing_event(channel_of(ringing)));
  REQUIRE(rig.hears(up, "answered"));
  REQUIRE(rig.hears(ringing, "ringing"));
  restarted = true;
  server.close_events();
  REQUIRE(rig.hears("listed 0 restarted"));
  CHECK(rig.ended(up));
  CHECK(rig.ended(ringing));
  CHECK(rig.story(up) == "placed accepted, answered, ended normal by unknown");
  CHECK(rig.story(ringing) == "placed accepted, ringing, ended network-trouble by unknown");
}

TEST_CASE(
    "ARI calls that the server ends because it shuts down are trouble of its own, not cancelled by us") {
  ScriptedServer server{obliging};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId ringing = rig.call("+79001400000");
  const LegId up = rig.call("+79001100000");
  for (const LegId& leg : {ringing, up}) {
    REQUIRE(rig.hears(leg, "placed"));
    server.say(ringing_event(channel_of(leg)));
    REQUIRE(rig.hears(leg, "ringing"));
  }
  server.say(answered_event(channel_of(up)));
  for (const LegId& leg : {ringing, up}) {
    ask_to_end(server, leg, 4, true);
    server.say(destroyed_event(channel_of(leg), 0, leg == up ? "Up" : "Ringing"));
    REQUIRE(rig.ended(leg));
  }
  CHECK(rig.story(ringing) == "placed accepted, ringing, ended network-trouble by unknown");
  CHECK(rig.story(up) == "placed accepted, ringing, answered, ended normal by unknown");
}

TEST_CASE("ARI the event filter is set at each connection, before the legs are listed") {
  ScriptedServer server{obliging};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  server.close_events();
  REQUIRE(rig.hears("up", Milliseconds{6000}, 2));
  std::string order;
  for (const std::string& request : server.requests()) {
    if (request.starts_with("PUT /ari/applications/")) order += "filter ";
    if (request == "GET /ari/channels") order += "list ";
  }
  CHECK(order == "filter list filter list ");
}

TEST_CASE("ARI our own empty bridges are removed at a connection, and no others") {
  const std::string ours = "t.b-01KAK3V8Q000";
  const auto bridge = [](const std::string& id, const std::string& channels) {
    return R"({"id":")" + id + R"(","channels":[)" + channels + "]}";
  };
  ScriptedServer server{[&](const std::string& method,
                            const std::string& target) -> std::optional<ScriptedAnswer> {
    if (method + target != "GET/ari/bridges") return obliging(method, target);
    return ScriptedAnswer{200, "[" + bridge(ours + "1", "") + "," +
                                   bridge(ours + "2", R"("t.c-01KAK3V8Q0002")") + "," +
                                   bridge("s.b-01KAK3V8Q0003", "") + "," + bridge("conference", "") + "]"};
  }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  CHECK(server.hears("DELETE /ari/bridges/" + ours + "1"));
  CHECK(server.count("DELETE ") == 1);
}

TEST_CASE("fault 36 words that are not understood cost nothing") {
  ScriptedServer server{obliging};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "placed"));
  std::string deep(200'000, '[');
  for (const std::string& word :
       {std::string{"hello"}, std::string{"{}"}, std::string{"[]"}, std::string{"null"},
        std::string{R"({"type":5})"}, std::string{R"({"type":"StasisStart"})"},
        std::string{R"({"type":"StasisStart","channel":{"id":7}})"},
        std::string{R"({"type":"ChannelDestroyed","cause":"x","channel":{"id":")"} + channel_of(leg) +
            R"("}})",
        std::string{R"({"type":"ChannelDtmfReceived","digit":"","channel":{"id":")"} + channel_of(leg) +
            R"("}})",
        std::string{R"({"type":"Unheard","channel":[]})"}, deep}) {
    server.say(word);
  }
  server.say(answered_event(channel_of(leg)));
  REQUIRE(rig.hears(leg, "answered"));
  CHECK(rig.story(leg) == "placed accepted, answered");
  CHECK_FALSE(rig.hears("down", Milliseconds{100}));
}

TEST_CASE("ARI keys A to D and keys of other channels are not told") {
  ScriptedServer server{obliging};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "placed"));
  server.say(answered_event(channel_of(leg)));
  const auto key = [&](const std::string& channel, const std::string& digit) {
    server.say(R"({"type":"ChannelDtmfReceived","digit":")" + digit + R"(","channel":)" +
               channel_json(channel, "Up", "Stasis") + "}");
  };
  key(channel_of(leg), "A");
  key(channel_of(leg) + ";2", "5");
  key("someone", "6");
  key(channel_of(leg), "#");
  REQUIRE(rig.hears(leg, "key #"));
  CHECK(rig.story(leg) == "placed accepted, answered, key #");
}

TEST_CASE("ARI commands of one leg reach the server in their order, however slow it is") {
  ScriptedServer server{[](const std::string& method, const std::string& target) {
    auto answer = obliging(method, target);
    if (answer && method == "POST" && target.starts_with("/ari/channels/")) answer->after = Milliseconds{60};
    return answer;
  }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "placed"));
  server.say(answered_event(channel_of(leg)));
  REQUIRE(rig.hears(leg, "answered"));
  rig.perform(Play{leg, 1, {{Media::Kind::stock, "one"}}});
  rig.perform(StopPlay{leg, 1});
  rig.perform(StartHoldMusic{leg, "jazz"});
  rig.perform(StopHoldMusic{leg});
  rig.perform(StartHoldMusic{leg, "rock"});
  std::this_thread::sleep_for(Milliseconds{600});
  std::vector<std::string> about;
  const std::string base = "/ari/channels/" + channel_of(leg);
  for (const std::string& request : server.requests()) {
    const auto at = request.find(base + "/");
    if (at != std::string::npos)
      about.push_back(request.substr(0, request.find('/')) + request.substr(at + base.size()));
    if (request.starts_with("DELETE /ari/playbacks/")) about.push_back("DELETE playback");
  }
  const std::vector<std::string> expected = {"POST /play/" + channel_of(leg) + ".p1.0?media=sound%3Aone",
                                             "DELETE playback", "POST /moh?mohClass=jazz", "DELETE /moh",
                                             "POST /moh?mohClass=rock"};
  CHECK(about == expected);
}

TEST_CASE("ARI a hang-up that the server fails to do is asked for again") {
  std::atomic<int> failures{2};
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (method == "DELETE" && failures-- > 0) return ScriptedAnswer{500, ""};
        return obliging(method, target);
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "placed"));
  rig.perform(HangUp{leg, HangUpReason::done});
  std::this_thread::sleep_for(Milliseconds{600});
  CHECK(server.count("DELETE /ari/channels/") == 3);
  server.say(destroyed_event(channel_of(leg), 16));
  CHECK(rig.hears(leg, "ended cancelled by us"));
}

TEST_CASE("ARI a hang-up during the placing follows the first sign of the call") {
  ScriptedServer* said_by = nullptr;
  ScriptedServer server{
      [&](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        auto answer = obliging(method, target);
        if (method == "POST" && target.starts_with("/ari/channels?")) {
          std::this_thread::sleep_for(Milliseconds{100});
          said_by->say(ringing_event(parameter(target, "channelId")));
          answer->after = Milliseconds{700};
        }
        if (method == "DELETE") said_by->say(destroyed_event(target.substr(14, target.find('?') - 14), 16));
        return answer;
      }};
  said_by = &server;
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100000");
  std::this_thread::sleep_for(Milliseconds{50});
  rig.perform(HangUp{leg, HangUpReason::window_closed});
  CHECK(rig.hears(leg, "ended cancelled", Milliseconds{500}));
}

TEST_CASE("RB-11 verdicts of the machine check, and a leg that cannot be checked") {
  ScriptedServer server{obliging};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"HUMAN", "HUMAN-800-800", "judged person"},
      {"MACHINE", "MAXWORDS-3-3", "judged machine"},
      {"MACHINE", "INITIALSILENCE-2500-2500", "judged unsure"},
      {"NOTSURE", "TOOLONG-5000", "judged unsure"},
      {"HANGUP", "", "judged unsure"}};
  for (const auto& [status, cause, expected] : cases) {
    Place place;
    place.leg = rig.leg();
    place.address = "+79001100000";
    place.detect_machine = true;
    rig.perform(place);
    REQUIRE(rig.hears(place.leg, "placed"));
    server.say(answered_event(channel_of(place.leg)));
    REQUIRE(rig.hears(place.leg, "answered"));
    REQUIRE(
        server.hears("POST /ari/channels/" + channel_of(place.leg) + "/continue?context=amd&extension=s"));
    server.say(R"({"type":"StasisEnd","channel":)" + channel_json(channel_of(place.leg), "Up", "") + "}");
    server.say(R"({"type":"StasisStart","args":["amd",")" + std::string{status} + R"(",")" + cause +
               R"("],"channel":)" + channel_json(channel_of(place.leg), "Up", "Stasis") + "}");
    CHECK(rig.hears(place.leg, expected));
  }
  asterisk::AsteriskSettings without = server.settings();
  without.amd_context.clear();
  Rig unable{without};
  REQUIRE(unable.hears("up"));
  Place place;
  place.leg = unable.leg();
  place.address = "+79001100000";
  place.detect_machine = true;
  unable.perform(place);
  REQUIRE(unable.hears(place.leg, "placed"));
  server.say(answered_event(channel_of(place.leg)));
  CHECK(unable.hears(place.leg, "judged unsure"));
}

TEST_CASE("RB-04 a customer who cannot be connected goes on hearing the hold music") {
  ScriptedServer server{
      [](const std::string& method, const std::string& target) -> std::optional<ScriptedAnswer> {
        if (target.ends_with("/moh") && method == "POST") return ScriptedAnswer{204};
        if (target.find("/addChannel") != std::string::npos) {
          return ScriptedAnswer{422, R"({"message":"Channel not in Stasis application"})"};
        }
        return obliging(method, target);
      }};
  Rig rig{server.settings()};
  REQUIRE(rig.hears("up"));
  const LegId customer = rig.call("+79001100000");
  const LegId operator_leg = rig.call_operator("100000");
  for (const LegId& leg : {customer, operator_leg}) {
    REQUIRE(rig.hears(leg, "placed"));
    server.say(answered_event(channel_of(leg)));
    REQUIRE(rig.hears(leg, "answered"));
  }
  rig.perform(StartHoldMusic{customer, ""});
  rig.perform(Connect{customer, operator_leg, false});
  REQUIRE(rig.hears(customer, "bridge-failed"));
  REQUIRE(server.hears("DELETE /ari/bridges/"));
  const std::string music = "/ari/channels/" + channel_of(customer) + "/moh";
  CHECK(server.hears("DELETE " + music));
  for (int i = 0; i < 100 && server.count("POST " + music) < 2; ++i)
    std::this_thread::sleep_for(Milliseconds{10});
  CHECK(server.count("POST " + music) == 2);
}
