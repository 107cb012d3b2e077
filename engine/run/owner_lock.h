// Port: one loop per database. Implementation: adapters/os/file_lock, flock() on "<db>.lock".
//
// The kernel holds the lock for the process, so it is free at once when the process ends, however it ends.
// What the file says of its owner is for people; only the kernel's lock counts. On a network file system
// flock may not be seen by other machines: keep the database on a local disk.
#pragma once

#include <memory>
#include <string>

#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl {

// Held until it goes away.
class OwnerLock {
 public:
  OwnerLock() = default;
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;
  virtual ~OwnerLock() = default;
};

class OwnerLocks {
 public:
  virtual ~OwnerLocks() = default;

  // Never waits. `what` is the owner's command ("run"), `now` its start, both for the one who comes second.
  // Errors: busy lock.held, naming command, process, host and start of the first; store lock.failed.
  virtual Result<std::unique_ptr<OwnerLock>> take(const std::string& database, const std::string& what,
                                                  Instant now) = 0;
};

}  // namespace dialctl
