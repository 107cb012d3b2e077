// What the decision core asks of a telephone provider, and what comes back. Shaped by what a dialer needs,
// not by one vendor: a provider that takes single steps (Asterisk) performs each command as a request; one
// that runs scripts of its own performs Place and answers with the same events.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/recording.h"

namespace dialctl {

// Who is at the other end of a leg.
enum class LegKind : std::uint8_t {
  customer,  // number = the attempt
  offer,     // one ring of an operator's phone for one waiting customer; number = the customer's attempt
  open,      // an operator's leg that stays up between calls; number = an id of its own
  agent,     // an operator's phone, rung before the customer's (AD-02); number = an id of its own
};

// One telephone connection of ours. Unique for ever, because `number` is never used twice.
struct LegId {
  LegKind kind = LegKind::customer;
  AttemptId number;
  std::uint16_t ordinal = 0;  // 1, 2, ... for the offers of one attempt; else 0

  friend constexpr auto operator<=>(const LegId&, const LegId&) = default;
};

// "c-01KAK3V8Q0000", "o-01KAK3V8Q0000-2", "p-01KAK3V8Q0000", "a-01KAK3V8Q0000".
std::string to_text(const LegId& leg);
std::optional<LegId> parse_leg_id(std::string_view text);

// Something to hear. `prompt` is a file of the speech cache or the audio library (its file name, 8 kHz mono
// WAV), `stock` a sound that the phone server has on board ("beep").
struct Media {
  enum class Kind : std::uint8_t { prompt, stock };
  Kind kind = Kind::prompt;
  std::string name;

  friend bool operator==(const Media&, const Media&) = default;
};

// Counts up within a leg; tells a late end of an earlier playback from the current one.
using PlaybackNumber = std::uint32_t;

// ---- Commands: effects to perform after the commit of the records that speak of them.

// Start a leg. Answered once by Placed; then Ringing, Answered and Ended follow as they happen.
struct Place {
  LegId leg;
  std::string address;          // customer: E.164; operator: his endpoint as configured
  std::string caller_id;        // E.164 or empty: the provider's default
  Seconds ring_limit{30};       // then the provider gives up: Ended{no_answer}
  Seconds life_limit{3600};     // the provider ends the leg by itself after this, even if we are dead
  bool detect_machine = false;  // then Answered is followed by AnswerJudged before anything is played
};
struct Play {
  LegId leg;
  PlaybackNumber playback = 0;
  std::vector<Media> media;  // one after the other; never empty
};
struct StopPlay {
  LegId leg;
  PlaybackNumber playback = 0;
};
struct StartHoldMusic {
  LegId leg;
  std::string music_class;  // empty: the provider's default
};
struct StopHoldMusic {
  LegId leg;
};
// Let two legs talk. `beep` announces the call on an open leg. Answered by Bridged or BridgeFailed.
struct Connect {
  LegId customer;
  LegId operator_leg;
  bool beep = false;
};
// Take an open leg out of a finished conversation, back to waiting.
struct Disconnect {
  LegId operator_leg;
};
enum class HangUpReason : std::uint8_t {
  done,
  lost_race,
  window_closed,
  blacklisted,
  ring_limit,
  wait_limit,
  abandoned,
  nobody_free,  // PA-03: rang in vain, and no operator could have taken the answer
  stray,
  shutdown
};
// Works at any time, also while ringing or while Place is still under way. Ended follows.
struct HangUp {
  LegId leg;
  HangUpReason reason = HangUpReason::done;
};
// Ask what has become of legs whose fate is not known. Answered by one Found or Absent per leg.
struct Find {
  LegId leg;
};

// ---- Recordings: each of these names the customer's leg, from which the provider makes the recording's
// name.

// Keep what is said in his conversation, which has begun. It ends with it. Answered by RecordingStarted or
// RecordingFailed, and by RecordingEnded in the end.
struct StartRecording {
  LegId customer;
};
// What has become of it: answered by RecordingStarted (it goes on), RecordingEnded or RecordingFailed.
struct FindRecording {
  LegId customer;
};
// Make dialctl's own copy. Answered by RecordingFetched or RecordingNotFetched.
struct FetchRecording {
  LegId customer;
};
// The provider's copy. Answered by RecordingDeleted, also where there is none, or RecordingNotDeleted.
struct DeleteRecording {
  LegId customer;
};

using Command = std::variant<Place, Play, StopPlay, StartHoldMusic, StopHoldMusic, Connect, Disconnect,
                             HangUp, Find, StartRecording, FindRecording, FetchRecording, DeleteRecording>;

// ---- Events.

enum class PlaceAnswer : std::uint8_t {
  accepted,
  not_sent,  // certain: the provider never heard of it (refused connection, stale, no event channel)
  refused,   // the provider said no; see RefusalClass
  unknown,   // may or may not have been placed; settled by Find, never repeated
};
enum class RefusalClass : std::uint8_t {
  none,
  bad_number,
  blocked,
  configuration,
  throttled,
  credentials,
  not_processed
};

struct Placed {
  LegId leg;
  PlaceAnswer answer = PlaceAnswer::accepted;
  RefusalClass refusal = RefusalClass::none;
  std::string raw_code;         // the provider's own word: "http 500 Allocation failed"
  Milliseconds retry_after{0};  // throttled: how long to hold back
};
struct Ringing {
  LegId leg;
};
struct Answered {
  LegId leg;
};
enum class AnsweredBy : std::uint8_t { person, machine, unsure };
struct AnswerJudged {
  LegId leg;
  AnsweredBy by = AnsweredBy::unsure;
  std::string raw_code;
};
struct KeyPressed {
  LegId leg;
  char key = '0';  // 0-9 * #
};
struct PlayEnded {
  LegId leg;
  PlaybackNumber playback = 0;
  bool played = true;  // false: the prompt could not be played (missing, undecodable)
};
struct Bridged {
  LegId customer;
  LegId operator_leg;
};
struct BridgeFailed {
  LegId customer;
  LegId operator_leg;
  std::string raw_code;
};
enum class EndCause : std::uint8_t {
  normal,  // ended after it had been answered
  busy,
  no_answer,
  rejected,
  bad_number,
  network_trouble,  // carrier or server fault: retry soon, does not use up an attempt
  configuration,    // no such endpoint or context: the admin must act
  cancelled,        // we hung up before the answer
  failed,           // anything else
};
enum class EndedBy : std::uint8_t { us, them, unknown };
struct Ended {
  LegId leg;
  EndCause cause = EndCause::normal;
  EndedBy by = EndedBy::unknown;
  std::string raw_code;  // "17 User busy"
};
// Answer to Find, and part of LegsListed.
enum class LegState : std::uint8_t { dialling, up };
struct Found {
  LegId leg;
  LegState state = LegState::dialling;
};
struct Absent {
  LegId leg;  // not listed: over, or never placed; the provider cannot tell which
};

// After (re)connecting: all legs of ours that the provider has. `restarted`: it lost all earlier calls.
struct LegsListed {
  std::vector<Found> legs;
  bool restarted = false;
};
// A call to us. dialctl observes such calls, it never answers them (IM-08).
struct InboundCall {
  std::string id;       // the provider's own, never empty
  std::string caller;   // as the provider writes it; empty: withheld
  std::string dialled;  // the number of ours, in the same way; empty: not told
  // What its dialplan says beside, "queue=sales", "tag=vip": the words of engine/run/inbound_desk.h.
  std::vector<std::string> words;
};
// Somebody talks to the caller.
struct InboundAnswered {
  InboundCall call;
};
// He gave up, and nobody had answered.
struct InboundLost {
  InboundCall call;
  Milliseconds waited{0};
};
struct ProviderUp {};
struct ProviderDown {
  std::string reason;
  bool fatal = false;  // another dialer took our place: stop, do not reconnect
};
struct CredentialsRefused {
  std::string reason;
};
struct Throttled {
  Milliseconds retry_after{0};
};

struct RecordingStarted {
  LegId customer;
  std::string name;  // at the provider
};
struct RecordingEnded {
  LegId customer;
  Milliseconds length{0};  // 0: not known
};
struct RecordingFailed {
  LegId customer;
  std::string raw_code;
};
struct RecordingFetched {
  LegId customer;
  SoundFile file;
};
struct RecordingNotFetched {
  LegId customer;
  std::string raw_code;
  bool lost = false;  // the provider has it no more; else: try again later
};
struct RecordingDeleted {
  LegId customer;
};
struct RecordingNotDeleted {
  LegId customer;
  std::string raw_code;
};

using ProviderFact =
    std::variant<Placed, Ringing, Answered, AnswerJudged, KeyPressed, PlayEnded, Bridged, BridgeFailed, Ended,
                 Found, Absent, LegsListed, InboundAnswered, InboundLost, ProviderUp, ProviderDown,
                 CredentialsRefused, Throttled, RecordingStarted, RecordingEnded, RecordingFailed,
                 RecordingFetched, RecordingNotFetched, RecordingDeleted, RecordingNotDeleted>;

struct ProviderEvent {
  ProviderId provider;
  Instant at;  // when it happened as far as we can tell; never used as the decision's `now`
  ProviderFact fact;
};

}  // namespace dialctl
