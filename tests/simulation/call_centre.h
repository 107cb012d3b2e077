// A small call centre on virtual time: settings, orders, and the real loop over them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/memory/memory_data.h"
#include "adapters/memory/memory_store.h"
#include "adapters/tz/system_zones.h"
#include "adapters/virtual_time/silent_speech.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "adapters/virtual_time/virtual_time.h"
#include "engine/run/loop.h"
#include "tests/simulation/scripted_provider.h"

namespace dialctl::simulation {

inline constexpr ProjectId kShop{1};
inline constexpr QueueId kSales{1};
inline constexpr ProviderId kProvider{1};
inline constexpr StatusId kNew{1};
inline constexpr StatusId kApproved{2};
inline constexpr StatusId kCancelled{3};
inline constexpr TemplateId kWelcome{1};

Instant at(const char* iso);

// One project "shop" with queue "sales", statuses new, approved, cancelled; key 1 to an operator, key 2
// cancels. Number limits are off, the retry interval is 60 s, 3 rounds.
Settings usual_settings();
OperatorSettings operator_on(int id, const std::string& name, const std::string& endpoint);
Order order_of(int id, const std::vector<std::string>& numbers, const ZoneName& zone = "Europe/Kyiv");

class CallCentre {
 public:
  explicit CallCentre(Settings settings, Instant start = at("2026-11-23T10:00:00Z"));

  OrderId add(Order order, TemplateId tmpl = kWelcome);
  // Runs a new loop, as after a start of the process.
  RunReport run(LoopOptions options);
  RunReport run_until_idle();
  RunReport run_for(Milliseconds length);

  std::vector<Outcome> outcomes(OrderId order) const;  // of its attempts, in their order
  const memory::TaskRow& task_of(OrderId order) const;
  StatusId status_of(OrderId order) const;
  bool has_fact(AttemptFactKind kind, const std::string& detail = {}) const;
  // Never call it again, from now on.
  void blacklist(const E164& number);

  memory::MemoryData data;
  VirtualTime time;
  VirtualProviderOptions people;
  Milliseconds look_for_changes_every{60'000};
  std::unique_ptr<VirtualProvider> provider;  // survives the loop, as a phone server does
  ProviderEventSink* line = nullptr;     // what the provider's words go through; itself puts them into `time`
  RecordingFiles* recordings = nullptr;  // dialctl's own copies, where a test looks at them
  std::unique_ptr<ScriptedProvider> scripted;  // in its place, where a test makes one
  std::optional<ProviderId> refused;           // its credentials are refused
  std::vector<OperatorConnected> connected;    // what hooks were told

  // For the checker: what was there at first, all that was recorded since, who was blacklisted when.
  Settings first_settings;
  std::vector<std::pair<Order, StatusEntered>> first_orders;
  std::vector<Record> recorded;
  std::size_t tasks_read = 0;  // by looks for what is due; one that is read twice counts twice
  bool replays = false;        // nobody but the loop changes anything but the blacklist
  std::vector<std::pair<E164, Instant>> blacklisted;
  SystemZones zones;
};

// The calls of that kind that the provider has seen, in the order of their placing.
std::vector<const CallSeen*> legs(const CallCentre& centre, LegKind kind);
// The most customers' lines that were in use at one moment.
int most_at_once(const CallCentre& centre);

// What no run may ever break, judged from the provider's own history and the records. Empty: nothing broken.
std::vector<std::string> broken_invariants(const CallCentre& centre);
// The customers' calls whose intent names an operator who was not on the line, by his own phone, when it was
// made (AD-02, CB-02).
std::vector<const CallSeen*> placed_without_operator(const CallCentre& centre);

}  // namespace dialctl::simulation
