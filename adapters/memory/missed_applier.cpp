// Missed calls and the callbacks that they make.
#include <algorithm>

#include "adapters/memory/record_applier.h"

namespace dialctl::memory {

OrderId RecordApplier::caller_order(const MissedTaken& record) {
  const std::string external_id = "callback:" + record.call.caller.text();
  for (const auto& [id, row] : data_.orders) {
    if (row.order.project == record.call.project && row.order.external_id == external_id) return id;
  }
  Order order;
  order.project = *record.call.project;
  order.external_id = external_id;
  order.numbers = {record.start->number};
  order.created = record.at;
  StatusEntered entry;
  entry.status = record.start->status;
  entry.at = record.at;
  entry.who = record.who;
  entry.why = "missed call";
  return insert(std::move(order), std::move(entry));
}

void RecordApplier::write(const MissedTaken& record) {
  const bool told = !record.call.provider_call.empty() &&
                    std::any_of(data_.missed.begin(), data_.missed.end(), [&](const MissedTaken& known) {
                      return known.call.provider_call == record.call.provider_call;
                    });
  if (told) return;
  MissedTaken kept = record;
  kept.call.id = MissedId{static_cast<std::int64_t>(data_.missed.size()) + 1};
  const MissedCall call = kept.call;
  undo_.append(data_.missed, std::move(kept));
  if (!record.start) return;
  const OrderId order = caller_order(record);
  TaskId task;
  for (const auto& [id, row] : data_.tasks) {
    if (row.order == order && row.callback && row.phase != TaskPhase::done &&
        row.phase != TaskPhase::cancelled)
      task = id;
  }
  if (!task) {
    TaskRow row;
    row.order = order;
    BucketKey key{*call.project,
                  {},
                  {record.start->number.region, record.start->number.zones},
                  data_.orders.at(order).order.priority};
    key.rule = *record.rule;
    row.bucket = bucket(key);
    row.phase = record.start->blocked_by.empty() ? TaskPhase::ready : TaskPhase::blocked;
    row.reason = record.start->blocked_by;
    row.next_at = record.start->next_at;
    row.callback = CallbackTask{*record.rule, record.version, call};
    task = {data_.tasks.empty() ? 1 : data_.tasks.rbegin()->first.value + 1};
    put_task(task, row);
  }
  undo_.put(data_.callbacks, call.id, task);
}

void RecordApplier::write(const ContactSeen& record) {
  const auto known = data_.contacts.find(record.number);
  MemoryData::Contact contact;
  if (known != data_.contacts.end()) contact = known->second;
  contact.dialled_at = std::max(contact.dialled_at, record.at);
  if (record.talked) contact.talked_at = std::max(contact.talked_at.value_or(record.at), record.at);
  undo_.put(data_.contacts, record.number, contact);
  std::vector<TaskId> ended;
  for (const auto& [id, row] : data_.tasks) {
    const bool is_over = row.phase == TaskPhase::done || row.phase == TaskPhase::cancelled;
    if (is_over || !row.callback || row.callback->missed.caller != record.number) continue;
    const bool lost_since =
        std::any_of(data_.callbacks.begin(), data_.callbacks.end(), [&, task = id](const auto& answered) {
          const auto& missed = data_.missed.at(static_cast<std::size_t>(answered.first.value - 1));
          return answered.second == task && missed.call.lost_at > record.at;
        });
    const CallbackRule* rule = find(data_.settings.rules, row.callback->rule);
    const bool any_dial = rule != nullptr && rule->cancel_on == CancelOn::any_dial;
    if ((record.talked || any_dial) && !lost_since) ended.push_back(id);
  }
  for (const TaskId id : ended) {
    const TaskRow& row = data_.tasks.at(id);
    const OrderId order = row.order;
    const bool is_live = row.phase == TaskPhase::live;
    set_phase(id, is_live ? TaskPhase::live : TaskPhase::cancelled, "contact");
    if (is_live) continue;
    write(Journalled{record.at, "callback.cancelled", "order:" + std::to_string(order.value),
                     "contact, " + record.how});
  }
}

}  // namespace dialctl::memory
