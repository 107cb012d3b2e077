// A call centre whose provider says what a test tells it to, fact by fact.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

inline constexpr const char* kNumber = "+380440110102";

// A call centre whose provider answers Place with "accepted" and then as the test says.
struct Scripted {
  explicit Scripted(Settings settings, const char* start = "2026-11-23T10:00:00Z")
      : centre{std::move(settings), at(start)} {
    centre.scripted = std::make_unique<ScriptedProvider>(kProvider, centre.time);
    provider().on_command = [this](const Command& command) { answer(command); };
  }
  ScriptedProvider& provider() { return *centre.scripted; }

  void answer(const Command& command) {
    if (const auto* place = std::get_if<Place>(&command)) {
      provider().tell(Placed{place->leg, PlaceAnswer::accepted, RefusalClass::none, "200", {}});
      if (place->leg.kind == LegKind::customer && on_customer) on_customer(place->leg);
      if (place->leg.kind == LegKind::offer && on_operator) on_operator(place->leg);
      if (place->leg.kind == LegKind::open && on_open_leg) on_open_leg(place->leg);
    }
    if (const auto* gone = std::get_if<HangUp>(&command)) {
      if (hangs_up) hangs_up(*gone);
      provider().tell_after(Milliseconds{5}, Ended{gone->leg, EndCause::cancelled, EndedBy::us, "hung up"});
    }
    if (const auto* both = std::get_if<Connect>(&command); both != nullptr && bridges) {
      provider().tell_after(Milliseconds{5}, Bridged{both->customer, both->operator_leg});
    }
    if (const auto* play = std::get_if<Play>(&command); play != nullptr && plays) {
      provider().tell_after(Milliseconds{1000}, PlayEnded{play->leg, play->playback, true});
    }
  }
  void answers(const LegId& leg, Milliseconds after) {
    provider().tell_after(after, Ringing{leg});
    provider().tell_after(after + Milliseconds{1000}, Answered{leg});
  }
  // The customer answers after 2 s and presses the key 2 s later.
  void answers_and_presses(char key) {
    on_customer = [this, key](const LegId& leg) {
      answers(leg, Milliseconds{1000});
      provider().tell_after(Milliseconds{4000}, KeyPressed{leg, key});
    };
  }
  std::vector<HangUp> hang_ups_of_customer() {
    auto all = provider().sent<HangUp>();
    std::erase_if(all, [](const HangUp& one) { return one.leg.kind != LegKind::customer; });
    return all;
  }

  CallCentre centre;
  std::function<void(const LegId&)> on_customer;
  std::function<void(const LegId&)> on_open_leg;
  std::function<void(const HangUp&)> hangs_up;  // beside the word that the call has ended
  std::function<void(const LegId&)> on_operator;
  bool bridges = true;
  bool plays = true;
};

inline Settings with_operators(int count = 1) {
  Settings settings = usual_settings();
  for (int i = 1; i <= count; ++i)
    settings.operators.push_back(operator_on(i, "op" + std::to_string(i), std::to_string(500 + i)));
  return settings;
}

inline bool journalled(const CallCentre& centre, const std::string& kind) {
  return std::any_of(centre.data.journal.begin(), centre.data.journal.end(),
                     [&](const Journalled& line) { return line.kind == kind; });
}

}  // namespace dialctl::simulation
