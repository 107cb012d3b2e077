// The ports ImportBook and BatchBook (engine/run/import_book.h) on SQLite.
#pragma once

#include <memory>

#include "engine/run/import_book.h"

namespace dialctl::sqlite {

class Connection;

inline constexpr std::int64_t kCommitEveryRows = 5'000;  // at least, of an import in slices

// Works on a connection with Role::writer.
class SqliteImportBook : public ImportBook {
 public:
  explicit SqliteImportBook(Connection& connection);
  ~SqliteImportBook() override;

  Result<BatchId> begin(const ImportStart& start) override;
  bool any_order() override;
  void find(std::span<const std::string_view> external_ids,
            std::vector<std::optional<KnownOrder>>& found) override;
  void insert(std::span<const NewOrder> orders, std::vector<std::optional<OrderId>>& made) override;
  void update(const ChangedOrder& order) override;
  Result<BatchId> finish(const ImportCounts& counts) override;
  void abandon() override;

 private:
  struct Session;
  void count_written(std::int64_t rows);

  Connection& connection_;
  std::unique_ptr<Session> session_;
};

class SqliteBatchBook : public BatchBook {
 public:
  explicit SqliteBatchBook(Connection& connection) : connection_(connection) {}

  std::vector<Batch> batches(std::optional<ProjectId> project, std::int64_t limit) override;
  std::optional<Batch> batch(BatchId id) override;
  Result<Undone> undo(const UndoRequest& request) override;
  std::optional<std::vector<MapOverride>> mapping(std::string_view name) override;
  Result<void> save_mapping(std::string_view name, const std::vector<MapOverride>& overrides) override;

 private:
  Connection& connection_;
};

}  // namespace dialctl::sqlite
