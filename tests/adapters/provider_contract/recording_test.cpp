// Recordings of conversations (CB-17): on the server, fetched, deleted.
#include <algorithm>
#include <thread>

#include "tests/adapters/provider_contract/rig/raw.h"
#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

struct Pair {
  LegId customer;
  LegId operator_leg;
};

// Two who talk.
Pair joined(Rig& rig) {
  const Pair pair{rig.call("+79001100000"), rig.call_operator("100000")};
  REQUIRE(rig.hears(pair.customer, "answered"));
  REQUIRE(rig.hears(pair.operator_leg, "answered"));
  rig.perform(Connect{pair.customer, pair.operator_leg, false});
  REQUIRE(rig.hears(pair.customer, "bridged"));
  return pair;
}

void part(Rig& rig, const Pair& pair) {
  rig.perform(HangUp{pair.customer, HangUpReason::done});
  rig.perform(HangUp{pair.operator_leg, HangUpReason::done});
  CHECK(rig.ended(pair.customer));
  CHECK(rig.ended(pair.operator_leg));
}

// Its end. Who had the last channel of a bridge hears no more of it: that word may be lost, and is asked for.
bool hears_end(Rig& rig, const LegId& customer) {
  if (rig.hears(customer, "recorded", Milliseconds{1'500})) return true;
  rig.perform(FindRecording{customer});
  return rig.hears(customer, "recorded");
}

void talk(Milliseconds length) {
  std::this_thread::sleep_for(length);
}

std::uint32_t number_at(const std::string& wav, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(wav[i]));
  };
  return byte(at) | byte(at + 1) << 8U | byte(at + 2) << 16U | byte(at + 3) << 24U;
}

template <class Fact>
std::vector<Fact> told(Rig& rig) {
  std::vector<Fact> found;
  for (const ProviderFact& fact : rig.facts().all()) {
    if (const auto* one = std::get_if<Fact>(&fact)) found.push_back(*one);
  }
  return found;
}

}  // namespace

TEST_CASE("CB-17 a conversation is recorded until its end, fetched as a whole file, and deleted") {
  SUITE_RIG(rig);
  const Pair pair = joined(rig);
  rig.perform(StartRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "recording"));
  talk(Milliseconds{2500});
  CHECK(rig.story(pair.customer).find("recorded") == std::string::npos);
  part(rig, pair);
  REQUIRE(hears_end(rig, pair.customer));
  const auto ended = told<RecordingEnded>(rig);
  REQUIRE(ended.size() == 1);
  const bool was_asked = ended[0].length == Milliseconds{0};  // then the file alone tells it
  CHECK((was_asked || (ended[0].length >= Seconds{2} && ended[0].length <= Seconds{3})));

  rig.perform(FetchRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "fetched"));
  const std::string wav = rig.files().of(pair.customer.number);
  REQUIRE(wav.size() > 44);
  CHECK(wav.starts_with("RIFF"));
  CHECK(wav.substr(8, 8) == "WAVEfmt ");
  CHECK(number_at(wav, 4) + 8 == wav.size());
  CHECK(number_at(wav, 24) == 8000);
  CHECK(number_at(wav, 28) == 16000);  // bytes a second: mono, 16 bits
  CHECK(number_at(wav, 40) + 44 == wav.size());
  const double seconds = static_cast<double>(number_at(wav, 40)) / 16000;
  CHECK(seconds > 2.0);
  CHECK(seconds < 3.5);

  rig.perform(DeleteRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "deleted"));
  Raw raw{rig_server};
  const auto started = told<RecordingStarted>(rig);
  REQUIRE(started.size() == 1);
  CHECK(raw.status(http::Method::get, "/recordings/stored/" + started[0].name) == 404);
  rig.perform(FetchRecording{pair.customer});
  CHECK(rig.hears(pair.customer, "not-fetched lost"));
  rig.perform(DeleteRecording{pair.customer});  // as it should be already
  CHECK(rig.hears("deleted", Milliseconds{4000}, 2));
}

TEST_CASE("CB-17 what has become of a recording can be asked for: it goes on, it has ended, there is none") {
  SUITE_RIG(rig);
  const Pair pair = joined(rig);
  rig.perform(FindRecording{pair.customer});
  CHECK(rig.hears(pair.customer, "not-recorded"));
  rig.perform(StartRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "recording"));
  rig.perform(FindRecording{pair.customer});
  CHECK(rig.hears("recording", Milliseconds{4000}, 2));
  talk(Milliseconds{1200});
  part(rig, pair);
  REQUIRE(hears_end(rig, pair.customer));
  rig.perform(FindRecording{pair.customer});
  CHECK(rig.hears("recorded", Milliseconds{4000}, 2));
  rig.perform(DeleteRecording{pair.customer});
  CHECK(rig.hears(pair.customer, "deleted"));
}

TEST_CASE("CB-17 nobody talks: nothing is recorded, and that is told") {
  SUITE_RIG(rig);
  const LegId customer = rig.call("+79001100000");
  REQUIRE(rig.hears(customer, "answered"));
  rig.perform(StartRecording{customer});
  CHECK(rig.hears(customer, "not-recorded"));
  rig.perform(StartRecording{rig.leg()});
  CHECK(rig.hears("not-recorded", Milliseconds{4000}, 2));
  rig.perform(HangUp{customer, HangUpReason::done});
  CHECK(rig.ended(customer));
}

TEST_CASE("CB-17 the end of a recording is told to a new process, which can fetch it") {
  SUITE_SERVER;
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  Rig before{settings};
  REQUIRE(before.hears("up"));
  const Pair pair = joined(before);
  before.perform(StartRecording{pair.customer});
  REQUIRE(before.hears(pair.customer, "recording"));
  before.stop();
  talk(Milliseconds{1000});
  Rig after{settings};
  REQUIRE(after.hears("up"));
  part(after, pair);
  REQUIRE(hears_end(after, pair.customer));
  after.perform(FetchRecording{pair.customer});
  CHECK(after.hears(pair.customer, "fetched"));
  after.perform(DeleteRecording{pair.customer});
  CHECK(after.hears(pair.customer, "deleted"));
}

TEST_CASE("ARI a recording ends when the last has left the bridge, which stands") {
  SUITE_RIG(rig);
  Raw raw{rig_server};
  const Pair pair = joined(rig);
  rig.perform(StartRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "recording"));
  const std::string name = told<RecordingStarted>(rig).front().name;
  const std::string ours = name.substr(0, name.find(".r-") + 1);
  const std::string bridge = ours + "b-" + to_text(pair.customer.number);
  const auto leave = [&](const LegId& leg) {
    return raw.status(http::Method::post,
                      "/bridges/" + bridge + "/removeChannel?channel=" + ours + to_text(leg));
  };
  CHECK(leave(pair.operator_leg) == 204);
  talk(Milliseconds{300});
  CHECK(raw.status(http::Method::get, "/recordings/live/" + name) == 200);
  CHECK(leave(pair.customer) == 204);
  CHECK(hears_end(rig, pair.customer));
  CHECK(raw.status(http::Method::get, "/bridges/" + bridge) == 200);
  part(rig, pair);
  CHECK(raw.status(http::Method::del, "/recordings/stored/" + name) == 204);
}

TEST_CASE("ARI what the server answers about recordings") {
  SUITE_RIG(rig);
  Raw raw{rig_server};
  const auto message = [&](http::Method method, const std::string& target) {
    const http::Reply reply = raw.ask(method, target);
    return std::to_string(reply.status) + " " + reply.body;
  };
  CHECK(message(http::Method::post, "/bridges/nobody/record?name=x&format=wav") ==
        R"(404 {"message":"Bridge not found"})");
  CHECK(message(http::Method::get, "/recordings/stored/nobody") ==
        R"(404 {"message":"Recording not found"})");
  CHECK(message(http::Method::get, "/recordings/stored/nobody/file") ==
        R"(404 {"message":"Recording not found"})");
  CHECK(message(http::Method::get, "/recordings/live/nobody") == R"(404 {"message":"Recording not found"})");
  CHECK(message(http::Method::del, "/recordings/stored/nobody") ==
        R"(404 {"message":"Recording not found"})");
  CHECK(raw.status(http::Method::post, "/recordings/live/nobody/stop") == 404);

  const Pair pair = joined(rig);
  rig.perform(StartRecording{pair.customer});
  REQUIRE(rig.hears(pair.customer, "recording"));
  const std::string name = told<RecordingStarted>(rig).front().name;
  std::string bridge = name;
  bridge.replace(bridge.find(".r-"), 3, ".b-");
  CHECK(message(http::Method::post, "/bridges/" + bridge + "/record?name=x&format=wavx") ==
        R"(422 {"message":"specified format is unknown on this system"})");
  CHECK(message(http::Method::post,
                "/bridges/" + bridge + "/record?name=" + name + "&format=wav&ifExists=fail") ==
        "409 {\"message\":\"Recording '" + name + "' already exists and can not be overwritten\"}");
  CHECK(message(http::Method::get, "/recordings/live/" + name) ==
        "200 {\"name\":\"" + name + R"(","format":"wav","state":"recording","target_uri":"bridge:)" + bridge +
            "\"}");
  CHECK(message(http::Method::get, "/recordings/stored/" + name) ==
        "200 {\"name\":\"" + name + "\",\"format\":\"wav\"}");
  const http::Reply file = raw.ask(http::Method::get, "/recordings/stored/" + name + "/file");
  CHECK(file.status == 200);
  CHECK(*file.header("content-type") == "audio/wav");
  CHECK(raw.status(http::Method::post, "/recordings/live/" + name + "/stop") == 204);
  CHECK(hears_end(rig, pair.customer));
  CHECK(raw.status(http::Method::get, "/recordings/live/" + name) == 404);
  CHECK(raw.status(http::Method::del, "/recordings/stored/" + name) == 204);
  part(rig, pair);
}
