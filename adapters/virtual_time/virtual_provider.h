// A telephone provider on the virtual clock, with seeded people at the other ends. It keeps the history of
// all calls by itself, as the witness that checkers read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/virtual_time/virtual_time.h"
#include "engine/decide/people.h"
#include "engine/run/provider.h"
#include "engine/run/recording_files.h"

namespace dialctl {

struct CallSeen {
  LegId leg;
  std::string address;
  Instant placed;
  std::optional<Instant> answered;
  std::optional<Instant> ended;
  std::vector<LegId> bridged_with;
  std::vector<std::pair<Instant, Instant>> heard = {};  // what was played to its end: from, to
};

// A recording as the provider has it.
struct RecordingSeen {
  Instant began;
  std::optional<Instant> ended = std::nullopt;
  int fetched = 0;
  bool deleted = false;
};

// Who is at the other ends, where it is not the seeded crowd. Told of each thing when it happens.
class VirtualPeople {
 public:
  virtual ~VirtualPeople() = default;
  // Asked once a leg, when it begins.
  virtual Behaviour behaviour(const Place& call) = 0;
  virtual void answered(const LegId& leg) = 0;
  // Whether the operator is not there to take the customer: so much later his line is lost.
  virtual std::optional<Milliseconds> misses(const Connect& offer) = 0;
  virtual void bridged(const LegId& customer, const LegId& operator_leg) = 0;
  virtual void parted(const LegId& customer, const LegId& operator_leg) = 0;
  virtual void ended(const LegId& leg, EndCause cause, EndedBy by) = 0;
};

struct VirtualProviderOptions {
  std::uint64_t seed = 1;
  bool coded_numbers = false;  // the last six digits spell the behaviour (engine/decide/coded_people.h)
  PeopleMix customers;
  OperatorMix operators;
  VirtualPeople* people = nullptr;    // instead of these
  Milliseconds answer_delay{5};       // of each request
  Milliseconds judged_after{2400};    // until it is known whether a machine has answered
  Milliseconds words_per_play{4000};  // how long a prompt sounds
  Milliseconds placed_after{
      0};  // a customer's call begins so long after its request; before, it is not listed
};

class VirtualProvider final : public Provider {
 public:
  VirtualProvider(ProviderId id, VirtualTime& time, ProviderEventSink& sink, VirtualProviderOptions options)
      : id_(id), time_(time), sink_(sink), options_(options) {}

  Capabilities capabilities() const override { return {true, true, true, true, true, true}; }
  void start() override;
  void perform(const Command& command, Monotonic gates_read_at) override;
  void stop() override { connected_ = listening_ = false; }

  const std::vector<CallSeen>& history() const { return history_; }
  const std::map<AttemptId, RecordingSeen>& recordings() const { return recordings_; }
  // Where fetched files go; without it they are made up.
  void keep_files_in(RecordingFiles* files) { files_ = files; }
  // So many of the next requests of that kind fail.
  void fail_fetches(int count) { failing_fetches_ = count; }
  void fail_deletions(int count) { failing_deletions_ = count; }
  // The party of a leg that is up presses a key.
  void press(const LegId& leg, char key);
  // The connection of events is lost, and comes back: calls go on meanwhile.
  void lose_connection(Milliseconds down_for);
  // The loop's process has died: whatever is under way goes on, and nobody hears of it until start().
  void process_died() { connected_ = listening_ = false; }

 private:
  struct Leg {
    Leg(Party who, std::size_t place) : party(std::move(who)), seen(place) {}

    Party party;
    std::size_t seen;  // in history_
    bool up = false;
    bool ringing = false;
    bool operator_side = false;
    std::optional<LegId> bridged_to;
    std::optional<PlaybackNumber> playing;
    Instant play_began{};
    std::uint64_t generation = 0;  // outdates what was scheduled
    bool detect_machine = false;
  };

  Behaviour behaviour_of(const Place& call, bool operator_side, unsigned earlier) const;
  void place(const Place& place);
  void ring_out(const LegId& leg, std::uint64_t generation, Seconds ring_limit);
  void answer(const LegId& leg, std::uint64_t generation);
  void judge_answer(const LegId& leg, std::uint64_t generation);
  void lose(const LegId& operator_leg, Milliseconds after);
  void end(const LegId& leg, EndCause cause, EndedBy by, std::string raw_code);
  void play(const Play& play);
  void stop_play(const LegId& leg, PlaybackNumber playback, bool tell);
  void connect(const Connect& connect);
  void part(const LegId& leg);
  void find(const LegId& leg);
  void start_recording(const LegId& customer);
  void end_recording(const LegId& customer);
  void find_recording(const LegId& customer);
  void fetch_recording(const LegId& customer);
  void delete_recording(const LegId& customer);
  void hear(const LegId& leg, Cue cue);
  void follow(const LegId& leg);  // schedules the party's next deed
  void tell(ProviderFact fact);
  void list_legs();
  Leg* up(const LegId& leg);

  ProviderId id_;
  VirtualTime& time_;
  ProviderEventSink& sink_;
  VirtualProviderOptions options_;
  bool connected_ = false;  // events are told
  bool listening_ = false;  // the process is there: it hears the answers to its requests
  std::uint64_t generations_ = 0;
  std::map<LegId, Leg> legs_;
  std::map<std::string, unsigned> calls_to_;
  std::vector<CallSeen> history_;
  std::map<AttemptId, RecordingSeen> recordings_;
  RecordingFiles* files_ = nullptr;
  int failing_fetches_ = 0;
  int failing_deletions_ = 0;
};

}  // namespace dialctl
