// Starting legs: at most one request each, and an honest word about what became of it.
#pragma once

#include <functional>
#include <string>

#include "adapters/asterisk/desk.h"
#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

class Placing {
 public:
  explicit Placing(Desk& desk) : desk_(desk) {}

  void place(const Place& command, Monotonic gates_read_at);
  // Is a leg that should be there still there? If not, and nothing says how it ended, that is told.
  void check_presence(LegId leg);
  // Answers with Found or Absent, however long the server is out of reach.
  void find(LegId leg);
  void tell_gone(Leg& leg, EndCause cause_before_answer, const std::string& raw_code);

 private:
  using Finish = std::function<void()>;

  void request(LegId leg, Originate call, Monotonic gates_read_at, Finish finish);
  void settle(LegId leg, const PlaceVerdict& verdict, const Finish& finish);
  void look(LegId leg, int looks_left, const std::string& raw_code, Finish finish);
  void look_at_conflict(LegId leg, const std::string& raw_code, Finish finish);
  void refuse(LegId leg, PlaceAnswer answer, RefusalClass refusal, std::string raw_code,
              Milliseconds retry_after = {});
  void accept(LegId leg);
  void watch_for_first_word(LegId leg);
  bool is_ours(const LookVerdict& seen, LegId leg) const;

  Desk& desk_;
};

}  // namespace dialctl::asterisk
