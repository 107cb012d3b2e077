// Records of missed calls and the callbacks that they make.
#include "adapters/sqlite/missed_rows.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

template <class Id>
Id made_id(Rows&& rows) {
  rows.next();
  const Id id = rows.id<Id>();
  rows.next();  // the insert is finished only when its rows are
  return id;
}

}  // namespace

RecordWriter::MissedStatements::MissedStatements(Connection& connection)
    : insert_call(
          connection,
          "INSERT INTO missed_call (provider_call, e164, dialled, project_id, lost_at, waited_seconds,"
          " lost_in, site, scenario, queue_id, operator_id, group_id, tags, phases, seen_at, who, taking,"
          " rule_id, rule_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
          " ?15, ?16, ?17, ?18, iif(?18 IS NULL, NULL, ?19))"
          " ON CONFLICT DO NOTHING RETURNING id"),
      link_task(connection, "UPDATE missed_call SET task_id = ?2 WHERE id = ?1"),
      find_order(connection, "SELECT id FROM customer_order WHERE project_id = ? AND external_id = ?"),
      make_order(connection,
                 "INSERT INTO customer_order (project_id, external_id, status_id, status_since, created_at)"
                 " VALUES (?1, ?2, ?3, ?4, ?4) RETURNING id"),
      insert_number(connection,
                    "INSERT INTO order_number (order_id, position, e164, raw, callee_class_id, origin)"
                    " VALUES (?, 0, ?, ?, ?, ?)"),
      open_task(connection,
                "SELECT id FROM task WHERE order_id = ? AND rule_id IS NOT NULL"
                " AND phase NOT IN ('done', 'cancelled') ORDER BY id DESC LIMIT 1"),
      make_task(
          connection,
          "INSERT INTO task (order_id, rule_id, rule_version, missed_id, bucket_id, phase, reason, next_at,"
          " due_from, made_at, who) VALUES (?1, ?2, ?3, ?4, ?5, iif(?6 = '', 'ready', 'blocked'), ?6, ?7, ?7,"
          " ?8, ?9) RETURNING id"),
      end_by_contact(connection,
                     "UPDATE task SET phase = iif(phase = 'live', 'live', 'cancelled'), reason = 'contact'"
                     " WHERE phase NOT IN ('done', 'cancelled')"
                     " AND id IN (SELECT task_id FROM missed_call WHERE e164 = ?1 AND task_id IS NOT NULL)"
                     " AND NOT EXISTS (SELECT 1 FROM missed_call WHERE task_id = task.id AND lost_at > ?3)"
                     " AND (?2 OR EXISTS (SELECT 1 FROM callback_rule JOIN callback_rule_version AS v"
                     "  ON v.rule_id = callback_rule.id AND v.version = callback_rule.version"
                     "  WHERE callback_rule.id = task.rule_id AND v.cancel_on = 'any-dial'))"
                     " RETURNING order_id, phase"),
      note_contact(
          connection,
          "INSERT INTO caller_contact (e164, talked_at, dialled_at) VALUES (?1, iif(?2, ?3, NULL), ?3)"
          " ON CONFLICT DO UPDATE SET dialled_at = max(dialled_at, excluded.dialled_at),"
          " talked_at = max(coalesce(talked_at, excluded.talked_at), coalesce(excluded.talked_at, "
          "talked_at))") {}

OrderId RecordWriter::caller_order(const MissedTaken& record) {
  const MissedTaken::Start& start = *record.start;
  const std::string external_id = "callback:" + record.call.caller.text();
  {
    Rows known = missed_.find_order.query(*record.call.project, external_id);
    if (known.next()) return known.id<OrderId>();
  }
  const auto order =
      made_id<OrderId>(missed_.make_order.query(*record.call.project, external_id, start.status, record.at));
  missed_.insert_number.run(order, start.number.number, start.number.raw,
                            interning_.callee_class(start.number.region, start.number.zones),
                            start.number.origin);
  order_.insert_entry.run(order, 1, start.status, record.at, record.who, "missed call");
  return order;
}

void RecordWriter::write(const MissedTaken& record) {
  const MissedCall& call = record.call;
  MissedId missed;
  {
    Rows made = missed_.insert_call.query(
        call.provider_call, call.caller, call.dialled, call.project, call.lost_at, call.waited, call.lost_in,
        call.site, call.scenario, call.queue, call.operator_id, call.group, list_text(call.tags),
        phases_text(call.phases), record.at, record.who, record.taking, record.rule, record.version);
    if (!made.next()) return;  // told before
    missed = made.id<MissedId>();
    made.next();
  }
  if (!record.start) return;
  const OrderId order = caller_order(record);
  TaskId task;
  {
    Rows open = missed_.open_task.query(order);
    if (open.next()) task = open.id<TaskId>();
  }
  if (!task) {
    const OrderPlace place = place_of(order);
    BucketKey key{place.project,
                  {},
                  interning_.callee_class(record.start->number.region, record.start->number.zones),
                  place.priority};
    key.rule = *record.rule;
    task = made_id<TaskId>(missed_.make_task.query(order, *record.rule, record.version, missed,
                                                   interning_.bucket(key), record.start->blocked_by,
                                                   record.start->next_at, record.at, record.who));
  }
  missed_.link_task.run(missed, task);
}

void RecordWriter::write(const ContactSeen& record) {
  missed_.note_contact.run(record.number, record.talked, record.at);
  std::vector<OrderId> ended;
  {
    Rows rows = missed_.end_by_contact.query(record.number, record.talked, record.at);
    while (rows.next()) {
      const auto order = rows.id<OrderId>();
      if (rows.parsed(parse_task_phase) == TaskPhase::cancelled) ended.push_back(order);
    }
  }
  for (const OrderId order : ended)
    write(Journalled{record.at, "callback.cancelled", "order:" + std::to_string(order.value),
                     "contact, " + record.how});
}

}  // namespace dialctl::sqlite
