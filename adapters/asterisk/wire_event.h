// What the server says, from JSON to values. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl::asterisk {

enum class ChannelState : std::uint8_t { down, ringing, up, other };

struct ChannelView {
  std::string id;
  ChannelState state = ChannelState::other;
  std::string app_name;     // "AppDial2" while dialling, "Stasis" while it is ours to steer
  std::string ref;          // DIALCTL_REF; empty in the answer to a POST, which is older than the variable
  std::string name;         // "PJSIP/carrier-0000002a"
  std::string application;  // that heard of it; empty in lists
  std::string caller;       // number; empty: withheld
  std::string exten;        // of the dialplan
  std::vector<std::string> app_data;  // the Stasis application that it is in, then its arguments
  std::optional<Instant> created;     // by the server's clock

  // Answered and past the dialling.
  bool in_use() const { return state == ChannelState::up && app_name != "AppDial2"; }
};

struct BridgeView {
  std::string id;
  std::vector<std::string> channels;
};

namespace event {

struct Started {  // entered our application: answered, or back from the dialplan
  ChannelView channel;
  std::vector<std::string> args;
};
struct Left {  // left the application: hung up, or gone to the dialplan
  ChannelView channel;
};
struct StateChanged {
  ChannelView channel;
};
struct Created {
  ChannelView channel;
};
struct Dialled {
  ChannelView channel;
  std::string caller;  // the id of the channel that it is dialled for; empty: of nobody's
  std::string status;  // "", "RINGING", "PROGRESS", "ANSWER", "BUSY", "NOANSWER", "CONGESTION"
};
// The cause of a soft hang-up that a client asked for. Any other is the server's own wish (4: it shuts down).
inline constexpr int kAskedFor = 32;
struct HangupRequested {
  ChannelView channel;
  std::optional<int> cause;
  bool soft = false;  // not by the far end, but by whom the server obeys: see kAskedFor
};
struct Destroyed {
  ChannelView channel;
  int cause = 0;
  std::string cause_text;
};
struct KeyReceived {
  ChannelView channel;
  char digit = '0';
};
struct PlaybackFinished {
  std::string id;
  bool failed = false;
};
struct EnteredBridge {
  ChannelView channel;
  std::string bridge;
};
struct RecordingTold {
  enum class What : std::uint8_t { started, finished, failed };
  What what = What::started;
  std::string name;
  Milliseconds length{0};  // finished; in whole seconds
  std::string cause;       // failed
};
struct Replaced {};  // another client took the application over
struct Other {};

}  // namespace event

using AriEvent =
    std::variant<event::Started, event::Created, event::Left, event::StateChanged, event::Dialled,
                 event::HangupRequested, event::Destroyed, event::KeyReceived, event::PlaybackFinished,
                 event::EnteredBridge, event::RecordingTold, event::Replaced, event::Other>;

// nullopt: no JSON, no type, or a known type without what belongs to it.
std::optional<AriEvent> parse_event(std::string_view text);

// Answers of GET /channels/{id}, /channels, /bridges and /asterisk/info?only=status. nullopt when anything in
// them is not as it must be: a list is whole or it is none.
std::optional<ChannelView> parse_channel(std::string_view text);
std::optional<std::vector<ChannelView>> parse_channels(std::string_view text);
std::optional<std::vector<BridgeView>> parse_bridges(std::string_view text);
std::optional<std::string> parse_startup_time(std::string_view text);

}  // namespace dialctl::asterisk
