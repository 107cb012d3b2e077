// Row 11 of the goals, and how good pacing is: whole days on tests/bench/scenarios and on drawn ones, under
// our controller and under the common ways, with the same chances for all. Goal of speed: a decision takes 50
// us on average and 100 us in 99 of 100 cases at 300 operators, in CPU time of its thread. The other goals
// are in the table at the end (pacing_report.h).
//
//   bench_pacing [--full] [--seeds N] [--seed N] [--only TEXT] [--folder DIR]
//     --full     20 seeds of everything, and the best fixed and adaptive ratios in hindsight (an hour)
//     --seed     of the drawn scenarios; printed
//     --only     cases whose name has this in it
#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <thread>

#include "tests/bench/pacing_report.h"

using namespace dialctl;
using namespace dialctl::bench;

namespace {

struct Wanted {
  bool full = false;
  int seeds = 2;
  std::uint64_t drawn_seed = 1;
  std::string only;
  std::string folder = "tests/bench/scenarios";
};

Wanted wanted_of(int argc, char** argv) {
  Wanted wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--full") {
      wanted.full = true;
      wanted.seeds = 20;
    } else if (word == "--seeds") {
      wanted.seeds = std::max(1, std::atoi(value));
    } else if (word == "--seed") {
      wanted.drawn_seed = std::strtoull(value, nullptr, 10);
    } else if (word == "--only") {
      wanted.only = value;
    } else if (word == "--folder") {
      wanted.folder = value;
    }
  }
  return wanted;
}

// In the short form: the cells that have goals of their own, with fewer days of large crews.
bool is_in(const PacingCase& each, const Wanted& wanted) {
  if (!wanted.only.empty()) return each.scenario.name.find(wanted.only) != std::string::npos;
  if (wanted.full || each.kind == PacingCase::Kind::absurd || each.kind == PacingCase::Kind::random)
    return true;
  if (each.kind == PacingCase::Kind::changes) return each.operators <= 50;
  return (each.oracle || each.floor) && each.operators <= 100;
}

int seeds_of(const PacingCase& each, const Wanted& wanted) {
  if (wanted.full) return wanted.seeds;
  return each.operators >= 50 ? std::max(1, wanted.seeds / 2) : wanted.seeds;
}

}  // namespace

int main(int argc, char** argv) {
  const Wanted wanted = wanted_of(argc, argv);
  auto read = pacing_cases(wanted.folder, wanted.drawn_seed, wanted.full ? 30 : 4);
  if (!read) {
    fmt::print(stderr, "{}\n", read.error().message);
    return 2;
  }
  std::vector<CaseResult> results;
  for (PacingCase& each : read.value()) {
    if (!is_in(each, wanted)) continue;
    results.push_back({std::move(each), {}});
  }
  std::vector<Task> tasks;
  for (CaseResult& result : results) {
    for (Policy& policy : policies_for(result.about, wanted.full)) {
      result.policies.push_back({std::move(policy), {}});
      PolicyResult& about = result.policies.back();
      about.days.resize(static_cast<std::size_t>(seeds_of(result.about, wanted)));
    }
    for (PolicyResult& about : result.policies) {
      const auto days =
          about.policy.hindsight ? std::min<std::size_t>(4, about.days.size()) : about.days.size();
      about.days.resize(days);
      for (std::size_t seed = 1; seed <= days; ++seed)
        tasks.push_back({&result.about.scenario, &about, seed});
    }
  }
  fmt::print("pacing: {} days; drawn scenarios of seed {}\n", tasks.size(), wanted.drawn_seed);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([&] {
      for (std::size_t task = next++; task < tasks.size(); task = next++)
        live(tasks[task]);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  print_days(results);
  return print_goals(results, wanted.full) ? 0 : 1;
}
