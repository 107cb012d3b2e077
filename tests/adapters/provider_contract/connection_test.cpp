// What a provider does when its connection is cut, frozen, refused, or taken over.
#include <thread>

#include "tests/adapters/provider_contract/rig/proxy.h"
#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

asterisk::AsteriskSettings through(const Server& server, const Proxy& proxy) {
  asterisk::AsteriskSettings settings = server.settings(fresh_name("app"), fresh_name("t"));
  settings.url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/ari";
  return settings;
}

void hang_up(Rig& rig, const std::vector<LegId>& legs) {
  for (const LegId& leg : legs)
    rig.perform(HangUp{leg, HangUpReason::done});
  for (const LegId& leg : legs)
    CHECK(rig.ended(leg));
}

}  // namespace

TEST_CASE("ARI the first words of a provider are its legs and that it is up") {
  SUITE_RIG(rig);
  const auto facts = rig.facts().all();
  REQUIRE(facts.size() == 2);
  CHECK(word(facts[0]) == "listed 0");
  CHECK(word(facts[1]) == "up");
}

TEST_CASE("ARI a live call is found again after the connection was cut, and goes on") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  const LegId talking = rig.call("+79001100000");
  const LegId ringing = rig.call("+79001400000");
  REQUIRE(rig.hears(talking, "answered"));
  REQUIRE(rig.hears(ringing, "ringing"));
  proxy.cut();
  REQUIRE(rig.hears("down"));
  REQUIRE(rig.hears("up", Milliseconds{6000}, 2));
  CHECK(rig.hears("listed 2"));
  rig.perform(Play{talking, 1, {{Media::Kind::stock, "beep"}}});
  CHECK(rig.hears(talking, "played 1"));
  hang_up(rig, {talking, ringing});
  CHECK(rig.story(talking) == "placed accepted, ringing, answered, played 1, ended normal by us");
  CHECK(rig.story(ringing) == "placed accepted, ringing, ended cancelled by us");
}

TEST_CASE("ARI what happened while nobody listened is told after the reconnection") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  const LegId talks = rig.call("+79001100001");  // hangs up after a second
  const LegId rings = rig.call("+79001300100");  // busy after a second
  const LegId plays = rig.call("+79001100000");
  REQUIRE(rig.hears(talks, "answered"));
  REQUIRE(rig.hears(rings, "ringing"));
  REQUIRE(rig.hears(plays, "answered"));
  rig.perform(Play{plays, 1, {{Media::Kind::stock, "hello-world"}}});
  std::this_thread::sleep_for(Milliseconds{200});
  proxy.refuse(true);
  proxy.cut();
  REQUIRE(rig.hears("down"));
  std::this_thread::sleep_for(Milliseconds{2500});
  proxy.refuse(false);
  REQUIRE(rig.hears("up", Milliseconds{12'000}, 2));
  CHECK(rig.hears(talks, "ended normal"));
  CHECK(rig.hears(rings, "absent"));
  CHECK(rig.hears(plays, "played 1"));
  hang_up(rig, {plays});
}

TEST_CASE("ARI a call answered while nobody listens is absent afterwards") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  const LegId leg = rig.call("+79001100100");
  REQUIRE(rig.hears(leg, "ringing"));
  proxy.refuse(true);
  proxy.cut();
  std::this_thread::sleep_for(Milliseconds{1500});
  proxy.refuse(false);
  REQUIRE(rig.hears("up", Milliseconds{12'000}, 2));
  CHECK(rig.hears(leg, "absent"));
}

TEST_CASE("ARI nothing is placed while the event channel is closed") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  proxy.refuse(true);
  proxy.cut();
  REQUIRE(rig.hears("down"));
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "placed"));
  CHECK(rig.story(leg) == "placed not-sent");
}

TEST_CASE("fault 34 a half-open connection is noticed within seconds") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  proxy.freeze(true);
  CHECK(rig.hears("down", Milliseconds{8000}));
  proxy.freeze(false);
  CHECK(rig.hears("up", Milliseconds{12'000}, 2));
}

TEST_CASE("fault 34 a lost answer to a call is settled by asking, and the call goes out once") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  proxy.lose_answer_to("POST /ari/channels?");
  const LegId leg = rig.call("+79001110002");
  CHECK(rig.hears(leg, "key 1"));
  hang_up(rig, {leg});
  CHECK(rig.story(leg) == "placed accepted, ringing, answered, key 1, ended normal by us");
}

TEST_CASE("ARI the id of a live call is not placed a second time") {
  SUITE_SERVER;
  const std::string installation = fresh_name("t");
  Rig first{rig_server.settings(fresh_name("app"), installation)};
  REQUIRE(first.hears("up"));
  Place place;
  place.leg = first.leg();
  place.address = "+79001400000";
  first.perform(place);
  REQUIRE(first.hears(place.leg, "ringing"));
  first.perform(place);
  CHECK_FALSE(first.facts().wait(Milliseconds{500}, [&](const auto& facts) {
    return story_of(facts, place.leg) != "placed accepted, ringing";
  }));

  Rig second{rig_server.settings(fresh_name("app"), installation)};
  REQUIRE(second.hears("up"));
  CHECK(second.hears("listed 1"));
  const LegId other = second.call("+79001300000");
  REQUIRE(second.ended(other));
  second.perform(Find{place.leg});
  CHECK(second.hears(place.leg, "found dialling"));
  hang_up(first, {place.leg});
}

TEST_CASE("ARI a call that the server has already is taken for placed, and is not placed again") {
  SUITE_SERVER;
  const std::string installation = fresh_name("t");
  Rig first{rig_server.settings(fresh_name("app"), installation)};
  auto settings = rig_server.settings(fresh_name("app"), installation);
  settings.connections = 1;
  Rig second{settings};
  REQUIRE(first.hears("up"));
  REQUIRE(second.hears("up"));
  Place place;
  place.leg = first.leg();
  place.address = "+79001400000";
  first.perform(place);
  REQUIRE(first.hears(place.leg, "ringing"));
  second.perform(place);  // the server says 409
  REQUIRE(second.hears(place.leg, "placed"));
  CHECK(second.story(place.leg) == "placed accepted");
  const LegId nowhere = second.call_operator("Nonsense/1");  // on this connection 409 as well
  REQUIRE(second.hears(nowhere, "placed"));
  CHECK(second.story(nowhere) == "placed refused configuration");
  hang_up(first, {place.leg});
  CHECK(first.story(place.leg) == "placed accepted, ringing, ended cancelled by us");
}

TEST_CASE("RB-04 a conversation outlives a cut connection, and its end is told") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  const LegId customer = rig.call("+79001100000");
  const LegId operator_leg = rig.call_operator("100000");
  REQUIRE(rig.hears(customer, "answered"));
  REQUIRE(rig.hears(operator_leg, "answered"));
  rig.perform(Connect{customer, operator_leg, false});
  REQUIRE(rig.hears(customer, "bridged"));
  proxy.cut();
  REQUIRE(rig.hears("up", Milliseconds{6000}, 2));
  CHECK(rig.hears("listed 2"));
  rig.perform(HangUp{operator_leg, HangUpReason::done});
  CHECK(rig.ended(operator_leg));
  rig.perform(Play{customer, 1, {{Media::Kind::stock, "beep"}}});
  CHECK(rig.hears(customer, "played 1"));
  hang_up(rig, {customer});
  CHECK(rig.story(customer) == "placed accepted, ringing, answered, bridged, played 1, ended normal by us");
}

TEST_CASE("ARI a leg is found, or it is absent") {
  SUITE_RIG(rig);
  const LegId up = rig.call("+79001100000");
  const LegId ringing = rig.call("+79001400000");
  const LegId never = rig.leg();
  REQUIRE(rig.hears(up, "answered"));
  REQUIRE(rig.hears(ringing, "ringing"));
  for (const LegId& leg : {up, ringing, never})
    rig.perform(Find{leg});
  CHECK(rig.hears(up, "found up"));
  CHECK(rig.hears(ringing, "found dialling"));
  CHECK(rig.hears(never, "absent"));
  hang_up(rig, {up, ringing});
}

TEST_CASE("ARI legs of an earlier life are listed, can be hung up, and their ends are told") {
  SUITE_SERVER;
  const asterisk::AsteriskSettings settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  LegId talking;
  LegId ringing;
  {
    Rig before{settings};
    REQUIRE(before.hears("up"));
    talking = before.call("+79001100000");
    ringing = before.call("+79001400000");
    REQUIRE(before.hears(talking, "answered"));
    REQUIRE(before.hears(ringing, "ringing"));
    before.stop();
  }
  Rig after{settings};
  REQUIRE(after.hears("up"));
  const auto facts = after.facts().all();
  const auto* list = std::get_if<LegsListed>(&facts.at(0));
  REQUIRE(list != nullptr);
  REQUIRE(list->legs.size() == 2);
  CHECK_FALSE(list->restarted);
  CHECK(list->legs[0].leg == talking);
  CHECK(list->legs[0].state == LegState::up);
  CHECK(list->legs[1].state == LegState::dialling);
  hang_up(after, {talking, ringing});
  CHECK(after.story(talking) == "ended normal by us");
  const std::string end = "ended cancelled by us";  // a late second word of its ringing may come before
  const bool as_it_was = after.story(ringing) == end || after.story(ringing) == "ringing, " + end;
  CHECK(as_it_was);
}

TEST_CASE("ARI legs of another installation are neither listed nor told of") {
  SUITE_SERVER;
  const std::string app = fresh_name("app");
  LegId theirs;
  {
    Rig other{rig_server.settings(app, fresh_name("theirs"))};
    REQUIRE(other.hears("up"));
    theirs = other.call("+79002110002", Seconds{6});
    REQUIRE(other.hears(theirs, "answered"));
  }
  Rig ours{rig_server.settings(app, fresh_name("ours"))};
  REQUIRE(ours.hears("up"));
  CHECK(ours.hears("listed 0"));
  CHECK_FALSE(ours.hears(theirs, "", Milliseconds{2500}));
}

TEST_CASE("ARI a second dialer on the same application stops the first one for good") {
  SUITE_SERVER;
  const std::string app = fresh_name("app");
  Rig first{rig_server.settings(app, fresh_name("a"))};
  REQUIRE(first.hears("up"));
  Rig second{rig_server.settings(app, fresh_name("b"))};
  REQUIRE(second.hears("up"));
  REQUIRE(first.hears("down for good"));
  const LegId refused = first.call("+79001400000");
  CHECK(first.hears(refused, "placed not-sent"));
  CHECK_FALSE(first.hears("up", Milliseconds{1500}, 2));
  const LegId works = second.call("+79001110000");
  CHECK(second.hears(works, "key 1"));
  hang_up(second, {works});
}

TEST_CASE("ARI a restarted server is told from one that was only out of reach") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("up"));
  proxy.cut();
  REQUIRE(rig.hears("up", Milliseconds{6000}, 2));
  CHECK(rig.hears("listed 0", Milliseconds{100}, 2));
  proxy.substitute("\"startup_time\":\"2", "\"startup_time\":\"1");  // a thousand years earlier
  proxy.cut();
  REQUIRE(rig.hears("up", Milliseconds{6000}, 3));
  CHECK(rig.hears("listed 0 restarted", Milliseconds{100}));
}

TEST_CASE("ARI the calls of a server that died and came back are over") {
  SUITE_SERVER;
  if (!rig_server.restart) {
    MESSAGE("left out: RESTART_COMMAND is not set");
    return;
  }
  Rig rig{rig_server.settings(fresh_name("app"), fresh_name("t"))};
  REQUIRE(rig.hears("up"));
  const LegId talking = rig.call("+79001100000");
  const LegId ringing = rig.call("+79001400000");
  REQUIRE(rig.hears(talking, "answered"));
  REQUIRE(rig.hears(ringing, "ringing"));
  rig_server.restart();
  REQUIRE(rig.hears("up", Milliseconds{20'000}, 2));
  CHECK(rig.hears("listed 0 restarted"));
  CHECK(rig.ended(talking));
  CHECK(rig.ended(ringing));
  const bool ended_by_trouble =
      rig.hears(ringing, "ended network-trouble") || rig.hears(ringing, "ended cancelled");
  CHECK(ended_by_trouble);
  const LegId next = rig.call("+79001110001");
  CHECK(rig.hears(next, "key 1"));
  hang_up(rig, {next});
}

TEST_CASE("fault 41 wrong credentials are told, and no further attempt is made") {
  SUITE_SERVER;
  asterisk::AsteriskSettings settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  settings.password = "wrong";
  Rig rig{settings};
  CHECK(rig.hears("credentials refused"));
  CHECK(rig.hears("down"));
  const LegId leg = rig.call("+79001400000");
  CHECK(rig.hears(leg, "placed refused credentials"));
  CHECK_FALSE(rig.hears("credentials refused", Milliseconds{1500}, 2));
}

TEST_CASE("ARI a server that is not there yet is waited for") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  proxy.refuse(true);
  Rig rig{through(rig_server, proxy)};
  REQUIRE(rig.hears("down"));
  CHECK_FALSE(rig.hears("up", Milliseconds{1000}));
  proxy.refuse(false);
  CHECK(rig.hears("up"));
  CHECK_FALSE(rig.hears("down", Milliseconds{10}, 2));
}
