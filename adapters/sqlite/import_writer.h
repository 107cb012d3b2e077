// The rows of new and changed orders, written by the million.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "adapters/sqlite/import_statement.h"
#include "adapters/sqlite/interning.h"
#include "engine/run/import_book.h"

namespace dialctl::sqlite {

// Call inside one write transaction; remembers ids of interned rows, so forget()
// when it is rolled back. Entries into statuses and tasks of new orders are
// written many at a time: by flush(), at the latest before the commit.
class ImportWriter {
 public:
  explicit ImportWriter(Connection& connection);

  std::optional<OrderId> insert(const NewOrder& order, BatchId batch);
  void flush();
  // All but the entry into a status.
  void update(const ChangedOrder& order);
  std::optional<KnownOrder> find(ProjectId project, std::string_view external_id);
  void forget();

 private:
  struct Class {
    CalleeClass callee;
    std::int64_t id = 0;
  };
  struct BucketKey {
    ProjectId project;
    TemplateId tmpl;
    CalleeClass callee;
    int priority = 0;
    friend auto operator<=>(const BucketKey&, const BucketKey&) = default;
  };
  std::int64_t class_of(const OrderNumber& number);
  BucketId bucket_of(const BucketKey& key);
  void insert_number(OrderId order, std::int64_t position, const OrderNumber& number);
  // New orders one after the other that have entered the same status in the same way.
  struct Run {
    OrderId first;
    OrderId last;
    StatusEntered entry;
  };
  static bool alike(const StatusEntered& a, const StatusEntered& b);
  void write_entries(const Run& run);
  void write_tasks(const Run& run, const TaskStart& start);
  // True when the numbers are others now.
  bool replace_numbers(const ChangedOrder& order);
  // Pending tasks go to the bucket of the number that they dial next.
  void move_pending(OrderId order, bool from_first_number);

  SQLite::Database& database_;
  Interning interning_;
  std::map<CalleeClass, std::int64_t> classes_;
  const std::pair<const CalleeClass, std::int64_t>* last_class_ = nullptr;
  std::map<BucketKey, BucketId> buckets_;
  std::optional<Run> run_;
  std::string tags_;
  std::string fields_;
  BulkStatement insert_order_;
  BulkStatement insert_number_;
  BulkStatement insert_entries_;
  BulkStatement insert_tasks_;
  BulkStatement find_;
  BulkStatement update_order_;
  BulkStatement numbers_;
  BulkStatement delete_numbers_;
  BulkStatement pending_;
  BulkStatement move_task_;
};

}  // namespace dialctl::sqlite
