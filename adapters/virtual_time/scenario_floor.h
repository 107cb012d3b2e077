// The call centre of a scenario on the virtual clock: its customers as the virtual provider's people, its
// operators who come, take breaks, are not there when they are offered somebody, and go. It keeps the log.
//
// Operators do what people do with dialctl: they set their status, and press '#' on their open line when
// their wrap-up is over. Who is to leave while he is busy leaves after his wrap-up; who is still busy when
// his break would be over has none. One who did not take a customer is logged in while he is away.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapters/virtual_time/virtual_provider.h"
#include "adapters/virtual_time/virtual_time.h"
#include "engine/decide/scenario_draws.h"
#include "engine/decide/scenario_log.h"
#include "engine/model/settings.h"

namespace dialctl {

// What the floor has done elsewhere. Operators by their index in the scenario.
struct FloorDoors {
  std::function<void(int who, OperatorStatus status)> set_status;  // holds at once
  std::function<bool(int who)> is_idle;  // the engine has him in no call and no wrap-up
  std::function<void(const LegId& leg, char key)> press;
  std::function<void(std::size_t launched)> on_launch;  // so many calls until now
};

class ScenarioFloor final : public VirtualPeople {
 public:
  // The scenario has no problems. The day begins at the clock's time; nobody is there before open().
  ScenarioFloor(const Scenario& scenario, std::uint64_t seed, VirtualTime& time);

  void open(FloorDoors doors);
  // The day is over: who is there still is until its end.
  ScenarioLog close();

  static std::string endpoint(int who) { return "desk-" + std::to_string(who); }
  int operators() const { return draws_.operators(); }

  Behaviour behaviour(const Place& call) override;
  void answered(const LegId& leg) override;
  std::optional<Milliseconds> misses(const Connect& offer) override;
  void bridged(const LegId& customer, const LegId& operator_leg) override;
  void parted(const LegId& customer, const LegId& operator_leg) override;
  void ended(const LegId& leg, EndCause cause, EndedBy by) override;

 private:
  struct Desk {
    bool there = false;  // logged in, not on break
    Milliseconds since{0};
    std::optional<OperatorStatus> leaves_to;  // once his wrap-up is over
    bool away = false;                        // did not take a customer
    bool returning = false;                   // from that: his line is not up yet
    std::optional<LegId> leg;
  };

  Milliseconds now() const { return time_.now() - begun_; }
  void at(Milliseconds when, std::function<void()> what) { time_.schedule(begun_ + when, std::move(what)); }
  void come(int who);
  void go(int who, OperatorStatus to);
  void want_to_go(int who, OperatorStatus to);
  void wrap_up_over(int who);
  void come_back(int who);
  Milliseconds patience() const;

  Scenario scenario_;
  ScenarioDraws draws_;
  VirtualTime& time_;
  Instant begun_;
  FloorDoors doors_;
  std::vector<Desk> desks_;
  std::map<AttemptId, std::size_t> call_of_;   // that are under way
  std::map<AttemptId, std::uint64_t> offers_;  // of these, when there was any
  std::map<LegId, int> desk_of_;               // open lines
  ScenarioLog log_;
};

}  // namespace dialctl
