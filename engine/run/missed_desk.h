// Where missed calls come in by command: each is judged by the rules as they are now, and may become a
// callback (CB-09).
#pragma once

#include <string>

#include "engine/decide/missed_intake.h"
#include "engine/run/missed_book.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/zone_source.h"

namespace dialctl {

// A caller's number as an order has it; its zones are the number's own, or unknown.
OrderNumber caller_number(const PhoneNumbers& numbers, const E164& caller);

struct MissedPorts {
  MissedBook& book;
  const Rulebook& rules;
  const PhoneNumbers& numbers;
  const ZoneSource& zones;
};

// Inside of MissedBook::change().
class MissedDesk {
 public:
  MissedDesk(MissedPorts ports, std::string who, Instant now);

  MissedJudged take(const MissedCall& call);
  // One that was kept before: judged by the rules as they are now (CB-11). The same.
  MissedJudged take_again(const MissedCall& call);

 private:
  MissedJudged judge(const MissedCall& call, bool is_kept);
  void know(const ZoneName& name);

  MissedPorts ports_;
  std::string who_;
  Instant now_;
  ZoneBook zones_;
};

}  // namespace dialctl
