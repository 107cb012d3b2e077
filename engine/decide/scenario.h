// A made-up day of a call centre: how many operators are there and when, how people answer, how long things
// take. The engine's simulation and the benches of pacing live through the same one. Times count from the
// day's start; shares, cv and sigma are in millionths. What has not been set has no value, so that the
// checker can say what is missing; the rest of the project reads scenarios that passed it. The file's format
// and its keys: adapters/json/scenario_file.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/settings.h"

namespace dialctl {

inline constexpr std::int64_t kMillionths = 1'000'000;

// How long something takes. lognormal: mean and cv (standard deviation / mean), or median and sigma (of the
// logarithm). exponential: mean. uniform: between min and max. constant: value. min and max cut off what is
// beyond them: the rest is drawn in its own proportions. mean and cv are those before the cut.
struct Law {
  enum class Kind : std::uint8_t { constant, uniform, exponential, lognormal };

  Kind kind = Kind::constant;
  std::optional<Milliseconds> value;
  std::optional<Milliseconds> mean;
  std::optional<std::int64_t> cv_millionths;
  std::optional<Milliseconds> median;
  std::optional<std::int64_t> sigma_millionths;
  std::optional<Milliseconds> min;
  std::optional<Milliseconds> max;

  friend bool operator==(const Law&, const Law&) = default;
};

// Holds from then on.
struct LawFrom {
  Milliseconds from{0};
  Law law;
  friend bool operator==(const LawFrom&, const LawFrom&) = default;
};

// The share of calls that a person answers, of those launched then.
struct LiveShare {
  Milliseconds from{0};
  std::int64_t millionths = 0;
  friend bool operator==(const LiveShare&, const LiveShare&) = default;
};

struct ScenarioSpan {
  Milliseconds begin{0};
  Milliseconds end{0};
  friend bool operator==(const ScenarioSpan&, const ScenarioSpan&) = default;
};

// Operators alike. A shift that ends with the day or later has no end: who is there stays.
struct ScenarioOperators {
  int count = 0;
  std::vector<ScenarioSpan> shifts;  // ascending, apart
  std::vector<ScenarioSpan> breaks;  // likewise
  Milliseconds jitter{0};            // each operator begins, ends and pauses so much earlier or later at most
  friend bool operator==(const ScenarioOperators&, const ScenarioOperators&) = default;
};

// An operator who is offered a call does not take it; that is noticed after `detect`, and he is gone for
// `away`.
struct ScenarioMisses {
  std::int64_t share_millionths = 0;
  Milliseconds detect{0};
  Milliseconds away{0};
  friend bool operator==(const ScenarioMisses&, const ScenarioMisses&) = default;
};

struct ScenarioAnswers {
  std::vector<LiveShare> live;  // the first from 0; steps, or a straight line from one to the next
  bool linear = false;
  std::int64_t machine_of_rest_millionths = 0;  // of the calls that no person answers
  std::int64_t busy_of_rest_millionths = 0;     // the rest of these: nobody answers
  friend bool operator==(const ScenarioAnswers&, const ScenarioAnswers&) = default;
};

// Until the answer or the busy tone. Whatever is not there by the time-out has not answered.
struct ScenarioRing {
  std::optional<Law> live;
  std::optional<Law> machine;
  std::optional<Law> busy;
  std::optional<Milliseconds> timeout;
  friend bool operator==(const ScenarioRing&, const ScenarioRing&) = default;
};

// What the whole engine needs beside that. The orders of an unlimited supply come as they are needed.
struct ScenarioProject {
  PacingMode pacing = PacingMode::predictive;
  std::optional<std::int64_t> ratio_millionths;  // of PacingMode::ratio: calls per free operator
  int numbers = 1;                               // of each order
  std::vector<ZoneName> zones;                   // of the orders, in turn; none: UTC, as the day's clock
  std::vector<Milliseconds> retry_intervals;     // the last one repeats
  int attempts_max = 1;                          // rounds of each order
  std::string schedule;                          // weekly text; empty: round the clock
  friend bool operator==(const ScenarioProject&, const ScenarioProject&) = default;
};

struct Scenario {
  std::string name;
  std::optional<Milliseconds> duration;
  Minutes start_clock{9 * 60};  // of the day, local
  std::int64_t target_abandon_millionths = 30'000;
  Milliseconds patience{2'000};  // a person who waits longer than this is abandoned
  Milliseconds min_ring_before_cancel{15'000};
  int list_size = 0;  // 0 = there is always somebody to call
  int max_lines = 0;  // 0 = unlimited
  std::optional<std::vector<ScenarioOperators>> operators;
  std::optional<ScenarioMisses> misses;
  std::optional<ScenarioAnswers> answer;
  std::optional<ScenarioRing> ring;
  std::vector<LawFrom> talk;  // by the time at which the conversation begins; the first from 0
  std::optional<Law> wrap;
  ScenarioProject project;
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

// What is wrong with a value. The key is the file's, as in "operators[1].shifts[0]".
struct ScenarioProblem {
  std::string key;
  std::string what;     // "is -3: less than nothing"
  std::string instead;  // "write how many operators these are: 0 to 10000"
  friend bool operator==(const ScenarioProblem&, const ScenarioProblem&) = default;
};

// Everything that is missing, negative, absurd or contradicts itself; empty = the scenario can be lived
// through. No operators at all, one line, nobody who answers: all that is allowed.
std::vector<ScenarioProblem> problems_of(const Scenario& scenario);

}  // namespace dialctl
