// What the server itself answers, past the adapter: the simulator must say what a real one says.
#include <thread>

#include "engine/model/text.h"
#include "tests/adapters/provider_contract/rig/raw.h"
#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;
using http::Method;

namespace {

constexpr const char* kRings = "Local/79001400000@customers/n";
constexpr const char* kTalks = "Local/79001100000@customers/n";

std::string originate(const std::string& endpoint, const std::string& app, const std::string& channel) {
  std::string target = "/channels?timeout=20&formats=ulaw&channelId=" + channel;
  if (!endpoint.empty()) target += "&endpoint=" + percent_encode(endpoint);
  if (!app.empty()) target += "&app=" + app;
  return target;
}

bool says(const http::Reply& reply, const std::string& words) {
  return reply.body.find(words) != std::string::npos;
}

std::string channel_of(const asterisk::AsteriskSettings& settings, LegId leg) {
  return settings.installation + "." + to_text(leg);
}

}  // namespace

TEST_CASE("ARI requests for a call that cannot be are refused by the server") {
  SUITE_SERVER;
  Raw raw{rig_server};
  const std::string id = fresh_name("raw");
  CHECK(raw.status(Method::post, originate("", "app", id)) == 400);
  CHECK(raw.status(Method::post, originate(kRings, "", id)) == 400);
  CHECK(raw.status(Method::post, originate(kRings, "app", std::string(150, 'x'))) == 400);
  for (const char* endpoint : {"Nonsense/1", "PJSIP/1@nowhere"}) {
    const auto reply = raw.ask(Method::post, originate(endpoint, "app", id));
    CHECK(reply.status == 500);
    CHECK(says(reply, "Allocation failed"));
  }
  for (const Method method : {Method::get, Method::del}) {
    const auto reply = raw.ask(method, "/channels/" + id);
    CHECK(reply.status == 404);
    CHECK(says(reply, "Channel not found"));
  }
}

TEST_CASE("ARI the id of a live call is refused, and later failures on that connection look the same") {
  SUITE_RIG(rig);
  Raw raw{rig_server};
  Raw another{rig_server};
  const std::string id = fresh_name("raw");
  CHECK(raw.status(Method::post, originate("Nonsense/1", "app", fresh_name("raw"))) == 500);
  CHECK(raw.status(Method::post, originate(kRings, "app", id)) == 200);
  const auto duplicate = raw.ask(Method::post, originate(kRings, "app", id));
  CHECK(duplicate.status == 409);
  CHECK(raw.status(Method::post, originate("Nonsense/1", "app", fresh_name("raw"))) == 409);
  CHECK(another.status(Method::post, originate("Nonsense/1", "app", fresh_name("raw"))) == 500);
  CHECK(raw.status(Method::del, "/channels/" + id) == 204);
  std::this_thread::sleep_for(Milliseconds{200});
  CHECK(raw.status(Method::get, "/channels/" + id) == 404);
  CHECK(raw.status(Method::post, originate(kRings, "app", id)) == 200);  // the id is free again
  CHECK(raw.status(Method::del, "/channels/" + id) == 204);
}

TEST_CASE("ARI a ringing call is found, and cannot be played to, held, bridged or sent to the dialplan") {
  SUITE_SERVER;
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  Raw raw{rig_server};
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "ringing"));
  const std::string channel = "/channels/" + channel_of(settings, leg);
  const auto found = raw.ask(Method::get, channel);
  CHECK(found.status == 200);
  CHECK(says(found, R"("state":"Ringing")"));
  CHECK(says(found, R"("app_name":"AppDial2")"));
  CHECK(says(found, R"("DIALCTL_REF":")" + to_text(leg)));
  CHECK(raw.status(Method::get, channel + ";2") == 200);
  CHECK(raw.status(Method::post, channel + "/play/p1?media=sound:beep") == 409);
  CHECK(raw.status(Method::post, channel + "/moh") == 409);
  CHECK(raw.status(Method::post, channel + "/continue?context=amd&extension=s") == 409);
  CHECK(raw.status(Method::get, channel + "/variable?variable=DIALCTL_REF") == 200);
  CHECK(raw.status(Method::post, channel + "/variable?variable=a&value=b") == 409);
  const std::string bridge = fresh_name("bridge");
  CHECK(raw.status(Method::post, "/bridges/" + bridge) == 200);
  CHECK(raw.status(Method::post, "/bridges/" + bridge + "/addChannel?channel=" + channel_of(settings, leg)) ==
        422);
  CHECK(raw.status(Method::post, "/bridges/" + bridge + "/addChannel?channel=" + fresh_name("none")) == 400);
  CHECK(raw.status(Method::del, "/bridges/" + bridge) == 204);
  CHECK(raw.status(Method::del, channel) == 204);
  CHECK(rig.ended(leg));
  CHECK(rig.hears(leg, "ended cancelled by us"));  // asked for through the server, so not by the far end
}

TEST_CASE("ARI what a call in use can be asked for") {
  SUITE_SERVER;
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  Raw raw{rig_server};
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "answered"));
  const std::string channel = "/channels/" + channel_of(settings, leg);
  CHECK(says(raw.ask(Method::get, channel), R"("app_name":"Stasis")"));
  CHECK(raw.status(Method::post, channel + "/play/" + fresh_name("p") + "?media=sound:no-such-sound") == 201);
  const std::string playback = fresh_name("p");
  const auto played = raw.ask(Method::post, channel + "/play/" + playback + "?media=sound:tt-monkeys");
  CHECK(played.status == 201);
  CHECK(says(played, R"("state":"queued")"));
  CHECK(raw.status(Method::get, "/playbacks/" + playback) == 200);
  CHECK(raw.status(Method::del, "/playbacks/" + playback) == 204);
  std::this_thread::sleep_for(Milliseconds{400});
  CHECK(raw.status(Method::del, "/playbacks/" + playback) == 404);
  CHECK(raw.status(Method::get, "/playbacks/" + playback) == 404);
  for (const Method method : {Method::post, Method::del})
    CHECK(raw.status(method, channel + "/moh") == 204);
  CHECK(raw.status(Method::get, channel + "/variable?variable=no_such") == 404);
  CHECK(raw.status(Method::del, channel + "?reason=nonsense") == 400);
  CHECK(raw.status(Method::del, channel + "?reason=normal") == 204);
  CHECK(rig.ended(leg));
  CHECK(raw.status(Method::del, channel) == 404);
}

TEST_CASE("ARI a bridge asked for twice under its id is one, by a parameter it is two") {
  SUITE_SERVER;
  Raw raw{rig_server};
  const std::string one = "/bridges/" + fresh_name("bridge");
  CHECK(says(raw.ask(Method::post, one + "?name=talk"), R"("bridge_type":"mixing")"));
  const auto again = raw.ask(Method::post, one + "?name=talk");
  CHECK(again.status == 200);
  CHECK(again.body.empty());
  CHECK(raw.status(Method::post, one + "?type=mixing") == 500);
  CHECK(raw.status(Method::del, one) == 204);
  CHECK(raw.status(Method::del, one) == 404);
  const std::string two = fresh_name("bridge");
  for (int i = 0; i < 2; ++i)
    CHECK(raw.status(Method::post, "/bridges?type=mixing&bridgeId=" + two) == 200);
  CHECK(raw.status(Method::del, "/bridges/" + two) == 204);
  CHECK(raw.status(Method::get, "/bridges/" + two) == 404);
  CHECK(raw.status(Method::del, "/bridges/" + two) == 204);
  CHECK(raw.status(Method::del, "/bridges/" + two) == 404);
}

TEST_CASE("ARI our empty bridges go at a connection, and another one's stay") {
  SUITE_SERVER;
  Raw raw{rig_server};
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  const std::string ours = settings.installation + ".b-01KAK3V8Q0001";
  const std::string theirs = fresh_name("theirs") + ".b-01KAK3V8Q0001";
  for (const std::string& bridge : {ours, theirs})
    REQUIRE(raw.status(Method::post, "/bridges?type=mixing&bridgeId=" + bridge) == 200);
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  for (int i = 0; i < 50 && raw.status(Method::get, "/bridges/" + ours) == 200; ++i)
    std::this_thread::sleep_for(Milliseconds{20});
  CHECK(raw.status(Method::get, "/bridges/" + ours) == 404);
  CHECK(raw.status(Method::del, "/bridges/" + theirs) == 204);
}
