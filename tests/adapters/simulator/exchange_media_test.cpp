#include <doctest/doctest.h>

#include "adapters/simulator/sounds.h"
#include "tests/adapters/simulator/exchange_on_paper.h"

using namespace dialctl;
using namespace dialctl::simulator;
using dialctl::testing::ExchangeOnPaper;
using dialctl::testing::Lines;

namespace {

const std::string kStays = "Local/79001100000@customers/n";

}  // namespace

TEST_CASE("RB-06 sounds play one after another, each as long as it is") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.news();
  paper.play("c", "p1", {"sound:hello-world"});
  paper.play("c", "p2", {"sound:nope", "sound:hello-world"});
  paper.play("c", "p3", {"sound:hello-world", "sound:nope"});
  paper.play("c", "p4", {"sound:nope"});
  paper.advance(10'000);
  CHECK(paper.news() == Lines{"0 PlaybackStarted p1", "1420 PlaybackFinished p1 done",
                              "1420 PlaybackStarted p2", "1420 PlaybackContinuing p2",
                              "1420 PlaybackStarted p2", "2840 PlaybackFinished p2 done",
                              "2840 PlaybackStarted p3", "4260 PlaybackContinuing p3",
                              "4260 PlaybackStarted p3", "4260 PlaybackFinished p3 failed",
                              "4260 PlaybackStarted p4", "4260 PlaybackFinished p4 failed"});
  CHECK(paper.exchange.find_playback("p1") == nullptr);
}

TEST_CASE("RB-06 a stopped playback is done, one stopped before its turn as well") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.news();
  paper.play("c", "p1", {"sound:tt-monkeys"});
  paper.play("c", "p2", {"sound:hello-world"});
  CHECK(!paper.exchange.stop_playback("p2"));
  paper.advance(500);
  CHECK(!paper.exchange.stop_playback("p1"));
  paper.advance(20'000);
  CHECK(paper.exchange.stop_playback("p1") == Refusal::no_playback);
  CHECK(paper.news() ==
        Lines{"0 PlaybackStarted p1", "500 PlaybackFinished p1 done", "500 PlaybackFinished p2 done"});
}

TEST_CASE("RB-06 a hang-up inside a message fails what plays and what waits") {
  ExchangeOnPaper paper;
  paper.call(kStays, "c");
  paper.news();
  paper.play("c", "p1", {"sound:tt-monkeys"});
  paper.play("c", "p2", {"sound:hello-world"});
  paper.exchange.hang_up("c", kNormalClearing);
  CHECK(paper.news() == Lines{"0 PlaybackStarted p1", "0 ChannelHangupRequest c 32 soft",
                              "0 PlaybackFinished p1 failed", "0 PlaybackStarted p2",
                              "0 PlaybackFinished p2 failed", "0 StasisEnd c", "0 ChannelDestroyed c 16"});
}

TEST_CASE("RB-06 who waits for the prompt's end presses a second after it, not between two prompts") {
  ExchangeOnPaper paper;
  paper.call("Local/79001140000@customers/n", "c");
  paper.play("c", "p1", {"sound:hello-world"});
  paper.advance(2'000);
  paper.play("c", "p2", {"sound:hello-world"});
  paper.news();
  paper.advance(60'000);
  CHECK(paper.news() == Lines{"3420 PlaybackFinished p2 done", "4620 ChannelDtmfReceived c 1"});
}

TEST_CASE("RB-06 a file's length is asked for once and kept, a file that is not there is asked for again") {
  ExchangeOnPaper paper{{}, true};
  paper.call(kStays, "c");
  paper.news();
  paper.play("c", "p1", {"sound:http://h/a.wav"});
  paper.play("c", "p2", {"sound:http://h/a.wav"});
  paper.advance(50);
  paper.exchange.media_known("sound:http://h/a.wav", Milliseconds{700});
  paper.advance(5'000);
  CHECK(paper.wanted_media == Lines{"sound:http://h/a.wav"});
  CHECK(paper.news() == Lines{"0 PlaybackStarted p1", "750 PlaybackFinished p1 done",
                              "750 PlaybackStarted p2", "1450 PlaybackFinished p2 done"});
  for (int i = 0; i < 2; ++i) {
    paper.play("c", "p", {"sound:http://h/no.wav"});
    paper.exchange.media_known("sound:http://h/no.wav", std::nullopt);
    CHECK(paper.news() == Lines{"5000 PlaybackStarted p", "5000 PlaybackFinished p failed"});
  }
  CHECK(paper.wanted_media.size() == 3);
}

TEST_CASE("RB-06 nothing can be played while it rings, nor on the other half") {
  ExchangeOnPaper paper;
  paper.call("Local/79001400000@customers/n", "c");
  CHECK(std::get<Refusal>(paper.exchange.play_on_channel("c", "", {"sound:beep"})) == Refusal::not_in_app);
  CHECK(std::get<Refusal>(paper.exchange.play_on_channel("c;2", "", {"sound:beep"})) == Refusal::not_in_app);
  CHECK(std::get<Refusal>(paper.exchange.play_on_channel("d", "", {"sound:beep"})) == Refusal::no_channel);
}

TEST_CASE("RB-12 the length of a WAV file is told by its header, also when it was written to a pipe") {
  const auto wav = [](std::uint32_t data_size, const std::string& before_data) {
    const auto number = [](std::uint32_t value, int bytes) {
      std::string out;
      for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
      return out;
    };
    return "RIFF" + number(0, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) + number(1, 2) +
           number(8'000, 4) + number(16'000, 4) + number(2, 2) + number(16, 2) + before_data + "data" +
           number(data_size, 4);
  };
  const std::string header = wav(32'000, "");
  CHECK(wav_length(header, header.size() + 32'000) == Milliseconds{2'000});
  CHECK(wav_length(header, header.size() + 8'000) == Milliseconds{500});  // cut
  CHECK(wav_length(wav(0xFFFFFFFFU, ""), header.size() + 16'000) == Milliseconds{1'000});
  CHECK(wav_length(wav(0, ""), header.size() + 16'000) == Milliseconds{1'000});
  const std::string list = std::string{"LIST"} + std::string{"\x03\0\0\0abc\0", 8};
  CHECK(wav_length(wav(16'000, list), header.size() + list.size() + 16'000) == Milliseconds{1'000});
  CHECK(!wav_length("<html>", 6));
  CHECK(!wav_length("", 0));
  CHECK(!wav_length(header.substr(0, 30), 30));
}
