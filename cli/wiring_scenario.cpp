// The loop through the days of a scenario: memory instead of the database, drawn people instead of phones.
#include "cli/wiring_scenario.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/json/scenario_file.h"
#include "adapters/memory/memory_data.h"
#include "adapters/memory/memory_store.h"
#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/virtual_time/scenario_floor.h"
#include "adapters/virtual_time/silent_speech.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "adapters/virtual_time/virtual_time.h"
#include "cli/scenario_report.h"
#include "cli/wiring_scenario_settings.h"
#include "engine/run/loop.h"

namespace dialctl::cli {
namespace {

// Of an unlimited supply there are always so many more orders than calls so far.
constexpr std::int64_t kAhead = 2'000;
constexpr std::int64_t kSuppliedAtOnce = 1'000;
// Conversations end by themselves; a day whose last one does not is cut there.
constexpr Milliseconds kDrain{48 * 3'600'000};
// Whoever changes something pokes the loop.
constexpr Milliseconds kLookSeldom{3'600'000};

class ScenarioDay {
 public:
  ScenarioDay(const Scenario& scenario, std::uint64_t seed, const SystemZones& zones,
              const PhoneNumbers& numbers)
      : scenario_(scenario),
        seed_(seed),
        zones_(zones),
        numbers_(numbers),
        time_(start_of(scenario)),
        floor_(scenario, seed, time_) {}

  Result<ScenarioOutcome> live();

 private:
  void declare();
  void supply(std::int64_t count);
  void set_status(int who, OperatorStatus status);
  bool is_idle(int who) const;
  std::vector<Milliseconds> orders_done() const;
  void poke() { time_.put(Event{StoreChanged{}}); }

  const Scenario& scenario_;
  std::uint64_t seed_;
  const SystemZones& zones_;
  const PhoneNumbers& numbers_;
  VirtualTime time_;
  memory::MemoryData data_;
  ScenarioFloor floor_;
  std::int64_t supplied_ = 0;
};

void ScenarioDay::declare() {
  std::vector<std::string> endpoints;
  for (int who = 0; who < floor_.operators(); ++who)
    endpoints.push_back(ScenarioFloor::endpoint(who));
  data_.set_settings(settings_of(scenario_, endpoints));
  supply(scenario_.list_size > 0 ? scenario_.list_size : kAhead);
}

void ScenarioDay::supply(std::int64_t count) {
  for (; count > 0; --count) {
    const Order order = order_of(scenario_, supplied_++, time_.now());
    data_.add_order(order, entry_of(order, time_.now()));
  }
}

// As `dialctl operator ready`, `break` and `offline` do.
void ScenarioDay::set_status(int who, OperatorStatus status) {
  data_.record(OperatorStatusSet{operator_id(who), status, "", time_.now()});
  poke();
}

bool ScenarioDay::is_idle(int who) const {
  const auto state = data_.operators.find(operator_id(who));
  return state == data_.operators.end() || state->second.activity == Activity::idle;
}

std::vector<Milliseconds> ScenarioDay::orders_done() const {
  std::map<TaskId, Instant> last;
  for (const auto& [id, end] : data_.ends) {
    Instant& at = last[data_.attempts.at(id).task];
    at = std::max(at, end.at);
  }
  std::vector<Milliseconds> done;
  for (const auto& [task, at] : last) {
    if (data_.tasks.at(task).phase == TaskPhase::done) done.push_back(at - start_of(scenario_));
  }
  std::sort(done.begin(), done.end());
  return done;
}

Result<ScenarioOutcome> ScenarioDay::live() {
  declare();
  memory::MemoryStore store{data_};
  SilentSpeech speech;
  PromptDesk prompts{speech, time_};
  VirtualProviderOptions people;
  people.people = &floor_;
  people.answer_delay = people.judged_after = Milliseconds{0};
  VirtualProvider* line = nullptr;
  Providers providers{
      [&](const ProviderSettings& row, ProviderEventSink& sink) -> Result<std::unique_ptr<Provider>> {
        auto made = std::make_unique<VirtualProvider>(row.id, time_, sink, people);
        line = made.get();
        return std::unique_ptr<Provider>{std::move(made)};
      },
      time_};
  floor_.open({[this](int who, OperatorStatus status) { set_status(who, status); },
               [this](int who) { return is_idle(who); },
               [&line](const LegId& leg, char key) { line->press(leg, key); },
               [this](std::size_t launched) {
                 const bool more = static_cast<std::int64_t>(launched) + kAhead > supplied_;
                 if (scenario_.list_size == 0 && more) supply(kSuppliedAtOnce);
               }});
  LoopOptions options;
  options.owner = "simulate";
  options.run_for = scenario_.duration;
  options.drain = kDrain;
  options.look_for_changes_every = kLookSeldom;
  ScenarioOutcome outcome{scenario_, seed_, {}, 0, 0, {}};
  const auto begun = std::chrono::steady_clock::now();
  const auto on_pass = [&outcome] { outcome.decisions += 1; };
  Loop loop{{time_, time_, store, providers, prompts, zones_, numbers_, {}, {}, on_pass, {}}, options};
  if (auto run = loop.run(); !run) return run.error();
  outcome.wall = std::chrono::steady_clock::now() - begun;
  outcome.log = floor_.close();
  outcome.log.orders_done = orders_done();
  outcome.orders = supplied_;
  return outcome;
}

Result<void> check_zones(const Scenario& scenario, const SystemZones& zones) {
  for (const ZoneName& name : scenario.project.zones) {
    if (auto table = zones.find(name); !table)
      return Error{ErrorKind::usage, "scenario.wrong",
                   "scenario " + scenario.name + ": orders.zones: " + table.error().message,
                   table.error().hint};
  }
  return {};
}

}  // namespace

Result<void> live_through_scenarios(const ScenarioRequest& request, const SystemZones& zones,
                                    const std::function<void(const ScenarioOutcome&)>& done) {
  const auto scenarios = json::read_scenarios(request.file);
  if (!scenarios) return scenarios.error();
  for (const Scenario& scenario : scenarios.value()) {
    if (auto known = check_zones(scenario, zones); !known) return known;
  }
  const LibphonenumberNumbers numbers;
  for (const Scenario& scenario : scenarios.value()) {
    ScenarioDay day{scenario, request.seed, zones, numbers};
    auto outcome = day.live();
    if (!outcome) return outcome.error();
    done(outcome.value());
  }
  return {};
}

}  // namespace dialctl::cli
