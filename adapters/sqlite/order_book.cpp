#include "adapters/sqlite/order_book.h"

#include <charconv>

#include "adapters/sqlite/import_writer.h"
#include "adapters/sqlite/order_book_query.h"
#include "adapters/sqlite/order_reader.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

Error unknown_order(std::string_view text) {
  return Error{ErrorKind::not_found, "order.unknown", "there is no order '" + std::string{text} + "'",
               "dialctl order list; an order is named by its id or as PROJECT/EXTERNAL-ID"};
}

const char* order_by(const OrderPage& page) {
  switch (page.sort) {
    case OrderSort::id:
      return page.descending ? " ORDER BY o.id DESC" : " ORDER BY o.id";
    case OrderSort::created:
      return page.descending ? " ORDER BY o.created_at DESC, o.id" : " ORDER BY o.created_at, o.id";
    case OrderSort::priority:
      return page.descending ? " ORDER BY o.priority DESC, o.id" : " ORDER BY o.priority, o.id";
    case OrderSort::next:
      return page.descending ? " ORDER BY t.next_at DESC, o.id" : " ORDER BY t.next_at, o.id";
    case OrderSort::status_since:
      return page.descending ? " ORDER BY o.status_since DESC, o.id" : " ORDER BY o.status_since, o.id";
  }
  return "";
}

OrderState state_of(bool held, std::string_view phase) {
  if (phase == "live") return OrderState::live;
  if (held) return OrderState::held;
  return phase.empty() ? OrderState::idle : parse_order_state(phase).value_or(OrderState::idle);
}

const char* const kLineColumns =
    "SELECT o.id, o.project_id, o.external_id, json_extract(o.fields, '$.fio'), o.status_id, o.status_since,"
    " o.held, t.phase, t.reason, t.next_at, t.rounds_done, t.outcome, o.priority, o.owner, o.tags, o.fields,"
    " n.e164, (SELECT group_concat(e164, ' ') FROM order_number WHERE order_id = o.id), c.zones, n.origin,"
    " o.created_at, o.batch_id";
const char* const kLineTables =
    " LEFT JOIN order_number AS n ON n.order_id = o.id AND n.position = 0"
    " LEFT JOIN callee_class AS c ON c.id = n.callee_class_id";

OrderLine line_of(BulkStatement& row) {
  OrderLine line;
  line.id = OrderId{row.integer(0)};
  line.project = ProjectId{row.integer(1)};
  line.external_id = row.text(2);
  line.name = row.text(3);
  line.status = StatusId{row.integer(4)};
  line.status_since = from_millis(row.integer(5));
  line.state = state_of(row.integer(6) != 0, row.text(7));
  line.reason = row.text(8);
  line.next_at = row.text(7) == "ready" ? row.instant(9) : std::nullopt;
  line.rounds_done = static_cast<int>(row.integer(10));
  line.outcome = parse_outcome(row.text(11));
  line.priority = static_cast<int>(row.integer(12));
  line.owner = row.text(13);
  line.tags = row.text(14);
  line.fields = row.text(15);
  line.first_number = row.text(16);
  line.numbers = row.text(17);
  line.zones = row.text(18);
  line.zone_origin = row.text(19);
  line.created = from_millis(row.integer(20));
  line.batch = BatchId{row.integer(21)};
  return line;
}

std::vector<StatusStep> history_of(Connection& connection, OrderId id) {
  std::vector<StatusStep> history;
  Statement find(connection,
                 "SELECT entry, status_id, at, who, why FROM status_entry WHERE order_id = ? ORDER BY entry");
  Rows rows = find.query(id);
  while (rows.next()) {
    StatusStep step;
    step.entry = rows.number();
    step.status = rows.id<StatusId>();
    step.at = rows.instant();
    step.who = rows.text();
    step.why = rows.text();
    history.push_back(std::move(step));
  }
  return history;
}

std::vector<TaskLine> tasks_of(Connection& connection, OrderId id) {
  std::vector<TaskLine> tasks;
  Statement find(
      connection,
      "SELECT task.id, task.template_id, task.mode, part, phase, reason, next_at, rounds_done, outcome,"
      " made_at, who, auto_attempts, planned_at, handed_to, handed_until FROM task JOIN bucket ON bucket.id "
      "= bucket_id"
      " WHERE order_id = ? ORDER BY task.id");
  Rows rows = find.query(id);
  while (rows.next()) {
    TaskLine task;
    task.id = rows.id<TaskId>();
    task.tmpl = rows.id<TemplateId>();
    task.mode = parse_text<CallMode>(rows.text());
    task.part = parse_mode_part(rows.text());
    task.phase = rows.parsed(parse_task_phase);
    task.reason = rows.text();
    task.next_at = rows.instant();
    task.rounds_done = rows.number();
    task.outcome = rows.maybe_parsed(parse_outcome);
    task.made_at = rows.instant();
    task.who = rows.text();
    task.auto_attempts = rows.number();
    task.planned_at = rows.maybe_instant();
    task.handed_to = rows.maybe_id<OperatorId>();
    task.handed_until = rows.maybe_instant();
    tasks.push_back(std::move(task));
  }
  return tasks;
}

}  // namespace

Result<void> SqliteOrderBook::list(const OrderFilter& filter, const OrderPage& page,
                                   const VisitOrder& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    const std::string sql = std::string{kLineColumns} + kOrderTables + kLineTables + conditions(filter) +
                            order_by(page) + " LIMIT :limit";
    BulkStatement find(connection_.database(), sql.c_str());
    bind_conditions(find, filter);
    find.bind_named(":limit", page.limit.value_or(-1));
    while (find.step()) {
      if (!visit(line_of(find))) break;
    }
    find.reset();
    return {};
  });
}

Result<std::int64_t> SqliteOrderBook::count(const OrderSelection& selection) {
  if (!selection.filter) return static_cast<std::int64_t>(selection.ids.size());
  return or_error(connection_.path(), [&]() -> Result<std::int64_t> {
    const std::string sql = std::string{"SELECT count(*)"} + kOrderTables + conditions(*selection.filter);
    BulkStatement find(connection_.database(), sql.c_str());
    bind_conditions(find, *selection.filter);
    find.step();
    const std::int64_t counted = find.integer(0);
    find.reset();
    return counted;
  });
}

Result<OrderId> SqliteOrderBook::resolve(std::string_view text) {
  return or_error(connection_.path(), [&]() -> Result<OrderId> {
    const auto slash = text.find('/');
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool by_id = error == std::errc{} && end == text.data() + text.size();
    if (!by_id && slash == std::string_view::npos) return unknown_order(text);
    Statement find(connection_, by_id ? "SELECT id FROM customer_order WHERE id = ?1"
                                      : "SELECT customer_order.id FROM customer_order JOIN project"
                                        " ON project.id = project_id WHERE external_id = ?1 AND name = ?2"
                                        " AND removed_at IS NULL");
    if (by_id) {
      Rows rows = find.query(number);
      if (rows.next()) return rows.id<OrderId>();
    } else {
      Rows rows = find.query(text.substr(slash + 1), text.substr(0, slash));
      if (rows.next()) return rows.id<OrderId>();
    }
    return unknown_order(text);
  });
}

Result<OrderId> SqliteOrderBook::order_of(AttemptId attempt) {
  return or_error(connection_.path(), [&]() -> Result<OrderId> {
    Statement find(connection_, "SELECT order_id FROM attempt WHERE id = ?");
    Rows rows = find.query(attempt);
    if (rows.next()) return rows.id<OrderId>();
    return Error{ErrorKind::not_found, "attempt.unknown", "there is no attempt " + to_text(attempt),
                 "dialctl attempt list"};
  });
}

Result<OrderStory> SqliteOrderBook::story(OrderId id) {
  return or_error(connection_.path(), [&]() -> Result<OrderStory> {
    const ReadTransaction snapshot(connection_);
    auto order = OrderReader(connection_).order(id);
    if (!order) return unknown_order(std::to_string(id.value));
    OrderStory story;
    story.order = std::move(*order);
    story.history = history_of(connection_, id);
    story.tasks = tasks_of(connection_, id);
    story.state = state_of(story.order.held, story.tasks.empty() ? "" : to_text(story.tasks.back().phase));
    Statement timeout(connection_, "SELECT status_timeout_at FROM customer_order WHERE id = ?");
    Rows rows = timeout.query(id);
    if (rows.next()) story.status_timeout_at = rows.maybe_instant();
    return story;
  });
}

Result<std::vector<std::string>> SqliteOrderBook::field_names(ProjectId project) {
  return or_error(connection_.path(), [&]() -> Result<std::vector<std::string>> {
    std::vector<std::string> names;
    Statement find(
        connection_,
        "SELECT DISTINCT key FROM customer_order, json_each(fields) WHERE project_id = ? ORDER BY key");
    Rows rows = find.query(project);
    while (rows.next())
      names.push_back(rows.text());
    return names;
  });
}

Result<void> SqliteOrderBook::lacking(const std::string& field, const VisitLacking& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    // By json_each, because a path would have to quote what is in the name.
    BulkStatement find(connection_.database(),
                       "SELECT o.project_id, o.external_id FROM customer_order AS o"
                       " JOIN order_status AS s ON s.id = o.status_id WHERE s.meaning = 'open'"
                       " AND NOT EXISTS (SELECT 1 FROM json_each(o.fields)"
                       "  WHERE key = ?1 AND trim(value, char(9, 10, 13, 32)) <> '') ORDER BY o.id");
    find.bind(1, std::string_view{field});
    while (find.step()) {
      if (!visit(ProjectId{find.integer(0)}, find.text(1))) break;
    }
    find.reset();
    return {};
  });
}

Result<OrderId> SqliteOrderBook::add(const Order& order, const StatusEntered& entry, bool dry_run) {
  return or_error(connection_.path(), [&]() -> Result<OrderId> {
    WriteTransaction transaction(connection_);
    ImportWriter writer(connection_);
    const std::string fields = fields_text(order.fields);
    const NewOrder made{order.project,  order.external_id, order.priority, order.owner, order.tags,
                        fields.c_str(), order.numbers,     order.created,  0,           &entry};
    std::vector<std::optional<OrderId>> ids;
    writer.insert({&made, 1}, {}, ids);
    if (!ids.front())
      return Error{ErrorKind::conflict, "order.exists", "order '" + order.external_id + "' exists already",
                   "dialctl order set changes it"};
    if (!dry_run) transaction.commit();
    return *ids.front();
  });
}

}  // namespace dialctl::sqlite
