// Many new orders, as the rows that they become in each of their tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "adapters/sqlite/bulk_rows.h"
#include "engine/run/import_book.h"

namespace dialctl::sqlite {

// What the rows are made from. Order i has the id first + i; those that are not made are passed over.
struct OrdersToMake {
  std::span<const NewOrder> orders;
  std::int64_t first_id = 0;
  BatchId batch;
  std::vector<char> made;                    // by order
  std::vector<std::string> tags;             // by order, JSON
  std::vector<std::int64_t> number_classes;  // by number, of the orders that are made
  std::vector<std::int64_t> buckets;         // by order; only where the entry starts robot calls
  std::vector<std::int64_t> line_buckets;    // by order; only where the entry leads into a line
};

class OrderRows : public BulkRows {
 public:
  explicit OrderRows(const OrdersToMake& all) : all_(all) {}
  void rewind() override { go_to_made(0); }
  bool at_end() const override { return order_ == all_.orders.size(); }
  void next() override { go_to_made(order_ + 1); }
  void read(int column, BulkCell cell) const override;
  static constexpr const char* kInsert =
      "INSERT OR FAIL INTO customer_order (id, project_id, external_id, status_id, status_since,"
      " status_timeout_at, priority, owner, tags, fields, created_at, batch_id, row_hash)"
      " SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12 FROM bulk_rows(?1) WHERE true"
      " ON CONFLICT (project_id, external_id) DO NOTHING";

 protected:
  const NewOrder& order() const { return all_.orders[order_]; }
  std::int64_t id() const { return all_.first_id + static_cast<std::int64_t>(order_); }
  void go_to_made(std::size_t order) {
    order_ = order;
    while (!OrderRows::at_end() && all_.made[order_] == 0)
      ++order_;
  }

  const OrdersToMake& all_;
  std::size_t order_ = 0;
};

// Entries into the first status.
class EntryRows : public OrderRows {
 public:
  using OrderRows::OrderRows;
  void read(int column, BulkCell cell) const override;
  static constexpr const char* kInsert =
      "INSERT OR FAIL INTO status_entry (order_id, entry, status_id, at, who, why)"
      " SELECT c0, c1, c2, c3, c4, c5 FROM bulk_rows(?1)";
};

// The robot calls that the entries start.
class TaskRows : public OrderRows {
 public:
  using OrderRows::OrderRows;
  void rewind() override { go_to_started(0); }
  void next() override { go_to_started(order_ + 1); }
  void read(int column, BulkCell cell) const override;
  static constexpr const char* kInsert =
      "INSERT OR FAIL INTO task (order_id, status_entry, template_id, bucket_id, phase, reason, next_at,"
      " made_at, who) SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8 FROM bulk_rows(?1)";

 private:
  void go_to_started(std::size_t order) {
    go_to_made(order);
    while (!at_end() && !this->order().entry->start)
      go_to_made(order_ + 1);
  }
};

// The places that the entries give in the lines of call modes.
class PlaceRows : public OrderRows {
 public:
  using OrderRows::OrderRows;
  void rewind() override { go_to_placed(0); }
  void next() override { go_to_placed(order_ + 1); }
  void read(int column, BulkCell cell) const override;
  static constexpr const char* kInsert =
      "INSERT OR FAIL INTO task (order_id, status_entry, mode, bucket_id, phase, next_at, made_at, who,"
      " place_key) SELECT c0, c1, c2, c3, 'ready', c4, c4, c5, c6 FROM bulk_rows(?1)";

 private:
  void go_to_placed(std::size_t order) {
    go_to_made(order);
    while (!at_end() && !this->order().entry->line)
      go_to_made(order_ + 1);
  }
};

class NumberRows : public OrderRows {
 public:
  using OrderRows::OrderRows;
  void rewind() override;
  void next() override;
  void read(int column, BulkCell cell) const override;
  static constexpr const char* kInsert =
      "INSERT OR FAIL INTO order_number (order_id, position, e164, raw, callee_class_id, origin, bad)"
      " SELECT c0, c1, c2, c3, c4, c5, c6 FROM bulk_rows(?1)";

 private:
  void pass_ended_orders();

  std::size_t position_ = 0;
  std::size_t number_ = 0;  // among all of the orders that are made
};

}  // namespace dialctl::sqlite
