// The rows of new and changed orders, written by the million.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/sqlite/import_rows.h"
#include "adapters/sqlite/import_statement.h"
#include "adapters/sqlite/interning.h"
#include "engine/run/import_book.h"

namespace dialctl::sqlite {

// Call inside one write transaction; remembers ids of interned rows, so forget()
// when it is rolled back. After an exception only a rollback is left: what a
// statement had written before its error stays (OR FAIL), which spares SQLite
// a copy of each page that the statement touches.
class ImportWriter {
 public:
  explicit ImportWriter(Connection& connection);

  // As ImportBook::insert().
  void insert(std::span<const NewOrder> orders, BatchId batch, std::vector<std::optional<OrderId>>& made);
  // All but the entry into a status.
  void update(const ChangedOrder& order);
  std::optional<KnownOrder> find(ProjectId project, std::string_view external_id);
  void forget() { interning_.forget(); }

 private:
  void insert_number(OrderId order, std::int64_t position, const OrderNumber& number);
  std::int64_t last_order_id();
  void find_made();
  void find_classes_and_buckets();
  // True when the numbers are others now.
  bool replace_numbers(const ChangedOrder& order);
  // Pending tasks go to the bucket of the number that they dial next.
  void move_pending(OrderId order, bool from_first_number);

  SQLite::Database& database_;
  Interning interning_;
  OrdersToMake making_;
  OrderRows order_rows_{making_};
  NumberRows number_rows_{making_};
  EntryRows entry_rows_{making_};
  TaskRows task_rows_{making_};
  PlaceRows place_rows_{making_};
  std::string tags_;
  std::string fields_;
  BulkStatement last_order_id_;
  BulkStatement order_ids_;
  BulkStatement insert_orders_;
  BulkStatement insert_numbers_;
  BulkStatement insert_number_;
  BulkStatement insert_entries_;
  BulkStatement insert_tasks_;
  BulkStatement insert_places_;
  BulkStatement find_;
  BulkStatement update_order_;
  BulkStatement numbers_;
  BulkStatement delete_numbers_;
  BulkStatement pending_;
  BulkStatement move_task_;
};

}  // namespace dialctl::sqlite
