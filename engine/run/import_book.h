// Port: where an import's rows go, and what is known of earlier imports.
//
// Implementation: adapters/sqlite/import_book. One import at a time on one object; the loop and other
// commands work on connections of their own.
//
// An import is one write transaction from begin() to finish(): other writers wait, readers see all of it or
// nothing. With `slices` set it is committed every few thousand rows instead, so that a running loop gets its
// turn in between (import --partial, where a good row does not depend on the others).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/order_mapping.h"
#include "engine/model/record.h"
#include "engine/model/result.h"

namespace dialctl {

struct ImportCounts {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t skipped = 0;
  std::int64_t refused = 0;

  std::int64_t rows() const { return created + updated + unchanged + skipped + refused; }
  friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

struct ImportStart {
  ProjectId project;
  std::string source;  // the file's name, or "-"
  std::string who;
  Instant at;
  bool slices = false;
};

// What an earlier row, of this or another import, has left of an order.
struct KnownOrder {
  OrderId id;
  StatusId status;
  BatchId batch;              // that made it
  std::int64_t row_hash = 0;  // 0: made by hand
};

// Views: what they show stays in place while the order is inserted.
struct NewOrder {
  ProjectId project;
  std::string_view external_id;
  int priority = 0;
  std::string_view owner;
  std::span<const std::string> tags;
  const char* fields_json = "{}";  // {"name": "text"}
  std::span<const OrderNumber> numbers;
  Instant created;
  std::int64_t row_hash = 0;
  // Its status is the order's first one. The order is not read, nor the callee of its start: orders that
  // enter a status alike share one, and the first number tells the callee.
  const StatusEntered* entry = nullptr;
};

// What a changed row says. What it does not say stays: fields of other columns, priority, owner, tags, and
// always attempts, tasks and status history.
struct ChangedOrder {
  OrderId id;
  std::int64_t row_hash = 0;
  Fields fields;  // these are set; an empty value removes the field
  std::optional<int> priority;
  std::optional<std::string> owner;
  std::optional<std::vector<std::string>> tags;
  std::optional<Instant> created;
  std::vector<OrderNumber> numbers;    // replace those of the order; `bad` is kept for a number that stays
  std::optional<StatusEntered> entry;  // import --update-status
};

class ImportBook {
 public:
  virtual ~ImportBook() = default;

  // Error: store.locked (busy). All other failures from here to finish() throw StoreGone.
  virtual Result<BatchId> begin(const ImportStart& start) = 0;
  // Whether the project has had an order before this import: without one there is nothing to look up.
  virtual bool any_order() = 0;
  // One answer per id, in their order; those of this import are found too.
  virtual void find(std::span<const std::string_view> external_ids,
                    std::vector<std::optional<KnownOrder>>& found) = 0;
  // One answer per order, in their order; ids ascend. nullopt: the project has an order of this external id,
  // perhaps an earlier one of the same call; nothing is changed by this one then.
  virtual void insert(std::span<const NewOrder> orders, std::vector<std::optional<OrderId>>& made) = 0;
  virtual void update(const ChangedOrder& order) = 0;
  // Commits and keeps the counts with the batch. Without a row that
  // created or updated something no batch is kept, and the id is 0.
  virtual Result<BatchId> finish(const ImportCounts& counts) = 0;
  // Forgets what is not committed.
  virtual void abandon() = 0;
};

struct Batch {
  BatchId id;
  ProjectId project;
  std::string source;
  std::string who;
  Instant at;
  ImportCounts counts;
  std::optional<Instant> undone_at;
};

// An order of a batch that cannot be taken back, and its number of attempts.
struct AttemptedOrder {
  OrderId order;
  std::string external_id;
  std::int64_t attempts = 0;
};

struct UndoRequest {
  BatchId batch;
  std::string who;
  Instant at;
  bool dry_run = false;
};
struct Undone {
  std::int64_t orders = 0;        // removed
  std::int64_t updates_kept = 0;  // rows of the batch that changed earlier orders: they stay as they are
  std::vector<AttemptedOrder> attempted;  // not empty: nothing was removed; the first 20
  std::int64_t attempted_total = 0;
};

class BatchBook {
 public:
  virtual ~BatchBook() = default;
  virtual std::vector<Batch> batches(std::optional<ProjectId> project,
                                     std::int64_t limit) = 0;  // newest first
  virtual std::optional<Batch> batch(BatchId id) = 0;
  // Errors: batch.unknown (not_found), batch.undone (conflict), store.locked (busy).
  virtual Result<Undone> undo(const UndoRequest& request) = 0;

  // Saved mappings (IM-02), by name.
  virtual std::optional<std::vector<MapOverride>> mapping(std::string_view name) = 0;
  virtual Result<void> save_mapping(std::string_view name, const std::vector<MapOverride>& overrides) = 0;
};

}  // namespace dialctl
