#include "adapters/sqlite/import_book.h"

#include "adapters/sqlite/import_conditions.h"
#include "adapters/sqlite/import_writer.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "engine/model/invariant.h"

namespace dialctl::sqlite {

struct SqliteImportBook::Session {
  Session(Connection& connection, const ImportStart& what)
      : start(what),
        unchecked(connection, !what.slices),
        memory(connection),
        transaction(std::make_unique<WriteTransaction>(connection)),
        number_index(connection, !what.slices),
        writer(connection),
        records(connection) {}

  ImportStart start;
  RowsUnchecked unchecked;  // this and the next go after the transaction
  MoreMemory memory;
  std::unique_ptr<WriteTransaction> transaction;
  NumbersIndexedLast number_index;
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
      if (session->number_index.wanted()) {
        session->memory.give_back();
        session->number_index.make();
      }
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
