// One leg from its placing to its end.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

TEST_CASE("ARI a call rings, is answered, presses a key and is hung up by us") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79001110102");
  REQUIRE(rig.hears(leg, "key 1"));
  rig.perform(HangUp{leg, HangUpReason::done});
  REQUIRE(rig.ended(leg));
  CHECK(rig.story(leg) == "placed accepted, ringing, answered, key 1, ended normal by us");
}

TEST_CASE("ARI a call that the far end hangs up") {
  SUITE_RIG(rig);
  const LegId at_once = rig.call("+79001200000");
  const LegId later = rig.call("+79002100101");
  REQUIRE(rig.ended(at_once));
  REQUIRE(rig.ended(later));
  CHECK(rig.story(at_once) == "placed accepted, ringing, answered, ended normal by them");
  CHECK(rig.story(later) == "placed accepted, ringing, answered, ended normal by them");
}

TEST_CASE("ARI a call that is busy, rejected, a bad number or network trouble") {
  SUITE_RIG(rig);
  const std::pair<const char*, const char*> cases[] = {{"+79001300100", "busy"},
                                                       {"+79001500117", "busy"},
                                                       {"+79001500119", "no-answer"},
                                                       {"+79001500118", "no-answer"},
                                                       {"+79001500121", "rejected"},
                                                       {"+79001500101", "bad-number"},
                                                       {"+79001500122", "bad-number"},
                                                       {"+79001500128", "bad-number"},
                                                       {"+79001500134", "network-trouble"},
                                                       {"+79001500138", "network-trouble"},
                                                       {"+79001500127", "network-trouble"},
                                                       {"+79001500120", "failed"}};
  std::vector<LegId> legs;
  for (const auto& [number, cause] : cases)
    legs.push_back(rig.call(number));
  for (std::size_t i = 0; i < legs.size(); ++i) {
    CAPTURE(cases[i].first);
    REQUIRE(rig.ended(legs[i]));
    CHECK(rig.story(legs[i]).find("answered") == std::string::npos);
    CHECK(rig.hears(legs[i], std::string{"ended "} + cases[i].second + " by"));
  }
}

TEST_CASE("ARI a call that nobody answers ends at the ring limit, and not much later") {
  SUITE_RIG(rig);
  const auto begun = std::chrono::steady_clock::now();
  const LegId ringing = rig.call("+79001400000", Seconds{2});
  const LegId silent = rig.call("+79001410000", Seconds{2});
  const LegId announced = rig.call("+79001420117", Seconds{2});  // early media is no answer
  REQUIRE(rig.ended(ringing));
  REQUIRE(rig.ended(silent));
  REQUIRE(rig.ended(announced));
  CHECK(std::chrono::steady_clock::now() - begun < Milliseconds{3500});
  CHECK(rig.story(ringing) == "placed accepted, ringing, ended no-answer by unknown");
  for (const LegId& leg : {silent, announced})
    CHECK(rig.story(leg) == "placed accepted, ended no-answer by unknown");
}

TEST_CASE("ARI too short a number is a bad number, an unknown technology a fault of the configuration") {
  SUITE_RIG(rig);
  const LegId short_number = rig.call("12345");
  REQUIRE(rig.ended(short_number));
  CHECK(rig.hears(short_number, "ended bad-number"));
  const LegId letters = rig.call("abc");
  REQUIRE(rig.hears(letters, "placed"));
  CHECK(rig.story(letters) == "placed refused bad-number");
  const LegId nowhere = rig.call_operator("Nonsense/1");
  REQUIRE(rig.hears(nowhere, "placed"));
  CHECK(rig.story(nowhere) == "placed refused configuration");
  const LegId no_context = rig.call_operator("Local/100@nowhere/n");
  REQUIRE(rig.ended(no_context));
  CHECK(rig.story(no_context) == "placed accepted, ended configuration by unknown");
}

TEST_CASE("ARI a call that the far end gives up before the answer was not cancelled by us") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79001500116");
  REQUIRE(rig.ended(leg));
  CHECK(rig.story(leg) == "placed accepted, ringing, ended failed by them");
}

TEST_CASE("ARI operators by their shorthands") {
  SUITE_RIG(rig);
  const LegId soon = rig.call_operator("101");
  const LegId never = rig.call_operator("301");
  const LegId busy = rig.call_operator("401");
  const LegId rejects = rig.call_operator("601");
  const LegId gone = rig.call_operator("701");
  const LegId talks = rig.call_operator("801");
  const LegId slow = rig.call_operator("201");
  REQUIRE(rig.hears(soon, "answered"));
  REQUIRE(rig.ended(busy));
  CHECK(rig.hears(busy, "ended busy"));
  REQUIRE(rig.ended(rejects));
  CHECK(rig.hears(rejects, "ended rejected"));
  REQUIRE(rig.ended(gone));
  CHECK(rig.hears(gone, "ended normal by them"));
  REQUIRE(rig.ended(talks, Milliseconds{10'000}));
  CHECK(rig.hears(talks, "answered"));
  CHECK(rig.hears(slow, "answered"));
  CHECK(rig.story(never) == "placed accepted, ringing");
  for (const LegId& leg : {soon, never, slow})
    rig.perform(HangUp{leg, HangUpReason::done});
  for (const LegId& leg : {soon, never, slow})
    CHECK(rig.ended(leg));
}

TEST_CASE("ARI a call hung up while it rings is cancelled by us") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "ringing"));
  rig.perform(HangUp{leg, HangUpReason::window_closed});
  REQUIRE(rig.ended(leg));
  CHECK(rig.story(leg) == "placed accepted, ringing, ended cancelled by us");
}

TEST_CASE("ARI a call hung up while its placing is under way does not live on") {
  SUITE_RIG(rig);
  std::vector<LegId> legs;
  for (int i = 0; i < 20; ++i) {
    legs.push_back(rig.call("+79001400000"));
    rig.perform(HangUp{legs.back(), HangUpReason::lost_race});
  }
  const auto is_over = [](const std::string& story) {
    return story == "placed not-sent" || story.ends_with("ended cancelled by us");
  };
  CHECK(rig.facts().wait(Milliseconds{5000}, [&](const auto& facts) {
    return std::all_of(legs.begin(), legs.end(),
                       [&](const LegId& leg) { return is_over(story_of(facts, leg)); });
  }));
}

TEST_CASE("ARI a hang-up of a leg that is over or unknown does nothing") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79001300000");
  REQUIRE(rig.ended(leg));
  const std::string story = rig.story(leg);
  rig.perform(HangUp{leg, HangUpReason::done});
  const LegId unknown = rig.leg();
  rig.perform(HangUp{unknown, HangUpReason::stray});
  CHECK_FALSE(rig.hears(unknown, "", Milliseconds{800}));
  CHECK(rig.story(leg) == story);
}

TEST_CASE("RN-02 a permission older than five seconds does not become a call") {
  SUITE_RIG(rig);
  Place place;
  place.leg = rig.leg();
  place.address = "+79001400000";
  rig.perform_late(place, Milliseconds{5500});
  REQUIRE(rig.hears(place.leg, "placed"));
  CHECK(rig.story(place.leg) == "placed not-sent");
  rig.perform(Find{place.leg});
  CHECK(rig.hears(place.leg, "absent"));
}

TEST_CASE("ARI the life limit ends a leg without us") {
  SUITE_RIG(rig);
  Place place;
  place.leg = rig.leg();
  place.address = "+79001100000";
  place.ring_limit = Seconds{2};
  place.life_limit = Seconds{3};
  rig.perform(place);
  REQUIRE(rig.hears(place.leg, "answered"));
  REQUIRE(rig.ended(place.leg));
  CHECK(rig.hears(place.leg, "ended normal"));
}

TEST_CASE("ARI a number that is busy once and answers then") {
  SUITE_RIG(rig);
  const std::string number =
      "+7" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count() % 100'000'000) +
      "700001";
  const LegId first = rig.call(number);
  REQUIRE(rig.ended(first));
  CHECK(rig.hears(first, "ended busy"));
  const LegId second = rig.call(number);
  CHECK(rig.hears(second, "key 1"));
  rig.perform(HangUp{second, HangUpReason::done});
  CHECK(rig.ended(second));
}

TEST_CASE("ARI causes that come by SIP are told as those of the dialplan") {
  SUITE_RIG(rig);
  if (rig_server.sip_endpoint.empty()) {
    MESSAGE("left out: SIP_ENDPOINT is not set");
    return;
  }
  asterisk::AsteriskSettings settings = rig_server.settings(fresh_name("sip"), fresh_name("sip"));
  settings.customer_endpoint = rig_server.sip_endpoint;
  Rig sip{settings};
  REQUIRE(sip.hears("up"));
  const std::pair<const char*, const char*> cases[] = {
      {"79001300000", "busy"},      {"79001500001", "bad-number"},      {"79001500003", "bad-number"},
      {"79001500018", "no-answer"}, {"79001500021", "rejected"},        {"79001500034", "network-trouble"},
      {"79001500058", "rejected"},  {"79001500038", "network-trouble"}, {"79001500002", "no-answer"}};
  std::vector<LegId> legs;
  for (const auto& [number, cause] : cases)
    legs.push_back(sip.call(number));
  const LegId no_reply = sip.call("79001430000", Seconds{2});
  for (std::size_t i = 0; i < legs.size(); ++i) {
    CAPTURE(cases[i].first);
    CHECK(sip.hears(legs[i], std::string{"ended "} + cases[i].second + " by"));
  }
  REQUIRE(sip.ended(no_reply));
  CHECK(sip.story(no_reply) == "placed accepted, ended no-answer by unknown");
}
