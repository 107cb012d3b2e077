// A switchboard without a server: its requests lead nowhere, and its words come from the test.
#pragma once

#include <string>
#include <vector>

#include "adapters/asterisk/switchboard.h"
#include "tests/adapters/provider_contract/rig/rig.h"

namespace dialctl::test {

class DeafSwitchboard {
 public:
  explicit DeafSwitchboard(asterisk::AsteriskSettings settings = {})
      : settings_(std::move(settings)),
        http_({1}),
        ari_(http_, settings_, [](const http::Answer&) {}),
        link_(http_, ari_, settings_, {}),
        switchboard_(asterisk::Desk{settings_, names_, ari_, link_, legs_, reporter_}) {
    settings_.url = "http://127.0.0.1:9/ari";
    http_.stop();
  }

  void hear(const asterisk::AriEvent& event) { switchboard_.take(event); }
  void come_up(const asterisk::Snapshot& snapshot) {
    switchboard_.server_is_up(snapshot);
    switchboard_.server_has_caught_up();
  }
  // All that was told since the last question.
  std::vector<std::string> told() {
    std::vector<std::string> words;
    for (const ProviderFact& fact : std::exchange(told_.facts, {}))
      words.push_back(word(fact));
    return words;
  }

  // What is told of a call that is being placed while these events come.
  std::string story(const std::vector<asterisk::AriEvent>& events) {
    const LegId leg{LegKind::customer, AttemptId{++last_}, 0};
    legs_.add(leg);
    told_.facts.clear();
    for (asterisk::AriEvent event : events) {
      std::visit(
          [&](auto& one) {
            if constexpr (requires { one.channel; }) one.channel.id = names_.channel(leg);
          },
          event);
      switchboard_.take(event);
    }
    legs_.sweep();
    return story_of(told_.facts, leg);
  }

 private:
  struct Told : ProviderEventSink {
    void post(ProviderEvent event) override { facts.push_back(std::move(event.fact)); }
    std::vector<ProviderFact> facts;
  };

  asterisk::AsteriskSettings settings_;
  asterisk::Names names_{"t"};
  Told told_;
  SteadyClock clock_;
  asterisk::Reporter reporter_{ProviderId{1}, clock_, told_};
  http::HttpClient http_;
  asterisk::AriClient ari_;
  asterisk::Legs legs_{reporter_};
  asterisk::Link link_;
  asterisk::Switchboard switchboard_;
  std::int64_t last_ = 1'000'000;
};

}  // namespace dialctl::test
