#include <doctest/doctest.h>

#include "tests/adapters/simulator/exchange_on_paper.h"

using namespace dialctl;
using namespace dialctl::simulator;
using dialctl::testing::ExchangeOnPaper;
using dialctl::testing::Lines;

namespace {

const std::string kStays = "Local/79001100000@customers/n";

}  // namespace

TEST_CASE("RB-04 two in a bridge, one leaves, the bridge is closed") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.call("Local/801@operators/n", "o");
  paper.advance(3'000);
  paper.news();
  paper.exchange.open_bridge("b", "", BridgeType::mixing);
  CHECK(!paper.exchange.add_to_bridge("b", {"c", "o"}));
  paper.advance(7'000);
  CHECK(!paper.exchange.close_bridge("b"));
  CHECK(paper.exchange.close_bridge("b") == Refusal::no_bridge);
  CHECK(paper.news() == Lines{"3000 ChannelEnteredBridge c b(1)", "3000 ChannelEnteredBridge o b(2)",
                              "6500 ChannelHangupRequest o 16", "6500 ChannelLeftBridge o b(1)",
                              "6500 StasisEnd o", "6500 ChannelDestroyed o 16",
                              "7000 ChannelLeftBridge c b(0)", "7000 BridgeDestroyed b(0)"});
}

TEST_CASE("RB-04 a channel moves between bridges without being removed first") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.exchange.open_bridge("hold", "", BridgeType::holding);
  paper.exchange.open_bridge("talk", "", BridgeType::mixing);
  paper.news();
  CHECK(!paper.exchange.add_to_bridge("hold", {"c"}));
  CHECK(!paper.exchange.add_to_bridge("talk", {"c"}));
  CHECK(paper.news() == Lines{"0 ChannelEnteredBridge c hold(1)", "0 ChannelLeftBridge c hold(0)",
                              "0 ChannelEnteredBridge c talk(1)"});
  CHECK(paper.exchange.remove_from_bridge("hold", {"c"}) == Refusal::not_in_bridge);
  CHECK(!paper.exchange.remove_from_bridge("talk", {"c"}));
}

TEST_CASE("RB-04 all or none enter: an unknown or ringing channel keeps the others out") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.call("Local/79001400000@customers/n", "ringing");
  paper.exchange.open_bridge("b", "", BridgeType::mixing);
  CHECK(paper.exchange.add_to_bridge("b", {"c", "ringing"}) == Refusal::not_in_app);
  CHECK(paper.exchange.add_to_bridge("b", {"c", "nobody"}) == Refusal::no_channel);
  CHECK(paper.exchange.add_to_bridge("x", {"c"}) == Refusal::no_bridge);
  CHECK(paper.exchange.find_bridge("b")->channels.empty());
}

TEST_CASE("QU-08 a seeded customer who pressed a key loses patience on hold, and talks when connected") {
  ExchangeSettings settings;
  PeopleMix& mix = settings.people;
  mix.bad_numbers = mix.busy = mix.no_answer = mix.rejected = mix.network_trouble = mix.machines = 0;
  mix.hang_up_in_message = mix.press_nothing = mix.wrong_key_first = 0;
  mix.press_in_message = 10'000;
  mix.keys = {{{'1', 1}, {}, {}, {}}};
  mix.ring = {Milliseconds{1'000}, Milliseconds{1'000}};
  mix.presses_at = {Milliseconds{500}, Milliseconds{500}};
  mix.hold_patience = {Milliseconds{9'000}, Milliseconds{9'000}};
  mix.talk = {Milliseconds{30'000}, Milliseconds{30'000}};
  for (const bool connected : {false, true}) {
    ExchangeOnPaper paper{settings};
    paper.call("Local/79161234567@people/n", "c");
    paper.call("Local/101@operators/n", "o");
    paper.advance(1'000);
    paper.play("c", "p", {"sound:tt-monkeys"});
    paper.advance(2'000);
    if (connected) {
      paper.exchange.open_bridge("b", "", BridgeType::mixing);
      CHECK(!paper.exchange.add_to_bridge("b", {"c", "o"}));
    }
    paper.news();
    paper.advance(connected ? 31'999 : 10'499);
    CHECK(paper.exchange.find_channel("c"));
    paper.advance(connected ? 32'000 : 10'500);
    CHECK(!paper.exchange.find_channel("c"));
    CHECK(paper.exchange.find_channel("o"));
  }
}

TEST_CASE("CO-01 the journal tells starts, answers, bridges and ends of both halves") {
  ExchangeOnPaper paper;
  paper.call("Local/79001100000@customers/n", "c");
  paper.exchange.open_bridge("b", "", BridgeType::mixing);
  CHECK(!paper.exchange.add_to_bridge("b", {"c"}));
  paper.exchange.hang_up("c", kNormalClearing);
  CHECK(paper.journal == Lines{"0 c", "0 c;2", "1 c;2", "1 c", "2 c", "3 c", "4 c", "5 c", "4 c;2", "5 c;2"});
}
