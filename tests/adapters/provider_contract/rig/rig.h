// A provider on the server under test, and the facts that it told.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/asterisk/provider.h"
#include "engine/model/ids.h"
#include "engine/run/recording_files.h"
#include "tests/adapters/provider_contract/rig/server.h"

namespace dialctl::test {

class SteadyClock : public Clock {
 public:
  ClockReading read() override;
};

class Facts : public ProviderEventSink {
 public:
  void post(ProviderEvent event) override;

  // Waits until `enough` holds for what was told so far.
  bool wait(Milliseconds limit, const std::function<bool(const std::vector<ProviderFact>&)>& enough);
  std::vector<ProviderFact> all() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<ProviderFact> facts_;
};

// What was fetched, without a disk.
class KeptFiles : public RecordingFiles {
 public:
  Result<SoundFile> keep(AttemptId attempt, std::string_view wav) override;
  Result<void> remove(AttemptId attempt) override;
  Result<SoundFile> look(AttemptId attempt) override;
  std::filesystem::path place(AttemptId) const override { return {}; }

  std::string of(AttemptId attempt) const;  // empty: none

 private:
  mutable std::mutex mutex_;
  std::map<AttemptId, std::string> files_;
};

// "placed accepted", "ringing", "answered", "key 1", "played
// 1", "ended busy by unknown": a fact without its leg.
std::string word(const ProviderFact& fact);
// The leg that a fact is about; nullopt for those about the provider. Of a bridge: the customer's.
std::optional<LegId> leg_of(const ProviderFact& fact);

// The words about one leg, joined by ", ".
std::string story_of(const std::vector<ProviderFact>& facts, LegId leg);

class Rig {
 public:
  // Starts and waits for ProviderUp, unless `change` makes that impossible.
  explicit Rig(asterisk::AsteriskSettings settings);

  LegId leg(LegKind kind = LegKind::customer);
  // Places a customer's or an operator's leg at once.
  LegId call(const std::string& number, Seconds ring_limit = Seconds{20});
  LegId call_operator(const std::string& number, LegKind kind = LegKind::offer);
  void perform(const Command& command) { provider_.perform(command, clock_.read().monotonic); }
  void perform_late(const Command& command, Milliseconds age);
  void stop() { provider_.stop(); }

  std::string story(LegId leg) const { return story_of(facts_.all(), leg); }
  // Waits for a word about one leg, or about the provider.
  bool hears(LegId leg, const std::string& word, Milliseconds limit = Milliseconds{6000});
  bool hears(const std::string& word, Milliseconds limit = Milliseconds{6000}, int times = 1);
  bool ended(LegId leg, Milliseconds limit = Milliseconds{8000}) { return hears(leg, "ended", limit); }
  Facts& facts() { return facts_; }
  const KeptFiles& files() const { return files_; }

 private:
  SteadyClock clock_;
  Facts facts_;
  KeptFiles files_;
  AttemptIds ids_;
  asterisk::AsteriskProvider provider_;
};

}  // namespace dialctl::test
