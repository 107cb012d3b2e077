#include "engine/decide/scenario_people.h"

namespace dialctl {
namespace {

constexpr int kUserBusy = 17;
constexpr int kNoAnswer = 19;
constexpr Seconds kMachineRecords{30};
constexpr Seconds kLeavesAfter{1};  // when the other side has gone

Behaviour refuses(int cause, Milliseconds after, RingSound sound) {
  Behaviour behaviour;
  behaviour.sound = sound;
  behaviour.ring = after;
  behaviour.cause = cause;
  return behaviour;
}

PartyStep hangs_up(Cue cue, Milliseconds delay, Cues dropped_by) {
  PartyStep step;
  step.cue = cue;
  step.delay = delay;
  step.dropped_by = dropped_by;
  return step;
}

}  // namespace

Behaviour scenario_person(const ScenarioDraws& draws, std::uint64_t number, Milliseconds launched,
                          Milliseconds patience) {
  const DrawnCall call = draws.call(number, launched);
  Behaviour person;
  person.ring = call.ring;
  switch (call.fate) {
    case CallFate::busy:
      return refuses(kUserBusy, call.ring, RingSound::nothing);
    case CallFate::no_answer:
      return refuses(kNoAnswer, call.ring, RingSound::ringing);
    case CallFate::machine:
      person.is_machine = true;
      person.steps = {hangs_up(Cue::answered, kMachineRecords, {})};
      return person;
    case CallFate::live:
      break;
  }
  const Milliseconds talk = draws.talk(number, launched + call.ring);
  person.steps = {hangs_up(Cue::answered, patience, cues(Cue::bridged)),
                  hangs_up(Cue::bridged, talk, cues(Cue::unbridged)),
                  hangs_up(Cue::unbridged, kLeavesAfter, cues(Cue::bridged))};
  return person;
}

Behaviour scenario_operator() {
  Behaviour one;
  one.sound = RingSound::nothing;
  return one;
}

}  // namespace dialctl
