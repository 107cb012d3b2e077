// Calls to us at a trunk that is watched, whatever the dialplan does with them.
#include <doctest/doctest.h>

#include "tests/adapters/asterisk/deaf_switchboard.h"

using namespace dialctl;
using namespace dialctl::asterisk;
using namespace dialctl::test;

namespace {

AsteriskSettings watching() {
  AsteriskSettings settings;
  settings.watch = {"PJSIP/carrier"};
  return settings;
}

// A caller at the trunk, as the watching application hears of him.
ChannelView caller(ChannelState state, const std::string& id = "1795750004.12") {
  ChannelView view;
  view.id = id;
  view.name = "PJSIP/carrier-0000002a";
  view.state = state;
  view.application = "dialctl-watch";
  view.caller = "+380501112233";
  view.exten = "380440000001";
  return view;
}
ChannelView phone(const std::string& name, const std::string& id) {
  ChannelView view = caller(ChannelState::ringing, id);
  view.name = name;
  view.app_name = "AppDial";
  return view;
}
event::Dialled dials(const std::string& name, const std::string& status, const std::string& id = "p1") {
  return {phone(name, id), "1795750004.12", status};
}

using Words = std::vector<std::string>;
const std::string kWho = "+380501112233 for 380440000001";

}  // namespace

TEST_CASE("IM-08 a caller whom nobody answers is lost, with the phones that rang, phase after phase") {
  DeafSwitchboard board{watching()};
  board.hear(event::Created{caller(ChannelState::ringing)});
  board.hear(dials("PJSIP/101-00000001", "", "p1"));
  board.hear(dials("Local/102@operators-00000002;1", "", "p2"));
  board.hear(dials("PJSIP/101-00000001", "RINGING", "p1"));
  board.hear(dials("PJSIP/101-00000001", "BUSY", "p1"));
  board.hear(dials("Local/102@operators-00000002;1", "NOANSWER", "p2"));
  board.hear(dials("PJSIP/103-00000003", "", "p3"));
  board.hear(dials("PJSIP/103-00000003", "CANCEL", "p3"));  // by a queue: the next one is another phase
  board.hear(dials("PJSIP/104-00000004", "", "p4"));
  CHECK(board.told().empty());
  board.hear(event::StateChanged{caller(ChannelState::up)});  // music
  board.hear(dials("PJSIP/104-00000004", "CANCEL", "p4"));    // he leaves
  board.hear(event::Destroyed{caller(ChannelState::ringing), 127, ""});
  CHECK(board.told() ==
        Words{"lost " + kWho +
              " lost-in=ringing rang=PJSIP/101,Local/102@operators;PJSIP/103;PJSIP/104 after 0 s"});
  board.hear(event::Destroyed{caller(ChannelState::ringing), 127, ""});
  CHECK(board.told().empty());
}

TEST_CASE("IM-08 neither a menu that answers nor a queue that plays music is somebody") {
  DeafSwitchboard board{watching()};
  board.hear(event::Created{caller(ChannelState::ringing)});
  board.hear(event::StateChanged{caller(ChannelState::up)});
  board.hear(event::Destroyed{caller(ChannelState::up), 16, ""});
  CHECK(board.told() == Words{"lost " + kWho + " lost-in=menu after 0 s"});
  board.hear(event::Created{caller(ChannelState::ringing)});
  board.hear(event::StateChanged{caller(ChannelState::up)});
  board.hear(dials("PJSIP/101-00000001", ""));
  board.hear(dials("PJSIP/101-00000001", "NOANSWER"));
  board.hear(event::Destroyed{caller(ChannelState::up), 16, ""});
  CHECK(board.told() == Words{"lost " + kWho + " lost-in=hold rang=PJSIP/101 after 0 s"});
}

TEST_CASE("CB-13 a phone that answers the caller is a conversation, told once") {
  DeafSwitchboard board{watching()};
  board.hear(event::Created{caller(ChannelState::ringing)});
  board.hear(dials("PJSIP/101-00000001", ""));
  board.hear(dials("PJSIP/101-00000001", "ANSWER"));
  board.hear(dials("PJSIP/101-00000001", "ANSWER"));
  board.hear(event::StateChanged{caller(ChannelState::up)});
  board.hear(event::Destroyed{caller(ChannelState::up), 16, ""});
  CHECK(board.told() == Words{"talks with " + kWho});
}

TEST_CASE("IM-08 calls that go out at the trunk, ours and those of others, are nobody's loss") {
  DeafSwitchboard board{watching()};
  ChannelView out = caller(ChannelState::down);
  board.hear(event::Created{out});
  board.hear(event::Destroyed{out, 17, ""});
  ChannelView other_trunk = caller(ChannelState::ringing, "9.1");
  other_trunk.name = "PJSIP/office-00000001";
  board.hear(event::Created{other_trunk});
  board.hear(event::Destroyed{other_trunk, 16, ""});
  CHECK(board.told().empty());
  // Of our own call at the trunk the watching application hears too: it is told once.
  const auto twice = [](event::StateChanged event) {
    event.channel.application = "dialctl-watch";
    return event;
  };
  event::StateChanged ringing{phone("PJSIP/carrier-0000002b", "")};
  ringing.channel.application = "dialctl";
  CHECK(board.story({ringing, twice(ringing)}) == "placed accepted, ringing");
}

TEST_CASE("IM-08 one who is watched on his way to our application is told once") {
  DeafSwitchboard board{watching()};
  board.hear(event::Created{caller(ChannelState::ringing)});
  ChannelView given = caller(ChannelState::ringing);
  given.application = "dialctl";
  board.hear(event::Started{given, {"inbound", "380440000001", "+380501112233", "tag=vip"}});
  board.hear(event::Left{given});
  board.hear(event::Destroyed{caller(ChannelState::ringing), 127, ""});
  CHECK(board.told() == Words{"lost " + kWho + " tag=vip after 0 s"});
}

TEST_CASE("IM-08 a caller who rings when we connect is watched, one who has left meanwhile is lost") {
  DeafSwitchboard board{watching()};
  board.hear(event::Created{caller(ChannelState::ringing, "1.1")});
  Snapshot snapshot;
  ChannelView waits = caller(ChannelState::ringing, "1.2");
  waits.application.clear();
  snapshot.channels.push_back(waits);
  snapshot.channels.push_back(phone("PJSIP/carrier-00000009", "1.3"));  // goes out
  board.come_up(snapshot);
  CHECK(board.told() == Words{"listed 0", "up", "lost " + kWho + " lost-in=ringing after 0 s"});
  board.hear(event::Destroyed{caller(ChannelState::ringing, "1.2"), 127, ""});
  CHECK(board.told() == Words{"lost " + kWho + " lost-in=ringing after 0 s"});
}
