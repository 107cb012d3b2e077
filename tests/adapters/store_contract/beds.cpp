#include "adapters/sqlite/interning.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "adapters/sqlite/statement.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/decide/ranking.h"
#include "engine/model/settings_text.h"
#include "tests/adapters/store_contract/bed.h"

namespace dialctl::contract {

using sqlite::Connection;
using sqlite::Interning;
using sqlite::Role;
using sqlite::Rows;
using sqlite::Statement;
using sqlite::WriteTransaction;

namespace {

std::unique_ptr<Connection> open(const std::string& path, Role role) {
  return must(Connection::open({path, role, Milliseconds{200}, true}));
}

template <class Rows_>
void put_all(sqlite::SqliteRegistry& registry, Rows_ rows, const Change& change) {
  for (auto& row : rows) {
    const auto expected = row.id;
    row.id = {};
    if (must(registry.put(row, change)) != expected) throw std::logic_error("ids are given out from 1");
  }
}

}  // namespace

SqliteBed::SqliteBed()
    : other_(open(folder_.file("db"), Role::writer)),
      store_(std::make_unique<sqlite::SqliteStore>(open(folder_.file("db"), Role::loop))) {}

std::unique_ptr<Store> SqliteBed::another() {
  return std::make_unique<sqlite::SqliteStore>(open(folder_.file("db"), Role::loop));
}

void SqliteBed::set_settings(const Settings& settings) {
  sqlite::SqliteRegistry registry(*other_);
  const Change change{"tester", "", kStart};
  put_all(registry, settings.providers, change);
  put_all(registry, settings.queues, change);
  put_all(registry, settings.schedules, change);
  auto statuses = settings.statuses;  // what refers to what comes later gets it in a second round
  for (auto& status : statuses) {
    status.robot_template.reset();
    status.timeout.reset();
    status.timeout_to.reset();
  }
  put_all(registry, statuses, change);
  put_all(registry, settings.policies, change);
  put_all(registry, settings.templates, change);
  for (const auto& status : settings.statuses)
    must(registry.put(status, change));
  put_all(registry, settings.projects, change);
  put_all(registry, settings.operators, change);
  put_all(registry, settings.groups, change);
  put_all(registry, settings.audio, change);
  for (const auto& row : settings.number_limits)
    must(registry.put(row, change));
  for (const auto& row : settings.legal_windows)
    must(registry.put(row, change));
  for (const auto& row : settings.modes)
    must(registry.put(row, change));
  for (const auto& row : settings.operators)
    must(registry.change_access(row.id, row.access, {}, change));
  put_all(registry, settings.rules, change);
  must(registry.set_line(settings.line, change));
  must(registry.set_caps(settings.lines_max, settings.calls_per_second_milli, change));
}

OrderId SqliteBed::add_order(const Order& order, const StatusEntered& entry) {
  WriteTransaction transaction(*other_);
  Interning interning(*other_);
  Statement insert(*other_,
                   "INSERT INTO customer_order (project_id, external_id, status_id, status_since,"
                   " status_timeout_at, priority, owner, held, tags, fields, created_at)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.run(order.project, order.external_id, entry.status, entry.at, entry.timeout_at, order.priority,
             order.owner, order.held, sqlite::list_text(order.tags), sqlite::fields_text(order.fields),
             order.created);
  const OrderId id{other_->database().getLastInsertRowid()};
  Statement add_number(
      *other_,
      "INSERT INTO order_number (order_id, position, e164, raw, callee_class_id, origin, bad)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)");
  int position = 0;
  for (const OrderNumber& each : order.numbers) {
    add_number.run(id, position++, each.number, each.raw, interning.callee_class(each.region, each.zones),
                   each.origin, each.bad);
  }
  Statement add_entry(*other_,
                      "INSERT INTO status_entry (order_id, entry, status_id, at, who, why)"
                      " VALUES (?, 1, ?, ?, ?, ?)");
  add_entry.run(id, entry.status, entry.at, entry.who, entry.why);
  if (entry.start) {
    Statement add_task(*other_,
                       "INSERT INTO task (order_id, status_entry, template_id, bucket_id, phase, reason,"
                       " next_at, made_at, who) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)");
    add_task.run(id, entry.start->tmpl,
                 interning.bucket({order.project, entry.start->tmpl,
                                   interning.callee_class(entry.start->callee), order.priority}),
                 entry.start->phase, entry.start->blocked_by, entry.start->next_at, entry.at, entry.who);
  }
  if (entry.line) {
    const ModeLine line{entry.line->mode, ModePart::unprocessed, order.owner};
    Statement add_place(
        *other_,
        "INSERT INTO task (order_id, status_entry, mode, bucket_id, phase, next_at, made_at, who,"
        " place_key) VALUES (?1, 1, ?2, ?3, 'ready', ?4, ?4, ?5, ?6)");
    add_place.run(id, entry.line->mode,
                  interning.bucket(
                      {order.project, {}, interning.callee_class(entry.line->callee), order.priority, line}),
                  entry.at, entry.who,
                  place_key(entry.line->mode, order.project, order.external_id, order.created, entry.at));
  }
  transaction.commit();
  return id;
}

void SqliteBed::list_number(const E164& number, ProjectId project, const std::string& source,
                            std::optional<Instant> expires) {
  sqlite::SqliteRegistry registry(*other_);
  const Listing listing{number, project ? std::optional(project) : std::nullopt, source, "", kStart, expires};
  must(registry.blacklist_add({&listing, 1}, {"tester", "", kStart}));
}

void SqliteBed::unlist_number(const E164& number, ProjectId project) {
  sqlite::SqliteRegistry registry(*other_);
  must(registry.blacklist_remove(number, project ? std::optional(project) : std::nullopt,
                                 {"tester", "", kStart}));
}

std::size_t SqliteBed::attempts() {
  return static_cast<std::size_t>(other_->database().execAndGet("SELECT count(*) FROM attempt").getInt());
}

std::vector<AttemptFact> SqliteBed::facts() {
  std::vector<AttemptFact> all;
  Statement select(*other_, "SELECT attempt_id, at, kind, detail FROM attempt_fact ORDER BY id");
  Rows rows = select.query();
  while (rows.next()) {
    all.push_back({rows.id<AttemptId>(), rows.instant(), rows.parsed(parse_attempt_fact_kind), rows.text()});
  }
  return all;
}

std::vector<AttemptEnd> SqliteBed::ends() {
  std::vector<AttemptEnd> all;
  Statement select(*other_,
                   "SELECT attempt_id, at, outcome, raw_code, operator_id, conversation_seconds, cost_micros,"
                   " currency FROM attempt_end ORDER BY attempt_id");
  Rows rows = select.query();
  while (rows.next()) {
    all.push_back({rows.id<AttemptId>(), rows.instant(), rows.parsed(parse_outcome), rows.text(),
                   rows.maybe_id<OperatorId>(), rows.duration<Seconds>(), rows.integer(), rows.text()});
  }
  return all;
}

std::vector<Journalled> SqliteBed::journal() {
  std::vector<Journalled> all;
  Statement select(*other_, "SELECT at, kind, subject, detail FROM journal WHERE who = '' ORDER BY id");
  Rows rows = select.query();
  while (rows.next())
    all.push_back({rows.instant(), rows.text(), rows.text(), rows.text()});
  return all;
}

std::vector<StatusId> SqliteBed::history(OrderId order) {
  std::vector<StatusId> all;
  Statement select(*other_, "SELECT status_id FROM status_entry WHERE order_id = ? ORDER BY entry");
  Rows rows = select.query(order);
  while (rows.next())
    all.push_back(rows.id<StatusId>());
  return all;
}

TaskSeen SqliteBed::task(TaskId task) {
  Statement select(*other_, "SELECT phase, reason, outcome FROM task WHERE id = ?");
  Rows rows = select.query(task);
  rows.next();
  return {rows.parsed(parse_task_phase), rows.text(), rows.maybe_parsed(parse_outcome)};
}

std::vector<AttemptEnd> MemoryBed::ends() {
  std::vector<AttemptEnd> all;
  for (const auto& [id, end] : data_.ends)
    all.push_back(end);
  return all;
}

std::vector<StatusId> MemoryBed::history(OrderId order) {
  std::vector<StatusId> all;
  for (const StatusEntered& entry : data_.orders.at(order).history)
    all.push_back(entry.status);
  return all;
}

TaskSeen MemoryBed::task(TaskId task) {
  const memory::TaskRow& row = data_.tasks.at(task);
  return {row.phase, row.reason, row.outcome};
}

}  // namespace dialctl::contract
