// What happened on a scenario's day, as its people saw it. Times count from the day's start.
#pragma once

#include <optional>
#include <vector>

#include "engine/decide/scenario.h"

namespace dialctl {

struct LoggedCall {
  Milliseconds launched{0};
  std::optional<Milliseconds> answered = std::nullopt;   // by a person
  std::optional<Milliseconds> connected = std::nullopt;  // with an operator
  std::optional<Milliseconds> ended = std::nullopt;
  bool cancelled = false;  // let go by us while it rang

  bool abandoned() const { return answered.has_value() && !connected.has_value(); }
  friend bool operator==(const LoggedCall&, const LoggedCall&) = default;
};

struct ScenarioLog {
  std::vector<LoggedCall> calls;          // in the order of their launches
  std::vector<ScenarioSpan> logged_in;    // of one operator each, without breaks
  std::vector<ScenarioSpan> busy;         // of one operator each: a conversation and its wrap-up
  std::vector<Milliseconds> orders_done;  // ascending: when an order needed no further call
};

}  // namespace dialctl
