// A provider that says what a test tells it to, and nothing else: for the order and the moment of single
// facts.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "adapters/virtual_time/virtual_time.h"
#include "engine/run/provider.h"

namespace dialctl::simulation {

class ScriptedProvider final : public Provider {
 public:
  ScriptedProvider(ProviderId id, VirtualTime& time) : id_(id), time_(time) {}

  Capabilities capabilities() const override { return {true, true, true, true, false, true}; }
  void start() override {
    if (!comes_up) return;
    tell(LegsListed{listed});
    tell(ProviderUp{});
  }
  void perform(const Command& command, Monotonic) override {
    commands.emplace_back(time_.now(), command);
    if (on_command) on_command(command);
  }
  void stop() override {}

  void tell(ProviderFact fact) { time_.put(Event{ProviderEvent{id_, time_.now(), std::move(fact)}}); }
  void tell_after(Milliseconds delay, ProviderFact fact) {
    time_.schedule(time_.now() + delay, [this, fact = std::move(fact)] { tell(fact); });
  }

  template <class Wanted>
  std::vector<Wanted> sent() const {
    std::vector<Wanted> found;
    for (const auto& [when, command] : commands) {
      if (const auto* one = std::get_if<Wanted>(&command)) found.push_back(*one);
    }
    return found;
  }

  bool comes_up = true;
  std::vector<Found> listed;  // what is up when it connects
  std::function<void(const Command&)> on_command;
  std::vector<std::pair<Instant, Command>> commands;

 private:
  ProviderId id_;
  VirtualTime& time_;
};

}  // namespace dialctl::simulation
