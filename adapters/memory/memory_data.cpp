#include "adapters/memory/memory_data.h"

#include "adapters/memory/record_applier.h"

namespace dialctl::memory {

void MemoryData::set_settings(Settings new_settings) {
  new_settings.version = settings.version + 1;
  settings = std::move(new_settings);
  ++commits_;
}

OrderId MemoryData::add_order(Order order, StatusEntered entry) {
  RecordApplier applier(*this);
  const OrderId id = applier.insert(std::move(order), std::move(entry));
  ++commits_;
  return id;
}

void MemoryData::edit_order(OrderId id, const std::function<void(Order&)>& edit) {
  edit(orders.at(id).order);
  ++commits_;
}

void MemoryData::record(const Record& record) {
  RecordApplier(*this).apply(record);
  ++commits_;
}

void MemoryData::cancel_task(TaskId id, const std::string& reason) {
  const TaskPhase phase = tasks.at(id).phase;
  if (phase != TaskPhase::ready && phase != TaskPhase::blocked) return;
  RecordApplier(*this).set_phase(id, TaskPhase::cancelled, reason);
  ++commits_;
}

void MemoryData::list_number(const E164& number, ProjectId project, BlacklistRow row) {
  blacklist.insert_or_assign({number, project}, std::move(row));
  ++blacklist_version_;
  ++commits_;
}

void MemoryData::unlist_number(const E164& number, ProjectId project) {
  if (blacklist.erase({number, project}) == 0) return;
  ++blacklist_version_;
  ++commits_;
}

}  // namespace dialctl::memory
