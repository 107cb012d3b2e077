// PERFORMANCE rows 9 and 2: an export of attempts as CSV and as JSON lines against `sqlite3 -csv` with the
// same rows, joins and columns, and the memory that exports take. Goals: at most 0.7 times as long; 96 MiB.
//
// The peer prints instants, lengths and money as the whole numbers that are stored: it has the less to do.
//
//   bench_export [--full] [--folder DIR]     100 thousand attempts; --full: 1 million
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>

#include "adapters/sqlite/connection.h"
#include "tests/bench/child.h"
#include "tests/bench/pairs.h"
#include "tests/bench/scratch.h"

namespace dialctl {
namespace {

constexpr int kPairs = 5;
constexpr double kGoal = 0.7;
constexpr double kMemoryGoalMib = 96;

constexpr const char* kGates =
    "legal=09:00-21:00 Europe/Kyiv; schedule=none; blacklist=no; cap-24h=1/10; cap-7d=2/30; gap=ok; "
    "lines=12/100; rate=2.0/10.0; paused=no; operators=3";

void fill(const std::string& path, std::int64_t rows) {
  auto opened = sqlite::Connection::open({path, sqlite::Role::writer, Milliseconds{1000}, true});
  if (!opened) throw std::runtime_error(opened.error().message);
  SQLite::Database& database = opened.value()->database();
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF; BEGIN");
  database.exec(
      "INSERT INTO template (id, name, kind, text, key_wait_seconds, repeats_max, machine, "
      "ring_limit_seconds)"
      " VALUES (1, 'confirm', 'message', 'Hello', 7, 2, 'hang-up', 30);"
      "INSERT INTO order_status (id, name, meaning) VALUES (1, 'new', 'open');"
      "INSERT INTO project (id, name, region, zone, ambiguous_zone, language)"
      " VALUES (1, 'shop', 'UA', 'Europe/Kyiv', 'all', 'uk');"
      "INSERT INTO provider (id, name, kind) VALUES (1, 'pbx', 'asterisk');"
      "INSERT INTO operator (id, name, endpoint, position, leg, status, status_since)"
      " VALUES (1, 'anna', '101', 1, 'ring', 'ready', 0);"
      "INSERT INTO callee_class VALUES (1, 'UA', 'Europe/Kyiv');"
      "INSERT INTO bucket (id, project_id, template_id, callee_class_id, priority) VALUES (1, 1, 1, 1, 0);");
  const std::string numbers =
      fmt::format("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {}) ", rows);
  database.exec(numbers +
                "INSERT INTO customer_order (id, project_id, external_id, status_id, status_since, fields,"
                " created_at) SELECT i, 1, 'ORDER-' || i, 1, 1795255200000,"
                " '{\"fio\":\"Олена Коваленко ' || i || '\",\"city\":\"Київ\"}', 1795255200000 FROM n");
  database.exec(numbers +
                "INSERT INTO order_number SELECT i, 0, printf('+38044%07d', i * 7919 % 9999991),"
                " printf('044 %07d', i), 1, 'number', 0 FROM n");
  database.exec(
      numbers +
      "INSERT INTO attempt SELECT (1795255200000 + i * 100) << 21, i, i, 1, 1, 1,"
      " printf('+38044%07d', i * 7919 % 9999991), '+380440000000', 1, 1795255200000 + i * 100,"
      " 'Europe/Kyiv', 'number', strftime('%Y-%m-%dT%H:%M:%S', 1795262400 + i / 10, 'unixepoch'), '" +
      kGates + "', 7, 3, NULL, NULL, NULL FROM n");
  database.exec(
      numbers +
      "INSERT INTO attempt_end SELECT (1795255200000 + i * 100) << 21, 1795255200000 + i * 100 + 31000,"
      " CASE i % 4 WHEN 0 THEN 'busy' WHEN 1 THEN 'no-answer' WHEN 2 THEN 'delivered' ELSE"
      " 'delivered-operator' END, CASE i % 4 WHEN 0 THEN '17' WHEN 1 THEN '19' ELSE '16' END,"
      " iif(i % 4 = 3, 1, NULL), iif(i % 4 > 1, i % 300, 0), iif(i % 4 > 1, 1800000, 0), 'UAH' FROM n");
  for (const auto& [kind, after] : {std::pair{"sent", 50}, {"ringing", 900}, {"answered", 9000}})
    database.exec(
        numbers +
        fmt::format("INSERT INTO attempt_fact (attempt_id, at, kind)"
                    " SELECT (1795255200000 + i * 100) << 21, 1795255200000 + i * 100 + {}, '{}' FROM n",
                    after, kind));
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

// What `export attempts` says of each attempt.
constexpr const char* kPeerSql =
    "SELECT a.id AS attempt, p.name AS project, a.order_id AS \"order\", o.external_id, a.e164 AS number,"
    " a.round, a.at AS started, a.local_time, e.at AS ended, e.outcome, e.outcome AS result, e.raw_code,"
    " w.name AS operator, e.conversation_seconds, e.cost_micros, e.currency, t.name AS template,"
    " v.name AS provider, a.caller_id, a.zone, a.zone_origin, a.gates, a.settings_version,"
    " a.blacklist_version FROM attempt AS a JOIN customer_order AS o ON o.id = a.order_id"
    " LEFT JOIN attempt_end AS e ON e.attempt_id = a.id LEFT JOIN open_attempt AS s ON s.attempt_id = a.id"
    " LEFT JOIN project AS p ON p.id = a.project_id LEFT JOIN operator AS w ON w.id = e.operator_id"
    " LEFT JOIN template AS t ON t.id = a.template_id LEFT JOIN provider AS v ON v.id = a.provider_id"
    " ORDER BY a.id";

std::vector<std::string> export_words(const std::string& database, const char* what, const char* format) {
  return {DIALCTL_PROGRAM, "export", what, "-o", format, "--db", database};
}

// Lines that a program writes; ends the benchmark when it fails or writes others.
void expect_lines(const std::vector<std::string>& words, const std::string& folder, std::int64_t wanted) {
  const std::string file = folder + "/lines";
  run_program(words, "/dev/null", file);
  std::int64_t lines = 0;
  std::vector<char> piece(1 << 20);
  std::FILE* input = std::fopen(file.c_str(), "r");
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), input)) > 0;)
    lines += std::count(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got), '\n');
  std::fclose(input);
  std::filesystem::remove(file);
  if (lines == wanted) return;
  fmt::print(stderr, "{} {} {}: {} lines, {} expected\n", words[0], words[1], words[2], lines, wanted);
  std::exit(1);
}

bool bench_format(const std::string& database, const std::string& folder, const char* format,
                  std::int64_t rows) {
  const std::vector<std::string> ours = export_words(database, "attempts", format);
  const std::vector<std::string> peer{"sqlite3", "-csv", "-header", database, kPeerSql};
  expect_lines(ours, folder, rows + (std::strcmp(format, "csv") == 0 ? 1 : 0));
  expect_lines(peer, folder, rows + 1);
  ChildRun our_run;
  ChildRun peer_run;
  const PairResult result = time_pairs(
      kPairs, [&] { our_run = run_program(ours, "/dev/null", "/dev/null"); },
      [&] { peer_run = run_program(peer, "/dev/null", "/dev/null"); });
  fmt::print(
      "row 9  export of {} attempts as {}: {:.2f} s, sqlite3 -csv {:.2f} s, ratio {:.2f}, goal <= {:.2f}: {} "
      "(CPU {:.2f} and {:.2f} s, median of {} pairs)\n",
      rows, format, result.ours_seconds, result.peer_seconds, result.ratio, kGoal,
      result.ratio <= kGoal ? "met" : "MISSED", our_run.cpu_seconds, peer_run.cpu_seconds, kPairs);
  return result.ratio <= kGoal;
}

bool bench_memory(const std::string& database, std::int64_t rows) {
  bool met = true;
  for (const char* what : {"orders", "attempts", "calls"}) {
    for (const char* format : {"csv", "ndjson"}) {
      const ChildRun run = run_program(export_words(database, what, format), "/dev/null", "/dev/null");
      met = met && run.peak_mib <= kMemoryGoalMib;
      fmt::print("row 2  memory of the export of {} {} as {}: {:.0f} MiB, goal <= {:.0f}: {}\n", rows, what,
                 format, run.peak_mib, kMemoryGoalMib, run.peak_mib <= kMemoryGoalMib ? "met" : "MISSED");
    }
  }
  return met;
}

int run(const std::string& folder, std::int64_t rows) {
  const std::string database = folder + "/shop.db";
  // In a process of its own: the peak of this one counts for all that it starts.
  run_child("fill", [&] {
    fill(database, rows);
    return 0;
  });
  const bool csv = bench_format(database, folder, "csv", rows);
  const bool lines = bench_format(database, folder, "ndjson", rows);
  const bool memory = bench_memory(database, rows);
  return csv && lines && memory ? 0 : 1;
}

}  // namespace
}  // namespace dialctl

int main(int count, char** words) {
  std::int64_t rows = 100'000;
  std::string folder = std::filesystem::temp_directory_path().string();
  for (int each = 1; each < count; ++each) {
    if (std::strcmp(words[each], "--full") == 0) rows = 1'000'000;
    if (std::strcmp(words[each], "--folder") == 0 && each + 1 < count) folder = words[++each];
  }
  return dialctl::run(dialctl::ScratchFolder(folder).path(), rows);
}
