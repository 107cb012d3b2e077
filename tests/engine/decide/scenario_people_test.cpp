#include "engine/decide/scenario_people.h"

#include <doctest/doctest.h>

#include "tests/engine/decide/scenario_cases.h"

using namespace dialctl;
using namespace dialctl::tests;

namespace {

Instant at(int seconds) {
  return from_millis(1'000 * (1'000'000 + seconds));
}

Scenario day_of(std::int64_t live, std::int64_t machines, std::int64_t busy) {
  Scenario day = ordinary_day();
  day.answer = ScenarioAnswers{{{Milliseconds{0}, live}}, false, machines, busy};
  day.ring = ScenarioRing{constant(Seconds{5}), constant(Seconds{12}), constant(Seconds{1}), Seconds{25}};
  day.talk = {{Seconds{0}, constant(Seconds{30})}, {Seconds{100}, constant(Seconds{60})}};
  return day;
}
Behaviour person(const Scenario& day, Milliseconds launched = Milliseconds{0}) {
  return scenario_person(ScenarioDraws{day, 1}, 0, launched, Seconds{3});
}

}  // namespace

TEST_CASE("RN-08 PA-03 a scenario's calls end as providers tell of such calls") {
  const Behaviour busy = person(day_of(0, 0, kMillionths));
  CHECK(busy.cause == 17);
  CHECK(busy.ring == Seconds{1});
  const Behaviour nobody = person(day_of(0, 0, 0));
  CHECK(nobody.cause == 19);
  CHECK(nobody.ring == Seconds{25});
  const Behaviour machine = person(day_of(0, kMillionths, 0));
  CHECK(machine.answers());
  CHECK(machine.is_machine);
  CHECK(machine.ring == Seconds{12});
  const Behaviour live = person(day_of(kMillionths, 0, 0));
  CHECK(live.answers());
  CHECK_FALSE(live.is_machine);
  CHECK(live.ring == Seconds{5});
  CHECK(scenario_operator().ring == Milliseconds{0});
  CHECK(scenario_operator().answers());
}

TEST_CASE("RN-08 PA-03 a scenario's person leaves without an operator, and talks as long as was drawn") {
  Party waits{person(day_of(kMillionths, 0, 0))};
  waits.hear(Cue::answered, at(0));
  CHECK(waits.next_at() == at(3));
  waits.hear(Cue::bridged, at(2));
  CHECK(waits.next_at() == at(32));
  waits.hear(Cue::unbridged, at(10));
  CHECK(waits.next_at() == at(11));
  // Launched at 95, answered at 100: the longer talk holds by then.
  Party later{person(day_of(kMillionths, 0, 0), Seconds{95})};
  later.hear(Cue::answered, at(0));
  later.hear(Cue::bridged, at(0));
  CHECK(later.next_at() == at(60));
}
