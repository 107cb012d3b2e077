// Pacing for a dialer that is not ours (`pace --stdio`): it tells what happens on its queue, and asks how
// many calls to launch. The same QueuePacer as in `run`; what a dialer of ours knows by itself is followed
// here.
//
// Told twice, late or never: the counts of each step are believed before the events. A call that is told of
// again teaches nothing; one whose end is never told is dropped once fewer calls ring than are known, oldest
// first; an operator about whom nothing is known counts as one who has just begun.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <vector>

#include "engine/decide/pace/queue_pacer.h"

namespace dialctl::pace {

struct DriveStart {
  int limit_basis_points = 300;
  Milliseconds patience{2'000};
  Milliseconds ring_timeout{25'000};
  Milliseconds let_go_after{15'000};
  Milliseconds duration{0};  // the hours end then
  int lines_max = 0;         // 0 = unlimited
};

enum class DriveEventKind : std::uint8_t {
  launch,
  live,
  machine,
  no_answer,
  busy,
  cancel,
  connect,
  abandon,
  talk_end,
  wrap_end,
  login,
  logout,
  miss,
  back
};

struct DriveEvent {
  DriveEventKind kind = DriveEventKind::launch;
  Milliseconds at{0};  // since the start
  std::int64_t call = 0;
  std::int64_t operator_id = 0;
  Milliseconds lasted{0};  // of what has ended with it
};

struct DriveStep {
  Milliseconds at{0};
  std::vector<DriveEvent> events;
  int idle = 0;
  int offered = 0;
  int talking = 0;
  int wrapping = 0;
  int ringing = 0;
  int waiting = 0;
  std::int64_t answered = 0;  // since the start
  std::int64_t abandoned = 0;
};

class PaceDrive {
 public:
  explicit PaceDrive(const DriveStart& start) : start_(start) {}

  // Steps come in the order of time; one that goes back is taken as of the moment before it.
  QueueChoice step(const DriveStep& step);

 private:
  void take(const DriveEvent& event);
  void end_call(const DriveEvent& event);
  bool is_news(std::int64_t call);
  QueueMoment moment_of(const DriveStep& step);
  void believe_counts(const DriveStep& step);

  DriveStart start_;
  QueuePacer pacer_;
  Milliseconds now_{0};
  std::map<std::int64_t, Milliseconds> ringing_;  // since when
  std::set<std::int64_t> waiting_;
  std::map<std::int64_t, Milliseconds> talking_;  // operators, since when
  std::map<std::int64_t, Milliseconds> wrapping_;
  std::set<std::int64_t> over_;  // calls that have ended, of late
  std::deque<std::int64_t> over_in_turn_;
};

}  // namespace dialctl::pace
