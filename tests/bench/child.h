// Work measured in a process of its own: wall time, CPU time and peak memory, as the kernel counts them.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace dialctl {

struct ChildRun {
  double wall_seconds = 0;
  double cpu_seconds = 0;
  double peak_mib = 0;
};

// Runs `work` in a fork of this process. A result other than 0 ends the benchmark.
inline ChildRun run_child(const char* what, const std::function<int()>& work) {
  const auto start = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int code = work();
    std::fflush(nullptr);
    _exit(code);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s failed\n", what);
    std::exit(1);
  }
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

inline ChildRun run_program(const std::vector<std::string>& words, const std::string& input = {},
                            const std::string& output = {}) {
  return run_child(words.front().c_str(), [&] {
    if (!input.empty() && std::freopen(input.c_str(), "r", stdin) == nullptr) return 1;
    if (!output.empty() && std::freopen(output.c_str(), "w", stdout) == nullptr) return 1;
    std::vector<char*> arguments;
    for (const std::string& word : words)
      arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    return 127;
  });
}

}  // namespace dialctl
