#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

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
  DrivenPolicy told{scenario};
  Keeping first{asked};
  Keeping second{told};
  live_through(scenario, 4, first);
  live_through(scenario, 4, second);
  REQUIRE(first.choices.size() > 5000);
  CHECK(first.choices == second.choices);
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

TEST_CASE("PA-03 events that come twice, late or never, and unknown ids, disturb little") {
  const Scenario scenario = messy_day(6 * kHour);
  PredictivePolicy clean{scenario};
  const Sum before = sum_of(scenario, live_through(scenario, 1, clean).log);
  for (const int what : {0, 1, 2}) {
    CAPTURE(what);
    DrivenPolicy noisy{scenario, 9};
    (what == 0 ? noisy.lose : what == 1 ? noisy.repeat : noisy.delay) = what == 1 ? 300 : 30;
    const Sum after = sum_of(scenario, live_through(scenario, 1, noisy).log);
    CHECK(after.abandoned <= 0.035);
    CHECK(after.utilisation > before.utilisation - 0.04);
  }
  pace::PaceDrive drive{start_of(scenario)};
  pace::DriveStep step;
  step.idle = 2;
  for (std::int64_t id = 1'000'000; id < 1'000'050; ++id) {
    for (int kind = 0; kind <= static_cast<int>(pace::DriveEventKind::back); ++kind)
      step.events.push_back(
          {static_cast<pace::DriveEventKind>(kind), Milliseconds{0}, id, id, Milliseconds{0}});
  }
  CHECK(drive.step(step).launch >= 2);  // both are free, whatever was told
}

TEST_CASE("PA-03 calls whose end is never told are dropped after their time") {
  const Scenario scenario = simple_day(5, 200'000, kHour);
  pace::PaceDrive drive{start_of(scenario)};
  pace::DriveStep step;
  step.at = Milliseconds{1000};
  step.idle = step.ringing = 5;
  for (std::int64_t id = 1; id <= 5; ++id)
    step.events.push_back({pace::DriveEventKind::launch, Milliseconds{1000}, id, 0, Milliseconds{0}});
  const int beside_them = drive.step(step).launch;
  step.events.clear();
  step.at = Milliseconds{40'000};  // they are still told to ring
  CHECK(drive.step(step).launch >= beside_them + 3);
}
