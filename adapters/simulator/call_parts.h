// What the virtual exchange is made of: channels, bridges and playbacks, as plain values.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/simulator/endpoint.h"
#include "engine/decide/people.h"
#include "engine/model/instant.h"

namespace dialctl::simulator {

enum class ChannelState { down, ringing, up };

enum class PlaybackState { queued, playing, continuing, done, failed };

// Sounds one after another, on a channel or a bridge.
struct Playback {
  std::string id;
  std::string target;  // "channel:x" or "bridge:x"
  std::vector<std::string> media;
  std::size_t position = 0;  // of the one that plays
  PlaybackState state = PlaybackState::queued;
  bool cancelled = false;  // stopped before its turn came
  bool waits_for_media = false;
  std::uint64_t turn = 0;  // a timer of an earlier sound is stale
};

// The playbacks of one channel or bridge; the front one plays.
using PlaybackLine = std::deque<std::shared_ptr<Playback>>;

struct Channel {
  std::uint64_t serial = 0;  // never used again, unlike ids
  std::string id;
  std::string other_id;  // of a Local channel's second half; empty = it has none
  std::string
      name;  // "Local/7900@customers-00000002" (the halves add ";1" and ";2"), "PJSIP/carrier-00000000"
  Endpoint endpoint;
  CallerId caller;
  std::string app;
  std::vector<std::string> args;
  std::map<std::string, std::string> variables;
  Instant created;
  Instant begins;                    // nothing is dialled before
  Instant gives_up = kNever;         // the originator's time limit for the answer
  Instant ends_absolutely = kNever;  // TIMEOUT(absolute)
  ChannelState state = ChannelState::down;
  bool begun = false;
  bool shows_variables = false;  // the first Dial event does not know them yet
  bool in_app = false;           // StasisStart seen, StasisEnd not
  bool other_up = false;
  std::string dialplan_context;  // where it runs when it has left the app
  Party party{Behaviour{}};
  bool exists_in_dialplan = true;
  // A call to us (exchange_inbound.cpp): `id` is the half in the application, `other_id` the caller's own.
  bool inbound = false;
  Milliseconds talk{0};      // once somebody has answered him
  std::uint64_t bridge = 0;  // serial; 0 = in none
  PlaybackLine playbacks;
  std::string amd_status;

  bool has_second_half() const { return !other_id.empty(); }
};

enum class BridgeType { mixing, holding };

struct Bridge {
  std::uint64_t serial = 0;
  std::string id;
  std::string name;
  BridgeType type = BridgeType::mixing;
  Instant created;
  std::vector<std::uint64_t> channels;  // serials, in the order of entering
  std::vector<std::string> apps;        // that hear of it
  PlaybackLine playbacks;
};

// What is said in a bridge, kept as sound. Ended, it is stored until somebody deletes it.
struct SoundRecording {
  std::string name;
  std::string target;  // "bridge:x"
  std::uint64_t bridge = 0;
  Instant began;
  std::optional<Instant> ended;
};

enum class EventType {
  dial,
  channel_state_change,
  stasis_start,
  stasis_end,
  dtmf_received,
  hangup_request,
  channel_destroyed,
  entered_bridge,
  left_bridge,
  bridge_destroyed,
  playback_started,
  playback_continuing,
  playback_finished,
  recording_started,
  recording_finished,
};

// Told at the moment it happens: what it points to is as it is then, and is not kept.
struct Event {
  EventType type{};
  Instant at;
  const std::string* app = nullptr;
  const Channel* channel = nullptr;
  bool second_half = false;  // it is the channel's other half that this happened to
  const Bridge* bridge = nullptr;
  const Playback* playback = nullptr;
  const SoundRecording* recording = nullptr;
  std::string_view text;  // dial status, digit
  int cause = 0;          // of a hang-up; a digit's milliseconds
  bool soft = false;
  const std::vector<std::string>* args = nullptr;  // of StasisStart
};

enum class JournalEvent { chan_start, answer, bridge_enter, bridge_exit, hangup, chan_end };

// One row of the exchange's own record, which no client can change.
struct JournalRow {
  JournalEvent event{};
  Instant at;
  const Channel* channel = nullptr;
  bool second_half = false;
  const Bridge* bridge = nullptr;
  int cause = 0;
};

}  // namespace dialctl::simulator
