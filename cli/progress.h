// A progress bar on stderr, for work that takes over a second and only where a person looks at a terminal.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "cli/output/sink.h"

namespace dialctl::cli {

class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Now = Time (*)();

  // `what` is done to things: "importing". No total: a count without a bar. `shown` false: silent.
  Progress(Sink& err, bool shown, std::string_view what, std::optional<std::int64_t> total,
           Now now = std::chrono::steady_clock::now);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  // Cheap enough for each row: draws at most ten times a second, from the first second on.
  void at(std::int64_t done);
  // Takes the bar off the screen, e.g. before a remark is written.
  void clear();

 private:
  std::string line(std::int64_t done) const;

  Sink* err_;
  bool shown_;
  std::string what_;
  std::optional<std::int64_t> total_;
  Now now_;
  Time next_draw_;
  bool drawn_ = false;
};

// The same for work that tells no count: "verifying 3 s", while it lives. Nobody else writes to `err`
// meanwhile.
class Working {
 public:
  Working(Sink& err, bool shown, std::string_view what);
  Working(const Working&) = delete;
  Working& operator=(const Working&) = delete;
  ~Working();

 private:
  void tick();

  Sink* err_;
  std::string what_;
  std::mutex mutex_;
  std::condition_variable ends_;
  bool over_ = false;
  std::thread ticking_;  // only where it is shown
};

}  // namespace dialctl::cli
