#include "adapters/sqlite/verify.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <sstream>

#include "adapters/sqlite/online_copy.h"

namespace dialctl::sqlite {
namespace {

struct Rule {
  const char* check;
  const char* sql;  // a row for each breach, one column that names it
};

constexpr Rule kLedger[] = {
    {"ledger.attempt-neither-open-nor-ended",
     "SELECT 'attempt ' || id || ' of order ' || order_id FROM attempt"
     " WHERE NOT EXISTS (SELECT 1 FROM attempt_end WHERE attempt_id = attempt.id)"
     " AND NOT EXISTS (SELECT 1 FROM open_attempt WHERE attempt_id = attempt.id)"},
    {"ledger.attempt-open-and-ended",
     "SELECT 'attempt ' || attempt_id || ' of order ' || order_id FROM open_attempt"
     " JOIN attempt_end USING (attempt_id)"},
    {"ledger.live-without-open-attempt",
     "SELECT 'task ' || id || ' of order ' || order_id FROM task"
     " WHERE phase = 'live' AND NOT EXISTS (SELECT 1 FROM open_attempt WHERE task_id = task.id)"},
    {"ledger.open-attempt-of-task-not-live",
     "SELECT 'attempt ' || attempt_id || ', task ' || task_id || ' is ' || coalesce(phase, 'missing')"
     " FROM open_attempt LEFT JOIN task ON task.id = task_id WHERE phase IS NOT 'live'"},
    {"ledger.open-attempt-differs",
     "SELECT 'attempt ' || attempt_id FROM open_attempt JOIN attempt ON attempt.id = attempt_id"
     " WHERE (open_attempt.task_id, open_attempt.order_id, open_attempt.e164)"
     " IS NOT (attempt.task_id, attempt.order_id, attempt.e164)"},
    {"ledger.attempt-of-other-order",
     "SELECT 'attempt ' || attempt.id FROM attempt LEFT JOIN task ON task.id = task_id"
     " WHERE task.order_id IS NOT attempt.order_id"},
    {"ledger.status-differs-from-history",
     "SELECT 'order ' || id FROM customer_order LEFT JOIN status_entry"
     " ON status_entry.order_id = id AND entry = customer_order.status_entry"
     " WHERE status_entry.status_id IS NOT customer_order.status_id"},
    {"ledger.history-has-gaps",
     "SELECT 'order ' || order_id FROM status_entry GROUP BY order_id HAVING count(*) <> max(entry)"},
    {"ledger.task-of-no-entry",
     "SELECT 'task ' || id FROM task WHERE status_entry IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
     "status_entry"
     " WHERE status_entry.order_id = task.order_id AND entry = task.status_entry)"},
    {"ledger.task-in-wrong-bucket",
     "SELECT 'task ' || task.id FROM task JOIN customer_order ON customer_order.id = order_id"
     " JOIN bucket ON bucket.id = bucket_id WHERE phase = 'ready' AND"
     " ((bucket.project_id, bucket.template_id, bucket.mode) IS NOT"
     "   (customer_order.project_id, task.template_id, task.mode)"
     "  OR task.mode <> '' AND bucket.owner <> customer_order.owner)"},
    {"ledger.round-of-other-order",
     "SELECT 'operator ' || operator_id FROM agent_round LEFT JOIN task ON task.id = task_id"
     " WHERE task.order_id IS NOT agent_round.order_id"},
    {"erasure.permit-left", "SELECT 'a permit for ' || why FROM erasure_permit"},
};

class Findings {
 public:
  bool full() const { return all_.size() >= kFindingsMost; }
  void add(const std::string& check, std::string what) {
    if (!full()) all_.push_back({check, std::move(what)});
  }
  std::vector<Finding> take() { return std::move(all_); }

 private:
  std::vector<Finding> all_;
};

// A damaged page may stop any of them: that is a finding too, and the next one is tried.
template <class Check>
void attempt(Findings& findings, const char* name, Check check) {
  try {
    check();
  } catch (const SQLite::Exception& exception) {
    findings.add(name, fmt::format("cannot be looked at: {}", exception.what()));
  }
}

void check_integrity(SQLite::Database& database, Findings& findings) {
  std::istringstream complaints(integrity_complaints(database));
  for (std::string line; std::getline(complaints, line);)
    findings.add("integrity", line);
}

void check_foreign_keys(SQLite::Database& database, Findings& findings) {
  SQLite::Statement check(database, "PRAGMA foreign_key_check");
  while (!findings.full() && check.executeStep()) {
    findings.add("foreign-key", fmt::format("row {} of {} refers to a row of {} that is not there",
                                            check.getColumn(1).getText("?"), check.getColumn(0).getText("?"),
                                            check.getColumn(2).getText("?")));
  }
}

void check_rule(SQLite::Database& database, const Rule& rule, Findings& findings) {
  SQLite::Statement check(database, rule.sql);
  while (!findings.full() && check.executeStep())
    findings.add(rule.check, check.getColumn(0).getText("?"));
}

}  // namespace

std::vector<Finding> find_faults(SQLite::Database& database) {
  Findings findings;
  attempt(findings, "integrity", [&] { check_integrity(database, findings); });
  attempt(findings, "foreign-key", [&] { check_foreign_keys(database, findings); });
  for (const Rule& rule : kLedger) {
    attempt(findings, rule.check, [&] { check_rule(database, rule, findings); });
  }
  return findings.take();
}

}  // namespace dialctl::sqlite
