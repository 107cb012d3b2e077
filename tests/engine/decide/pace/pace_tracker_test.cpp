#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/json/pace_stepper.h"
#include "tests/engine/decide/pace/floors.h"

using namespace dialctl;
using namespace dialctl::bench;

namespace {

constexpr Milliseconds kHour{3'600'000};

Scenario messy_day(Milliseconds duration) {
  Scenario scenario = simple_day(9, 250'000, duration);
  scenario.operators->push_back({4, {{duration / 4, duration / 2}}, {}, Milliseconds{60'000}});
  scenario.misses = ScenarioMisses{30'000, Milliseconds{1000}, Milliseconds{30'000}};
  return scenario;
}

FloorOrders orders_of(const std::string& line) {
  FloorOrders orders;
  REQUIRE(std::sscanf(line.c_str(), "{\"launch\":%d", &orders.launch) == 1);
  for (std::size_t at = line.find('[') + 1; at < line.size() && line[at] != ']'; ++at) {
    std::size_t used = 0;
    orders.let_go.push_back(std::stoll(line.substr(at), &used));
    at += used;
    if (line[at] == ']') break;
  }
  return orders;
}

class LinesPolicy : public PacingPolicy {
 public:
  explicit LinesPolicy(const Scenario& scenario) { REQUIRE(stepper_.answer(hello_line(scenario)).ok()); }
  FloorOrders decide(const FloorView& view) override {
    const auto answer = stepper_.answer(step_line(view));
    REQUIRE(answer.ok());
    return orders_of(answer.value());
  }

 private:
  json::PaceStepper stepper_{"test"};
};

// `dialctl pace --stdio`, its lines and its end.
class Process {
 public:
  Process() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    REQUIRE(pipe(in.data()) == 0);
    REQUIRE(pipe(out.data()) == 0);
    id_ = fork();
    if (id_ == 0) {
      dup2(in[0], STDIN_FILENO);
      dup2(out[1], STDOUT_FILENO);
      for (const int end : {in[0], in[1], out[0], out[1]})
        close(end);
      execl(DIALCTL_PROGRAM, DIALCTL_PROGRAM, "pace", "--stdio", nullptr);
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = fdopen(in[1], "w");
    from_ = fdopen(out[0], "r");
  }
  ~Process() {
    if (to_ != nullptr) std::fclose(to_);
    std::fclose(from_);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), to_);
    std::fflush(to_);
  }
  std::string hear() {
    std::array<char, 8192> line{};
    return std::fgets(line.data(), static_cast<int>(line.size()), from_) == nullptr ? "" : line.data();
  }
  int end() {
    std::fclose(std::exchange(to_, nullptr));
    int status = 0;
    waitpid(id_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t id_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

class ProcessPolicy : public PacingPolicy {
 public:
  ProcessPolicy(Process& process, const Scenario& scenario) : process_(process) {
    process_.say(hello_line(scenario));
    REQUIRE(process_.hear().starts_with("{\"ok\":true"));
  }
  FloorOrders decide(const FloorView& view) override {
    process_.say(step_line(view));
    return orders_of(process_.hear());
  }

 private:
  Process& process_;
};

}  // namespace

TEST_CASE("PA-03 a dialer that tells its events gets the decisions of one that is asked") {
  const Scenario scenario = messy_day(2 * kHour);
  PredictivePolicy asked{scenario};
  TrackerPolicy told{scenario};
  LinesPolicy lines{scenario};
  Keeping first{asked};
  Keeping second{told};
  Keeping third{lines};
  live_through(scenario, 4, first);
  live_through(scenario, 4, second);
  live_through(scenario, 4, third);
  REQUIRE(first.choices.size() > 5000);
  CHECK(first.choices == second.choices);
  CHECK(first.choices == third.choices);
}

TEST_CASE("PA-03 the program on standard input decides as it does inside") {
  const Scenario scenario = messy_day(kHour);
  Process process;
  ProcessPolicy outside{process, scenario};
  PredictivePolicy inside{scenario};
  Keeping first{outside};
  Keeping second{inside};
  live_through(scenario, 2, first);
  live_through(scenario, 2, second);
  CHECK(first.choices == second.choices);
  process.say("{\"type\":\"end\",\"t\":3600,\"utilisation\":0.8,\"live\":9,\"abandoned\":0}");
  CHECK(process.end() == 0);
}

TEST_CASE("PA-03 lines that are none, and silence, end the program with 1") {
  for (const char* line : {"nonsense", "{}", "{\"type\":\"step\",\"t\":1}", "{\"type\":\"hello\",\"v\":2}"}) {
    CAPTURE(line);
    Process process;
    process.say(line);
    CHECK(process.end() == 1);
  }
  Process silent;
  CHECK(silent.end() == 1);
  json::PaceStepper stepper{"test"};
  REQUIRE(stepper.answer("{\"type\":\"hello\",\"v\":1,\"duration_s\":60}").ok());
  const auto refused = stepper.answer("{\"type\":\"step\",\"t\":\"soon\"}");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message == "line 2: \"t\" is no number from 0 to 1000000000");
}

TEST_CASE("PA-03 events that come twice, late or never, and unknown ids, disturb little") {
  const Scenario scenario = messy_day(6 * kHour);
  PredictivePolicy clean{scenario};
  const Sum before = sum_of(scenario, live_through(scenario, 1, clean).log);
  for (const int what : {0, 1, 2}) {
    CAPTURE(what);
    TrackerPolicy noisy{scenario, 9};
    (what == 0 ? noisy.lose : what == 1 ? noisy.repeat : noisy.delay) = what == 1 ? 300 : 30;
    const Sum after = sum_of(scenario, live_through(scenario, 1, noisy).log);
    CHECK(after.abandoned <= 0.035);
    CHECK(after.utilisation > before.utilisation - 0.04);
  }
  pace::PaceTracker tracker{tracked(scenario)};
  pace::TrackedStep step;
  step.idle = 2;
  for (std::int64_t id = 1'000'000; id < 1'000'050; ++id) {
    for (int kind = 0; kind <= static_cast<int>(pace::TrackedEvent::Kind::back); ++kind)
      step.events.push_back(
          {static_cast<pace::TrackedEvent::Kind>(kind), Milliseconds{0}, id, id, std::nullopt});
  }
  step.ringing = step.queued = 0;
  CHECK(tracker.step(step).launch >= 0);
  CHECK(tracker.moment().talking.empty());
  CHECK(tracker.moment().ringing.empty());
}

TEST_CASE("PA-03 calls whose end is never told are dropped after their time") {
  const Scenario scenario = simple_day(5, 200'000, kHour);
  pace::PaceTracker tracker{tracked(scenario)};
  pace::TrackedStep step;
  step.now = Milliseconds{1000};
  step.idle = 5;
  for (std::int64_t id = 1; id <= 5; ++id)
    step.events.push_back(
        {pace::TrackedEvent::Kind::launch, Milliseconds{1000}, id, std::nullopt, std::nullopt});
  tracker.step(step);
  CHECK(tracker.moment().ringing.size() == 5);
  step.events.clear();
  step.now = Milliseconds{40'000};
  CHECK(tracker.step(step).launch >= 5);
  CHECK(tracker.moment().ringing.empty());
}
