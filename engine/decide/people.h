// The people who are called, when no real ones are: how each of them behaves in one call, as a value.
//
// A behaviour is drawn from (seed, number, how many calls the number had before) or
// spelled in the number itself, in the code of the Asterisk test bed. The telephone
// simulator and the engine's virtual provider play the same behaviours through
// Party, so that both meet the same people. Integers only: the same on any machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl {

// What happens to a called party, as far as it makes a difference to what it does next.
enum class Cue : std::uint8_t {
  answered,
  message_started,
  message_ended,  // to its end or stopped
  pressed,        // the party itself pressed a key
  bridged,        // somebody else is on the line
  unbridged,      // nobody is any more
};

enum class Deed : std::uint8_t { press, hang_up };

// A set of cues.
struct Cues {
  std::uint8_t bits = 0;
  constexpr bool has(Cue cue) const { return (bits >> static_cast<unsigned>(cue) & 1U) != 0; }
  friend constexpr bool operator==(Cues, Cues) = default;
};
template <class... Each>
constexpr Cues cues(Each... each) {
  return Cues{static_cast<std::uint8_t>((0U | ... | (1U << static_cast<unsigned>(each))))};
}

// `delay` after `cue`, unless one of `dropped_by` comes first; the cue arms it again. Done at most once.
struct PartyStep {
  Cue cue = Cue::answered;
  Milliseconds delay{0};
  Deed deed = Deed::hang_up;
  char key = 0;  // of a press
  Cues dropped_by{};
  std::uint8_t from_nth = 1;  // the first times of the cue do not arm it

  friend bool operator==(const PartyStep&, const PartyStep&) = default;
};

// What the caller hears until the call is answered or ends.
enum class RingSound : std::uint8_t { nothing, ringing, announcement };

inline constexpr Milliseconds kForEver = Milliseconds::max();

struct Behaviour {
  RingSound sound = RingSound::ringing;
  Milliseconds ring{0};      // until the answer or the refusal; kForEver = the caller must give up
  std::optional<int> cause;  // never answers: ends after `ring` with this Q.850 cause. nullopt = answers
  bool is_machine = false;
  bool speaks_first = true;  // says "hello", or plays a greeting: what a machine detector hears
  std::vector<PartyStep> steps;

  bool answers() const { return !cause.has_value() && ring != kForEver; }
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

struct DelayRange {
  Milliseconds least;
  Milliseconds most;  // included
};

// A key that people press, and how often beside the other keys.
struct KeyShare {
  char key = 0;  // 0 = this entry is not used
  unsigned share = 0;
};

// How a crowd behaves. Shares are parts of ten thousand: those of the end of a call together at most 10,000
// (the rest answers in person), those of listening likewise (the rest presses a key after the message).
struct PeopleMix {
  unsigned bad_numbers = 150;  // belongs to the number: each call to it fails
  unsigned busy = 900;
  unsigned no_answer = 2400;
  unsigned rejected = 350;
  unsigned network_trouble = 100;
  unsigned machines = 800;

  unsigned hang_up_in_message = 1500;
  unsigned press_nothing = 1500;
  unsigned press_in_message = 3500;
  unsigned wrong_key_first = 300;  // of those who press: '9' first, the right key two seconds later

  std::array<KeyShare, 4> keys{{{'1', 60}, {'2', 40}, {}, {}}};

  DelayRange ring{Milliseconds{2'000}, Milliseconds{22'000}};
  DelayRange signal{Milliseconds{200}, Milliseconds{4'000}};  // until busy, bad number, trouble, machine
  DelayRange rejects_after{Milliseconds{1'500}, Milliseconds{9'000}};
  DelayRange hangs_up_at{Milliseconds{800}, Milliseconds{7'000}};  // from the message's start
  DelayRange presses_at{Milliseconds{1'500}, Milliseconds{6'000}};
  DelayRange presses_after{Milliseconds{400}, Milliseconds{4'500}};  // from the message's end
  DelayRange leaves_after{Milliseconds{1'000}, Milliseconds{4'000}};
  unsigned listens_most = 3;  // messages that one who presses nothing listens to
  DelayRange hello_patience{Milliseconds{4'000}, Milliseconds{9'000}};    // when nobody says anything
  DelayRange hold_patience{Milliseconds{15'000}, Milliseconds{120'000}};  // after the key, on hold
  DelayRange talk{Milliseconds{20'000}, Milliseconds{240'000}};
  DelayRange machine_greeting{Milliseconds{3'000}, Milliseconds{12'000}};
  Milliseconds machine_records{30'000};
};

// How operators behave whose number says nothing else: they answer soon and stay until the other side leaves.
struct OperatorMix {
  unsigned no_answer = 300;
  unsigned rejected = 100;
  DelayRange ring{Milliseconds{1'000}, Milliseconds{6'000}};
};

Behaviour seeded_person(const PeopleMix& mix, std::uint64_t seed, std::string_view number,
                        unsigned earlier_calls);
Behaviour seeded_operator(const OperatorMix& mix, std::uint64_t seed, std::string_view number,
                          unsigned earlier_calls);

// The party's side of one call as it goes on: told of cues, it says what it does and when.
class Party {
 public:
  explicit Party(Behaviour behaviour);

  const Behaviour& behaviour() const { return behaviour_; }

  void hear(Cue cue, Instant at);
  Instant next_at() const;  // of the next deed; kNever = none is planned
  // The earliest deed that is due at `now`; call again until nullopt. A press is heard by the party itself.
  std::optional<PartyStep> act(Instant now);

 private:
  struct Progress {
    Instant due = kNever;
    std::uint8_t heard = 0;  // times of its cue
    bool done = false;
  };

  Behaviour behaviour_;
  std::vector<Progress> progress_;  // one of each step
};

}  // namespace dialctl
