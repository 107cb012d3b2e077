// The port OrderBook (engine/run/order_book.h) on SQLite.
#pragma once

#include "engine/run/order_book.h"

namespace dialctl::sqlite {

class Connection;

class SqliteOrderBook : public OrderBook {
 public:
  explicit SqliteOrderBook(Connection& connection) : connection_(connection) {}

  Result<void> list(const OrderFilter& filter, const OrderPage& page, const VisitOrder& visit) override;
  Result<std::int64_t> count(const OrderSelection& selection) override;
  Result<OrderId> resolve(std::string_view text) override;
  Result<OrderId> order_of(AttemptId attempt) override;
  Result<OrderStory> story(OrderId id) override;
  Result<std::vector<std::string>> field_names(ProjectId project) override;
  Result<void> lacking(const std::string& field, const VisitLacking& visit) override;
  Result<OrderId> add(const Order& order, const StatusEntered& entry, bool dry_run) override;
  Result<EditReport> change(const EditRequest& request, const Rulebook& rules) override;

 private:
  Connection& connection_;
};

}  // namespace dialctl::sqlite
