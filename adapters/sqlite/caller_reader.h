// What the database knows of a missed call and of who made it.
#pragma once

#include "adapters/sqlite/statement.h"
#include "engine/decide/missed_intake.h"

namespace dialctl::sqlite {

class CallerReader {
 public:
  explicit CallerReader(Connection& connection);

  // Inside of the transaction that is open.
  CallerKnown known(const MissedCall& call, Instant now);

 private:
  Statement told_;
  Statement blacklisted_;
  Statement open_;
  Statement contact_;
};

}  // namespace dialctl::sqlite
