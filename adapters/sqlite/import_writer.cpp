#include "adapters/sqlite/import_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/sqlite/stored_text.h"
#include "engine/model/invariant.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

ImportWriter::ImportWriter(Connection& connection)
    : database_(connection.database()),
      interning_(connection),
      insert_order_(database_,
                    "INSERT INTO customer_order (project_id, external_id, status_id, status_since,"
                    " status_timeout_at, priority, owner, tags, fields, created_at, batch_id, row_hash)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (project_id, external_id) DO NOTHING"),
      insert_number_(database_,
                     "INSERT INTO order_number (order_id, position, e164, raw, callee_class_id, origin, bad)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)"),
      // Ids ascend and nobody else inserts in this transaction: a range has the run's orders and no others.
      insert_entries_(database_,
                      "INSERT INTO status_entry (order_id, entry, status_id, at, who, why)"
                      " SELECT id, 1, ?3, ?4, ?5, ?6 FROM customer_order WHERE id BETWEEN ?1 AND ?2"),
      insert_tasks_(
          database_,
          "INSERT INTO task (order_id, status_entry, template_id, bucket_id, phase, reason, next_at,"
          " made_at, who) SELECT o.id, 1, ?3, b.id, ?4, ?5, ?6, ?7, ?8 FROM customer_order AS o"
          " CROSS JOIN order_number AS n ON n.order_id = o.id AND n.position = 0"
          " CROSS JOIN bucket AS b ON b.project_id = o.project_id AND b.template_id = ?3"
          " AND b.callee_class_id = n.callee_class_id AND b.priority = o.priority"
          " WHERE o.id BETWEEN ?1 AND ?2"),
      find_(database_,
            "SELECT id, status_id, batch_id, row_hash FROM customer_order"
            " WHERE project_id = ? AND external_id = ?"),
      update_order_(
          database_,
          "UPDATE customer_order SET row_hash = ?2, fields = json_patch(fields, ?3),"
          " priority = coalesce(?4, priority), owner = coalesce(?5, owner), tags = coalesce(?6, tags),"
          " created_at = coalesce(?7, created_at) WHERE id = ?1"),
      numbers_(
          database_,
          "SELECT e164, raw, region, zones, origin, bad FROM order_number"
          " JOIN callee_class ON callee_class.id = callee_class_id WHERE order_id = ? ORDER BY position"),
      delete_numbers_(database_, "DELETE FROM order_number WHERE order_id = ?"),
      pending_(database_,
               "SELECT task.id, template_id, number_index, project_id, priority FROM task"
               " JOIN customer_order ON customer_order.id = order_id"
               " WHERE order_id = ? AND phase IN ('ready', 'blocked')"),
      move_task_(database_, "UPDATE task SET bucket_id = ?2, number_index = ?3 WHERE id = ?1") {}

void ImportWriter::forget() {
  last_class_ = nullptr;
  classes_.clear();
  buckets_.clear();
  run_.reset();
}

std::optional<OrderId> ImportWriter::insert(const NewOrder& made, BatchId batch) {
  const Order& order = made.order;
  tags_ = list_text(order.tags);
  if (made.fields_json.empty()) fields_ = fields_text(order.fields);
  insert_order_.bind(1, order.project.value);
  insert_order_.bind(2, order.external_id);
  insert_order_.bind(3, order.status.value);
  insert_order_.bind(4, to_millis(order.status_since));
  if (made.entry.timeout_at) {
    insert_order_.bind(5, to_millis(*made.entry.timeout_at));
  } else {
    insert_order_.bind_null(5);
  }
  insert_order_.bind(6, std::int64_t{order.priority});
  insert_order_.bind(7, order.owner);
  insert_order_.bind(8, tags_);
  insert_order_.bind(9, made.fields_json.empty() ? fields_ : made.fields_json);
  insert_order_.bind(10, to_millis(order.created));
  if (batch) {
    insert_order_.bind(11, batch.value);
  } else {
    insert_order_.bind_null(11);
  }
  insert_order_.bind(12, made.row_hash);
  if (insert_order_.run() == 0) return std::nullopt;
  const OrderId id{database_.getLastInsertRowid()};
  for (std::size_t i = 0; i < order.numbers.size(); ++i)
    insert_number(id, static_cast<std::int64_t>(i), order.numbers[i]);
  if (made.entry.start)
    bucket_of({order.project, made.entry.start->tmpl, made.entry.start->callee, order.priority});
  if (run_ && !alike(run_->entry, made.entry)) flush();
  if (!run_) run_ = Run{id, id, made.entry};
  run_->last = id;
  return id;
}

void ImportWriter::insert_number(OrderId order, std::int64_t position, const OrderNumber& number) {
  insert_number_.bind(1, order.value);
  insert_number_.bind(2, position);
  insert_number_.bind(3, number.number.text());
  insert_number_.bind(4, number.raw);
  insert_number_.bind(5, class_of(number));
  insert_number_.bind(6, to_text(number.origin));
  insert_number_.bind(7, std::int64_t{number.bad});
  insert_number_.run();
}

bool ImportWriter::alike(const StatusEntered& a, const StatusEntered& b) {
  if (a.status != b.status || a.at != b.at || a.who != b.who || a.why != b.why) return false;
  if (a.start.has_value() != b.start.has_value()) return false;
  return !a.start || (a.start->tmpl == b.start->tmpl && a.start->phase == b.start->phase &&
                      a.start->next_at == b.start->next_at && a.start->blocked_by == b.start->blocked_by);
}

void ImportWriter::flush() {
  if (!run_) return;
  const Run run = std::move(*run_);
  run_.reset();
  write_entries(run);
  if (run.entry.start) write_tasks(run, *run.entry.start);
}

void ImportWriter::write_entries(const Run& run) {
  insert_entries_.bind(1, run.first.value);
  insert_entries_.bind(2, run.last.value);
  insert_entries_.bind(3, run.entry.status.value);
  insert_entries_.bind(4, to_millis(run.entry.at));
  insert_entries_.bind(5, run.entry.who);
  insert_entries_.bind(6, run.entry.why);
  insert_entries_.run();
}

void ImportWriter::write_tasks(const Run& run, const TaskStart& start) {
  insert_tasks_.bind(1, run.first.value);
  insert_tasks_.bind(2, run.last.value);
  insert_tasks_.bind(3, start.tmpl.value);
  insert_tasks_.bind(4, to_text(start.phase));
  insert_tasks_.bind(5, start.blocked_by);
  insert_tasks_.bind(6, to_millis(start.next_at));
  insert_tasks_.bind(7, to_millis(run.entry.at));
  insert_tasks_.bind(8, run.entry.who);
  const int made = insert_tasks_.run();
  DIALCTL_INVARIANT(made == run.last.value - run.first.value + 1);
}

std::int64_t ImportWriter::class_of(const OrderNumber& number) {
  // Rows of one country come in a row: most numbers are of the last one's class.
  if (last_class_ != nullptr && last_class_->first.region == number.region &&
      last_class_->first.zones == number.zones)
    return last_class_->second;
  const CalleeClass callee{number.region, number.zones};
  auto found = classes_.find(callee);
  if (found == classes_.end()) found = classes_.emplace(callee, interning_.callee_class(callee).value).first;
  last_class_ = &*found;
  return found->second;
}

BucketId ImportWriter::bucket_of(const BucketKey& key) {
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) return found->second;
  return buckets_.emplace(key, interning_.bucket(key.project, key.tmpl, key.callee, key.priority))
      .first->second;
}

std::optional<KnownOrder> ImportWriter::find(ProjectId project, std::string_view external_id) {
  find_.bind(1, project.value);
  find_.bind(2, external_id);
  std::optional<KnownOrder> known;
  if (find_.step()) {
    known = KnownOrder{OrderId{find_.integer(0)}, StatusId{find_.integer(1)}, BatchId{find_.integer(2)},
                       find_.integer(3)};
    find_.reset();
  }
  return known;
}

void ImportWriter::update(const ChangedOrder& changed) {
  fields_ = "{";
  for (const auto& [name, value] : changed.fields) {
    const std::string pair = fields_text({{name, value}});
    if (fields_.size() > 1) fields_ += ',';
    // json_patch removes what is null.
    fields_ += value.empty() ? pair.substr(1, pair.size() - 4) + "null" : pair.substr(1, pair.size() - 2);
  }
  fields_ += '}';
  update_order_.bind(1, changed.id.value);
  update_order_.bind(2, changed.row_hash);
  update_order_.bind(3, fields_);
  update_order_.bind_null(4);
  update_order_.bind_null(5);
  update_order_.bind_null(6);
  update_order_.bind_null(7);
  if (changed.priority) update_order_.bind(4, std::int64_t{*changed.priority});
  if (changed.owner) update_order_.bind(5, *changed.owner);
  if (changed.tags) update_order_.bind(6, tags_ = list_text(*changed.tags));
  if (changed.created) update_order_.bind(7, to_millis(*changed.created));
  update_order_.run();
  const bool others = replace_numbers(changed);
  if (others || changed.priority) move_pending(changed.id, others);
}

bool ImportWriter::replace_numbers(const ChangedOrder& changed) {
  std::vector<OrderNumber> numbers = changed.numbers;
  std::size_t position = 0;
  bool same = true;
  numbers_.bind(1, changed.id.value);
  while (numbers_.step()) {
    const std::string_view e164 = numbers_.text(0);
    const auto kept = std::find_if(numbers.begin(), numbers.end(),
                                   [&](const OrderNumber& number) { return number.number.text() == e164; });
    same = same && position < numbers.size() &&
           kept == numbers.begin() + static_cast<std::ptrdiff_t>(position) && kept->raw == numbers_.text(1) &&
           kept->region == numbers_.text(2) && zones_text(kept->zones) == numbers_.text(3) &&
           to_text(kept->origin) == numbers_.text(4);
    if (kept != numbers.end()) kept->bad = numbers_.integer(5) != 0;
    ++position;
  }
  if (same && position == numbers.size()) return false;
  delete_numbers_.bind(1, changed.id.value);
  delete_numbers_.run();
  for (std::size_t i = 0; i < numbers.size(); ++i)
    insert_number(changed.id, static_cast<std::int64_t>(i), numbers[i]);
  return true;
}

void ImportWriter::move_pending(OrderId order, bool from_first_number) {
  struct Pending {
    std::int64_t id;
    TemplateId tmpl;
    std::int64_t index;
    ProjectId project;
    int priority;
  };
  std::vector<Pending> pending;
  pending_.bind(1, order.value);
  while (pending_.step())
    pending.push_back({pending_.integer(0), TemplateId{pending_.integer(1)}, pending_.integer(2),
                       ProjectId{pending_.integer(3)}, static_cast<int>(pending_.integer(4))});
  for (const Pending& task : pending) {
    const std::int64_t index = from_first_number ? 0 : task.index;
    CalleeClass callee;
    numbers_.bind(1, order.value);
    for (std::int64_t position = 0; numbers_.step(); ++position) {
      if (position == index)
        callee = {std::string{numbers_.text(2)}, parse_zones(std::string{numbers_.text(3)})};
    }
    move_task_.bind(1, task.id);
    move_task_.bind(2, bucket_of({task.project, task.tmpl, callee, task.priority}).value);
    move_task_.bind(3, index);
    move_task_.run();
  }
}

}  // namespace dialctl::sqlite
