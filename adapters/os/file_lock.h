// The OwnerLocks port by flock(): on "<database>.lock", 0600, beside the database and never removed, because
// removing it would let two owners lock two files of one name.
#pragma once

#include "engine/run/owner_lock.h"

namespace dialctl::os {

class FileLocks : public OwnerLocks {
 public:
  Result<std::unique_ptr<OwnerLock>> take(const std::string& database, const std::string& what,
                                          Instant now) override;
};

}  // namespace dialctl::os
