// Batches of earlier imports, and taking one back.
#include "adapters/sqlite/import_book.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/statement.h"
#include "adapters/sqlite/stored_text.h"

namespace dialctl::sqlite {
namespace {

constexpr int kAttemptedShown = 20;

Batch read_batch(Rows& rows) {
  Batch batch;
  batch.id = rows.id<BatchId>();
  batch.project = rows.id<ProjectId>();
  batch.source = rows.text();
  batch.who = rows.text();
  batch.at = rows.instant();
  batch.counts.created = rows.integer();
  batch.counts.updated = rows.integer();
  batch.counts.unchanged = rows.integer();
  batch.counts.skipped = rows.integer();
  batch.counts.refused = rows.integer();
  batch.undone_at = rows.maybe_instant();
  return batch;
}

#define DIALCTL_BATCH_COLUMNS                                                                      \
  "SELECT id, project_id, source, who, at, rows_new, rows_updated, rows_unchanged, rows_skipped, " \
  "rows_refused,"                                                                                  \
  " undone_at FROM import_batch "
// The batch's new orders: ids between its first and last one, so that no index on batch_id is needed.
#define DIALCTL_BATCH_ORDERS                                                                          \
  " customer_order.batch_id = ?1 AND customer_order.id BETWEEN (SELECT order_first FROM import_batch" \
  " WHERE id = ?1) AND (SELECT order_last FROM import_batch WHERE id = ?1) "

Undone find_attempted(Connection& connection, BatchId batch) {
  Undone undone;
  Statement attempted(connection,
                      "SELECT customer_order.id, external_id, count(*) FROM customer_order"
                      " JOIN attempt ON attempt.order_id = customer_order.id WHERE" DIALCTL_BATCH_ORDERS
                      "GROUP BY customer_order.id ORDER BY customer_order.id");
  Rows rows = attempted.query(batch);
  while (rows.next()) {
    AttemptedOrder order;
    order.order = rows.id<OrderId>();
    order.external_id = rows.text();
    order.attempts = rows.integer();
    if (++undone.attempted_total <= kAttemptedShown) undone.attempted.push_back(std::move(order));
  }
  return undone;
}

// Nobody was called for these orders, so no evidence is lost; the
// permit says so to the triggers, and is gone before the commit.
std::int64_t remove_orders(Connection& connection, BatchId batch) {
  Statement permit(connection, "INSERT INTO erasure_permit (id, why) VALUES (1, 'import undo')");
  Statement tasks(
      connection,
      "DELETE FROM task WHERE order_id IN (SELECT id FROM customer_order WHERE" DIALCTL_BATCH_ORDERS ")");
  Statement entries(
      connection,
      "DELETE FROM status_entry WHERE order_id IN (SELECT id FROM customer_order WHERE" DIALCTL_BATCH_ORDERS
      ")");
  Statement orders(connection, "DELETE FROM customer_order WHERE" DIALCTL_BATCH_ORDERS);
  Statement withdraw(connection, "DELETE FROM erasure_permit");
  permit.run();
  tasks.run(batch);
  entries.run(batch);
  const int removed = orders.run(batch);
  withdraw.run();
  return removed;
}

}  // namespace

std::vector<Batch> SqliteBatchBook::batches(std::optional<ProjectId> project, std::int64_t limit) {
  return or_gone(connection_.path(), [&] {
    std::vector<Batch> batches;
    Statement list(connection_,
                   DIALCTL_BATCH_COLUMNS "WHERE ?1 IS NULL OR project_id = ?1 ORDER BY id DESC LIMIT ?2");
    Rows rows = list.query(project, limit);
    while (rows.next())
      batches.push_back(read_batch(rows));
    return batches;
  });
}

std::optional<Batch> SqliteBatchBook::batch(BatchId id) {
  return or_gone(connection_.path(), [&]() -> std::optional<Batch> {
    Statement one(connection_, DIALCTL_BATCH_COLUMNS "WHERE id = ?");
    Rows rows = one.query(id);
    if (!rows.next()) return std::nullopt;
    return read_batch(rows);
  });
}

Result<Undone> SqliteBatchBook::undo(const UndoRequest& request) {
  return or_error(connection_.path(), [&]() -> Result<Undone> {
    WriteTransaction transaction(connection_);
    const std::string name = std::to_string(request.batch.value);
    const auto stored = batch(request.batch);
    if (!stored)
      return Error{ErrorKind::not_found, "batch.unknown", "there is no import " + name,
                   "dialctl import list"};
    if (stored->undone_at)
      return Error{ErrorKind::conflict, "batch.undone",
                   "import " + name + " was undone at " + to_iso(*stored->undone_at), ""};
    Undone undone = find_attempted(connection_, request.batch);
    if (undone.attempted_total != 0) return undone;
    undone.orders = remove_orders(connection_, request.batch);
    undone.updates_kept = stored->counts.updated;
    Statement mark(connection_, "UPDATE import_batch SET undone_at = ?2 WHERE id = ?1");
    mark.run(request.batch, request.at);
    Statement journal(connection_,
                      "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)");
    journal.run(request.at, "import.undone", "batch:" + name,
                std::to_string(undone.orders) + " orders removed", request.who);
    if (!request.dry_run) transaction.commit();
    return undone;
  });
}

std::optional<std::vector<MapOverride>> SqliteBatchBook::mapping(std::string_view name) {
  return or_gone(connection_.path(), [&]() -> std::optional<std::vector<MapOverride>> {
    Statement find(connection_, "SELECT columns FROM import_mapping WHERE name = ?");
    Rows rows = find.query(name);
    if (!rows.next()) return std::nullopt;
    std::vector<MapOverride> overrides;
    // {"column": "field"}: a column is mapped once, a field like phone may be there several times.
    for (auto& [column, field] : parse_fields(rows.text()))
      overrides.push_back({std::move(field), std::move(column)});
    return overrides;
  });
}

Result<void> SqliteBatchBook::save_mapping(std::string_view name, const std::vector<MapOverride>& overrides) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    Fields columns;
    for (const MapOverride& override_ : overrides)
      columns.emplace_back(override_.column, override_.field);
    WriteTransaction transaction(connection_);
    Statement save(connection_,
                   "INSERT INTO import_mapping (name, columns) VALUES (?, ?)"
                   " ON CONFLICT (name) DO UPDATE SET columns = excluded.columns");
    save.run(name, fields_text(columns));
    transaction.commit();
    return {};
  });
}

}  // namespace dialctl::sqlite
