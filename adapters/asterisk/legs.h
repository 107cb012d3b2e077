// The legs that we know of: what was told about each, and the queue that keeps its commands in order.
// All of adapters/asterisk but the port's own methods runs on one I/O thread; nothing here is locked.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/asterisk/reporter.h"
#include "engine/model/telephony.h"

namespace dialctl::asterisk {

// A Play that is under way or waits for the one before it.
struct Playing {
  PlaybackNumber number = 0;
  std::vector<Media> media;
  std::size_t part = 0;
  bool stopping = false;
};

struct Leg {
  enum class Known : std::uint8_t {
    asked,    // nothing was told yet
    unclear,  // Placed{unknown} was told
    yes,      // it exists, or existed
  };

  LegId id;
  Known known = Known::asked;
  bool ringing = false;   // told
  bool answered = false;  // told
  bool over = false;      // Ended or a refusal was told: nothing follows

  bool event_seen = false;
  bool dial_seen = false;
  bool up_seen = false;
  bool hang_up_wanted = false;
  bool hung_up_by_them = false;
  bool hung_up_by_us = false;
  bool hung_up_by_server = false;
  bool detect_machine = false;    // wanted, and not begun
  bool checking_machine = false;  // in the dialplan for it: leaving our application is no end

  Monotonic asked_at;
  Seconds ring_limit{30};
  std::deque<Playing> plays;
  std::optional<std::string> music;  // class; wanted, and to be resumed after a playback

  struct Job;
  std::deque<std::shared_ptr<Job>> jobs;  // the front one may be running

  bool can_talk() const { return answered && !over && !hang_up_wanted && !checking_machine; }
};

class Legs {
 public:
  explicit Legs(Reporter& reporter) : reporter_(reporter) {}

  Leg* find(LegId id);
  Leg& add(LegId id);    // must be new
  Leg& adopt(LegId id);  // the one there is, else one that exists on the server already
  std::vector<LegId> all() const;

  // Each is told once, and what must come before it is told first.
  void tell_known(Leg& leg);
  void tell_ringing(Leg& leg);
  void tell_answered(Leg& leg);
  void tell_ended(Leg& leg, EndCause cause, EndedBy by, std::string raw_code);

  // Runs `step` when all earlier steps of all these legs have finished; a step calls `finish` exactly once.
  using Step = std::function<void(std::function<void()> finish)>;
  void enqueue(const std::vector<LegId>& of, Step step);

  // Forgets legs that were over at the last sweep: late words about them must find them until then.
  void sweep();

 private:
  void start_ready(LegId id);
  void finished(const std::shared_ptr<Leg::Job>& job);

  Reporter& reporter_;
  std::map<LegId, Leg> legs_;
  std::vector<LegId> over_;  // ascending
};

}  // namespace dialctl::asterisk
