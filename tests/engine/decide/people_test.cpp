#include "engine/decide/people.h"

#include <doctest/doctest.h>
#include <map>
#include <rapidcheck.h>
#include <string>

using namespace dialctl;

namespace {

Instant at(std::int64_t millis) {
  return from_millis(1'000'000 + millis);
}

std::string number_of(unsigned i) {
  return "7916" + std::to_string(1'000'000 + i);
}

std::string kind_of(const Behaviour& one) {
  if (one.cause) return "cause " + std::to_string(*one.cause);
  if (one.ring == kForEver) return "no answer";
  return one.is_machine ? "machine" : "person";
}

std::optional<char> key_of(const Behaviour& one) {
  std::optional<char> key;
  for (const PartyStep& step : one.steps)
    if (step.deed == Deed::press) key = step.key;
  return key;
}

PartyStep step(Cue cue, int delay, Deed deed, char key = 0, Cues dropped_by = {}, std::uint8_t nth = 1) {
  return {cue, Milliseconds{delay}, deed, key, dropped_by, nth};
}

Party party_of(std::initializer_list<PartyStep> steps) {
  Behaviour behaviour;
  behaviour.steps = steps;
  return Party{behaviour};
}

}  // namespace

TEST_CASE("RN-08 the same seed, number and count draw the same person, with or without a plus") {
  const PeopleMix mix;
  for (unsigned i = 0; i < 500; ++i) {
    const auto first = seeded_person(mix, 7, number_of(i), i % 5);
    CHECK(first == seeded_person(mix, 7, number_of(i), i % 5));
    CHECK(first == seeded_person(mix, 7, "+" + number_of(i), i % 5));
  }
}

TEST_CASE("RN-08 another seed, number or count draws another crowd") {
  const PeopleMix mix;
  unsigned by_seed = 0;
  unsigned by_number = 0;
  unsigned by_count = 0;
  for (unsigned i = 0; i < 1'000; ++i) {
    const auto one = seeded_person(mix, 1, number_of(i), 0);
    by_seed += one != seeded_person(mix, 2, number_of(i), 0) ? 1 : 0;
    by_number += one != seeded_person(mix, 1, number_of(i + 1), 0) ? 1 : 0;
    by_count += one != seeded_person(mix, 1, number_of(i), 1) ? 1 : 0;
  }
  // Many do not answer, and all of these are alike.
  CHECK(by_seed > 800);
  CHECK(by_number > 800);
  CHECK(by_count > 800);
}

TEST_CASE("RN-08 the crowd has the shares that the mix asks for") {
  const PeopleMix mix;
  constexpr unsigned kPeople = 20'000;
  std::map<std::string, unsigned> kinds;
  std::map<char, unsigned> keys;
  unsigned answering = 0;
  for (unsigned i = 0; i < kPeople; ++i) {
    const auto one = seeded_person(mix, 42, number_of(i), 0);
    ++kinds[kind_of(one)];
    if (kind_of(one) != "person") continue;
    ++answering;
    if (const auto key = key_of(one)) ++keys[*key];
  }
  const auto share = [](unsigned count, unsigned of) { return count * 10'000.0 / of; };
  CHECK(share(kinds["cause 1"], kPeople) == doctest::Approx(mix.bad_numbers).epsilon(0.25));
  CHECK(share(kinds["cause 17"], kPeople) == doctest::Approx(mix.busy).epsilon(0.08));
  CHECK(share(kinds["no answer"], kPeople) == doctest::Approx(mix.no_answer).epsilon(0.06));
  CHECK(share(kinds["cause 21"], kPeople) == doctest::Approx(mix.rejected).epsilon(0.15));
  CHECK(share(kinds["cause 34"] + kinds["cause 38"], kPeople) ==
        doctest::Approx(mix.network_trouble).epsilon(0.3));
  CHECK(share(kinds["machine"], kPeople) == doctest::Approx(mix.machines).epsilon(0.1));
  CHECK(share(keys['1'] + keys['2'], answering) ==
        doctest::Approx(10'000 - mix.hang_up_in_message - mix.press_nothing).epsilon(0.04));
  CHECK(share(keys['1'], keys['1'] + keys['2']) == doctest::Approx(6'000).epsilon(0.04));
}

TEST_CASE("RN-08 a bad number is bad at every call, and only a bad one") {
  const PeopleMix mix;
  unsigned bad = 0;
  for (unsigned i = 0; i < 3'000; ++i) {
    const bool first = kind_of(seeded_person(mix, 3, number_of(i), 0)) == "cause 1";
    bad += first ? 1 : 0;
    for (unsigned call = 1; call < 4; ++call)
      CHECK((kind_of(seeded_person(mix, 3, number_of(i), call)) == "cause 1") == first);
  }
  CHECK(bad > 0);
}

TEST_CASE("RN-08 delays stay in their ranges, whatever they are") {
  rc::check([](std::uint64_t seed, std::string number, unsigned call) {
    PeopleMix mix;
    mix.bad_numbers = mix.busy = mix.no_answer = mix.rejected = mix.network_trouble = mix.machines = 0;
    mix.ring = {Milliseconds{*rc::gen::inRange(0, 5'000)}, Milliseconds{*rc::gen::inRange(5'000, 90'000)}};
    const auto one = seeded_person(mix, seed, number, call);
    RC_ASSERT(one.answers());
    RC_ASSERT(one.ring >= mix.ring.least);
    RC_ASSERT(one.ring <= mix.ring.most);
    for (const PartyStep& each : one.steps)
      RC_ASSERT(each.delay >= Milliseconds{0});
  });
}

TEST_CASE("RN-08 extremes of a mix: everybody busy, everybody presses 5 after the message") {
  PeopleMix busy;
  busy.bad_numbers = 0;
  busy.busy = 10'000;
  PeopleMix keen;
  keen.bad_numbers = keen.busy = keen.no_answer = keen.rejected = keen.network_trouble = keen.machines = 0;
  keen.hang_up_in_message = keen.press_nothing = keen.press_in_message = keen.wrong_key_first = 0;
  keen.keys = {{{'5', 1}, {}, {}, {}}};
  for (unsigned i = 0; i < 300; ++i) {
    CHECK(kind_of(seeded_person(busy, 1, number_of(i), 0)) == "cause 17");
    const auto one = seeded_person(keen, 1, number_of(i), 0);
    CHECK(key_of(one) == '5');
    CHECK(one.steps.front().cue == Cue::message_ended);
  }
}

TEST_CASE("RN-08 operators without a code answer soon and stay") {
  const OperatorMix mix;
  unsigned answered = 0;
  for (unsigned i = 0; i < 1'000; ++i) {
    const auto one = seeded_operator(mix, 1, number_of(i), 0);
    if (!one.answers()) continue;
    ++answered;
    CHECK(one.steps.empty());
    CHECK(one.ring <= mix.ring.most);
  }
  CHECK(answered > 930);
  CHECK(answered < 990);
}

TEST_CASE("RN-08 a party acts when its cue and delay say, once") {
  auto party =
      party_of({step(Cue::answered, 500, Deed::press, '1'), step(Cue::answered, 900, Deed::hang_up)});
  CHECK(party.next_at() == kNever);
  CHECK(!party.act(at(10'000)));
  party.hear(Cue::answered, at(0));
  CHECK(party.next_at() == at(500));
  CHECK(!party.act(at(499)));
  CHECK(party.act(at(500))->key == '1');
  CHECK(!party.act(at(899)));
  CHECK(party.act(at(2'000))->deed == Deed::hang_up);
  CHECK(party.next_at() == kNever);
  party.hear(Cue::answered, at(3'000));
  CHECK(party.next_at() == kNever);
}

TEST_CASE("RN-08 a dropped deed is armed again by its next cue") {
  auto party = party_of({step(Cue::message_ended, 1'000, Deed::press, '1', cues(Cue::message_started))});
  party.hear(Cue::message_started, at(0));
  party.hear(Cue::message_ended, at(100));
  party.hear(Cue::message_started, at(200));
  CHECK(party.next_at() == kNever);
  party.hear(Cue::message_ended, at(900));
  CHECK(party.next_at() == at(1'900));
}

TEST_CASE("RN-08 a deed may wait for the n-th time of its cue") {
  auto party = party_of({step(Cue::message_ended, 10, Deed::hang_up, 0, {}, 3)});
  party.hear(Cue::message_ended, at(0));
  party.hear(Cue::message_ended, at(100));
  CHECK(party.next_at() == kNever);
  party.hear(Cue::message_ended, at(200));
  CHECK(party.next_at() == at(210));
}

TEST_CASE("RN-08 patience on hold begins with the party's own key and ends with the bridge") {
  const auto steps = {step(Cue::message_started, 100, Deed::press, '1'),
                      step(Cue::pressed, 5'000, Deed::hang_up, 0, cues(Cue::bridged)),
                      step(Cue::bridged, 20'000, Deed::hang_up, 0, cues(Cue::unbridged))};
  auto left_waiting = party_of(steps);
  left_waiting.hear(Cue::message_started, at(0));
  CHECK(left_waiting.act(at(100))->key == '1');
  CHECK(left_waiting.next_at() == at(5'100));
  auto connected = party_of(steps);
  connected.hear(Cue::message_started, at(0));
  CHECK(connected.act(at(100))->key == '1');
  connected.hear(Cue::bridged, at(4'000));
  CHECK(connected.next_at() == at(24'000));
  connected.hear(Cue::unbridged, at(5'000));
  CHECK(connected.next_at() == kNever);
}

TEST_CASE("RN-08 whatever a seeded person hears, it never acts early and hangs up at most once") {
  rc::check([](std::uint64_t seed, unsigned person) {
    Party party{seeded_person(PeopleMix{}, seed, number_of(person), 0)};
    Instant now = at(0);
    unsigned hang_ups = 0;
    party.hear(Cue::answered, now);
    for (int i = 0; i < 30; ++i) {
      now += Milliseconds{*rc::gen::inRange(0, 30'000)};
      const Instant next = party.next_at();
      const auto deed = party.act(now);
      RC_ASSERT(deed.has_value() == (next <= now && next != kNever));
      if (deed && deed->deed == Deed::hang_up) ++hang_ups;
      if (hang_ups > 0) break;
      party.hear(*rc::gen::element(Cue::message_started, Cue::message_ended, Cue::bridged, Cue::unbridged),
                 now);
    }
    RC_ASSERT(hang_ups <= 1U);
  });
}
