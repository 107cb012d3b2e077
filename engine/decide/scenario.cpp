#include "engine/decide/scenario.h"

#include <string_view>
#include <utility>

#include "engine/decide/law_draw.h"
#include "engine/decide/schedule_text.h"

namespace dialctl {
namespace {

constexpr Milliseconds kLongest{7 * 24 * 3'600'000};  // a day, and whatever one has of it
constexpr Milliseconds kLongestThing{24 * 3'600'000};
constexpr Milliseconds kLongestRing{600'000};
constexpr int kOperatorsMost = 10'000;
constexpr int kListMost = 10'000'000;
constexpr std::int64_t kCvMost = 10 * kMillionths;
constexpr std::int64_t kSigmaMost = 3 * kMillionths;

// "12.5"
std::string decimal(std::int64_t parts, std::int64_t whole) {
  std::string text = parts < 0 ? "-" : "";
  const std::uint64_t size =
      parts < 0 ? 0 - static_cast<std::uint64_t>(parts) : static_cast<std::uint64_t>(parts);
  const auto unit = static_cast<std::uint64_t>(whole);
  text += std::to_string(size / unit);
  std::string rest = std::to_string(unit + size % unit).substr(1);
  while (!rest.empty() && rest.back() == '0')
    rest.pop_back();
  return rest.empty() ? text : text + "." + rest;
}
std::string seconds(Milliseconds length) {
  return decimal(length.count(), 1000);
}

class Check {
 public:
  std::vector<ScenarioProblem> take() { return std::move(problems_); }

  void say(std::string key, std::string what, std::string instead) {
    problems_.push_back({std::move(key), std::move(what), std::move(instead)});
  }
  void missing(std::string key, std::string instead) {
    say(std::move(key), "is missing", std::move(instead));
  }

  void length(const std::string& key, Milliseconds value, Milliseconds least, Milliseconds most) {
    const std::string range = "write seconds from " + seconds(least) + " to " + seconds(most);
    if (value < Milliseconds{0} && least >= Milliseconds{0}) {
      say(key, "is " + seconds(value) + ": nothing takes less than no time", range);
    } else if (value < least) {
      say(key, "is " + seconds(value) + ": too short", range);
    } else if (value > most) {
      say(key, "is " + seconds(value) + ": too long", range);
    }
  }
  void count(const std::string& key, std::int64_t value, std::int64_t most) {
    if (value >= 0 && value <= most) return;
    say(key, "is " + std::to_string(value) + (value < 0 ? ": less than nothing" : ": too many"),
        "write a whole number from 0 to " + std::to_string(most));
  }
  void share(const std::string& key, std::int64_t millionths) {
    if (millionths >= 0 && millionths <= kMillionths) return;
    const std::string said = decimal(millionths, kMillionths);
    const bool percent = millionths > kMillionths && millionths <= 100 * kMillionths;
    say(key, "is " + said + ": a share is 0 to 1",
        percent ? "write " + decimal(millionths / 100, kMillionths) + " for " + said + " %"
                : "write a share from 0 to 1");
  }
  void factor(const std::string& key, std::int64_t millionths, std::int64_t most) {
    if (millionths >= 0 && millionths <= most) return;
    say(key, "is " + decimal(millionths, kMillionths) + (millionths < 0 ? ": negative" : ": too much"),
        "write a number from 0 to " + decimal(most, kMillionths));
  }

  void spans(const std::string& key, const std::vector<ScenarioSpan>& all);
  void law(const std::string& key, const Law& law, Milliseconds most);

 private:
  void law_keys(const std::string& key, const Law& law);
  void unwanted(const std::string& key, bool there, std::string_view kind, std::string_view instead);

  std::vector<ScenarioProblem> problems_;
};

void Check::spans(const std::string& key, const std::vector<ScenarioSpan>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string here = key + "[" + std::to_string(i) + "]";
    const std::string said = "[" + seconds(all[i].begin) + ", " + seconds(all[i].end) + "]";
    if (all[i].begin < Milliseconds{0}) {
      say(here, said + " begins before the day", "write [begin, end] in seconds from the day's start on");
    } else if (all[i].end <= all[i].begin) {
      say(here, said + " ends before it has begun", "write [begin, end] with the end after the begin");
    } else if (i > 0 && all[i].begin < all[i - 1].end) {
      say(here, said + " begins before the one ahead of it has ended",
          "write them in the order of time, each after the other");
    }
  }
}

void Check::unwanted(const std::string& key, bool there, std::string_view kind, std::string_view instead) {
  if (there) say(key, "does not belong to " + std::string{kind}, "leave it out: " + std::string{instead});
}

void Check::law_keys(const std::string& key, const Law& law) {
  const auto wanted = [&](std::string_view name, bool there, std::string_view of) {
    if (!there) missing(key + "." + std::string{name}, "write it: " + std::string{of});
  };
  const bool constant = law.kind == Law::Kind::constant;
  const bool lognormal = law.kind == Law::Kind::lognormal;
  const bool by_median = lognormal && law.median && !law.mean;
  std::string_view kind;
  std::string_view has;
  switch (law.kind) {
    case Law::Kind::constant:
      kind = "const", has = "const has value";
      wanted("value", law.value.has_value(), has);
      break;
    case Law::Kind::uniform:
      kind = "uniform", has = "uniform has min and max";
      wanted("min", law.min.has_value(), has);
      wanted("max", law.max.has_value(), has);
      break;
    case Law::Kind::exponential:
      kind = "exponential", has = "exponential has mean";
      wanted("mean", law.mean.has_value(), has);
      break;
    case Law::Kind::lognormal:
      kind = by_median ? "lognormal by its median" : "lognormal by its mean";
      has = "lognormal has mean and cv, or median and sigma";
      wanted(by_median ? "median" : "mean", by_median || law.mean, has);
      wanted(by_median ? "sigma" : "cv",
             by_median ? law.sigma_millionths.has_value() : law.cv_millionths.has_value(), has);
      break;
  }
  unwanted(key + ".value", law.value && !constant, kind, has);
  unwanted(key + ".mean", law.mean && law.kind != Law::Kind::exponential && !lognormal, kind, has);
  unwanted(key + ".cv", law.cv_millionths && (!lognormal || by_median), kind, has);
  unwanted(key + ".median", law.median && (!lognormal || !by_median), kind, has);
  unwanted(key + ".sigma", law.sigma_millionths && (!lognormal || !by_median), kind, has);
}

void Check::law(const std::string& key, const Law& law, Milliseconds most) {
  const std::size_t before = problems_.size();
  law_keys(key, law);
  const Milliseconds least_mean{1};
  if (law.value) length(key + ".value", *law.value, Milliseconds{0}, most);
  if (law.mean) length(key + ".mean", *law.mean, least_mean, most);
  if (law.median) length(key + ".median", *law.median, least_mean, most);
  if (law.cv_millionths) factor(key + ".cv", *law.cv_millionths, kCvMost);
  if (law.sigma_millionths) factor(key + ".sigma", *law.sigma_millionths, kSigmaMost);
  if (law.min) length(key + ".min", *law.min, Milliseconds{0}, most);
  if (law.max) length(key + ".max", *law.max, Milliseconds{0}, most);
  if (law.min && law.max && *law.min > *law.max)
    say(key + ".min", "is " + seconds(*law.min) + ", above max, which is " + seconds(*law.max),
        "write a min that is not above max");
  if (problems_.size() == before && LawDraw{law}.leaves_nothing())
    say(key, "has nothing between its min and max", "write min and max around the times that it gives");
}

void check_operators(Check& check, const Scenario& scenario) {
  if (!scenario.operators) {
    check.missing("operators", R"(write "operators": [{"count": 10, "shifts": [[0, 28800]]}])");
    return;
  }
  std::int64_t all = 0;
  for (std::size_t i = 0; i < scenario.operators->size(); ++i) {
    const ScenarioOperators& some = (*scenario.operators)[i];
    const std::string key = "operators[" + std::to_string(i) + "].";
    check.count(key + "count", some.count, kOperatorsMost);
    all += some.count;
    if (some.shifts.empty())
      check.missing(key + "shifts", "write when they are there, [[0, 28800]], or leave these operators out");
    check.spans(key + "shifts", some.shifts);
    check.spans(key + "breaks", some.breaks);
    check.length(key + "jitter_s", some.jitter, Milliseconds{0}, Milliseconds{4 * 3'600'000});
    for (std::size_t j = 0; j < some.breaks.size(); ++j) {
      bool within = false;
      for (const ScenarioSpan& shift : some.shifts)
        within = within || (some.breaks[j].begin < shift.end && shift.begin < some.breaks[j].end);
      if (!within)
        check.say(key + "breaks[" + std::to_string(j) + "]", "is in none of their shifts",
                  "write a break within a shift, or leave it out");
    }
  }
  if (all > kOperatorsMost)
    check.say("operators", "are " + std::to_string(all) + " together: too many",
              "write at most " + std::to_string(kOperatorsMost));
}

template <class Points>
void check_points(Check& check, const std::string& key, const Points& points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string here = key + "[" + std::to_string(i) + "]";
    if (i == 0 && points[i].from != Milliseconds{0}) {
      check.say(here, "is from " + seconds(points[i].from) + " s on: what holds before is not said",
                "write the first one from 0 on");
    } else if (i > 0 && points[i].from <= points[i - 1].from) {
      check.say(here, "is from " + seconds(points[i].from) + " s on, not after the one ahead of it",
                "write them in the order of time");
    } else if (points[i].from > kLongest) {
      check.say(here, "is from " + seconds(points[i].from) + " s on: too late",
                "write seconds from 0 to " + seconds(kLongest));
    }
  }
}

void check_answer(Check& check, const Scenario& scenario) {
  if (!scenario.answer) {
    check.missing("answer",
                  R"(write "answer": {"p_live": 0.2, "machine_of_rest": 0.25, "busy_of_rest": 0.1})");
    return;
  }
  const ScenarioAnswers& answer = *scenario.answer;
  if (answer.live.empty())
    check.missing("answer.p_live", "write the share that people answer: 0.2, or [[0, 0.15], [9000, 0.3]]");
  check_points(check, "answer.p_live", answer.live);
  for (std::size_t i = 0; i < answer.live.size(); ++i)
    check.share(answer.live.size() == 1 ? "answer.p_live" : "answer.p_live[" + std::to_string(i) + "]",
                answer.live[i].millionths);
  check.share("answer.machine_of_rest", answer.machine_of_rest_millionths);
  check.share("answer.busy_of_rest", answer.busy_of_rest_millionths);
  const std::int64_t both = answer.machine_of_rest_millionths + answer.busy_of_rest_millionths;
  if (answer.machine_of_rest_millionths <= kMillionths && answer.busy_of_rest_millionths <= kMillionths &&
      both > kMillionths)
    check.say("answer.busy_of_rest", "and machine_of_rest are " + decimal(both, kMillionths) + " together",
              "write shares of the calls that no person answers: together at most 1");
}

void check_ring(Check& check, const Scenario& scenario) {
  if (!scenario.ring) {
    check.missing("ring", R"(write "ring": {"live": {"dist": "lognormal", "median": 8, "sigma": 0.5}, )"
                          R"("timeout_s": 25})");
    return;
  }
  const ScenarioRing& ring = *scenario.ring;
  const bool machines = scenario.answer && scenario.answer->machine_of_rest_millionths > 0;
  const bool busy = scenario.answer && scenario.answer->busy_of_rest_millionths > 0;
  if (!ring.live) check.missing("ring.live", R"(write {"dist": "lognormal", "median": 8, "sigma": 0.5})");
  if (machines && !ring.machine)
    check.missing("ring.machine", "write how long machines let it ring, or leave machine_of_rest out");
  if (busy && !ring.busy)
    check.missing("ring.busy", "write when the busy tone comes, or leave busy_of_rest out");
  if (ring.live) check.law("ring.live", *ring.live, kLongestRing);
  if (ring.machine) check.law("ring.machine", *ring.machine, kLongestRing);
  if (ring.busy) check.law("ring.busy", *ring.busy, kLongestRing);
  if (!ring.timeout) {
    check.missing("ring.timeout_s", "write after how many seconds a call is given up: 25");
  } else {
    check.length("ring.timeout_s", *ring.timeout, Milliseconds{1'000}, kLongestRing);
  }
}

void check_work(Check& check, const Scenario& scenario) {
  if (scenario.talk.empty())
    check.missing("talk", R"(write "talk": {"dist": "lognormal", "mean": 120, "cv": 0.85})");
  check_points(check, "talk", scenario.talk);
  for (std::size_t i = 0; i < scenario.talk.size(); ++i)
    check.law(scenario.talk.size() == 1 ? "talk" : "talk[" + std::to_string(i) + "]", scenario.talk[i].law,
              kLongestThing);
  if (!scenario.wrap) {
    check.missing("wrap", R"(write "wrap": {"dist": "const", "value": 0} when there is none)");
  } else {
    check.law("wrap", *scenario.wrap, kLongestThing);
  }
}

void check_project(Check& check, const ScenarioProject& project) {
  const bool by_ratio = project.pacing == PacingMode::ratio;
  if (by_ratio && !project.ratio_millionths) check.missing("ratio", "write calls per free operator: 1.5");
  if (!by_ratio && project.ratio_millionths)
    check.say("ratio", "belongs to \"pacing\": \"ratio\"", "leave it out, or write that pacing");
  if (project.ratio_millionths) check.factor("ratio", *project.ratio_millionths, 100 * kMillionths);
  if (project.numbers < 1 || project.numbers > 9)
    check.say("orders.numbers", "is " + std::to_string(project.numbers), "write a whole number from 1 to 9");
  if (project.attempts_max < 1 || project.attempts_max > 1000)
    check.say("retry.attempts", "is " + std::to_string(project.attempts_max),
              "write a whole number from 1 to 1000");
  for (std::size_t i = 0; i < project.retry_intervals.size(); ++i)
    check.length("retry.intervals_s[" + std::to_string(i) + "]", project.retry_intervals[i], Seconds{1},
                 kLongest);
  if (project.attempts_max > 1 && project.retry_intervals.empty())
    check.missing("retry.intervals_s", "write how many seconds lie between the attempts: [1200]");
  if (project.schedule.empty()) return;
  const auto parsed = parse_schedule(project.schedule);
  if (!parsed) check.say("schedule", "is not understood: " + parsed.error().message, parsed.error().hint);
}

}  // namespace

std::vector<ScenarioProblem> problems_of(const Scenario& scenario) {
  Check check;
  if (scenario.name.empty()) check.missing("name", R"(write a name by which the results are told apart)");
  if (!scenario.duration) {
    check.missing("duration_s", "write how many seconds the day has: 28800");
  } else {
    check.length("duration_s", *scenario.duration, Milliseconds{1'000}, kLongest);
  }
  if (scenario.start_clock < Minutes{0} || scenario.start_clock >= Minutes{24 * 60})
    check.say("start_clock", "is no time of the day", "write it as \"09:00\"");
  check.share("target_abandon", scenario.target_abandon_millionths);
  check.length("patience_s", scenario.patience, Milliseconds{0}, Milliseconds{60'000});
  check.length("min_ring_before_cancel_s", scenario.min_ring_before_cancel, Milliseconds{0}, kLongestRing);
  check.count("list_size", scenario.list_size, kListMost);
  check.count("max_lines", scenario.max_lines, 100'000);
  check_operators(check, scenario);
  if (scenario.misses) {
    check.share("operator_no_answer.p", scenario.misses->share_millionths);
    check.length("operator_no_answer.detect_s", scenario.misses->detect, Milliseconds{0}, kLongestRing);
    check.length("operator_no_answer.away_s", scenario.misses->away, Milliseconds{0}, kLongestThing);
  }
  check_answer(check, scenario);
  check_ring(check, scenario);
  check_work(check, scenario);
  check_project(check, scenario.project);
  return check.take();
}

}  // namespace dialctl
