#include "adapters/virtual_time/scenario_floor.h"

#include <algorithm>
#include <utility>

#include "engine/decide/scenario_people.h"

namespace dialctl {
namespace {

// The engine itself lets go of a caller after this (PA-02).
constexpr Milliseconds kAbandonedByUs{2'000};

}  // namespace

ScenarioFloor::ScenarioFloor(const Scenario& scenario, std::uint64_t seed, VirtualTime& time)
    : scenario_(scenario),
      draws_(scenario, seed),
      time_(time),
      begun_(time.now()),
      desks_(static_cast<std::size_t>(draws_.operators())) {}

void ScenarioFloor::open(FloorDoors doors) {
  doors_ = std::move(doors);
  for (int who = 0; who < operators(); ++who) {
    for (const Presence& there : draws_.presence(who)) {
      at(there.from, [this, who] { come(who); });
      if (there.to == Milliseconds::max()) continue;
      const auto to = there.to_break ? OperatorStatus::on_break : OperatorStatus::offline;
      at(there.to, [this, who, to] { want_to_go(who, to); });
    }
  }
}

void ScenarioFloor::come(int who) {
  Desk& desk = desks_[static_cast<std::size_t>(who)];
  if (std::exchange(desk.leaves_to, std::nullopt) || desk.there) return;  // he has not come to his break
  desk.there = true;
  desk.since = now();
  if (!desk.away) doors_.set_status(who, OperatorStatus::ready);
}

void ScenarioFloor::want_to_go(int who, OperatorStatus to) {
  Desk& desk = desks_[static_cast<std::size_t>(who)];
  if (!desk.there) return;
  if (desk.away || desk.returning || doors_.is_idle(who)) {
    go(who, to);
  } else {
    desk.leaves_to = to;
  }
}

void ScenarioFloor::go(int who, OperatorStatus to) {
  Desk& desk = desks_[static_cast<std::size_t>(who)];
  desk.there = false;
  desk.leaves_to.reset();
  log_.logged_in.push_back({desk.since, now()});
  doors_.set_status(who, to);
}

void ScenarioFloor::wrap_up_over(int who) {
  Desk& desk = desks_[static_cast<std::size_t>(who)];
  if (desk.leaves_to) go(who, *desk.leaves_to);
  if (desk.leg) doors_.press(*desk.leg, '#');
}

void ScenarioFloor::come_back(int who) {
  Desk& desk = desks_[static_cast<std::size_t>(who)];
  desk.away = false;
  if (!desk.there) return;
  desk.returning = true;
  doors_.set_status(who, OperatorStatus::ready);
}

// Where dialctl lets go of him at that moment itself, he does not come before it.
Milliseconds ScenarioFloor::patience() const {
  return scenario_.patience < kAbandonedByUs ? scenario_.patience : scenario_.patience + Seconds{1};
}

Behaviour ScenarioFloor::behaviour(const Place& call) {
  if (call.leg.kind != LegKind::customer) {
    const int who = std::stoi(call.address.substr(call.address.rfind('-') + 1));
    desks_.at(static_cast<std::size_t>(who)).leg = call.leg;
    desk_of_[call.leg] = who;
    return scenario_operator();
  }
  const std::size_t number = log_.calls.size();
  log_.calls.push_back({now()});
  call_of_[call.leg.number] = number;
  if (doors_.on_launch) doors_.on_launch(log_.calls.size());
  return scenario_person(draws_, number, now(), patience());
}

void ScenarioFloor::answered(const LegId& leg) {
  if (leg.kind != LegKind::customer) {
    const auto who = desk_of_.find(leg);
    if (who == desk_of_.end()) return;
    Desk& desk = desks_[static_cast<std::size_t>(who->second)];
    // To dialctl he is in the wrap-up of the customer whom he did not take.
    if (std::exchange(desk.returning, false))
      time_.schedule(time_.now(), [this, leg] { doors_.press(leg, '#'); });
    return;
  }
  const std::size_t number = call_of_.at(leg.number);
  LoggedCall& call = log_.calls[number];
  if (draws_.call(number, call.launched).fate == CallFate::live) call.answered = now();
}

std::optional<Milliseconds> ScenarioFloor::misses(const Connect& offer) {
  const std::size_t number = call_of_.at(offer.customer.number);
  if (!scenario_.misses || !draws_.misses(number, offers_[offer.customer.number]++)) return std::nullopt;
  const int who = desk_of_.at(offer.operator_leg);
  desks_[static_cast<std::size_t>(who)].away = true;
  at(now() + scenario_.misses->detect + scenario_.misses->away, [this, who] { come_back(who); });
  return scenario_.misses->detect;
}

void ScenarioFloor::bridged(const LegId& customer, const LegId&) {
  log_.calls[call_of_.at(customer.number)].connected = now();
}

void ScenarioFloor::parted(const LegId& customer, const LegId& operator_leg) {
  const auto who = desk_of_.find(operator_leg);
  const auto number = call_of_.find(customer.number);
  if (who == desk_of_.end() || number == call_of_.end()) return;
  const LoggedCall& call = log_.calls[number->second];
  const Milliseconds over = now() + draws_.wrap(number->second);
  log_.busy.push_back({call.connected.value_or(now()), over});
  at(over, [this, one = who->second] { wrap_up_over(one); });
}

void ScenarioFloor::ended(const LegId& leg, EndCause cause, EndedBy by) {
  if (leg.kind != LegKind::customer) {
    const auto who = desk_of_.find(leg);
    if (who == desk_of_.end()) return;
    desks_[static_cast<std::size_t>(who->second)].leg.reset();
    desk_of_.erase(who);
    return;
  }
  const auto number = call_of_.find(leg.number);
  if (number == call_of_.end()) return;
  LoggedCall& call = log_.calls[number->second];
  call.ended = now();
  call.cancelled = by == EndedBy::us && cause == EndCause::cancelled;
  offers_.erase(leg.number);
  call_of_.erase(number);
}

ScenarioLog ScenarioFloor::close() {
  for (Desk& desk : desks_) {
    if (std::exchange(desk.there, false)) log_.logged_in.push_back({desk.since, Milliseconds::max()});
  }
  return std::move(log_);
}

}  // namespace dialctl
