// The StoreAdministration port on SQLite.
#pragma once

#include "engine/run/store_administration.h"

namespace dialctl::sqlite {

class SqliteAdministration : public StoreAdministration {
 public:
  SqliteAdministration(std::string path, Milliseconds lock_timeout);

  Result<Migrated> migrate(bool dry_run) override;
  Result<std::vector<Finding>> verify() override;
  Result<DatabaseInfo> info() override;
  Result<Checkpointed> checkpoint() override;
  Result<BackedUp> backup(const std::string& target, bool replace) override;
  Result<Restored> restore(const std::string& source, OwnerLocks& locks, Instant now, bool dry_run) override;

 private:
  std::string path_;
  Milliseconds lock_timeout_;
};

}  // namespace dialctl::sqlite
