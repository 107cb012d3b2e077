// Port: what `db ...`, `backup` and `restore` do to a database as a whole. Implementation: adapters/sqlite.
//
// Errors of every call: not_found store.missing; busy store.locked; store store.newer, store.foreign,
// store.corrupt and the other store.*.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/instant.h"
#include "engine/model/result.h"
#include "engine/run/owner_lock.h"

namespace dialctl {

struct Migrated {
  int from = 0;      // 0: the database was empty or missing
  int to = 0;        // equal to `from`: there was nothing to do
  std::string copy;  // of the database before, beside it; empty: none was needed
};

// One finding of verify: what is wrong and where, to be read by people.
struct Finding {
  std::string check;  // "integrity", "foreign-key", "ledger.live-without-open-attempt", ...
  std::string what;
};

struct DatabaseInfo {
  std::string path;
  int version = 0;
  int newest_version = 0;  // that this program knows
  std::string installation;
  std::int64_t file_bytes = 0;
  std::int64_t log_bytes = 0;  // not yet moved into the file
  std::int64_t free_bytes = 0;
  std::int64_t settings_version = 0;
  std::int64_t blacklist_version = 0;
  std::vector<std::pair<std::string, std::int64_t>> rows;  // table and how many, by table
  std::vector<std::pair<std::string, std::string>> pragmas;
};

struct Checkpointed {
  std::int64_t log_pages = 0;
  std::int64_t moved_pages = 0;  // fewer than log_pages: somebody is reading an older state
};

struct BackedUp {
  std::string path;
  std::int64_t bytes = 0;
};

struct Restored {
  std::string kept;  // where the database that was in place is now; empty: there was none
};

class StoreAdministration {
 public:
  virtual ~StoreAdministration() = default;

  // Makes the database where it is missing. `dry_run`: only says what there is to do.
  virtual Result<Migrated> migrate(bool dry_run) = 0;

  // Everything that must hold of a database, by the full checks: pages and indexes, references, and the
  // ledger: each attempt ended or open, each live task with its one open attempt, each order's status the
  // last of its history. Empty: sound. A file that is no database at all is one finding. At most 100.
  virtual Result<std::vector<Finding>> verify() = 0;

  virtual Result<DatabaseInfo> info() = 0;

  // Moves the log into the file and empties it.
  virtual Result<Checkpointed> checkpoint() = 0;

  // One point in time, while others go on writing. 0600; checked before it gets its name; durable on return.
  // Errors: conflict backup.exists, without `replace`; store store.copy-failed, store.copy-damaged.
  virtual Result<BackedUp> backup(const std::string& target, bool replace) = 0;

  // The backup is verified and, where it is older, migrated, all before anything is touched; what was in
  // place is kept beside it as "<db>.replaced-<instant>". Errors: busy lock.held, while a loop owns the
  // database; busy restore.in-use, while any other command has it open; store restore.damaged.
  // `dry_run`: ends after the checks.
  virtual Result<Restored> restore(const std::string& source, OwnerLocks& locks, Instant now,
                                   bool dry_run) = 0;
};

}  // namespace dialctl
