// Conversations: a customer and an operator in a bridge that is named after the attempt.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/asterisk/desk.h"

namespace dialctl::asterisk {

class Bridging {
 public:
  explicit Bridging(Desk& desk) : desk_(desk) {}

  void connect(const Connect& command);
  void disconnect(const Disconnect& command);

  void entered(LegId leg, AttemptId bridge);
  void beep_finished(const std::string& playback);
  void leg_over(LegId leg);
  // Takes up what stands after a (re)connection and removes our empty bridges.
  void reconcile(const std::vector<BridgeView>& bridges);

 private:
  using Finish = std::function<void()>;
  struct Conversation {
    Connect legs;
    std::set<LegId> inside;
    bool told = false;                 // Bridged or BridgeFailed
    std::optional<std::string> music;  // the customer's, to go on when they cannot be connected
  };

  void begin(const Connect& command, Finish finish);
  void announce(const Connect& command, Finish next);
  void create(const Connect& command, Finish finish);
  void quieten(LegId leg);
  void join(const Connect& command, Finish finish);
  bool both_can_talk(const Connect& command);
  Conversation* find(const Connect& command);
  void tell_bridged(Conversation& conversation);
  void fail(const Connect& command, const std::string& raw_code, const Finish& finish);
  void remove(AttemptId bridge, const std::vector<LegId>& survivors);
  void take_out(std::vector<LegId> legs, AttemptId bridge, const Finish& then);

  Desk& desk_;
  std::map<AttemptId, Conversation> conversations_;
  std::map<std::string, Finish> beeps_;  // what waits for their end
};

}  // namespace dialctl::asterisk
