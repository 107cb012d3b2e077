// One connection to a database of dialctl. Every file of this folder works through one.
//
// A writer begins with BEGIN IMMEDIATE (WriteTransaction): a read transaction that turns into a write may be
// refused at once, and no waiting cures that. Only the loop and `db checkpoint` move the log back into the
// file: SQLite 3.40.1 may lose a log that two connections write and check-point at once.
#pragma once

#include <SQLiteCpp/Database.h>
#include <chrono>
#include <memory>
#include <string>
#include <sys/types.h>

#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl::sqlite {

enum class Role {
  reader,  // never writes; works on a read-only file, and in a read-only folder while nobody writes
  writer,  // a command
  loop,    // checkpoints by itself
};

struct OpenRequest {
  std::string path;
  Role role = Role::writer;
  Milliseconds lock_timeout{5000};  // how long to wait for other writers
  bool create = false;              // a missing file is made, 0600; else it is not_found
};

inline constexpr int kPageCacheKib = 16'000;

class Connection {
 public:
  // A database of an older version is migrated for writers and the loop; a newer one is refused.
  // Errors: not_found store.missing; busy store.locked; store: those of sql_error.h and migrations.h.
  static Result<std::unique_ptr<Connection>> open(const OpenRequest& request);

  SQLite::Database& database() { return database_; }
  const std::string& path() const { return path_; }
  Role role() const { return role_; }

  // Throws StoreGone (store.replaced) when the file, its log or its index of the log is not the one that was
  // opened: removed, moved away, copied over.
  void expect_same_file();

  // How much of the database's pages stays in memory; kPageCacheKib at first.
  void set_page_cache(int kib);

 private:
  struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
  };
  Connection(const OpenRequest& request, const std::string& file_name, int flags);
  static FileIdentity identity_of(const std::string& path);
  void set_pragmas(Milliseconds lock_timeout);
  void wait_for_writers(Milliseconds at_most);
  static int look_again(void* self, int looked);

  std::string path_;
  std::string log_path_;
  std::string log_index_path_;
  Role role_;
  SQLite::Database database_;
  FileIdentity file_;
  FileIdentity log_;        // unset until the log is seen for the first time
  FileIdentity log_index_;  // likewise
  Milliseconds wait_at_most_{0};
  std::chrono::steady_clock::time_point waits_since_;
};

// Rolls back unless committed. commit() throws SQLite::Exception.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection);
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  ~WriteTransaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

// One snapshot for several reads: that of the transaction which is open already, or one of its own.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

 private:
  Connection& connection_;
  bool own_;
};

}  // namespace dialctl::sqlite
