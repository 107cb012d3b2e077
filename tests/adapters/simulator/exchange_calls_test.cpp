#include <doctest/doctest.h>

#include "tests/adapters/simulator/exchange_on_paper.h"

using namespace dialctl;
using namespace dialctl::simulator;
using dialctl::testing::ExchangeOnPaper;
using dialctl::testing::Lines;

TEST_CASE("RB-09 a call that is answered and ends: events in Asterisk's order, at their times") {
  ExchangeOnPaper paper;
  CHECK(!paper.call("Local/79001110102@customers/n", "c1"));
  paper.advance(60'000);
  CHECK(paper.exchange.hang_up("c1", kNormalClearing) == std::nullopt);
  CHECK(paper.news() == Lines{"0 Dial c1", "0 ChannelStateChange c1", "0 Dial c1 RINGING",
                              "1000 ChannelStateChange c1", "1000 Dial c1 ANSWER", "1000 StasisStart c1",
                              "3700 ChannelDtmfReceived c1 1", "60000 ChannelHangupRequest c1 32 soft",
                              "60000 StasisEnd c1", "60000 ChannelDestroyed c1 16"});
  CHECK(paper.exchange.hang_up("c1", kNormalClearing) == Refusal::no_channel);
}

TEST_CASE("RB-09 the second half of a Local channel has events of its own") {
  ExchangeOnPaper paper;
  paper.call("Local/79001100102@customers/n", "c1");
  paper.advance(10'000);
  CHECK(paper.news(true) ==
        Lines{"0 Dial c1", "0 ChannelStateChange c1", "0 Dial c1 RINGING", "1000 ChannelStateChange c1",
              "1000 Dial c1 ANSWER", "1000 ChannelStateChange c1;2", "1000 StasisStart c1",
              "3500 ChannelHangupRequest c1;2 16 soft", "3500 ChannelHangupRequest c1 16",
              "3500 StasisEnd c1", "3500 ChannelDestroyed c1 16", "3500 ChannelDestroyed c1;2 16"});
}

TEST_CASE("RB-09 refused calls end with their cause and the dial status that goes with it") {
  const auto end_of = [](const std::string& endpoint) {
    ExchangeOnPaper paper;
    paper.call(endpoint, "c");
    paper.advance(200'000);
    auto lines = paper.news();
    REQUIRE(lines.size() >= 3);
    return lines[lines.size() - 2] + " | " + lines.back();
  };
  CHECK(end_of("Local/79001300100@customers/n") == "1000 Dial c BUSY | 1000 ChannelDestroyed c 17");
  CHECK(end_of("Local/79001500201@customers/n") == "2000 Dial c NOANSWER | 2000 ChannelDestroyed c 1");
  CHECK(end_of("Local/79001510134@customers/n") == "1000 Dial c CONGESTION | 1000 ChannelDestroyed c 34");
  CHECK(end_of("Local/790@customers/n") == "0 Dial c NOANSWER | 0 ChannelDestroyed c 28");
  CHECK(end_of("PJSIP/79001500058@carrier") == "0 Dial c NOANSWER | 0 ChannelDestroyed c 21");
}

TEST_CASE("RB-09 the originator's time limit is cause 0 without a last Dial, to the millisecond") {
  ExchangeOnPaper paper;
  paper.call("Local/79001400000@customers/n", "c1", {}, Milliseconds{6'000});
  paper.advance(5'999);
  CHECK(paper.exchange.find_channel("c1"));
  paper.advance(6'000);
  CHECK(!paper.exchange.find_channel("c1"));
  CHECK(paper.news(true) == Lines{"0 Dial c1", "0 ChannelStateChange c1", "0 Dial c1 RINGING",
                                  "6000 ChannelHangupRequest c1;2 0", "6000 ChannelDestroyed c1 0",
                                  "6000 ChannelHangupRequest c1;2 16 soft", "6000 ChannelDestroyed c1;2 0"});
}

TEST_CASE("RN-02 TIMEOUT(absolute) ends a call that nobody looks after, ringing or up") {
  ExchangeOnPaper paper;
  paper.call("Local/79001400000@customers/n", "r", {{"TIMEOUT(absolute)", "2"}});
  paper.call("Local/79001100000@customers/n", "u", {{"TIMEOUT(absolute)", "3"}});
  paper.advance(2'999);
  CHECK(!paper.exchange.find_channel("r"));
  CHECK(paper.exchange.find_channel("u"));
  paper.news();
  paper.advance(3'000);
  CHECK(paper.news() == Lines{"3000 StasisEnd u", "3000 ChannelDestroyed u 0"});
}

TEST_CASE("RN-02 an id guards a live call only") {
  ExchangeOnPaper paper;
  CHECK(!paper.call("Local/79001100000@customers/n", "c1"));
  CHECK(paper.call("Local/79001100000@customers/n", "c1") == Refusal::id_in_use);
  CHECK(paper.call("Local/79001100000@customers/n", "c1;2") == Refusal::id_in_use);
  CHECK(!paper.exchange.hang_up("c1", kNormalClearing));
  CHECK(!paper.call("Local/79001100000@customers/n", "c1"));
  CHECK(paper.call("", "x") == Refusal::endpoint_missing);
  CHECK(paper.call("Local/1@customers", std::string(150, 'x')) == Refusal::id_too_long);
  CHECK(paper.call("SIP/1", "x") == Refusal::allocation_failed);
  CHECK(paper.call("PJSIP/1@nobody", "x") == Refusal::allocation_failed);
}

TEST_CASE("RN-02 a call answered while no application listens is hung up at once") {
  ExchangeOnPaper paper;
  paper.call("Local/79001100100@customers/n", "c1");
  paper.exchange.app_is_gone("app");
  paper.advance(999);
  CHECK(paper.exchange.find_channel("c1"));
  paper.advance(1'000);
  CHECK(!paper.exchange.find_channel("c1"));
  for (const std::string& line : paper.news())
    CHECK(line.find("Stasis") == std::string::npos);
}

TEST_CASE("RN-02 what cannot be placed is accepted and vanishes: no extension, too many calls") {
  ExchangeSettings settings;
  settings.calls_max = 2;
  ExchangeOnPaper paper{settings};
  CHECK(!paper.call("Local/7@nowhere/n", "c0"));
  CHECK(paper.news() == Lines{"0 ChannelDestroyed c0 0"});
  CHECK(!paper.call("Local/79001100000@customers/n", "c1"));
  CHECK(!paper.call("Local/79001100000@customers/n", "c2"));
  paper.news();
  CHECK(!paper.call("Local/79001100000@customers/n", "c3"));
  CHECK(paper.news() == Lines{"0 ChannelDestroyed c3 0"});
  CHECK(!paper.exchange.find_channel("c3"));
}

TEST_CASE("RB-11 machine detection leaves the application and comes back with its verdict") {
  ExchangeOnPaper paper;
  paper.call("Local/79001170005@customers/n", "person");
  paper.call("Local/79001600010@customers/n", "machine");
  paper.call("Local/79001100000@customers/n", "silent");
  for (const char* id : {"person", "machine", "silent"})
    CHECK(!paper.exchange.leave_app(id, "amd"));
  paper.news();
  paper.advance(3'500);
  CHECK(paper.news() ==
        Lines{"2400 StasisStart person", "2400 StasisStart machine", "3000 StasisStart silent"});
  CHECK(paper.exchange.find_channel("person")->channel->amd_status == "HUMAN");
  CHECK(paper.exchange.find_channel("machine")->channel->amd_status == "MACHINE");
  CHECK(paper.exchange.find_channel("silent")->channel->amd_status == "MACHINE");
}

TEST_CASE("RN-08 nothing happens before next_event_at, and something does then") {
  ExchangeSettings settings;
  settings.reading = NumberReading::seeded;
  ExchangeOnPaper paper{settings};
  for (int i = 0; i < 200; ++i)
    paper.call(fmt::format("Local/7916{:07}@people/n", i), fmt::format("c{}", i));
  paper.news();
  int steps = 0;
  while (paper.exchange.next_event_at() != kNever && steps++ < 5'000) {
    const Instant next = paper.exchange.next_event_at();
    paper.exchange.advance(next - Milliseconds{1});
    CHECK(paper.news(true).empty());
    paper.exchange.advance(next);
    paper.news();
  }
  CHECK(steps < 5'000);
  paper.exchange.each_channel([](const Channel& channel) { CHECK(channel.state == ChannelState::up); });
}

TEST_CASE("RN-08 the same requests give the same events, byte for byte") {
  const auto run = [](std::uint64_t seed) {
    ExchangeSettings settings;
    settings.seed = seed;
    ExchangeOnPaper paper{settings};
    for (int i = 0; i < 100; ++i)
      paper.call(fmt::format("Local/7916{:07}@people/n", i), fmt::format("c{}", i));
    paper.advance(600'000);
    return paper.news(true);
  };
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

TEST_CASE("RN-08 instant calls answer or refuse within the request") {
  ExchangeSettings settings;
  settings.instant = InstantCalls::busy;
  ExchangeOnPaper busy{settings};
  busy.call("Local/1@customers/n", "c");
  CHECK(busy.news().back() == "0 ChannelDestroyed c 17");
  settings.instant = InstantCalls::answered_briefly;
  ExchangeOnPaper brief{settings};
  brief.call("Local/1@customers/n", "c");
  CHECK(brief.news().back() == "0 StasisStart c");
  brief.play("c", "p", {"sound:beep"});
  CHECK(brief.news().back() == "0 ChannelDestroyed c 16");
}
