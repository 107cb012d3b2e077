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
      last_order_id_(database_, "SELECT max(id) FROM customer_order"),
      order_ids_(database_, "SELECT id FROM customer_order WHERE id BETWEEN ?1 AND ?2"),
      insert_orders_(database_, OrderRows::kInsert),
      insert_numbers_(database_, NumberRows::kInsert),
      insert_number_(database_,
                     "INSERT INTO order_number (order_id, position, e164, raw, callee_class_id, origin, bad)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)"),
      insert_entries_(database_, EntryRows::kInsert),
      insert_tasks_(database_, TaskRows::kInsert),
      insert_places_(database_, PlaceRows::kInsert),
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
               "SELECT task.id, task.template_id, number_index, customer_order.project_id,"
               " customer_order.priority, task.mode, part, customer_order.owner FROM task"
               " JOIN customer_order ON customer_order.id = order_id JOIN bucket ON bucket.id = bucket_id"
               " WHERE order_id = ? AND phase IN ('ready', 'handed', 'blocked')"),
      move_task_(database_, "UPDATE task SET bucket_id = ?2, number_index = ?3 WHERE id = ?1") {}

void ImportWriter::insert(std::span<const NewOrder> orders, BatchId batch,
                          std::vector<std::optional<OrderId>>& made) {
  // Ours to give: nobody else writes during this transaction. Another one may have written before it.
  making_.orders = orders;
  making_.first_id = last_order_id() + 1;
  making_.batch = batch;
  making_.made.assign(orders.size(), 1);
  making_.tags.resize(orders.size());
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (!orders[i].tags.empty()) making_.tags[i] = list_text({orders[i].tags.begin(), orders[i].tags.end()});
  }
  insert_orders_.bind(1, order_rows_);
  if (insert_orders_.run() != static_cast<int>(orders.size())) find_made();
  find_classes_and_buckets();
  insert_numbers_.bind(1, number_rows_);
  insert_numbers_.run();
  insert_entries_.bind(1, entry_rows_);
  insert_entries_.run();
  insert_tasks_.bind(1, task_rows_);
  insert_tasks_.run();
  insert_places_.bind(1, place_rows_);
  insert_places_.run();
  made.clear();
  for (std::size_t i = 0; i < orders.size(); ++i)
    made.push_back(making_.made[i] == 0
                       ? std::nullopt
                       : std::optional(OrderId{making_.first_id + static_cast<std::int64_t>(i)}));
}

std::int64_t ImportWriter::last_order_id() {
  last_order_id_.step();
  const std::int64_t id = last_order_id_.integer(0);
  last_order_id_.reset();
  return id;
}

void ImportWriter::find_made() {
  std::fill(making_.made.begin(), making_.made.end(), 0);
  order_ids_.bind(1, making_.first_id);
  order_ids_.bind(2, making_.first_id + static_cast<std::int64_t>(making_.made.size()) - 1);
  while (order_ids_.step())
    making_.made[static_cast<std::size_t>(order_ids_.integer(0) - making_.first_id)] = 1;
}

void ImportWriter::find_classes_and_buckets() {
  making_.number_classes.clear();
  making_.buckets.assign(making_.orders.size(), 0);
  making_.line_buckets.assign(making_.orders.size(), 0);
  for (std::size_t i = 0; i < making_.orders.size(); ++i) {
    const NewOrder& order = making_.orders[i];
    if (making_.made[i] == 0) continue;
    const std::size_t first_number = making_.number_classes.size();
    for (const OrderNumber& number : order.numbers)
      making_.number_classes.push_back(interning_.callee_class(number.region, number.zones).value);
    if (!order.entry->start && !order.entry->line) continue;
    DIALCTL_INVARIANT(!order.numbers.empty());
    BucketKey key{order.project, {}, CalleeClassId{making_.number_classes[first_number]}, order.priority};
    if (order.entry->start) {
      key.tmpl = order.entry->start->tmpl;
      making_.buckets[i] = interning_.bucket(key).value;
    }
    if (order.entry->line) {
      key.tmpl = {};
      key.line = ModeLine{order.entry->line->mode, ModePart::unprocessed, std::string{order.owner}};
      making_.line_buckets[i] = interning_.bucket(key).value;
    }
  }
}

void ImportWriter::insert_number(OrderId order, std::int64_t position, const OrderNumber& number) {
  insert_number_.bind(1, order.value);
  insert_number_.bind(2, position);
  insert_number_.bind(3, number.number.text());
  insert_number_.bind(4, number.raw);
  insert_number_.bind(5, interning_.callee_class(number.region, number.zones).value);
  insert_number_.bind(6, to_text(number.origin));
  insert_number_.bind(7, std::int64_t{number.bad});
  insert_number_.run();
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
  if (others || changed.priority || changed.owner) move_pending(changed.id, others);
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
    std::int64_t index;
    BucketKey bucket;
  };
  std::vector<Pending> pending;
  pending_.bind(1, order.value);
  while (pending_.step()) {
    BucketKey key{ProjectId{pending_.integer(3)},
                  TemplateId{pending_.integer(1)},
                  {},
                  static_cast<int>(pending_.integer(4))};
    const auto mode = parse_text<CallMode>(pending_.text(5));
    const auto part = parse_mode_part(pending_.text(6));
    if (mode && part) key.line = ModeLine{*mode, *part, std::string{pending_.text(7)}};
    pending.push_back({pending_.integer(0), pending_.integer(2), std::move(key)});
  }
  for (Pending& task : pending) {
    const std::int64_t index = from_first_number ? 0 : task.index;
    CalleeClass callee;
    numbers_.bind(1, order.value);
    for (std::int64_t position = 0; numbers_.step(); ++position) {
      if (position == index)
        callee = {std::string{numbers_.text(2)}, parse_zones(std::string{numbers_.text(3)})};
    }
    move_task_.bind(1, task.id);
    task.bucket.callee = interning_.callee_class(callee);
    move_task_.bind(2, interning_.bucket(task.bucket).value);
    move_task_.bind(3, index);
    move_task_.run();
  }
}

}  // namespace dialctl::sqlite
