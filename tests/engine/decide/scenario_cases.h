// Scenarios for tests.
#pragma once

#include "engine/decide/scenario.h"

namespace dialctl::tests {

inline Law constant(Milliseconds value) {
  Law law;
  law.value = value;
  return law;
}
inline Law by_mean(Milliseconds mean, std::int64_t cv_millionths) {
  Law law;
  law.kind = Law::Kind::lognormal;
  law.mean = mean;
  law.cv_millionths = cv_millionths;
  return law;
}
inline Law between(Milliseconds min, Milliseconds max) {
  Law law;
  law.kind = Law::Kind::uniform;
  law.min = min;
  law.max = max;
  return law;
}
inline Law by_median(Milliseconds median, std::int64_t sigma_millionths) {
  Law law;
  law.kind = Law::Kind::lognormal;
  law.median = median;
  law.sigma_millionths = sigma_millionths;
  return law;
}

// A shift of eight hours: ten operators, a fifth of the calls answered by people.
inline Scenario ordinary_day() {
  Scenario day;
  day.name = "ordinary";
  day.duration = Seconds{28'800};
  day.operators = std::vector<ScenarioOperators>{{10, {{Seconds{0}, Seconds{28'800}}}, {}, Milliseconds{0}}};
  day.answer = ScenarioAnswers{{{Milliseconds{0}, 200'000}}, false, 250'000, 100'000};
  Law live = by_median(Seconds{8}, 500'000);
  live.min = Seconds{3};
  live.max = Seconds{25};
  day.ring =
      ScenarioRing{live, between(Seconds{12}, Seconds{24}), between(Seconds{1}, Seconds{3}), Seconds{25}};
  day.talk = {{Milliseconds{0}, by_mean(Seconds{120}, 850'000)}};
  day.wrap = by_mean(Seconds{20}, 500'000);
  return day;
}

}  // namespace dialctl::tests
