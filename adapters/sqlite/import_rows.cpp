#include "adapters/sqlite/import_rows.h"

#include "engine/decide/ranking.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

void OrderRows::read(int column, BulkCell cell) const {
  const NewOrder& order = this->order();
  switch (column) {
    case 0:
      return cell.integer(id());
    case 1:
      return cell.integer(order.project.value);
    case 2:
      return cell.text(order.external_id);
    case 3:
      return cell.integer(order.entry->status.value);
    case 4:
      return cell.integer(to_millis(order.entry->at));
    case 5:
      if (order.entry->timeout_at) cell.integer(to_millis(*order.entry->timeout_at));
      return;
    case 6:
      return cell.integer(order.priority);
    case 7:
      return cell.text(order.owner);
    case 8:
      return cell.text(order.tags.empty() ? std::string_view{"[]"} : all_.tags[order_]);
    case 9:
      return cell.text(order.fields_json);
    case 10:
      return cell.integer(to_millis(order.created));
    case 11:
      if (all_.batch) cell.integer(all_.batch.value);
      return;
    case 12:
      return cell.integer(order.row_hash);
  }
}

void EntryRows::read(int column, BulkCell cell) const {
  const StatusEntered& entry = *order().entry;
  switch (column) {
    case 0:
      return cell.integer(id());
    case 1:
      return cell.integer(1);
    case 2:
      return cell.integer(entry.status.value);
    case 3:
      return cell.integer(to_millis(entry.at));
    case 4:
      return cell.text(entry.who);
    case 5:
      return cell.text(entry.why);
  }
}

void TaskRows::read(int column, BulkCell cell) const {
  const StatusEntered& entry = *order().entry;
  switch (column) {
    case 0:
      return cell.integer(id());
    case 1:
      return cell.integer(1);
    case 2:
      return cell.integer(entry.start->tmpl.value);
    case 3:
      return cell.integer(all_.buckets[order_]);
    case 4:
      return cell.text(to_text(entry.start->phase));
    case 5:
      return cell.text(entry.start->blocked_by);
    case 6:
      return cell.integer(to_millis(entry.start->next_at));
    case 7:
      return cell.integer(to_millis(entry.at));
    case 8:
      return cell.text(entry.who);
  }
}

void PlaceRows::read(int column, BulkCell cell) const {
  const NewOrder& order = this->order();
  const StatusEntered& entry = *order.entry;
  switch (column) {
    case 0:
      return cell.integer(id());
    case 1:
      return cell.integer(1);
    case 2:
      return cell.text(to_text(entry.line->mode));
    case 3:
      return cell.integer(all_.line_buckets[order_]);
    case 4:
      return cell.integer(to_millis(entry.at));
    case 5:
      return cell.text(entry.who);
    case 6:
      return cell.integer(
          place_key(entry.line->mode, order.project, order.external_id, order.created, entry.at));
  }
}

void NumberRows::rewind() {
  go_to_made(0);
  number_ = 0;
  position_ = 0;
  pass_ended_orders();
}

void NumberRows::next() {
  ++number_;
  ++position_;
  pass_ended_orders();
}

void NumberRows::pass_ended_orders() {
  while (!at_end() && position_ == order().numbers.size()) {
    position_ = 0;
    go_to_made(order_ + 1);
  }
}

void NumberRows::read(int column, BulkCell cell) const {
  const OrderNumber& number = order().numbers[position_];
  switch (column) {
    case 0:
      return cell.integer(id());
    case 1:
      return cell.integer(static_cast<std::int64_t>(position_));
    case 2:
      return cell.text(number.number.text());
    case 3:
      return cell.text(number.raw);
    case 4:
      return cell.integer(all_.number_classes[number_]);
    case 5:
      return cell.text(to_text(number.origin));
    case 6:
      return cell.integer(number.bad ? 1 : 0);
  }
}

}  // namespace dialctl::sqlite
