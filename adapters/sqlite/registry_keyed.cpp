// Settings that are keyed by a region or a number and not by an id.
#include <fmt/format.h>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/settings_reader.h"
#include "adapters/sqlite/settings_rows.h"
#include "adapters/sqlite/sqlite_registry.h"

namespace dialctl::sqlite {
namespace {

Error no_entry(const std::string& what) {
  return {ErrorKind::not_found, "settings.no-such-row", "there is no " + what, ""};
}

// An upsert that says WHERE something differs changes no
// row for an equal one, and then nothing is journalled.
template <class... Values>
Result<void> upsert(Connection& connection, const Change& change, const char* kind,
                    const std::string& subject, const char* sql, const Values&... values) {
  return as_one_change(connection, [&]() -> Result<void> {
    Statement put(connection, sql);
    if (put.run(values...) > 0) write_journal(connection, change, kind, subject, "");
    return {};
  });
}

Result<void> remove_keyed(Connection& connection, const Change& change, const char* kind,
                          const std::string& subject, const char* sql, const std::string& key) {
  return as_one_change(connection, [&]() -> Result<void> {
    Statement remove(connection, sql);
    if (remove.run(key) == 0) return no_entry(subject);
    write_journal(connection, change, kind, subject, "");
    return {};
  });
}

}  // namespace

Result<void> SqliteRegistry::put(const NumberLimits& row, const Change& change) {
  return upsert(connection_, change, "number-limits.changed", "number-limits:" + row.region,
                "INSERT INTO number_limits (region, attempts_per_24h, attempts_per_7d, shortest_gap_seconds,"
                " source) VALUES (?, ?, ?, ?, ?) ON CONFLICT (region) DO UPDATE SET"
                " attempts_per_24h = excluded.attempts_per_24h, attempts_per_7d = excluded.attempts_per_7d,"
                " shortest_gap_seconds = excluded.shortest_gap_seconds, source = excluded.source"
                " WHERE (attempts_per_24h, attempts_per_7d, shortest_gap_seconds, source) IS NOT"
                " (excluded.attempts_per_24h, excluded.attempts_per_7d, excluded.shortest_gap_seconds,"
                "  excluded.source)",
                row.region, row.attempts_per_24h, row.attempts_per_7d, row.shortest_gap, row.source);
}

Result<void> SqliteRegistry::remove_number_limits(const std::string& region, const Change& change) {
  return remove_keyed(connection_, change, "number-limits.removed", "number-limits:" + region,
                      "DELETE FROM number_limits WHERE region = ?", region);
}

// SC-02: the reason is a part of the row and of the journal.
Result<void> SqliteRegistry::put(const LegalWindow& row, const Change& change) {
  Change with_reason = change;
  with_reason.why = fmt::format("{}: {}", row.schedule_text, row.reason);
  return upsert(connection_, with_reason, "legal-window.changed", "legal-window:" + row.region,
                "INSERT INTO legal_window (region, schedule_text, reason) VALUES (?, ?, ?)"
                " ON CONFLICT (region) DO UPDATE SET schedule_text = excluded.schedule_text,"
                " reason = excluded.reason"
                " WHERE (schedule_text, reason) IS NOT (excluded.schedule_text, excluded.reason)",
                row.region, row.schedule_text, row.reason);
}

Result<void> SqliteRegistry::remove_legal_window(const std::string& region, const Change& change) {
  return remove_keyed(connection_, change, "legal-window.removed", "legal-window:" + region,
                      "DELETE FROM legal_window WHERE region = ?", region);
}

Result<void> SqliteRegistry::set_caps(int lines_max, int calls_per_second_milli, const Change& change) {
  if (lines_max < 0 || calls_per_second_milli < 0) {
    return Error{ErrorKind::usage, "settings.out-of-range", "a cap is below 0", "0 means unlimited"};
  }
  return as_one_change(connection_, [&]() -> Result<void> {
    Statement put(connection_,
                  "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET"
                  " value = excluded.value WHERE value IS NOT excluded.value");
    const int changed = put.run("lines_max", std::to_string(lines_max)) +
                        put.run("calls_per_second_milli", std::to_string(calls_per_second_milli));
    if (changed > 0) {
      write_journal(
          connection_, change, "caps.changed", "installation",
          fmt::format("lines_max {}, calls_per_second_milli {}", lines_max, calls_per_second_milli));
    }
    return {};
  });
}

Result<std::vector<OwnNumber>> SqliteRegistry::own_numbers() {
  return or_error(connection_.path(),
                  [&]() -> Result<std::vector<OwnNumber>> { return read_own_numbers(connection_); });
}

Result<void> SqliteRegistry::put(const OwnNumber& row, const Change& change) {
  if (row.project && !has_row<Project>(connection_, *row.project)) {
    return no_entry(fmt::format("project with the id {}", row.project->value));
  }
  return upsert(connection_, change, "number.changed", "number:" + row.number.text(),
                "INSERT INTO own_number (e164, project_id, label, lines_max, calls_per_second_milli)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (e164) DO UPDATE SET project_id = excluded.project_id,"
                " label = excluded.label, lines_max = excluded.lines_max,"
                " calls_per_second_milli = excluded.calls_per_second_milli"
                " WHERE (project_id, label, lines_max, calls_per_second_milli) IS NOT"
                " (excluded.project_id, excluded.label, excluded.lines_max, excluded.calls_per_second_milli)",
                row.number, row.project, row.label, row.lines_max, row.calls_per_second_milli);
}

Result<void> SqliteRegistry::remove_own_number(const E164& number, const Change& change) {
  return remove_keyed(connection_, change, "number.removed", "number:" + number.text(),
                      "DELETE FROM own_number WHERE e164 = ?", number.text());
}

}  // namespace dialctl::sqlite
