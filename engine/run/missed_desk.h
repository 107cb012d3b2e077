// Where missed calls come in: each is judged by the rules as they are now, and may become a callback (CB-09).
#pragma once

#include <vector>

#include "engine/decide/callback_rules.h"
#include "engine/run/missed_book.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/zone_source.h"

namespace dialctl {

struct MissedPorts {
  MissedBook& book;
  const Rulebook& rules;
  const PhoneNumbers& numbers;
  const ZoneSource& zones;
};

// What became of one call. `known`: the provider has told it before, and nothing is changed.
struct MissedJudged {
  bool known = false;
  Taken taken;
};

// Inside of MissedBook::change(). `status`: of the orders that callbacks make.
class MissedDesk {
 public:
  MissedDesk(MissedPorts ports, StatusId status, std::string who, Instant now);

  MissedJudged take(const MissedCall& call);
  // One that was kept before: judged by the rules as they are now (CB-11). The same.
  MissedJudged take_again(const MissedCall& call);

 private:
  Taken judge(const MissedCall& call, MissedTaken& record);
  void know(const ZoneName& name);

  MissedPorts ports_;
  StatusId status_;
  std::string who_;
  Instant now_;
  ZoneBook zones_;
};

}  // namespace dialctl
