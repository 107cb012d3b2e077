// What the schema itself keeps, whoever writes.
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

// A bed with one attempt that has ended.
struct EndedCall : Ready<SqliteBed> {
  EndedCall() {
    const TaskId task = only_task();
    commit(store, {IntentMade{intent(1, task, order, 7, at(0))},
                   FactSeen{{attempt_id(1), at(1), AttemptFactKind::sent, ""}},
                   Journalled{at(1), "test.note", "order:1", ""}});
    TaskMoved done;
    done.task = task;
    done.phase = TaskPhase::done;
    done.callee = {"UA", {"Europe/Kyiv"}};
    commit(store, {AttemptEnded{ended(1, at(9), Outcome::busy)}, done});
  }
  SQLite::Database& database() { return bed.connection().database(); }
};

bool refuses(SQLite::Database& database, const std::string& sql) {
  try {
    database.exec(sql);
  } catch (const SQLite::Exception&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("CO-01 evidence can be neither changed nor deleted nor replaced") {
  EndedCall call;
  SQLite::Database& database = call.database();
  for (const std::string table : {"attempt", "attempt_fact", "attempt_end", "journal", "status_entry"}) {
    CAPTURE(table);
    CHECK(database.execAndGet("SELECT count(*) FROM " + table).getInt() > 0);
    CHECK(refuses(database, "UPDATE " + table + " SET at = at + 1"));
    CHECK(refuses(database, "DELETE FROM " + table));
    CHECK(refuses(database, "INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table));
  }
  SQLite::Database plain(call.bed.connection().path(), SQLite::OPEN_READWRITE);  // without our pragmas
  for (const std::string table : {"attempt", "attempt_fact", "attempt_end", "journal"}) {
    CHECK(refuses(plain, "INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table));
  }
}

TEST_CASE("CO-03 a permit lets evidence be erased, in its own transaction alone") {
  EndedCall call;
  SQLite::Database& database = call.database();
  CHECK(refuses(database, "BEGIN; INSERT INTO erasure_permit (id, why) VALUES (1, 'x'); COMMIT"));
  database.tryExec("ROLLBACK");
  database.exec(
      "BEGIN IMMEDIATE; INSERT INTO erasure_permit (id, why) VALUES (1, 'contact erase');"
      "UPDATE attempt SET caller_id = ''; DELETE FROM erasure_permit; COMMIT");
  CHECK(database.execAndGet("SELECT caller_id FROM attempt").getString().empty());
  CHECK(refuses(database, "UPDATE attempt SET caller_id = 'x'"));
}

TEST_CASE("fault rule 1 a task with attempts cannot be deleted") {
  EndedCall call;
  CHECK(refuses(call.database(), "DELETE FROM task"));
}

TEST_CASE("RN-02 values that nothing may have are refused by the schema") {
  EndedCall call;
  SQLite::Database& database = call.database();
  CHECK(refuses(database, "UPDATE task SET phase = 'sleeping'"));
  CHECK(refuses(database, "UPDATE task SET next_at = 'soon'"));
  CHECK(refuses(database, "UPDATE customer_order SET status_id = 99"));
  CHECK(refuses(database, "INSERT INTO blacklist (e164, source, added_at) VALUES ('044', 'x', 1)"));
  CHECK(refuses(database,
                "INSERT INTO blacklist (e164, project_id, source, added_at)"
                " VALUES ('+380441234567', 99, 'x', 1)"));
  CHECK(refuses(database,
                "INSERT INTO task (order_id, status_entry, template_id, bucket_id, phase, next_at,"
                " made_at, who) SELECT order_id, status_entry, template_id, bucket_id, 'ready', 0, 0, ''"
                " FROM task"));  // ST-02: once per entry
}

TEST_CASE("fault rule 1 outcomes and kinds of facts are those of the schema") {
  EndedCall call;
  const auto sql = call.database()
                       .execAndGet("SELECT group_concat(sql) FROM sqlite_schema WHERE type = 'table'")
                       .getString();
  for (std::size_t each = 0; each < kOutcomeCount; ++each) {
    const std::string text{to_text(static_cast<Outcome>(each))};
    CAPTURE(text);
    CHECK(sql.find("'" + text + "'") != std::string::npos);
  }
  for (auto kind = AttemptFactKind::sent; kind <= AttemptFactKind::not_recorded;
       kind = static_cast<AttemptFactKind>(static_cast<int>(kind) + 1)) {
    CHECK(sql.find("'" + std::string(to_text(kind)) + "'") != std::string::npos);
  }
  for (auto step = CallStep::intent; step <= CallStep::unknown;
       step = static_cast<CallStep>(static_cast<int>(step) + 1)) {
    CHECK(sql.find("'" + std::string(to_text(step)) + "'") != std::string::npos);
  }
}

TEST_CASE("fault 23 what is due is found by its index, whatever the number of tasks") {
  EndedCall call;
  const auto plan = [&](const std::string& sql) {
    std::string all;
    SQLite::Statement explain(call.database(), "EXPLAIN QUERY PLAN " + sql);
    while (explain.executeStep())
      all += explain.getColumn(3).getString() + "\n";
    INFO(all);
    CHECK(all.find("TEMP B-TREE") == std::string::npos);
    return all;
  };
  CHECK(plan("SELECT id, next_at FROM task WHERE phase = 'ready' AND bucket_id = 1 ORDER BY next_at, id "
             "LIMIT 51")
            .find("SEARCH task USING INDEX task_due (bucket_id=?)") != std::string::npos);
  CHECK(plan("SELECT min(bucket_id) FROM task WHERE phase = 'ready' AND bucket_id > 4")
            .find("SEARCH task USING INDEX task_due (bucket_id>?)") != std::string::npos);
  CHECK(
      plan("SELECT id FROM customer_order WHERE status_timeout_at IS NOT NULL ORDER BY status_timeout_at, id"
           " LIMIT 9")
          .find("customer_order_timeout") != std::string::npos);
  CHECK(plan("UPDATE task SET phase = 'ready' WHERE phase = 'blocked' AND reason NOT IN ('a')")
            .find("task_blocked") != std::string::npos);
}
