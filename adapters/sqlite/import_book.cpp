#include "adapters/sqlite/import_book.h"

#include "adapters/sqlite/import_writer.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "engine/model/invariant.h"

namespace dialctl::sqlite {

namespace {

// What a row refers to is made or read in the same transaction, so SQLite need not look it up for each row.
// Only there: between two slices others may remove a status. The switch works outside of transactions alone.
class ReferencesUnchecked {
 public:
  ReferencesUnchecked(Connection& connection, bool wanted) : connection_(wanted ? &connection : nullptr) {
    if (connection_ != nullptr) connection_->database().exec("PRAGMA foreign_keys = OFF");
  }
  ReferencesUnchecked(const ReferencesUnchecked&) = delete;
  ReferencesUnchecked& operator=(const ReferencesUnchecked&) = delete;
  ~ReferencesUnchecked() {
    if (connection_ != nullptr) connection_->database().tryExec("PRAGMA foreign_keys = ON");
  }

 private:
  Connection* connection_;
};

// What an import needs more of. Copies: a CHECK that calls a function makes SQLite keep one of every page
// that a statement of many rows touches, in a file unless told otherwise; they are a few MiB at most. Pages:
// numbers go everywhere into their index, and a page that does not find room is written to the log, again and
// again.
class MoreMemory {
 public:
  explicit MoreMemory(Connection& connection) : connection_(connection) {
    connection_.database().exec("PRAGMA temp_store = MEMORY");
    connection_.set_page_cache(kImportPageCacheKib);
  }
  MoreMemory(const MoreMemory&) = delete;
  MoreMemory& operator=(const MoreMemory&) = delete;
  ~MoreMemory() {
    connection_.database().tryExec("PRAGMA temp_store = DEFAULT");
    try {
      connection_.set_page_cache(kPageCacheKib);
    } catch (const SQLite::Exception&) {
      // It stays larger than it need be.
    }
  }

 private:
  static constexpr int kImportPageCacheKib = 56'000;

  Connection& connection_;
};

}  // namespace

struct SqliteImportBook::Session {
  Session(Connection& connection, const ImportStart& what)
      : start(what),
        references(connection, !what.slices),
        memory(connection),
        transaction(std::make_unique<WriteTransaction>(connection)),
        writer(connection),
        records(connection) {}

  ImportStart start;
  ReferencesUnchecked references;  // this and the next go after the transaction
  MoreMemory memory;
  std::unique_ptr<WriteTransaction> transaction;
  ImportWriter writer;
  RecordWriter records;
  BatchId batch;
  OrderId first;
  OrderId last;
  std::int64_t inserted = 0;
  std::int64_t written = 0;
  std::int64_t in_slice = 0;
};

SqliteImportBook::SqliteImportBook(Connection& connection) : connection_(connection) {}
SqliteImportBook::~SqliteImportBook() = default;

Result<BatchId> SqliteImportBook::begin(const ImportStart& start) {
  DIALCTL_INVARIANT(session_ == nullptr);
  return or_error(connection_.path(), [&]() -> Result<BatchId> {
    auto session = std::make_unique<Session>(connection_, start);
    Statement make(connection_, "INSERT INTO import_batch (project_id, source, who, at) VALUES (?, ?, ?, ?)");
    make.run(start.project, start.source, start.who, start.at);
    session->batch = BatchId{connection_.database().getLastInsertRowid()};
    session_ = std::move(session);
    return session_->batch;
  });
}

bool SqliteImportBook::any_order() {
  return or_gone(connection_.path(), [&] {
    Statement any(connection_, "SELECT EXISTS (SELECT 1 FROM customer_order WHERE project_id = ?)");
    Rows rows = any.query(session_->start.project);
    return rows.next() && rows.flag();
  });
}

void SqliteImportBook::find(std::span<const std::string_view> external_ids,
                            std::vector<std::optional<KnownOrder>>& found) {
  or_gone(connection_.path(), [&] {
    found.clear();
    for (const std::string_view id : external_ids)
      found.push_back(session_->writer.find(session_->start.project, id));
  });
}

void SqliteImportBook::insert(std::span<const NewOrder> orders, std::vector<std::optional<OrderId>>& made) {
  made.clear();
  if (orders.empty()) return;
  or_gone(connection_.path(), [&] {
    session_->writer.insert(orders, session_->batch, made);
    std::int64_t inserted = 0;
    for (const std::optional<OrderId>& id : made) {
      if (!id) continue;
      if (!session_->first) session_->first = *id;
      session_->last = *id;
      ++inserted;
    }
    session_->inserted += inserted;
    count_written(inserted);
  });
}

void SqliteImportBook::update(const ChangedOrder& order) {
  or_gone(connection_.path(), [&] {
    session_->writer.update(order);
    if (order.entry) session_->records.apply(*order.entry);
    count_written(1);
  });
}

void SqliteImportBook::count_written(std::int64_t rows) {
  Session& session = *session_;
  session.written += rows;
  session.in_slice += rows;
  if (!session.start.slices || session.in_slice < kCommitEveryRows) return;
  session.in_slice = 0;
  // What stands of the batch must be listed and undoable if this process dies before finish().
  Statement reach(
      connection_,
      "UPDATE import_batch SET order_first = ?2, order_last = ?3, rows_new = ?4, rows_updated = ?5"
      " WHERE id = ?1");
  reach.run(session.batch, session.first ? std::optional(session.first) : std::nullopt,
            session.last ? std::optional(session.last) : std::nullopt, session.inserted,
            session.written - session.inserted);
  session.transaction->commit();
  session.transaction = nullptr;
  session.transaction = std::make_unique<WriteTransaction>(connection_);
}

Result<BatchId> SqliteImportBook::finish(const ImportCounts& counts) {
  return or_error(connection_.path(), [&]() -> Result<BatchId> {
    const std::unique_ptr<Session> session = std::move(session_);
    const bool kept = session->written != 0;
    if (kept) {
      Statement keep(
          connection_,
          "UPDATE import_batch SET rows_new = ?2, rows_updated = ?3, rows_unchanged = ?4,"
          " rows_skipped = ?5, rows_refused = ?6, order_first = ?7, order_last = ?8 WHERE id = ?1");
      keep.run(session->batch, counts.created, counts.updated, counts.unchanged, counts.skipped,
               counts.refused, session->first ? std::optional(session->first) : std::nullopt,
               session->last ? std::optional(session->last) : std::nullopt);
      Statement journal(connection_,
                        "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)");
      journal.run(session->start.at, "import.done", "batch:" + std::to_string(session->batch.value),
                  std::to_string(counts.created) + " new, " + std::to_string(counts.updated) + " updated",
                  session->start.who);
      session->transaction->commit();
    }
    return kept ? session->batch : BatchId{};
  });
}

void SqliteImportBook::abandon() {
  session_ = nullptr;
}

}  // namespace dialctl::sqlite
