// The long-lived loop: one pass after the other, each one transaction, effects only after the commit.
//
//   take the inbox - read the clock - begin the transaction - look for changes of others - step each event -
//   advance and answer loads until it asks for none - commit - perform effects - wait
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/decide/step.h"
#include "engine/run/clock.h"
#include "engine/run/inbox.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/prompt_desk.h"
#include "engine/run/providers.h"
#include "engine/run/recording_files.h"
#include "engine/run/store.h"
#include "engine/run/zone_source.h"

namespace dialctl {

struct LoopOptions {
  RunMode mode = RunMode::serve;
  std::string owner;                         // "pid 4711 on host": named to a second loop
  std::optional<Milliseconds> run_for;       // then as Control::stop
  Milliseconds drain{60'000};                // how long live calls may finish after a stop
  bool accept_clock = false;                 // go on after a big jump of the wall clock
  Milliseconds look_for_changes_every{400};  // RN-04: changes of other commands hold within a second
};

// zones_changed: the system's time zone data is new. The caller executes the program anew, which reads it.
enum class LoopEnd : std::uint8_t { done, zones_changed };

struct RunReport {
  LoopEnd end = LoopEnd::done;
  std::optional<Milliseconds> run_for_left;  // zones_changed: of LoopOptions::run_for
  int attempts = 0;                          // intents made
  std::map<Outcome, int> outcomes;
  int left_up = 0;                    // live calls left to be settled at the next start
  int unknown = 0;                    // wait for a person (exit 12)
  bool provider_unreachable = false;  // exit 8
  bool credentials_refused = false;   // exit 9
};

// What the loop cannot do itself.
struct LoopPorts {
  Clock& clock;
  Inbox& inbox;
  Store& store;
  Providers& providers;
  PromptDesk& prompts;
  const ZoneSource& zones;
  const PhoneNumbers& numbers;
  std::function<void(const OperatorConnected&)> on_connected;  // QU-07
  std::function<void()> on_ready;                              // told once, after the first pass
  std::function<void()> on_pass;                               // after each: feeds a watchdog
  std::function<void(const Ownership&)> on_owned;              // before the first provider is made
  RecordingFiles* recordings = nullptr;                        // none: there are no files
};

class Loop {
 public:
  Loop(LoopPorts ports, LoopOptions options) : ports_(std::move(ports)), options_(std::move(options)) {}

  // Errors: another loop's epoch (conflict). Throws StoreGone when the store cannot be relied on.
  Result<RunReport> run();

 private:
  void begin_loop(const Ownership& owned);
  bool pass();  // false: the run is over
  bool begin_store_pass();
  void take_controls(std::vector<InboxItem>& items, Instant now, std::vector<Event>& events);
  void look_for_zones(Monotonic now);
  bool wants_new_zones() const;
  void notice_zones(Instant now, std::vector<Event>& events, Decision& decision);
  void notice_clock(const ClockReading& reading, std::vector<Event>& events);
  void notice_changes(Instant now, Decision& decision);
  void answer(const Load& load, Instant now, Decision& decision);
  void answer_due(const WantDue& due, Instant now, Decision& decision);
  bool take_sounds_at_hand(std::size_t first_effect, Instant now, Decision& decision);
  std::optional<Event> who_called(const WantCaller& wanted, Instant now);
  void forget_refused();
  void load_rules(Instant now, Decision& decision);
  void know_zones(const Settings& settings);
  void know_zones(const BucketState& bucket);
  void know_zones(const DueTask& task);
  void know_zone(const ZoneName& name);
  void perform(const Decision& decision, const ClockReading& reading);
  void remove_own_copy(AttemptId attempt);
  void count(const Decision& decision);
  bool is_time(const std::vector<InboxItem>& items, const ClockReading& reading);
  RunReport report() const;

  LoopPorts ports_;
  LoopOptions options_;
  World world_;
  ChangeMark mark_;
  std::vector<InboxItem> items_;  // came in, not yet stepped
  std::optional<ClockReading> last_reading_;
  std::optional<Monotonic> stop_by_;  // run_for
  Monotonic looked_for_changes_{};
  Monotonic looked_for_zones_{};
  Instant wake_{};
  int stops_ = 0;
  bool reload_ = false;
  bool zones_changed_ = false;
  bool clock_doubted_ = false;  // calls are held
  bool told_ready_ = false;
  RunReport report_;
};

}  // namespace dialctl
