// What a provider tells of calls to us, which others answer or nobody does.
#include <algorithm>
#include <thread>

#include "tests/adapters/provider_contract/rig/proxy.h"
#include "tests/adapters/provider_contract/rig/raw.h"
#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

constexpr const char* kOurs = "380440000001";

// A caller of application `app`: gives up after `patience` seconds, talks for one.
class Caller {
 public:
  Caller(Raw& raw, const std::string& app, int patience, const std::string& words = "")
      : raw_(raw), id_(fresh_name("caller")) {
    const std::string target = "/channels?endpoint=Local%2F" + std::string{kOurs} +
                               "%40inbound%2Fn&context=caller&extension=1&priority=1&callerId=%2B380501112233"
                               "&channelId=" +
                               id_ + "&otherChannelId=" + id_ + ".in&timeout=" + std::to_string(patience);
    const std::string body =
        R"({"variables":{"__STASIS_APP":")" + app + R"(","__CALLER_WORDS":")" + words + R"("}})";
    placed_ = raw_.ask(http::Method::post, target, body).status == 200;
  }
  bool placed() const { return placed_; }
  bool is_answered() { return raw_.status(http::Method::post, "/channels/" + id_ + ".in/answer") == 204; }
  void hang_up() { raw_.status(http::Method::del, "/channels/" + id_); }

 private:
  Raw& raw_;
  std::string id_;
  bool placed_ = false;
};

const std::string kWho = "+380501112233 for 380440000001";

}  // namespace

TEST_CASE("IM-08 a caller who gives up while it rings is lost, after so long") {
  SUITE_SERVER;
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  Raw raw{rig_server};
  Caller impatient{raw, settings.app, 2};
  Caller hangs_up{raw, settings.app, 20, ",queue=sales,tag=vip"};
  REQUIRE((impatient.placed() && hangs_up.placed()));
  CHECK(rig.hears("lost " + kWho + " after 2 s"));
  std::this_thread::sleep_for(Milliseconds{900});
  hangs_up.hang_up();
  CHECK(rig.hears("lost " + kWho + " queue=sales tag=vip after 3 s"));
  CHECK(rig.facts().all().size() == 4);  // listed, up and these
}

TEST_CASE("CB-13 a caller who is answered by others is told when they begin to talk, and not as lost") {
  SUITE_SERVER;
  const auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  Rig rig{settings};
  REQUIRE(rig.hears("up"));
  Raw raw{rig_server};
  Caller caller{raw, settings.app, 20};
  REQUIRE(caller.placed());
  std::this_thread::sleep_for(Milliseconds{500});
  CHECK(rig.facts().all().size() == 2);
  REQUIRE(caller.is_answered());
  CHECK(rig.hears("talks with " + kWho, Milliseconds{1'000}));
  std::this_thread::sleep_for(Milliseconds{1'800});  // he hangs up
  CHECK(rig.facts().all().size() == 3);
}

TEST_CASE("IM-08 callers are seen through a lost connection, and by who starts while it rings") {
  SUITE_SERVER;
  Proxy proxy{rig_server.port()};
  auto settings = rig_server.settings(fresh_name("app"), fresh_name("t"));
  const auto direct = settings;
  settings.url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/ari";
  Raw raw{rig_server};
  {
    Rig rig{settings};
    REQUIRE(rig.hears("up"));
    Caller gives_up{raw, settings.app, 2};
    Caller goes_on{raw, settings.app, 7};
    Caller answered{raw, settings.app, 20};
    REQUIRE((gives_up.placed() && goes_on.placed() && answered.placed()));
    std::this_thread::sleep_for(Milliseconds{300});
    proxy.refuse(true);
    proxy.cut();
    REQUIRE(rig.hears("down"));
    std::this_thread::sleep_for(Milliseconds{2'300});
    proxy.refuse(false);
    REQUIRE(rig.hears("up", Milliseconds{12'000}, 2));
    CHECK(rig.facts().wait(Milliseconds{3'000}, [](const auto& facts) {  // he gave up meanwhile
      return std::any_of(facts.begin(), facts.end(),
                         [](const ProviderFact& fact) { return std::holds_alternative<InboundLost>(fact); });
    }));
    REQUIRE(answered.is_answered());
    CHECK(rig.hears("talks with " + kWho));
    CHECK(rig.hears("lost " + kWho + " after 7 s", Milliseconds{9'000}));
  }
  Rig second{direct};
  REQUIRE(second.hears("up"));
  Caller rings{raw, direct.app, 4};
  REQUIRE(rings.placed());
  std::this_thread::sleep_for(Milliseconds{1'500});
  second.stop();
  Rig third{direct};
  REQUIRE(third.hears("up"));
  CHECK(third.hears("lost " + kWho + " after 4 s"));
}
