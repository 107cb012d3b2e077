// Prompts, stock sounds and hold music on one leg.
#include <atomic>

#include "tests/adapters/http/fault_server.h"
#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

Media stock(const std::string& name) {
  return {Media::Kind::stock, name};
}

void append_little(std::string& out, unsigned value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> (8 * i) & 255U);
}

// 8 kHz, mono, 16 bits.
std::string tone(Milliseconds length) {
  std::string samples;
  for (int i = 0; i < length.count() * 8; ++i)
    append_little(samples, i / 8 % 2 == 0 ? 4000U : 0xF060U, 2);
  std::string wav = "RIFF";
  append_little(wav, static_cast<unsigned>(36 + samples.size()), 4);
  wav += "WAVEfmt ";
  append_little(wav, 16, 4);
  append_little(wav, 1, 2);
  append_little(wav, 1, 2);
  append_little(wav, 8000, 4);
  append_little(wav, 16'000, 4);
  append_little(wav, 2, 2);
  append_little(wav, 16, 2);
  wav += "data";
  append_little(wav, static_cast<unsigned>(samples.size()), 4);
  return wav + samples;
}

LegId answered_call(Rig& rig) {
  const LegId leg = rig.call("+79001100000");
  REQUIRE(rig.hears(leg, "answered"));
  return leg;
}

void hang_up(Rig& rig, LegId leg) {
  rig.perform(HangUp{leg, HangUpReason::done});
  CHECK(rig.ended(leg));
}

}  // namespace

TEST_CASE("ARI a sound is played to its end, and a list one after the other") {
  SUITE_RIG(rig);
  const LegId leg = answered_call(rig);
  rig.perform(Play{leg, 1, {stock("beep")}});
  CHECK(rig.hears(leg, "played 1"));
  const auto begun = std::chrono::steady_clock::now();
  rig.perform(Play{leg, 2, {stock("hello-world"), stock("beep")}});
  rig.perform(Play{leg, 3, {stock("beep")}});
  CHECK(rig.hears(leg, "played 3"));
  CHECK(std::chrono::steady_clock::now() - begun > Milliseconds{1500});
  hang_up(rig, leg);
  CHECK(rig.story(leg) ==
        "placed accepted, ringing, answered, played 1, played 2, played 3, ended normal by us");
}

TEST_CASE("ARI a missing sound is told, also behind or before one that is there") {
  SUITE_RIG(rig);
  const LegId leg = answered_call(rig);
  rig.perform(Play{leg, 1, {stock("no-such-sound")}});
  CHECK(rig.hears(leg, "not-played 1"));
  rig.perform(Play{leg, 2, {stock("beep"), stock("no-such-sound")}});
  CHECK(rig.hears(leg, "not-played 2"));
  rig.perform(Play{leg, 3, {stock("no-such-sound"), stock("beep")}});
  CHECK(rig.hears(leg, "not-played 3"));
  rig.perform(Play{leg, 4, {stock("beep")}});
  CHECK(rig.hears(leg, "played 4"));
  hang_up(rig, leg);
}

TEST_CASE("ARI a prompt is not played when nothing says where the server gets it") {
  SUITE_RIG(rig);
  const LegId leg = answered_call(rig);
  rig.perform(Play{leg, 1, {{Media::Kind::prompt, "hello.wav"}}});
  CHECK(rig.hears(leg, "not-played 1"));
  hang_up(rig, leg);
}

TEST_CASE("ARI a prompt is fetched from where we serve it, and one that is not there is told") {
  SUITE_SERVER;
  std::atomic<int> fetched{0};
  FaultServer files{[&](Peer& peer, int) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      const bool there = request.find(" /prompts/hello%2C1.wav ") != std::string::npos;
      if (there && request.starts_with("GET")) ++fetched;
      peer.write(there ? response(200, tone(Milliseconds{600}), "Content-Type: audio/wav\r\n")
                       : response(404, "no"));
    }
  }};
  asterisk::AsteriskSettings settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  settings.prompt_url = files.url("/prompts/");
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  const LegId leg = answered_call(rig);
  const auto begun = std::chrono::steady_clock::now();
  rig.perform(Play{leg, 1, {{Media::Kind::prompt, "hello,1.wav"}, stock("beep")}});
  CHECK(rig.hears(leg, "played 1"));
  CHECK(std::chrono::steady_clock::now() - begun > Milliseconds{600});
  CHECK(fetched > 0);
  rig.perform(Play{leg, 2, {{Media::Kind::prompt, "missing.wav"}}});
  CHECK(rig.hears(leg, "not-played 2"));
  hang_up(rig, leg);
}

TEST_CASE("ARI a sound is stopped, also one that waits for another") {
  SUITE_RIG(rig);
  const LegId leg = answered_call(rig);
  const auto begun = std::chrono::steady_clock::now();
  rig.perform(Play{leg, 1, {stock("tt-monkeys"), stock("tt-monkeys")}});
  rig.perform(Play{leg, 2, {stock("tt-monkeys")}});
  rig.perform(StopPlay{leg, 2});
  CHECK(rig.hears(leg, "played 2"));
  rig.perform(StopPlay{leg, 1});
  CHECK(rig.hears(leg, "played 1"));
  CHECK(std::chrono::steady_clock::now() - begun < Milliseconds{5000});
  rig.perform(StopPlay{leg, 1});
  hang_up(rig, leg);
  CHECK(rig.story(leg) == "placed accepted, ringing, answered, played 2, played 1, ended normal by us");
}

TEST_CASE("ARI nothing is played to a leg that rings") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79001400000");
  REQUIRE(rig.hears(leg, "ringing"));
  rig.perform(Play{leg, 1, {stock("beep")}});
  CHECK(rig.hears(leg, "not-played 1"));
  hang_up(rig, leg);
}

TEST_CASE("ARI hold music starts, gives way to a sound and stops") {
  SUITE_RIG(rig);
  const LegId leg = answered_call(rig);
  rig.perform(StartHoldMusic{leg, ""});
  rig.perform(Play{leg, 1, {stock("beep")}});
  CHECK(rig.hears(leg, "played 1"));
  rig.perform(StopHoldMusic{leg});
  rig.perform(StopHoldMusic{leg});
  rig.perform(Play{leg, 2, {stock("beep")}});
  CHECK(rig.hears(leg, "played 2"));
  hang_up(rig, leg);
}

TEST_CASE("ARI the far end may hang up inside a sound") {
  SUITE_RIG(rig);
  const LegId leg = rig.call("+79002100001");
  REQUIRE(rig.hears(leg, "answered"));
  rig.perform(Play{leg, 1, {stock("tt-monkeys")}});
  REQUIRE(rig.ended(leg));
  CHECK(rig.story(leg) == "placed accepted, ringing, answered, ended normal by them");
}

TEST_CASE("RB-11 a person, a machine and a silent one are told apart where the server can") {
  SUITE_SERVER;
  if (rig_server.amd_context.empty()) {
    MESSAGE("left out: AMD_CONTEXT is not set");
    return;
  }
  asterisk::AsteriskSettings settings = rig_server.settings(fresh_name("amd"), fresh_name("amd"));
  settings.amd_context = rig_server.amd_context;
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  const auto place = [&](const std::string& number) {
    Place command;
    command.leg = rig.leg();
    command.address = number;
    command.detect_machine = true;
    rig.perform(command);
    return command.leg;
  };
  const LegId person = place("+79001170009");
  const LegId machine = place("+79001600012");
  const LegId silent = place("+79001610010");
  CHECK(rig.hears(person, "judged", Milliseconds{9000}));
  CHECK(rig.hears(machine, "judged machine", Milliseconds{9000}));
  CHECK(rig.hears(silent, "judged unsure", Milliseconds{9000}));
  for (const LegId& leg : {person, machine, silent})
    hang_up(rig, leg);
}
