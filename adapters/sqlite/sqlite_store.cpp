#include "adapters/sqlite/sqlite_store.h"

#include "adapters/sqlite/caller_reader.h"
#include "adapters/sqlite/line_reader.h"
#include "adapters/sqlite/loop_reader.h"
#include "adapters/sqlite/migrations.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/recording_rows.h"
#include "adapters/sqlite/settings_reader.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/task_reader.h"

namespace dialctl::sqlite {

struct SqliteStore::Parts {
  explicit Parts(Connection& connection)
      : begin(connection, connection.role() == Role::reader ? "BEGIN" : "BEGIN IMMEDIATE"),
        commit(connection, "COMMIT"),
        roll_back(connection, "ROLLBACK"),
        data_version(connection, "PRAGMA data_version"),
        user_version(connection, "PRAGMA user_version"),
        revision(connection, "SELECT settings, blacklist FROM revision"),
        epoch(connection, "SELECT epoch FROM loop_owner WHERE shard = 1"),
        sequence(connection, "UPDATE loop_owner SET sequence = sequence + 1 WHERE shard = 1 AND epoch = ?"),
        tasks(connection),
        due(connection),
        lines(connection),
        callers(connection),
        recordings(connection),
        writer(connection) {}

  Statement begin;
  Statement commit;
  Statement roll_back;
  Statement data_version;
  Statement user_version;
  Statement revision;
  Statement epoch;
  Statement sequence;
  TaskReader tasks;
  DueReader due;
  LineReader lines;
  CallerReader callers;
  RecordingReader recordings;
  RecordWriter writer;
  bool in_pass = false;
};

namespace {

std::int64_t one_integer(Statement& statement) {
  Rows rows = statement.query();
  return rows.next() ? rows.integer() : 0;
}

Error taken_over(const std::string& path, const char* what) {
  return {ErrorKind::conflict, "store.taken-over", path + ": " + what,
          "one loop per database: find the other one with `dialctl status`"};
}

}  // namespace

SqliteStore::SqliteStore(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {
  or_gone(connection_->path(), [&] { parts_ = std::make_unique<Parts>(*connection_); });
}

SqliteStore::~SqliteStore() {
  roll_back();
}

Result<Ownership> SqliteStore::take_ownership(const std::string& owner, Instant now) {
  return or_error(connection_->path(), [&]() -> Result<Ownership> {
    WriteTransaction transaction(*connection_);
    const std::int64_t newest = one_integer(parts_->epoch);
    if (epoch_ != 0 && newest > epoch_) {
      return taken_over(connection_->path(), "another loop has taken the database over");
    }
    Statement take(*connection_,
                   "INSERT INTO loop_owner (shard, owner, epoch, since) VALUES (1, ?, ?, ?)"
                   " ON CONFLICT (shard) DO UPDATE SET owner = excluded.owner, epoch = excluded.epoch,"
                   " since = excluded.since, sequence = 0");
    take.run(owner, newest + 1, now);
    Statement installation(*connection_,
                           "SELECT name, coalesce((SELECT max(id) FROM attempt), 0) FROM installation");
    Ownership ownership;
    {
      Rows rows = installation.query();
      rows.next();
      ownership.installation = rows.text();
      ownership.last_attempt = rows.id<AttemptId>();
    }
    transaction.commit();
    epoch_ = newest + 1;
    ownership.epoch = epoch_;
    return ownership;
  });
}

Settings SqliteStore::load_settings() {
  return or_gone(connection_->path(), [&] { return read_settings(*connection_); });
}

LoopMemory SqliteStore::load_memory() {
  return or_gone(connection_->path(), [&] { return read_loop_memory(*connection_); });
}

PaceMemory SqliteStore::load_pace_memory(Instant since) {
  return or_gone(connection_->path(), [&] { return read_pace_memory(*connection_, since); });
}

std::vector<OpenAttempt> SqliteStore::open_attempts() {
  return or_gone(connection_->path(), [&] { return read_open_attempts(*connection_, parts_->tasks); });
}

ChangeMark SqliteStore::change_mark() {
  connection_->expect_same_file();
  return or_gone(connection_->path(), [&] {
    ChangeMark mark;
    mark.commits_of_others = one_integer(parts_->data_version);
    Rows rows = parts_->revision.query();
    rows.next();
    mark.settings_version = rows.integer();
    mark.blacklist_version = rows.integer();
    return mark;
  });
}

void SqliteStore::begin_pass() {
  DIALCTL_INVARIANT(!parts_->in_pass);
  connection_->expect_same_file();
  or_gone(connection_->path(), [&] { parts_->begin.run(); });
  parts_->in_pass = true;
  try {
    expect_ownership();
  } catch (...) {
    roll_back();
    throw;
  }
}

void SqliteStore::expect_ownership() {
  if (connection_->role() == Role::reader) return;
  or_gone(connection_->path(), [&] {
    if (one_integer(parts_->user_version) != newest_version()) {
      throw StoreGone(Error{ErrorKind::store, "store.newer",
                            connection_->path() + ": a newer dialctl has migrated the database",
                            "start the loop of the newer version"});
    }
    if (epoch_ == 0 || one_integer(parts_->epoch) != epoch_) {
      throw StoreGone(taken_over(connection_->path(), "another loop has taken the database over"));
    }
  });
}

std::vector<BucketState> SqliteStore::buckets() {
  return or_gone(connection_->path(), [&] { return parts_->due.buckets(); });
}

DueTasks SqliteStore::due_tasks(BucketId bucket, Instant now, int limit) {
  return or_gone(connection_->path(),
                 [&] { return parts_->due.due_tasks(parts_->tasks, bucket, now, limit); });
}

DueTimeouts SqliteStore::due_timeouts(Instant now, int limit) {
  return or_gone(connection_->path(), [&] { return parts_->due.due_timeouts(now, limit); });
}

DueRecordings SqliteStore::due_recordings(Instant now, int limit) {
  return or_gone(connection_->path(), [&] { return parts_->recordings.due(now, limit); });
}

std::vector<Bucket> SqliteStore::line_buckets(Instant now) {
  return or_gone(connection_->path(), [&] { return parts_->lines.buckets(now); });
}

std::vector<InLine> SqliteStore::heads(const HeadsWanted& wanted) {
  return or_gone(connection_->path(), [&] { return parts_->lines.heads(wanted); });
}

std::vector<InLine> SqliteStore::lapsed(Instant now) {
  return or_gone(connection_->path(), [&] { return parts_->lines.lapsed(now); });
}

std::optional<Instant> SqliteStore::next_lease_end() {
  return or_gone(connection_->path(), [&] { return parts_->lines.next_lease_end(); });
}

std::vector<AgentRound> SqliteStore::agent_rounds() {
  return or_gone(connection_->path(), [&] { return parts_->lines.rounds(); });
}

std::optional<DueTask> SqliteStore::task(TaskId id, Instant now) {
  return or_gone(connection_->path(), [&] { return parts_->tasks.task(id, now); });
}

std::optional<Order> SqliteStore::order(OrderId id) {
  return or_gone(connection_->path(), [&] { return parts_->tasks.order(id); });
}

CallerKnown SqliteStore::caller_known(const MissedCall& call, Instant now) {
  return or_gone(connection_->path(), [&] { return parts_->callers.known(call, now); });
}

// A pass that recorded nothing leaves nothing to write, not even its sequence: idle loops do not wear disks.
void SqliteStore::commit(const std::vector<Record>& records) {
  DIALCTL_INVARIANT(parts_->in_pass);
  if (records.empty()) return roll_back();
  try {
    or_gone(connection_->path(), [&] {
      parts_->writer.apply(records);
      parts_->sequence.run(epoch_);
      parts_->commit.run();
    });
    parts_->in_pass = false;
  } catch (...) {
    roll_back();
    throw;
  }
}

void SqliteStore::roll_back() {
  if (parts_ == nullptr || !parts_->in_pass) return;
  parts_->in_pass = false;
  try {
    parts_->roll_back.run();
  } catch (const SQLite::Exception&) {
    // Some errors have rolled back by themselves.
  }
}

}  // namespace dialctl::sqlite
