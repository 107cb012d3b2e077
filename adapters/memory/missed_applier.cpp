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
  std::vector<TaskId> ended;
  for (const auto& [id, row] : data_.tasks) {
    const bool waits = row.phase == TaskPhase::ready || row.phase == TaskPhase::blocked;
    if (!waits || !row.callback || row.callback->missed.caller != record.number) continue;
    const CallbackRule* rule = find(data_.settings.rules, row.callback->rule);
    const bool any_dial = rule != nullptr && rule->cancel_on == CancelOn::any_dial;
    if (record.talked || any_dial) ended.push_back(id);
  }
  for (const TaskId id : ended) {
    set_phase(id, TaskPhase::cancelled, "contact");
    write(Journalled{record.at, "callback.cancelled",
                     "order:" + std::to_string(data_.tasks.at(id).order.value), "contact, " + record.how});
  }
}

}  // namespace dialctl::memory
