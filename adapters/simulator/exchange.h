// The virtual telephone exchange: calls, bridges and playbacks as Asterisk has them, on virtual time.
//
// No clock, no thread, no socket: whoever owns it calls advance() with the time, also before each request,
// and asks next_event_at() for when to come back. Whom the calls reach is decided by engine/decide/people.
// The order of events, causes and refusals is what Asterisk 16 does (seen on the test bed).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "adapters/simulator/call_parts.h"
#include "engine/decide/people.h"
#include "engine/model/instant.h"

namespace dialctl::simulator {

// How the numbers of the contexts customers, operators and carrier are read. Local/<n>@people and
// PJSIP/<n>@people are seeded people always.
enum class NumberReading {
  coded_if_it_is,  // the bed's code where the last six digits are one, seeded people otherwise
  coded,           // the bed's code always, so that an unknown one is a bad number, as on the bed
  seeded,
};

// Everybody does the same at once: for benchmarks of the dialer.
enum class InstantCalls {
  off,
  busy,             // no ringing, busy
  answered,         // no ringing, answered, stays
  answered_briefly  // answered, hangs up as soon as a message has begun
};

struct ExchangeSettings {
  std::uint64_t seed = 1;
  PeopleMix people;
  OperatorMix operators;
  NumberReading reading = NumberReading::coded_if_it_is;
  InstantCalls instant = InstantCalls::off;
  std::size_t calls_max = 0;            // 0 = no limit; one above is accepted and vanishes at once
  std::string inbound_app = "dialctl";  // that callers are given to, unless the call's __STASIS_APP says else
};

struct Outlets {
  std::function<void(const Event&)> event;         // to the sockets of *event.app
  std::function<void(const JournalRow&)> journal;  // may be empty
  // The length of this media is not known: find out, then call media_known(). Empty = a nominal length.
  std::function<void(const std::string& media)> want_media;
};

struct OriginateRequest {
  std::string endpoint;
  std::string app;
  std::vector<std::string> args;
  std::string channel_id;  // empty = one is made
  std::string other_channel_id;
  std::string caller_id;
  Milliseconds timeout{30'000};  // zero or less = none
  std::map<std::string, std::string> variables;
  Milliseconds dials_after{0};  // the request is accepted, the call is placed this much later
  std::string extension;        // in a context of the dialplan, in place of an application
};

enum class Refusal {
  no_channel,
  no_bridge,
  no_playback,
  no_media,
  no_recording,
  recording_exists,
  not_in_app,
  not_in_bridge,
  endpoint_missing,
  app_missing,
  id_too_long,
  id_in_use,
  allocation_failed,
};

// A call's end as its originator may ask for it, by Q.850 cause.
inline constexpr int kNormalClearing = 16;

class Exchange {
 public:
  Exchange(ExchangeSettings settings, Outlets outlets, Instant start);
  ~Exchange();

  // Everything that is due up to `now` happens, in order, each at its own time.
  void advance(Instant now);
  Instant next_event_at() const;  // kNever = nothing is planned
  Instant now() const { return now_; }

  // Applications that have a socket. A call that is answered while nobody listens is hung up at once.
  void app_listens(const std::string& app) { listening_.insert(app); }
  void app_is_gone(const std::string& app) { listening_.erase(app); }
  bool has_calls_of(const std::string& app) const;

  // The call begins with the next advance(): what is seen of the channel until then is its first state.
  std::variant<const Channel*, Refusal> originate(const OriginateRequest& request);
  std::optional<Refusal> hang_up(std::string_view channel, int cause);
  // A caller of ours is answered; a call that we have made is up already.
  std::optional<Refusal> pick_up(std::string_view channel);
  // Leaves the application for the dialplan: context "amd" comes
  // back after a while with what it heard, any other ends the call.
  std::optional<Refusal> leave_app(std::string_view channel, const std::string& context);
  std::optional<Refusal> set_variable(std::string_view channel, std::string name, std::string value);
  std::optional<Refusal> check_in_app(std::string_view channel) const;  // for verbs that change nothing

  std::variant<const Playback*, Refusal> play_on_channel(std::string_view channel, std::string id,
                                                         std::vector<std::string> media);
  std::variant<const Playback*, Refusal> play_on_bridge(std::string_view bridge, std::string id,
                                                        std::vector<std::string> media);
  std::optional<Refusal> stop_playback(std::string_view playback);
  const Playback* find_playback(std::string_view id) const;
  void media_known(const std::string& media, std::optional<Milliseconds> length);  // nullopt = no such sound

  // Existing: as it is, but Asterisk has another one of that id then, which only close_bridge() finds.
  const Bridge& open_bridge(std::string id, std::string name, BridgeType type);
  std::optional<Refusal> close_bridge(std::string_view bridge);
  // All or none of the channels.
  std::optional<Refusal> add_to_bridge(std::string_view bridge, const std::vector<std::string>& channels);
  std::optional<Refusal> remove_from_bridge(std::string_view bridge,
                                            const std::vector<std::string>& channels);
  const Bridge* find_bridge(std::string_view id) const;

  // It begins with the next advance(). Ended by the last channel that leaves the bridge.
  std::optional<Refusal> record_bridge(std::string_view bridge, const std::string& name);
  std::optional<Refusal> stop_recording(std::string_view name);
  // Of one that has ended.
  std::optional<Refusal> delete_recording(std::string_view name);
  const SoundRecording* find_recording(std::string_view name) const;
  const std::map<std::string, SoundRecording, std::less<>>& recordings() const { return recordings_; }

  struct Half {
    const Channel* channel = nullptr;
    bool second = false;
  };
  std::optional<Half> find_channel(std::string_view id) const;  // also second halves
  // In the order in which they were made.
  template <class Visit>
  void each_channel(Visit visit) const {
    for (const auto& [serial, channel] : channels_)
      visit(*channel);
  }
  template <class Visit>
  void each_bridge(Visit visit) const {
    for (const auto& [serial, bridge] : bridges_)
      visit(*bridge);
  }
  const Channel* channel(std::uint64_t serial) const;

 private:
  enum class Due { begin, ring_end, gives_up, ends_absolutely, party, amd, playback_end, recording_begins };
  struct Timer {
    Instant at;
    std::uint64_t sequence;  // first set, first served, at the same instant
    Due what;
    std::uint64_t serial;  // of the channel or bridge
    std::uint64_t turn;    // of a playback
    bool operator>(const Timer& other) const {
      return at != other.at ? at > other.at : sequence > other.sequence;
    }
  };
  enum class HangUp { far_end, ours, absolute, dialplan_end, nobody_listens };

  // exchange.cpp
  void set_timer(Instant at, Due what, std::uint64_t serial, std::uint64_t turn = 0);
  void fire(const Timer& timer);
  void emit(EventType type, const Channel& channel, bool second_half, Event event);
  void emit(EventType type, const Channel& channel, bool second_half = false);
  void write(JournalEvent event, const Channel& channel, bool second_half, const Bridge* bridge = nullptr,
             int cause = 0);
  Channel* channel_of(std::string_view id);
  Channel* channel_of(std::uint64_t serial);
  Bridge* bridge_of(std::string_view id);
  Bridge* bridge_of(std::uint64_t serial);
  std::string make_id(std::string_view kind);

  // exchange_calls.cpp
  std::optional<Behaviour> behaviour_for(const Endpoint& endpoint);
  void begin(Channel& channel);
  void end_of_ringing(Channel& channel);
  void answer(Channel& channel);
  void refuse(Channel& channel, int cause);
  void give_up(Channel& channel);
  void end_absolutely(Channel& channel);
  void hear(Channel& channel, Cue cue);
  void let_party_act(Channel& channel);
  void enter_app(Channel& channel, const std::vector<std::string>& args);
  void finish_amd(Channel& channel);
  void end_up_call(Channel& channel, HangUp how, int cause);
  void vanish(Channel& channel, int cause);
  void request_hangup(const Channel& channel, bool second_half, int cause, bool soft);
  enum class LastWord { none, second_half_too };  // whether the second half asks for its own end once more
  void destroy(Channel& channel, int cause, LastWord last_word);

  // exchange_inbound.cpp
  std::variant<const Channel*, Refusal> call_us(const OriginateRequest& request, Endpoint endpoint);
  void enter_as_caller(Channel& channel);
  void end_caller(Channel& channel, int cause);

  // exchange_media.cpp
  struct Place {
    PlaybackLine* line;
    Channel* channel;  // or
    Bridge* bridge;
    std::uint64_t serial;
  };
  Place place_of(std::uint64_t serial);
  std::variant<const Playback*, Refusal> play(const Place& place, std::string target, std::string id,
                                              std::vector<std::string> media);
  void start_sound(const Place& place);
  void end_sound(const Place& place, bool heard);
  void finish_playback(const Place& place, PlaybackState state);
  void fail_playbacks(const Place& place);
  void emit_playback(EventType type, const Place& place, const Playback& playback);
  void tell_listeners(const Place& place, Cue cue);

  // exchange_bridges.cpp
  void enter_bridge(Bridge& bridge, Channel& channel);
  void leave_bridge(Channel& channel, bool app_stays);
  void tell_company(const Bridge& bridge, Cue cue, std::size_t count);

  // exchange_recordings.cpp
  void begin_recordings(std::uint64_t bridge);
  void end_recordings(const Bridge& bridge);
  void end_recording(SoundRecording& recording, const Bridge& bridge);
  void emit_recording(EventType type, const Bridge& bridge, const SoundRecording& recording);

  ExchangeSettings settings_;
  Outlets outlets_;
  Instant now_;
  std::set<std::string> listening_;
  std::map<std::uint64_t, std::unique_ptr<Channel>> channels_;
  std::map<std::uint64_t, std::unique_ptr<Bridge>> bridges_;
  std::unordered_map<std::string, std::uint64_t> channel_ids_;  // both halves
  std::map<std::string, std::uint64_t, std::less<>> bridge_ids_;
  std::map<std::string, unsigned, std::less<>> hidden_bridges_;  // how many of each id
  std::unordered_map<std::string, std::shared_ptr<Playback>> playbacks_;
  std::map<std::string, SoundRecording, std::less<>> recordings_;
  std::vector<std::string> beginning_;                  // recordings whose start was not told yet
  std::unordered_map<std::string, unsigned> calls_of_;  // of each number that was called
  std::map<std::string, std::optional<Milliseconds>> media_;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t sequence_ = 0;
  std::uint64_t serial_ = 0;
  std::uint64_t local_calls_ = 0;
  std::uint64_t sip_calls_ = 0;
};

}  // namespace dialctl::simulator
