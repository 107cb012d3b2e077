// Changes of one or many orders in one transaction.
#include <algorithm>
#include <set>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/import_writer.h"
#include "adapters/sqlite/order_book.h"
#include "adapters/sqlite/order_book_query.h"
#include "adapters/sqlite/order_reader.h"
#include "adapters/sqlite/record_writer.h"
#include "adapters/sqlite/sql_error.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/decide/enter_status.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

std::vector<OrderId> selected(Connection& connection, const OrderSelection& selection) {
  if (!selection.filter) {
    std::vector<OrderId> ids = selection.ids;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }
  std::vector<OrderId> ids;
  const std::string sql =
      std::string{"SELECT o.id"} + kOrderTables + conditions(*selection.filter) + " ORDER BY o.id";
  BulkStatement find(connection.database(), sql.c_str());
  bind_conditions(find, *selection.filter);
  while (find.step())
    ids.push_back(OrderId{find.integer(0)});
  return ids;
}

std::vector<std::string> tags_after(const Order& order, const OrderEdit& edit) {
  std::set<std::string> tags(order.tags.begin(), order.tags.end());
  tags.insert(edit.tags_added.begin(), edit.tags_added.end());
  for (const std::string& tag : edit.tags_removed)
    tags.erase(tag);
  return {tags.begin(), tags.end()};
}

bool says_something_new(const Order& order, const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& wanted) {
    const auto known = std::find_if(order.fields.begin(), order.fields.end(),
                                    [&](const auto& field) { return field.first == wanted.first; });
    return known == order.fields.end() ? !wanted.second.empty() : known->second != wanted.second;
  });
}

// Of robot calls, or of lines.
std::string last_task_sql(const char* mode_is) {
  return std::string{
             "SELECT task.id, task.template_id, task.mode, part, phase, next_at, rounds_done,"
             " number_index, round_began FROM task JOIN bucket ON bucket.id = bucket_id"
             " WHERE order_id = ? AND task.mode "} +
         mode_is + " ORDER BY task.id DESC LIMIT 1";
}

class OrderChanger {
 public:
  OrderChanger(Connection& connection, const EditRequest& request, const Rulebook& rules)
      : request_(request),
        edit_(request.edit),
        rules_(rules),
        reader_(connection),
        writer_(connection),
        records_(connection),
        hold_(connection, "UPDATE customer_order SET held = ?2 WHERE id = ?1 AND held <> ?2"),
        release_(connection,
                 "UPDATE task SET phase = 'ready', reason = '' WHERE order_id = ? AND phase = 'blocked'"
                 " AND reason = 'order-released'"),
        row_hash_(connection, "SELECT row_hash FROM customer_order WHERE id = ?"),
        last_task_(connection, last_task_sql("= '' AND task.template_id IS NOT NULL").c_str()),
        last_place_(connection, last_task_sql("<> ''").c_str()),
        journal_(connection, "INSERT INTO journal (at, kind, subject, detail, who) VALUES (?, ?, ?, ?, ?)") {}

  // After a rollback.
  void forget() { writer_.forget(); }

  // True when something is other than before.
  Result<bool> change(OrderId id) {
    auto order = reader_.order(id);
    if (!order)
      return Error{ErrorKind::not_found, "order.unknown", "there is no order " + std::to_string(id.value),
                   "dialctl order list"};
    what_.clear();
    write_values(*order);
    if (edit_.held && hold_.run(id, *edit_.held) != 0) say(*edit_.held ? "held" : "released");
    if (edit_.held == false) release_.run(id);
    if (edit_.status) enter(*order, *edit_.status);
    if (auto done = change_tasks(*order); !done) return done.error();
    if (!what_.empty())
      journal_.run(request_.at, "order.changed", "order:" + std::to_string(id.value),
                   request_.why.empty() ? what_ : what_ + " (" + request_.why + ")", request_.who);
    return !what_.empty();
  }

 private:
  void say(const std::string& what) { what_ += (what_.empty() ? "" : ", ") + what; }

  void write_values(Order& order) {
    ChangedOrder changed;
    changed.id = order.id;
    changed.numbers = order.numbers;
    if (says_something_new(order, edit_.fields)) {
      changed.fields = edit_.fields;
      say("fields");
    }
    if (edit_.numbers) {
      changed.numbers = *edit_.numbers;
      say("numbers");
    }
    if (edit_.priority && *edit_.priority != order.priority) {
      changed.priority = edit_.priority;
      say("priority " + std::to_string(*edit_.priority));
    }
    if (edit_.owner && *edit_.owner != order.owner) {
      changed.owner = edit_.owner;
      say(edit_.owner->empty() ? "no owner" : "owner " + *edit_.owner);
    }
    if (const auto tags = tags_after(order, edit_); tags != order.tags) {
      changed.tags = tags;
      say("tags " + list_text(tags));
    }
    if (what_.empty()) return;
    {
      Rows rows = row_hash_.query(order.id);  // by hand is not by import: the next one compares as before
      rows.next();
      changed.row_hash = rows.integer();
    }
    writer_.update(changed);
    order = reader_.order(order.id).value();
  }

  void enter(Order& order, StatusId status) {
    const auto entry = enter_status(rules_, order, {status, request_.at, request_.who, request_.why});
    if (!entry) return;
    records_.apply(*entry);
    order.status = status;
    say("status " + find(rules_.settings().statuses, status)->name);
  }

  Result<void> change_tasks(const Order& order) {
    if (edit_.robot_stop) {
      if (const auto moved = stopped(order, last_task(order.id), request_.who)) {
        records_.apply(*moved);
        say("robot calls stopped");
      }
    }
    if (edit_.robot_start) {
      auto started =
          start_by_hand(rules_, order, last_task(order.id), *edit_.robot_start, request_.at, request_.who);
      if (!started) return started.error();
      records_.apply(started.value());
      say(started.value().start.phase == TaskPhase::blocked
              ? "robot calls blocked by " + started.value().start.blocked_by
              : "robot calls started");
    }
    if (edit_.requeue) return queue_anew(order);
    return {};
  }

  // Its place in line; its robot calls where these are pending, or all that it has had.
  Result<void> queue_anew(const Order& order) {
    bool in_line = false;
    if (const auto place = newest(last_place_, order.id)) {
      auto again = line_up_again(rules_, order, *place, request_.at);
      if (!again) return again.error();
      in_line = again.value().has_value();
      if (in_line) records_.apply(*again.value());
    }
    const auto robot = last_task(order.id);
    const bool pending = robot && (robot->phase == TaskPhase::ready || robot->phase == TaskPhase::blocked);
    if (!in_line || pending) {
      auto queued = queue_again(rules_, order, robot, request_.at, request_.who);
      if (!queued) return queued.error();
      records_.apply(queued.value());
    }
    say("queued again");
    return {};
  }

  std::optional<LastTask> last_task(OrderId order) { return newest(last_task_, order); }

  static std::optional<LastTask> newest(Statement& find, OrderId order) {
    Rows rows = find.query(order);
    if (!rows.next()) return std::nullopt;
    LastTask task;
    task.id = rows.id<TaskId>();
    task.tmpl = rows.id<TemplateId>();
    task.mode = parse_text<CallMode>(rows.text());
    if (const auto part = parse_mode_part(rows.text())) task.part = *part;
    task.phase = rows.parsed(parse_task_phase);
    task.next_at = rows.instant();
    task.rounds_done = rows.number();
    task.number_index = rows.number();
    task.round_began = rows.instant();
    return task;
  }

  const EditRequest& request_;
  const OrderEdit& edit_;
  const Rulebook& rules_;
  OrderReader reader_;
  ImportWriter writer_;
  RecordWriter records_;
  Statement hold_;
  Statement release_;  // what its being held has blocked
  Statement row_hash_;
  Statement last_task_;
  Statement last_place_;
  Statement journal_;
  std::string what_;  // what was changed about the order at hand
};

}  // namespace

Result<EditReport> SqliteOrderBook::change(const EditRequest& request, const Rulebook& rules) {
  return or_error(connection_.path(), [&]() -> Result<EditReport> {
    WriteTransaction transaction(connection_);
    const std::vector<OrderId> ids = selected(connection_, request.selection);
    EditReport report;
    report.matched = static_cast<std::int64_t>(ids.size());
    if (request.expect && *request.expect != report.matched)
      return Error{ErrorKind::conflict, "order.other-count",
                   std::to_string(*request.expect) + " orders were expected and " +
                       std::to_string(report.matched) + " are selected",
                   "nothing was changed; look at the selection with dialctl order list"};
    OrderChanger changer(connection_, request, rules);
    for (const OrderId id : ids) {
      // What one order refuses must not stay half done.
      SQLite::Savepoint savepoint(connection_.database(), "one_order");
      auto changed = changer.change(id);
      if (changed) {
        savepoint.release();
        ++(changed.value() ? report.changed : report.unchanged);
        continue;
      }
      savepoint.rollback();
      changer.forget();
      if (changed.error().code == "order.unknown") return changed.error();
      ++report.refused;
      if (report.refusals.size() < request.refusals_kept) report.refusals.push_back({id, changed.error()});
    }
    if (!request.dry_run) transaction.commit();
    return report;
  });
}

}  // namespace dialctl::sqlite
