// Requests, events, answers and endings as values; the recordings are of an Asterisk 16.28 (tests/asterisk).
#include <climits>
#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>
#include <sstream>

#include "adapters/asterisk/names.h"
#include "adapters/asterisk/settings.h"
#include "adapters/asterisk/sound.h"
#include "adapters/asterisk/wire_answer.h"
#include "adapters/asterisk/wire_event.h"
#include "adapters/asterisk/wire_json.h"
#include "adapters/asterisk/wire_request.h"
#include "tests/support/source_file.h"

using namespace dialctl;
using namespace dialctl::asterisk;

namespace {

std::string recording(const std::string& name) {
  std::ifstream file{test::source_file("tests/adapters/asterisk/recordings/" + name)};
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string short_word(const AriEvent& event) {
  return std::visit(
      Overloaded{[](const event::Started& e) { return "started:" + (e.args.empty() ? "" : e.args[0]); },
                 [](const event::Left&) { return std::string{"left"}; },
                 [](const event::StateChanged& e) {
                   return std::string{"state:"} + std::to_string(static_cast<int>(e.channel.state));
                 },
                 [](const event::Created&) { return std::string{"created"}; },
                 [](const event::Dialled& e) { return "dial:" + e.status; },
                 [](const event::HangupRequested& e) {
                   return "hangup:" + std::to_string(e.cause.value_or(-1)) + (e.soft ? "s" : "");
                 },
                 [](const event::Destroyed& e) { return "destroyed:" + std::to_string(e.cause); },
                 [](const event::KeyReceived& e) { return std::string{"key:"} + e.digit; },
                 [](const event::PlaybackFinished& e) { return std::string{e.failed ? "failed" : "played"}; },
                 [](const event::EnteredBridge& e) { return "in:" + e.bridge; },
                 [](const event::RecordingTold& e) { return "recording:" + e.name; },
                 [](const event::Replaced&) { return std::string{"replaced"}; },
                 [](const event::Other&) { return std::string{"other"}; }},
      event);
}

// The words about one channel, exactly that; "" for those about none.
std::string words(const std::string& file, const std::string& channel) {
  std::istringstream lines{recording(file)};
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    const auto event = parse_event(line);
    REQUIRE(event);
    std::string of;
    std::visit(
        [&](const auto& e) {
          if constexpr (requires { e.channel; }) of = e.channel.id;
        },
        *event);
    if (of == channel || of.empty()) all += (all.empty() ? "" : " ") + short_word(*event);
  }
  return all;
}

}  // namespace

TEST_CASE("ARI recorded calls are read as what happened") {
  CHECK(words("answered.ndjson", "shop1.c-01KAK3V8Q0001") ==
        "dial: state:1 dial:RINGING state:2 dial:ANSWER started:dialctl key:1 played failed hangup:32s left "
        "destroyed:16");
  CHECK(words("busy.ndjson", "shop1.c-01KAK3V8Q0002") ==
        "dial: state:1 dial:RINGING hangup:17 dial:BUSY destroyed:17");
  CHECK(words("no_answer.ndjson", "shop1.c-01KAK3V8Q0003") == "dial: state:1 dial:RINGING destroyed:0");
  CHECK(words("no_extension.ndjson", "shop1.c-01KAK3V8Q0004") == "destroyed:0");
  CHECK(words("far_end.ndjson", "shop1.c-01KAK3V8Q0005") ==
        "dial: state:1 dial:RINGING state:2 dial:ANSWER started:dialctl hangup:16 left destroyed:16");
  CHECK(words("cancelled.ndjson", "shop1.c-01KAK3V8Q0006") ==
        "dial: state:1 dial:RINGING hangup:32s dial:NOANSWER destroyed:16");
  CHECK(words("machine_check.ndjson", "shop1.c-01KAK3V8Q0007") ==
        "dial: state:1 dial:RINGING state:2 dial:ANSWER started:dialctl left started:amd hangup:16 left "
        "destroyed:16");
  CHECK(words("inbound.ndjson", "in1.in") == "started:inbound hangup:0 left");
  CHECK(words("replaced.ndjson", "") == "replaced");
  CHECK(words("conversation.ndjson", "shop1.o-01KAK3V8Q0008-1").find("in:shop1.b-01KAK3V8Q0008") !=
        std::string::npos);
}

TEST_CASE("ARI recorded lists are read whole") {
  const auto channels = parse_channels(recording("channels.json"));
  REQUIRE(channels);
  REQUIRE(channels->size() == 4);
  const Names names{"shop1"};
  int ours = 0;
  for (const ChannelView& channel : *channels) {
    if (!names.leg(channel.id)) continue;
    ++ours;
    CHECK(channel.in_use());
    CHECK(names.channel(*names.leg(channel.id)) == channel.id);
    CHECK("shop1." + channel.ref == channel.id);
  }
  CHECK(ours == 2);
  const auto bridges = parse_bridges(recording("bridges.json"));
  REQUIRE(bridges);
  CHECK(names.attempt(bridges->at(0).id) == parse_attempt_id("01KAK3V8Q0008"));
  CHECK(bridges->at(0).channels.size() == 2);
  CHECK(parse_startup_time(recording("status.json")));
  CHECK_FALSE(parse_channel(recording("channel_ringing.json"))->in_use());
  CHECK(parse_channel(recording("channel_up.json"))->in_use());
  CHECK(judge_place(http::Reply{200, recording("originate.json"), {}}, "shop1.c-01KAK3V8Q0001", {}).kind ==
        PlaceVerdict::Kind::accepted);
}

TEST_CASE("fault 43 a list that is cut short anywhere is no list") {
  const std::string whole = recording("channels.json");
  for (std::size_t size = 0; size + 2 < whole.size(); ++size)
    CHECK_FALSE(parse_channels(whole.substr(0, size)));
  CHECK_FALSE(parse_channels(R"([{"id":"a"},{"name":"without an id"}])"));
  CHECK_FALSE(parse_bridges(R"([{"id":"a","channels":[1]}])"));
  CHECK_FALSE(parse_bridges("{}"));
  CHECK_FALSE(parse_startup_time(R"({"status":{}})"));
}

TEST_CASE("fault 36 JSON that is too deep, repeats a key or is cut short is refused") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  CHECK(parse_json(nested(64)));
  CHECK_FALSE(parse_json(nested(65)));
  CHECK(parse_json("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"]"));
  CHECK_FALSE(parse_json(nested(1'000'000)));
  CHECK_FALSE(parse_json(std::string(1'000'000, '{')));
  CHECK_FALSE(parse_json(R"({"a":1,"b":{"c":1,"c":2}})"));
  CHECK(parse_json(R"({"a":1,"b":{"a":1}})"));
  for (const char* bad : {"", "{", "nul", "{\"a\":}", "[1,]", "\"\xff\""})
    CHECK_FALSE(parse_json(bad));
}

TEST_CASE("fault 36 what the library refuses is refused, and a NUL besides") {
  for (const char* bad : {" ", "[1 2]", "{1:2}", "[]]", "truex", "01", "1e999", "\"a\tb\"", "\"\\udc00\"",
                          "\"\\ud83d\\u0041\"", "\"\\x\"", "\"\\u12g4\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                          "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\""}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_json(bad));
  }
  const std::string behind_nul{"{}\0x", 4};
  CHECK(nlohmann::json::accept(behind_nul));
  CHECK_FALSE(parse_json(behind_nul));
  CHECK_FALSE(parse_json(std::string{"\"a\0b\"", 5}));
}

TEST_CASE("fault 36 texts and keys are kept without their escapes, and numbers where an int holds them") {
  const auto document = parse_json(
      "\xEF\xBB\xBF{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\":\"a \\u00e9\\uD83D\\ude00 "
      "\xe2\x82\xac\",\"\":[\"\",\"\\u0000\",true],"
      "\"n\":[0,-0,-2147483648,2147483647,2147483648,18446744073709551616,1e5,1.5,\"7\",null]}");
  REQUIRE(document);
  CHECK(text_at(document->root(), "\"\\/\b\f\n\r\t") == "a \xc3\xa9\xf0\x9f\x98\x80 \xe2\x82\xac");
  const auto texts = document->root().member("")->entries();
  REQUIRE(texts.size() == 3);
  CHECK(texts[0].text().empty());
  CHECK(texts[1].text() == std::string_view{"\0", 1});
  CHECK(texts[2].kind() == JsonKind::yes);
  std::vector<std::optional<int>> numbers;
  for (const JsonValue& number : document->root().member("n")->entries())
    numbers.push_back(number.whole());
  const auto none = std::nullopt;
  CHECK(numbers ==
        std::vector<std::optional<int>>{0, 0, INT_MIN, INT_MAX, none, none, none, none, none, none});
  CHECK(parse_json("\"alone\"")->root().text() == "alone");
}

TEST_CASE("fault 36 many keys of one object are told apart, and a second one among them is found") {
  std::string object = "{\"first\":{\"k7\":1}";
  for (int i = 0; i < 100; ++i)
    object += ",\"k" + std::to_string(i) + "\":[" + std::to_string(i) + "]";
  const std::string whole = object + "}";
  const auto document = parse_json(whole);
  REQUIRE(document);
  CHECK(document->root().member("k99")->entries().front().whole() == 99);
  CHECK(number_at(*object_at(document->root(), "first"), "k7") == 1);
  CHECK_FALSE(document->root().member("k100"));
  for (const char* again : {",\"first\":1}", ",\"k0\":1}", ",\"k50\":1}", ",\"k99\":1}", ",\"k\\u0039\":1}"})
    CHECK_FALSE(parse_json(object + again));
}

TEST_CASE("fault 36 no word of the server's makes the reader fail") {
  const std::string good = recording("answered.ndjson");
  CHECK(rc::check("any damage to a recorded event is read or refused", [&] {
    const auto begin = *rc::gen::inRange<std::size_t>(0, good.size());
    std::string line = good.substr(begin, *rc::gen::inRange<std::size_t>(0, 900));
    line = line.substr(0, line.find('\n'));
    const auto edits = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, 900), rc::gen::arbitrary<char>()));
    for (const auto& [at, byte] : edits) {
      if (at < line.size()) line[at] = byte;
    }
    parse_event(line);
    parse_channel(line);
    parse_channels(line);
    parse_bridges(line);
  }));
}

TEST_CASE("ARI the cause of an end before the answer") {
  const auto cause = [](
                         int q850, const std::function<void(Ending&)>& but = [](Ending&) {}) {
    Ending ending;
    ending.cause = q850;
    ending.age = Milliseconds{5000};
    ending.ring_limit = Milliseconds{30'000};
    but(ending);
    return end_cause(ending);
  };
  const auto by_us = [](Ending& ending) { ending.by_us = true; };
  CHECK(cause(17) == EndCause::busy);
  CHECK(cause(0) == EndCause::no_answer);
  CHECK(cause(0, [](Ending& ending) { ending.dial_seen = false; }) == EndCause::configuration);
  CHECK(cause(0, [](Ending& ending) {
          ending.dial_seen = false;
          ending.age = ending.ring_limit;
        }) == EndCause::no_answer);
  CHECK(cause(0, by_us) == EndCause::cancelled);
  CHECK(cause(16, by_us) == EndCause::cancelled);
  CHECK(cause(16) == EndCause::failed);
  for (const int q850 : {0, 16})
    CHECK(cause(q850, [](Ending& ending) { ending.by_server = true; }) == EndCause::network_trouble);
  for (const int q850 : {18, 19})
    CHECK(cause(q850) == EndCause::no_answer);
  CHECK(cause(21) == EndCause::rejected);
  for (const int q850 : {1, 22, 28})
    CHECK(cause(q850) == EndCause::bad_number);
  for (const int q850 : {27, 34, 38, 41, 42, 44})
    CHECK(cause(q850) == EndCause::network_trouble);
  for (const int q850 : {2, 3, 20, 31, 102, 127, 9999, -1})
    CHECK(cause(q850) == EndCause::failed);
  for (const int q850 : {0, 16, 17, 34})
    CHECK(cause(q850, [](Ending& ending) { ending.was_up = true; }) == EndCause::normal);
}

TEST_CASE("ARI names of legs, playbacks and bridges are read back, and only our own") {
  const Names names{"shop1"};
  const auto number = *parse_attempt_id("01KAK3V8Q0001");
  for (const LegId leg : {LegId{LegKind::customer, number, 0}, LegId{LegKind::offer, number, 12},
                          LegId{LegKind::open, number, 0}}) {
    CHECK(names.leg(names.channel(leg)) == leg);
    CHECK_FALSE(names.leg(names.channel(leg) + ";2"));
    CHECK_FALSE(Names{"shop"}.leg(names.channel(leg)));
    CHECK_FALSE(Names{"shop11"}.leg(names.channel(leg)));
    const PlaybackPart part{leg, 4'000'000'000U, 17};
    CHECK(names.part(names.playback(part)) == part);
    CHECK_FALSE(Names{"other"}.part(names.playback(part)));
    CHECK_FALSE(names.part(names.beep(leg, number)));
  }
  CHECK(names.attempt(names.bridge(number)) == number);
  CHECK(names.recorded(names.recording(number)) == number);
  CHECK_FALSE(names.recorded(names.bridge(number)));
  CHECK_FALSE(names.attempt(names.recording(number)));
  CHECK_FALSE(Names{"other"}.recorded(names.recording(number)));
  for (const char* bad : {"", ".", "shop1.", "shop1.b-", "shop1.c-01KAK3V8Q0001.p",
                          "shop1.c-01KAK3V8Q0001.p1.", "shop1.c-01KAK3V8Q0001.px.1", "p1.0", ".p1.0"}) {
    CHECK_FALSE(names.part(bad));
    CHECK_FALSE(names.attempt(bad));
  }
}

TEST_CASE("CB-17 what the server tells of a recording is read") {
  const auto read = [](const std::string& text) {
    const auto event = parse_event(text);
    REQUIRE(event);
    return std::get<event::RecordingTold>(*event);
  };
  // As Asterisk 16 wrote it.
  const std::string of =
      R"("timestamp":"2026-11-27T02:51:32.527+0000","recording":{"name":"t.r-1","format":"wav",)";
  const auto started = read(R"({"type":"RecordingStarted",)" + of +
                            R"("state":"recording","target_uri":"bridge:t.b-1"},"application":"probe"})");
  CHECK(started.what == event::RecordingTold::What::started);
  CHECK(started.name == "t.r-1");
  const auto finished =
      read(R"({"type":"RecordingFinished",)" + of +
           R"("state":"done","target_uri":"bridge:t.b-1","duration":5},"application":"probe"})");
  CHECK(finished.what == event::RecordingTold::What::finished);
  CHECK(finished.length == Seconds{5});
  const auto failed = read(R"({"type":"RecordingFailed",)" + of +
                           R"("state":"failed","target_uri":"channel:x","cause":"no space"}})");
  CHECK(failed.what == event::RecordingTold::What::failed);
  CHECK(failed.cause == "no space");
  CHECK_FALSE(parse_event(R"({"type":"RecordingFinished"})"));
}

TEST_CASE("ARI settings are read from options, and a bad one is named") {
  const std::map<std::string, std::string> good = {{"url", "http://127.0.0.1:8088/ari/"},
                                                   {"user", "dialer"},
                                                   {"customer_endpoint", "Local/{number}@customers/n"},
                                                   {"prompt_url", "http://127.0.0.1:8090/prompts"},
                                                   {"connections", "4"}};
  const auto settings = read_settings(good, "secret", "shop1");
  REQUIRE(settings);
  CHECK(settings.value().url == "http://127.0.0.1:8088/ari");
  CHECK(settings.value().prompt_url == "http://127.0.0.1:8090/prompts/");
  CHECK(settings.value().connections == 4);
  const std::pair<const char*, const char*> bad[] = {{"url", "127.0.0.1:8088"},
                                                     {"user", ""},
                                                     {"app", "a b"},
                                                     {"customer_endpoint", "PJSIP/carrier"},
                                                     {"connections", "many"},
                                                     {"connections", "0"},
                                                     {"operator_endpoint", "{number}"},
                                                     {"ulr", "x"}};
  for (const auto& [option, value] : bad) {
    auto options = good;
    options[option] = value;
    const auto refused = read_settings(options, "secret", "shop1");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "asterisk.option");
    CHECK(refused.error().message.find(option) != std::string::npos);
  }
}

TEST_CASE("ARI endpoints by pattern, and numbers that are none") {
  AsteriskSettings settings;
  settings.customer_endpoint = "PJSIP/{digits}@carrier";
  settings.operator_endpoint = "Local/{number}@operators/n";
  const LegId customer{LegKind::customer, {1}, 0};
  const LegId offer{LegKind::offer, {1}, 1};
  CHECK(endpoint_of(settings, customer, "+380441112233").value() == "PJSIP/380441112233@carrier");
  CHECK(endpoint_of(settings, offer, "101").value() == "Local/101@operators/n");
  CHECK(endpoint_of(settings, offer, "PJSIP/anna").value() == "PJSIP/anna");
  CHECK(endpoint_of(settings, offer, "+380441112233").value() == "PJSIP/380441112233@carrier");
  for (const char* bad : {"", "+", "PJSIP/1", "1&PJSIP/2", "1@other"}) {
    CHECK_FALSE(endpoint_of(settings, customer, bad).ok());
  }
  CHECK_FALSE(endpoint_of(settings, offer, "").ok());
}

TEST_CASE("ARI media are stock sounds or prompts that the server fetches") {
  AsteriskSettings settings;
  settings.prompt_url = "http://127.0.0.1:8090/prompts/";
  CHECK(Sound::media_uri(settings, {Media::Kind::stock, "beep"}) == "sound:beep");
  CHECK(Sound::media_uri(settings, {Media::Kind::prompt, "a,b.wav"}) ==
        "sound:http://127.0.0.1:8090/prompts/a%2Cb.wav");
}
