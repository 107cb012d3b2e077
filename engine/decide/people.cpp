#include "engine/decide/people.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace dialctl {

namespace {

constexpr unsigned kWhole = 10'000;

constexpr int kUnallocated = 1;
constexpr int kUserBusy = 17;
constexpr int kRejected = 21;
constexpr int kCongestion = 34;
constexpr int kNetworkOutOfOrder = 38;

// Each aspect of a call has a draw of its own, so that a new aspect leaves all others as they were.
enum class Aspect : std::uint64_t {
  bad_number = 1,
  end_of_call,
  trouble_kind,
  ring,
  listening,
  key,
  wrong_key,
  key_delay,
  times,
  leaving,
  hello,
  patience,
  talk,
  greeting,
  goodbye,
};

constexpr std::uint64_t stir(std::uint64_t x) {  // the finalizer of splitmix64
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view number, unsigned earlier_calls)
      : number_(stir(stir(seed) ^ hash_of(number))), call_(stir(number_ + 1 + earlier_calls)) {}

  // 0 .. bound - 1
  std::uint64_t below(Aspect aspect, std::uint64_t bound) const { return scaled(call_, aspect, bound); }
  std::uint64_t of_number_below(Aspect aspect, std::uint64_t bound) const {
    return scaled(number_, aspect, bound);
  }
  Milliseconds in(Aspect aspect, const DelayRange& range) const {
    const auto width = std::max<std::int64_t>(0, (range.most - range.least).count());
    return range.least +
           Milliseconds{static_cast<std::int64_t>(below(aspect, static_cast<std::uint64_t>(width) + 1))};
  }

 private:
  static std::uint64_t scaled(std::uint64_t base, Aspect aspect, std::uint64_t bound) {
    const std::uint64_t high = stir(base + static_cast<std::uint64_t>(aspect) * 0xD1342543DE82EF95U) >> 32U;
    return high * std::min<std::uint64_t>(bound, 0xFFFFFFFFU) >> 32U;
  }

  std::uint64_t number_;
  std::uint64_t call_;
};

Behaviour refuses(int cause, Milliseconds after, RingSound sound) {
  Behaviour behaviour;
  behaviour.sound = sound;
  behaviour.ring = after;
  behaviour.cause = cause;
  return behaviour;
}

char key_of(const PeopleMix& mix, const Dice& dice) {
  std::uint64_t all = 0;
  for (const KeyShare& one : mix.keys)
    all += one.key == 0 ? 0 : one.share;
  if (all == 0) return '1';
  std::uint64_t left = dice.below(Aspect::key, all);
  for (const KeyShare& one : mix.keys) {
    if (one.key == 0) continue;
    if (left < one.share) return one.key;
    left -= one.share;
  }
  return '1';
}

void add_press(Behaviour& person, const PeopleMix& mix, const Dice& dice, bool in_message) {
  PartyStep press;
  press.deed = Deed::press;
  press.key = key_of(mix, dice);
  press.cue = in_message ? Cue::message_started : Cue::message_ended;
  press.delay = dice.in(Aspect::key_delay, in_message ? mix.presses_at : mix.presses_after);
  press.dropped_by = in_message ? cues(Cue::bridged) : cues(Cue::bridged, Cue::message_started);
  if (dice.below(Aspect::wrong_key, kWhole) < mix.wrong_key_first) {
    PartyStep slip = press;
    slip.key = '9';
    person.steps.push_back(slip);
    press.cue = Cue::pressed;
    press.delay = Milliseconds{2'000};
    press.dropped_by = cues(Cue::bridged);
  }
  person.steps.push_back(press);
  PartyStep gives_up;
  gives_up.cue = Cue::pressed;
  gives_up.delay = dice.in(Aspect::patience, mix.hold_patience);
  gives_up.dropped_by = cues(Cue::bridged);
  person.steps.push_back(gives_up);
}

void add_listening(Behaviour& person, const PeopleMix& mix, const Dice& dice) {
  const std::uint64_t draw = dice.below(Aspect::listening, kWhole);
  PartyStep leaves;
  leaves.dropped_by = cues(Cue::bridged);
  if (draw < mix.hang_up_in_message) {
    leaves.cue = Cue::message_started;
    leaves.delay = dice.in(Aspect::leaving, mix.hangs_up_at);
    person.steps.push_back(leaves);
  } else if (draw < mix.hang_up_in_message + mix.press_nothing) {
    leaves.cue = Cue::message_ended;
    leaves.from_nth =
        static_cast<std::uint8_t>(1 + dice.below(Aspect::times, std::max(1U, mix.listens_most)));
    leaves.delay = dice.in(Aspect::leaving, mix.leaves_after);
    person.steps.push_back(leaves);
  } else {
    add_press(person, mix, dice, draw < mix.hang_up_in_message + mix.press_nothing + mix.press_in_message);
  }
}

Behaviour answering_person(const PeopleMix& mix, const Dice& dice) {
  Behaviour person;
  person.ring = dice.in(Aspect::ring, mix.ring);
  add_listening(person, mix, dice);
  PartyStep nobody_there;
  nobody_there.delay = dice.in(Aspect::hello, mix.hello_patience);
  nobody_there.dropped_by = cues(Cue::message_started, Cue::bridged);
  PartyStep talked;
  talked.cue = Cue::bridged;
  talked.delay = dice.in(Aspect::talk, mix.talk);
  talked.dropped_by = cues(Cue::unbridged);
  PartyStep left_alone;
  left_alone.cue = Cue::unbridged;
  left_alone.delay = dice.in(Aspect::goodbye, mix.leaves_after);
  left_alone.dropped_by = cues(Cue::bridged);
  person.steps.insert(person.steps.end(), {nobody_there, talked, left_alone});
  return person;
}

Behaviour answering_machine(const PeopleMix& mix, const Dice& dice) {
  Behaviour machine;
  machine.is_machine = true;
  machine.ring = dice.in(Aspect::ring, mix.signal);
  PartyStep full;
  full.delay = dice.in(Aspect::greeting, mix.machine_greeting) + mix.machine_records;
  machine.steps.push_back(full);
  return machine;
}

}  // namespace

Behaviour seeded_person(const PeopleMix& mix, std::uint64_t seed, std::string_view number,
                        unsigned earlier_calls) {
  if (number.starts_with('+')) number.remove_prefix(1);
  const Dice dice{seed, number, earlier_calls};
  const Milliseconds signal = dice.in(Aspect::ring, mix.signal);
  if (dice.of_number_below(Aspect::bad_number, kWhole) < mix.bad_numbers)
    return refuses(kUnallocated, signal, RingSound::nothing);
  std::uint64_t draw = dice.below(Aspect::end_of_call, kWhole);
  const auto falls_into = [&](unsigned share) {
    if (draw < share) return true;
    draw -= share;
    return false;
  };
  if (falls_into(mix.busy)) return refuses(kUserBusy, signal, RingSound::nothing);
  if (falls_into(mix.no_answer)) {
    Behaviour behaviour;
    behaviour.ring = kForEver;
    return behaviour;
  }
  if (falls_into(mix.rejected))
    return refuses(kRejected, dice.in(Aspect::ring, mix.rejects_after), RingSound::ringing);
  if (falls_into(mix.network_trouble))
    return refuses(dice.below(Aspect::trouble_kind, 2) == 0 ? kCongestion : kNetworkOutOfOrder, signal,
                   RingSound::nothing);
  if (falls_into(mix.machines)) return answering_machine(mix, dice);
  return answering_person(mix, dice);
}

Behaviour seeded_operator(const OperatorMix& mix, std::uint64_t seed, std::string_view number,
                          unsigned earlier_calls) {
  const Dice dice{seed, number, earlier_calls};
  const std::uint64_t draw = dice.below(Aspect::end_of_call, kWhole);
  Behaviour behaviour;
  behaviour.ring = dice.in(Aspect::ring, mix.ring);
  if (draw < mix.no_answer) {
    behaviour.ring = kForEver;
  } else if (draw < mix.no_answer + mix.rejected) {
    behaviour.cause = kRejected;
  }
  return behaviour;
}

Party::Party(Behaviour behaviour) : behaviour_(std::move(behaviour)), progress_(behaviour_.steps.size()) {}

void Party::hear(Cue cue, Instant at) {
  for (std::size_t i = 0; i < progress_.size(); ++i) {
    const PartyStep& step = behaviour_.steps[i];
    Progress& progress = progress_[i];
    if (progress.done) continue;
    if (step.dropped_by.has(cue)) progress.due = kNever;
    if (step.cue != cue) continue;
    if (progress.heard < std::numeric_limits<std::uint8_t>::max()) ++progress.heard;
    if (progress.heard >= step.from_nth) progress.due = at + step.delay;
  }
}

Instant Party::next_at() const {
  Instant next = kNever;
  for (const Progress& progress : progress_)
    if (!progress.done) next = std::min(next, progress.due);
  return next;
}

std::optional<PartyStep> Party::act(Instant now) {
  const Instant at = next_at();
  if (at > now || at == kNever) return std::nullopt;
  for (std::size_t i = 0; i < progress_.size(); ++i) {
    if (progress_[i].done || progress_[i].due != at) continue;
    progress_[i].done = true;
    const PartyStep step = behaviour_.steps[i];
    if (step.deed == Deed::press) hear(Cue::pressed, at);
    return step;
  }
  return std::nullopt;
}

}  // namespace dialctl
